package data

import (
	"reflect"
	"slices"
	"time"
)

// Explanation says where a merged paper has what it says from.
type Explanation struct {
	// Fields are those that the paper knows, in the order of its JSON.
	Fields   []FieldOrigin   `json:"fields"`
	Warnings []SourceWarning `json:"warnings"`
}

// FieldOrigin says which record gave a field of a paper, and what the others say.
type FieldOrigin struct {
	// Field has the name that it has in a paper's JSON.
	Field string `json:"field"`
	// Statement is the one that stands. Of categories and urls, which all records
	// make up, Value is the whole and the rest that of the oldest that has any.
	Statement
	// Also are the sources that say the same, without repetition.
	Also []string `json:"also"`
	// Alternatives are what other records say, the oldest first.
	Alternatives []Statement `json:"alternatives"`
}

// Statement is what one record says of a field.
type Statement struct {
	// Value is as in a paper's JSON: an ID, a string, []string, int or Date.
	Value    any       `json:"value"`
	Source   string    `json:"source"`
	Location string    `json:"location"`
	Fetched  time.Time `json:"fetched,omitzero"`
	// Raw is what the source wrote where that differs from Value.
	Raw string `json:"raw,omitempty"`
}

// SourceWarning is one thing that was noticed when a record was read.
type SourceWarning struct {
	Code string `json:"code"`
	// Text is a sentence for people, see WarningText.
	Text     string `json:"text"`
	Source   string `json:"source"`
	Location string `json:"location"`
}

// Explain says which record each field of Merge(records, foreign...) came from. Of
// no records there is nothing to say.
func Explain(records []Record, foreign ...ID) Explanation {
	e := Explanation{Fields: []FieldOrigin{}, Warnings: []SourceWarning{}}
	if len(records) == 0 {
		return e
	}
	records = inOrder(records)
	begin, fields := final(records)
	chosen, p := choose(fields), Merge(records, foreign...)

	add := func(field string, chosen int, value any, said func(*Record) any) {
		if chosen >= 0 {
			e.Fields = append(e.Fields, explainField(field, records, begin+chosen, value, said))
		}
	}
	first := func(has func(*Paper) bool) int {
		return slices.IndexFunc(fields, func(r Record) bool { return has(&r.Paper) })
	}
	e.Fields = append(e.Fields, explainField("id", records, claims(records, p.ID), p.ID, func(r *Record) any { return r.Paper.ID }))
	add("title", chosen.title, p.Title, func(r *Record) any { return r.Paper.Title })
	add("abstract", chosen.abstract, p.Abstract, func(r *Record) any { return r.Paper.Abstract })
	add("authors", chosen.authors, p.Authors, func(r *Record) any { return r.Paper.Authors })
	if p.AuthorCount != nil {
		add("author_count", chosen.authorCount, *p.AuthorCount, func(r *Record) any { return count(r.Paper.AuthorCount) })
	}
	add("date", chosen.date, p.Date, func(r *Record) any { return r.Paper.Date })
	add("featured", chosen.featured, p.Featured, func(r *Record) any { return r.Paper.Featured })
	if p.Upvotes != nil {
		add("upvotes", chosen.upvotes, *p.Upvotes, func(r *Record) any { return count(r.Paper.Upvotes) })
	}
	if p.Comments != nil {
		add("comments", chosen.comments, *p.Comments, func(r *Record) any { return count(r.Paper.Comments) })
	}
	add("categories", first(func(p *Paper) bool { return len(p.Categories) > 0 }), p.Categories, func(r *Record) any { return r.Paper.Categories })
	add("venue", chosen.venue, p.Venue, func(r *Record) any { return r.Paper.Venue })
	add("doi", chosen.doi, p.DOI, func(r *Record) any { return r.Paper.DOI })
	add("urls", first(func(p *Paper) bool { return len(p.URLs) > 0 }), p.URLs, func(r *Record) any { return r.Paper.URLs })

	for i := range records {
		o := &records[i].Origin
		for _, code := range o.Warnings {
			e.Warnings = append(e.Warnings, SourceWarning{code, WarningText(code), o.Source, o.Location})
		}
	}
	return e
}

// claims is the oldest record that claims an id, or the oldest of all.
func claims(records []Record, id ID) int {
	return max(0, slices.IndexFunc(records, func(r Record) bool { return slices.Contains(r.IDs(), id) }))
}

// explainField says of a field that records[chosen] gives value. said is what a
// record says of it, its zero value being nothing.
func explainField(field string, records []Record, chosen int, value any, said func(*Record) any) FieldOrigin {
	f := FieldOrigin{Field: field, Statement: statement(field, &records[chosen], value), Also: []string{}, Alternatives: []Statement{}}
	for i := range records {
		other := said(&records[i])
		if i == chosen || isNothing(other) {
			continue
		}
		if s := statement(field, &records[i], other); !reflect.DeepEqual(other, value) {
			f.Alternatives = append(f.Alternatives, s)
		} else if s.Source != f.Source && !slices.Contains(f.Also, s.Source) {
			f.Also = append(f.Also, s.Source)
		}
	}
	return f
}

func statement(field string, r *Record, value any) Statement {
	return Statement{Value: value, Source: r.Origin.Source, Location: r.Origin.Location, Fetched: r.Origin.Fetched, Raw: r.Origin.Raw[field]}
}

// count is a number that may be unknown, as a value.
func count(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}

func isNothing(value any) bool {
	if value == nil {
		return true
	}
	v := reflect.ValueOf(value)
	return v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0
}
