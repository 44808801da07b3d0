package data

import (
	"reflect"

	"paperboy/data/text"
)

// Fields lists the fields of a Paper in the order of its JSON. All code that goes through the
// fields of a paper uses this table: Validate, Merge, Explain, AppendJSON, package ingest
// when a newer record replaces an older one, and the answers of the API.
//
// To add a field, add it to Paper and to this table. Formats, index and pages decide for
// themselves whether to read, write, index or show it.
var Fields = []Field{
	{Name: "id", derived: func(p *Paper) any { return p.ID }},
	{Name: "title", text: func(p *Paper) *string { return &p.Title }, tidy: text.OneLine, max: MaxTitleRunes},
	{Name: "abstract", text: func(p *Paper) *string { return &p.Abstract }, tidy: text.Paragraphs, max: MaxAbstractRunes},
	{Name: "authors", list: func(p *Paper) *[]string { return &p.Authors }, tidy: tidyName, max: MaxAuthors,
		value: "author", unit: "name", maxValue: MaxAuthorRunes, better: hasMoreAuthors},
	{Name: "author_count", number: func(p *Paper) **int { return &p.AuthorCount },
		better: hasHigherCount},
	{Name: "groups", list: func(p *Paper) *[]string { return &p.Groups }, isSet: true, tidy: tidyName, max: MaxAuthors,
		value: "group", unit: "name", maxValue: MaxAuthorRunes},
	{Name: "date", date: func(p *Paper) *Date { return &p.Date }, choose: chooseDate},
	{Name: "featured", date: func(p *Paper) *Date { return &p.Featured },
		better: func(a, b *Record) bool { return a.Paper.Featured.FirstDay() > b.Paper.Featured.FirstDay() }},
	{Name: "featured_days", days: func(p *Paper) *[]Date { return &p.FeaturedDays }, isSet: true, max: MaxFeaturedDays, unit: "day"},
	{Name: "upvotes", number: func(p *Paper) **int { return &p.Upvotes }, better: isObservedLater},
	{Name: "comments", number: func(p *Paper) **int { return &p.Comments }, better: isObservedLater},
	{Name: "stars", number: func(p *Paper) **int { return &p.Stars }, better: isObservedLater},
	{Name: "categories", list: func(p *Paper) *[]string { return &p.Categories }, isSet: true, tidy: text.OneLine, max: MaxCategories,
		value: "category", unit: "value", maxValue: MaxCategoryRunes},
	{Name: "venue", text: func(p *Paper) *string { return &p.Venue }, tidy: text.OneLine, max: MaxVenueRunes},
	{Name: "type", text: func(p *Paper) *string { return (*string)(&p.Type) }, choose: chooseType},
	{Name: "container", text: func(p *Paper) *string { return &p.Container }, tidy: text.OneLine, max: MaxVenueRunes, cut: true},
	{Name: "volume", text: func(p *Paper) *string { return &p.Volume }, tidy: text.OneLine, max: MaxReferenceRunes, cut: true},
	{Name: "number", text: func(p *Paper) *string { return &p.Number }, tidy: text.OneLine, max: MaxReferenceRunes, cut: true},
	{Name: "pages", text: func(p *Paper) *string { return &p.Pages }, tidy: tidyPages, max: MaxReferenceRunes, cut: true},
	{Name: "publisher", text: func(p *Paper) *string { return &p.Publisher }, tidy: text.OneLine, max: MaxVenueRunes, cut: true},
	{Name: "place", text: func(p *Paper) *string { return &p.Place }, tidy: text.OneLine, max: MaxReferenceRunes, cut: true},
	{Name: "editors", list: func(p *Paper) *[]string { return &p.Editors }, tidy: tidyName, max: MaxEditors,
		value: "editor", unit: "name", maxValue: MaxAuthorRunes, better: hasMoreEditors},
	{Name: "school", text: func(p *Paper) *string { return &p.School }, tidy: text.OneLine, max: MaxVenueRunes, cut: true},
	{Name: "series", text: func(p *Paper) *string { return &p.Series }, tidy: text.OneLine, max: MaxVenueRunes, cut: true},
	{Name: "edition", text: func(p *Paper) *string { return &p.Edition }, tidy: text.OneLine, max: MaxReferenceRunes, cut: true},
	{Name: "isbn", text: func(p *Paper) *string { return &p.ISBN }, tidy: text.OneLine, max: MaxReferenceRunes, cut: true},
	{Name: "issn", text: func(p *Paper) *string { return &p.ISSN }, tidy: text.OneLine, max: MaxReferenceRunes, cut: true},
	{Name: "language", text: func(p *Paper) *string { return &p.Language }, tidy: text.OneLine, max: MaxLanguageRunes},
	{Name: "note", text: func(p *Paper) *string { return &p.Note }, tidy: text.Paragraphs, max: MaxNoteRunes, cut: true},
	{Name: "citation_key", text: func(p *Paper) *string { return &p.CitationKey }, tidy: tidyCitationKey, max: MaxCitationKeyRunes, cut: true, better: isOlder},
	{Name: "doi", text: func(p *Paper) *string { return &p.DOI }, better: hasBetterDOI},
	{Name: "urls", list: func(p *Paper) *[]string { return &p.URLs }, isSet: true, max: MaxURLs, unit: "value"},
	{Name: "organization", text: func(p *Paper) *string { return &p.Organization }, tidy: text.OneLine, max: MaxOrganizationRunes, better: isNewer},
	{Name: "ai_summary", text: func(p *Paper) *string { return &p.AISummary }, tidy: text.Paragraphs, max: MaxAISummaryRunes, better: isNewer},
	{Name: "ai_keywords", list: func(p *Paper) *[]string { return &p.AIKeywords }, tidy: text.OneLine, max: MaxAIKeywords,
		value: "ai_keyword", unit: "value", maxValue: MaxAIKeywordRunes, better: isNewer},
	{Name: "repository", text: func(p *Paper) *string { return &p.Repository }, better: isNewer},
	{Name: "observations", derived: func(p *Paper) any { return append([]Observation{}, p.Observations...) }},
	{Name: "added", derived: func(p *Paper) any { return p.Added }},
	{Name: "updated", derived: func(p *Paper) any { return p.Updated }},
	{Name: "sources", derived: func(p *Paper) any { return withoutNulls(p.Sources) }},
}

// Field describes a field of a paper: its name, how to get, set and compare it, which values
// are valid, and from which of several records a merged paper takes it. Exactly one of text,
// list, number, date, days and derived is not nil and gives access to the value.
type Field struct {
	// Name is the field's name in a paper's JSON, in Origin.Raw and in messages.
	Name string

	text   func(*Paper) *string
	list   func(*Paper) *[]string
	number func(*Paper) **int
	date   func(*Paper) *Date
	days   func(*Paper) *[]Date
	// derived returns a field that has its own rules: identity, times, provenance and the
	// observations over time.
	derived func(*Paper) any

	// isSet says that a merged list, or list of days, has the values of all records, each once.
	isSet bool
	// better reports whether to take the field from a rather than b, which both state it. a
	// is the newer record. If better is nil, the richer text is taken, and otherwise the
	// older value.
	better func(a, b *Record) bool
	// choose, if not nil, replaces better. It returns the index of the record to take the
	// field from, or -1 if there is none.
	choose func([]Record) int

	// tidy normalizes a text, or each value of a list. If it is nil, Validate has its own
	// rule for the field.
	tidy func(string) string
	// max is the number of characters in a text, or of values in a list or list of days; 0
	// means no limit.
	max int
	// cut says that Validate cuts a longer text and warns, instead of rejecting the record.
	cut bool
	// maxValue is the number of characters in a value of a list. value is the name of such a
	// value in an error code, unit its name in a sentence.
	maxValue    int
	value, unit string
}

// FieldNames returns the names of Fields, in order.
func FieldNames() []string {
	names := make([]string, len(Fields))
	for i, f := range Fields {
		names[i] = f.Name
	}
	return names
}

// Value returns the field of p as in its JSON: an ID, a string, a []string, an int, a Date, a
// []Date, a time.Time, a []Observation or a []Provenance. It returns nil for a number that is
// not known.
func (f *Field) Value(p *Paper) any {
	switch {
	case f.text != nil:
		return *f.text(p)
	case f.list != nil:
		return append([]string{}, *f.list(p)...)
	case f.date != nil:
		return *f.date(p)
	case f.days != nil:
		return *f.days(p)
	case f.derived != nil:
		return f.derived(p)
	}
	if n := *f.number(p); n != nil {
		return *n
	}
	return nil
}

// Set sets the field of p to a value of the type that Value returns. It reports false for a value
// of another type and for a derived field.
func (f *Field) Set(p *Paper, value any) bool {
	switch v := value.(type) {
	case string:
		if f.text != nil {
			*f.text(p) = v
			return true
		}
	case []string:
		if f.list != nil {
			*f.list(p) = v
			return true
		}
	case int:
		if f.number != nil {
			*f.number(p) = &v
			return true
		}
	case Date:
		if f.date != nil {
			*f.date(p) = v
			return true
		}
	case []Date:
		if f.days != nil {
			*f.days(p) = v
			return true
		}
	}
	return false
}

// IsStated reports whether p has a value of the field that a source stated. It is false for
// derived fields: id, observations, added, updated and sources.
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
	case f.days != nil:
		return len(*f.days(p)) > 0
	}
	return false
}

// Copy copies the field from one paper to another. It leaves derived fields alone.
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
	case f.days != nil:
		*f.days(to) = *f.days(from)
	}
}

// Equal reports whether the field is the same in both papers.
func (f *Field) Equal(p, q *Paper) bool { return reflect.DeepEqual(f.Value(p), f.Value(q)) }

// withoutNulls returns a copy of sources in which no map or slice is nil.
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
