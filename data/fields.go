package data

import (
	"reflect"

	"paperboy/data/text"
)

// Fields are the fields of a Paper in the order of its JSON. Whatever walks the fields of a
// paper walks this table: Validate, Merge, Explain, AppendJSON, ingest where a newer record
// replaces an older one, and the answers of the API.
//
// To add a field, add it to Paper and here. What formats read and write, what is indexed
// and what pages show is decided where that is done.
var Fields = []Field{
	{Name: "id", derived: func(p *Paper) any { return p.ID }},
	{Name: "title", text: func(p *Paper) *string { return &p.Title }, tidy: text.OneLine, max: MaxTitleRunes},
	{Name: "abstract", text: func(p *Paper) *string { return &p.Abstract }, tidy: text.Paragraphs, max: MaxAbstractRunes},
	{Name: "authors", list: func(p *Paper) *[]string { return &p.Authors }, tidy: text.OneLine, max: MaxAuthors,
		value: "author", unit: "name", maxValue: MaxAuthorRunes, better: hasMoreAuthors},
	{Name: "author_count", number: func(p *Paper) **int { return &p.AuthorCount },
		better: func(a, b *Record) bool { return *a.Paper.AuthorCount > *b.Paper.AuthorCount }},
	{Name: "date", date: func(p *Paper) *Date { return &p.Date }, choose: chooseDate},
	{Name: "featured", date: func(p *Paper) *Date { return &p.Featured },
		better: func(a, b *Record) bool { return a.Paper.Featured.FirstDay() < b.Paper.Featured.FirstDay() }},
	{Name: "upvotes", number: func(p *Paper) **int { return &p.Upvotes }, better: isNewer},
	{Name: "comments", number: func(p *Paper) **int { return &p.Comments }, better: isNewer},
	{Name: "categories", list: func(p *Paper) *[]string { return &p.Categories }, isSet: true, tidy: text.OneLine, max: MaxCategories,
		value: "category", unit: "value", maxValue: MaxCategoryRunes},
	{Name: "venue", text: func(p *Paper) *string { return &p.Venue }, tidy: text.OneLine, max: MaxVenueRunes},
	{Name: "language", text: func(p *Paper) *string { return &p.Language }, tidy: text.OneLine, max: MaxLanguageRunes},
	{Name: "doi", text: func(p *Paper) *string { return &p.DOI }, better: hasBetterDOI},
	{Name: "urls", list: func(p *Paper) *[]string { return &p.URLs }, isSet: true, max: MaxURLs, unit: "value"},
	{Name: "added", derived: func(p *Paper) any { return p.Added }},
	{Name: "updated", derived: func(p *Paper) any { return p.Updated }},
	{Name: "sources", derived: func(p *Paper) any { return withoutNulls(p.Sources) }},
}

// Field is a field of a paper: its name, how to get, set and compare it, which values are
// valid, and which of several records gives it to a merged paper. One of text, list,
// number, date and derived is not nil and says what it holds.
type Field struct {
	// Name is the field's name in a paper's JSON, in Origin.Raw and in messages.
	Name string

	text   func(*Paper) *string
	list   func(*Paper) *[]string
	number func(*Paper) **int
	date   func(*Paper) *Date
	// derived is a field that no source states: identity, times and provenance.
	derived func(*Paper) any

	// isSet says of a list that all records make it up, each value once.
	isSet bool
	// better reports whether a, the newer of two records that state the field, gives it
	// rather than b. Nil: of texts the richer, otherwise the older.
	better func(a, b *Record) bool
	// choose, if not nil, replaces better. It returns the index of the record that gives
	// the field, and -1 for none.
	choose func([]Record) int

	// tidy normalizes a text, or each value of a list. Nil: Validate has a rule of its own.
	tidy func(string) string
	// max is how many characters a text may have, or how many values a list; 0: any.
	max int
	// maxValue is how many characters a value of a list may have; value is what it is
	// called in a code, unit in a sentence.
	maxValue    int
	value, unit string
}

// FieldNames are the names of Fields, in their order.
func FieldNames() []string {
	names := make([]string, len(Fields))
	for i, f := range Fields {
		names[i] = f.Name
	}
	return names
}

// Value returns the field as a paper's JSON has it: an ID, a string, a []string, an int, a
// Date, a time.Time or a []Provenance; nil for a number that is not known.
func (f *Field) Value(p *Paper) any {
	switch {
	case f.text != nil:
		return *f.text(p)
	case f.list != nil:
		return *f.list(p)
	case f.date != nil:
		return *f.date(p)
	case f.derived != nil:
		return f.derived(p)
	}
	if n := *f.number(p); n != nil {
		return *n
	}
	return nil
}

// IsStated reports whether a source has said what the field is. It is false for id, added,
// updated and sources, which are derived.
func (f *Field) IsStated(p *Paper) bool {
	switch {
	case f.text != nil:
		return *f.text(p) != ""
	case f.list != nil:
		return len(*f.list(p)) > 0
	case f.number != nil:
		return *f.number(p) != nil
	case f.date != nil:
		return !f.date(p).IsZero()
	}
	return false
}

// Copy sets the field of to to that of from. It leaves derived fields alone.
func (f *Field) Copy(to, from *Paper) {
	switch {
	case f.text != nil:
		*f.text(to) = *f.text(from)
	case f.list != nil:
		*f.list(to) = *f.list(from)
	case f.number != nil:
		*f.number(to) = *f.number(from)
	case f.date != nil:
		*f.date(to) = *f.date(from)
	}
}

// Equal reports whether the field is the same in both papers.
func (f *Field) Equal(p, q *Paper) bool { return reflect.DeepEqual(f.Value(p), f.Value(q)) }

// withoutNulls are sources whose maps and lists are not nil.
func withoutNulls(sources []Provenance) []Provenance {
	whole := make([]Provenance, len(sources))
	for i, s := range sources {
		if s.Raw == nil {
			s.Raw = map[string]string{}
		}
		if s.Warnings == nil {
			s.Warnings = []string{}
		}
		whole[i] = s
	}
	return whole
}
