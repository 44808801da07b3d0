package data

import (
	"slices"
	"time"
)

// Explanation says which records the fields of a merged paper came from.
type Explanation struct {
	// Fields lists the known fields, in the order of a paper's JSON.
	Fields   []FieldOrigin   `json:"fields"`
	Warnings []SourceWarning `json:"warnings"`
}

// FieldOrigin says which record a field of a paper came from, and what other records say.
type FieldOrigin struct {
	// Field is the name of the field in a paper's JSON.
	Field string `json:"field"`
	// Statement is the one in the merged paper. Categories and urls come from all records:
	// there Value is the merged list, and the rest describes the oldest record that has any.
	Statement
	// Also lists the other sources that say the same, without duplicates.
	Also []string `json:"also"`
	// Alternatives lists the different statements of other records, oldest first.
	Alternatives []Statement `json:"alternatives"`
}

// Statement is what one record says about a field.
type Statement struct {
	// Value is the value in a paper's JSON: an ID, a string, []string, int or Date.
	Value    any       `json:"value"`
	Source   string    `json:"source"`
	Location string    `json:"location"`
	Fetched  time.Time `json:"fetched,omitzero"`
	// Raw is what the source wrote, if that differs from Value.
	Raw string `json:"raw,omitempty"`
}

// SourceWarning is a warning from reading a record.
type SourceWarning struct {
	Code string `json:"code"`
	// Text is a sentence for people, see WarningText.
	Text     string `json:"text"`
	Source   string `json:"source"`
	Location string `json:"location"`
}

// Explain returns which record each field of Merge(records, foreign...) came from. Without
// records, the Explanation is empty.
func Explain(records []Record, foreign ...ID) Explanation {
	e := Explanation{Fields: []FieldOrigin{}, Warnings: []SourceWarning{}}
	if len(records) == 0 {
		return e
	}
	records = sorted(records)
	begin, fields := final(records)
	p := Merge(records, foreign...)
	for i := range Fields {
		f := &Fields[i]
		switch {
		case f.Name == "id":
			e.Fields = append(e.Fields, explainField(f, records, claimant(records, p.ID), &p))
		case f.Name == "citation_key": // given by the library
		case f.IsStated(&p):
			e.Fields = append(e.Fields, explainField(f, records, begin+f.chosen(fields), &p))
		}
	}
	for i := range records {
		o := &records[i].Origin
		for _, code := range o.Warnings {
			e.Warnings = append(e.Warnings, SourceWarning{code, WarningText(code), o.Source, o.Location})
		}
	}
	return e
}

// claimant returns the index of the oldest record that claims an id, or 0 if none does. The
// records are sorted.
func claimant(records []Record, id ID) int {
	return max(0, slices.IndexFunc(records, func(r Record) bool { return slices.Contains(r.IDs(), id) }))
}

// explainField returns the origin of a field that the merged paper has from records[chosen].
func explainField(f *Field, records []Record, chosen int, merged *Paper) FieldOrigin {
	o := FieldOrigin{Field: f.Name, Statement: statement(f, &records[chosen], merged), Also: []string{}, Alternatives: []Statement{}}
	for i := range records {
		other := &records[i].Paper
		isStated := f.IsStated(other) || f.Name == "id" && other.ID != ""
		if i == chosen || !isStated {
			continue
		}
		if s := statement(f, &records[i], other); !f.Equal(other, merged) {
			o.Alternatives = append(o.Alternatives, s)
		} else if s.Source != o.Source && !slices.Contains(o.Also, s.Source) {
			o.Also = append(o.Also, s.Source)
		}
	}
	return o
}

// statement returns the statement of record r about a field, with the value that p has.
func statement(f *Field, r *Record, p *Paper) Statement {
	return Statement{Value: f.Value(p), Source: r.Origin.Source, Location: r.Origin.Location, Fetched: r.Origin.Fetched, Raw: r.Origin.Raw[f.Name]}
}
