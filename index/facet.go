package index

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/data/taxonomy"
	"paperboy/data/text"
)

// Facet names a way to count papers by a field.
type Facet string

// The facets. FacetDateMonths is only an answer beside FacetDate, never a request.
const (
	FacetDate        Facet = "date"
	FacetDateMonths  Facet = "date_months"
	FacetAuthorCount Facet = "author_count"
	FacetAuthor      Facet = "author"
	FacetCategory    Facet = "category"
	FacetVenue       Facet = "venue"
	FacetLanguage    Facet = "language"
	FacetSource      Facet = "source"
)

// FacetInfo describes a facet: what an engine, the parameters of the API and the pages
// have to know of it.
type FacetInfo struct {
	Facet Facet
	// Label heads the facet's list of values, Plural a page of all of them.
	Label, Plural string
	// UnknownLabel is the filter for Unknown in words.
	UnknownLabel string
	// Finder labels the box that searches the values. It is empty where there are too few
	// values to need one.
	Finder string
	// Doc describes the parameter that filters by the facet.
	Doc string
	// Values returns the names that a paper has in the facet, as the paper writes them. A
	// name may be empty, and is then no value. It is nil for the facets with fixed buckets.
	Values func(*data.Paper) []string
	// Name returns how people call a value, "" if it is only known by its code. It is nil where
	// values are names.
	Name func(value string) string
	// Value returns the value under which a name is counted. It is nil where names
	// are values; otherwise a bucket's Key is the first name seen of its value.
	Value func(name string) string
}

// FixedFacets is how many of FacetTable have fixed buckets: periods of time and
// AuthorCountBuckets. These come first; the buckets of the others are their values.
const FixedFacets = 2

// FacetTable describes every facet that can be requested, in the order in which people
// see them. Engines may store values in this order: package embedded says what a change
// of it needs there.
var FacetTable = [...]FacetInfo{
	{
		Facet: FacetDate, Label: "Date", Plural: "Dates", UnknownLabel: "Date unknown",
		Doc: "A date bucket: a year, a month or unknown; repeatable.",
	},
	{
		Facet: FacetAuthorCount, Label: "Number of authors", Plural: "Numbers of authors", UnknownLabel: "Number of authors unknown",
		Doc: "A bucket of author counts; repeatable.",
	},
	{
		Facet: FacetAuthor, Label: "Author", Plural: "Authors", UnknownLabel: "Authors unknown", Finder: "Find an author",
		Doc:    "An author's full name, or unknown; repeatable. As for all facets, case, accents and periods do not matter, and a notice says if no paper has a value.",
		Values: func(p *data.Paper) []string { return p.Authors }, Value: data.AuthorKey,
	},
	{
		Facet: FacetCategory, Label: "Category", Plural: "Categories", UnknownLabel: "Category unknown", Finder: "Find a category",
		Doc:    "A category by its code, or unknown; cs includes cs.*; repeatable.",
		Values: func(p *data.Paper) []string { return p.Categories }, Name: taxonomy.Label,
	},
	{
		Facet: FacetVenue, Label: "Venue", Plural: "Venues", UnknownLabel: "Venue unknown", Finder: "Find a venue",
		Doc:    "A venue, or unknown; repeatable. A paper of a joint conference has each of its venues.",
		Values: func(p *data.Paper) []string { return venues(p.Venue) },
	},
	{
		Facet: FacetLanguage, Label: "Language", Plural: "Languages", UnknownLabel: "Language unknown",
		Doc:    "A language's code, such as en, or unknown; repeatable.",
		Values: func(p *data.Paper) []string { return []string{p.Language} },
	},
	{
		Facet: FacetSource, Label: "Source", Plural: "Sources", UnknownLabel: "Source unknown",
		Doc:    "A source of papers; repeatable.",
		Values: sources,
	},
}

// Facets lists the facets of FacetTable.
var Facets = func() (names []Facet) {
	for i := range FacetTable {
		names = append(names, FacetTable[i].Facet)
	}
	return names
}()

// Info returns the row of f in FacetTable, or nil if it has none.
func (f Facet) Info() *FacetInfo {
	for i := range FacetTable {
		if FacetTable[i].Facet == f {
			return &FacetTable[i]
		}
	}
	return nil
}

// venues returns the different venues of a paper. A joint conference has several:
// "ACL; IJCNLP".
func venues(venue string) []string {
	if !strings.Contains(venue, ";") {
		return []string{venue}
	}
	var list []string
	for v := range strings.SplitSeq(venue, ";") {
		if v = strings.TrimSpace(v); v != "" {
			list = append(list, v)
		}
	}
	return list
}

// sources returns the different sources of a paper.
func sources(p *data.Paper) []string {
	var list []string
	seen := map[string]bool{}
	for _, s := range p.Sources {
		if !seen[s.Source] {
			seen[s.Source] = true
			list = append(list, s.Source)
		}
	}
	return list
}

// CountBucket is a range of numbers, both ends included. Max is 0 for an open range.
type CountBucket struct {
	Value    string // of a Bucket and a filter
	Min, Max int
}

// AuthorCountBuckets are the buckets of FacetAuthorCount. The last one has the papers
// whose number of authors is not known.
var AuthorCountBuckets = [...]CountBucket{
	{"1", 1, 1}, {"2", 2, 2}, {"3", 3, 3}, {"4", 4, 4}, {"5", 5, 5},
	{"6-10", 6, 10}, {"11-20", 11, 20}, {"21+", 21, 0}, {Unknown, 0, 0},
}

// AuthorCountBucket returns the place in AuthorCountBuckets of n authors; 0 or less is
// not known.
func AuthorCountBucket(n int) int {
	last := len(AuthorCountBuckets) - 1
	for i, b := range AuthorCountBuckets[:last] {
		if n >= b.Min && (n <= b.Max || b.Max == 0) {
			return i
		}
	}
	return last
}

// AuthorCountValues returns the values of AuthorCountBuckets.
func AuthorCountValues() []string {
	var values []string
	for _, b := range AuthorCountBuckets {
		values = append(values, b.Value)
	}
	return values
}

// FacetWord is the beginning of a word. It selects facet values that have a word with
// this beginning, whatever their case and accents. Names of authors are selected in all their
// spellings (data.FoldName).
type FacetWord struct {
	text string // normalized
	name string // folded
}

// NewFacetWord returns the FacetWord of Request.FacetContains.
func NewFacetWord(word string) FacetWord {
	typed := strings.TrimSpace(text.Normalize(word))
	return FacetWord{typed, data.FoldName(strings.Join(text.Words(typed), " "), true)}
}

// Selects reports whether w is in a value of the facet or in its name.
func (w FacetWord) Selects(f *FacetInfo, value string) bool {
	return w.In(value) || f.Name != nil && w.In(f.Name(value)) || f.Facet == FacetAuthor && w.inName(value)
}

// inName reports whether a word of an AuthorKey begins with w in another spelling.
func (w FacetWord) inName(key string) bool {
	if w.name == "" {
		return false
	}
	folded := data.FoldName(key, false)
	return (folded != key || w.name != w.text) && FacetWord{text: w.name}.In(folded)
}

// In reports whether a word of value begins with w. The empty FacetWord is in every value.
func (w FacetWord) In(value string) bool {
	for i := range len(value) {
		if c := value[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' { // most values are normalized
			value = text.Normalize(value)
			break
		}
	}
	for from := 0; ; from++ {
		at := strings.Index(value[from:], w.text)
		if at < 0 {
			return false
		}
		from += at
		before, _ := utf8.DecodeLastRuneInString(value[:from])
		if from == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before) {
			return true
		}
	}
}

// Unknown is the facet value of papers that lack the field.
const Unknown = "unknown"

// SameValue reports whether two values of a facet are equal except for case, accents and
// spaces. Author names are equal if their keys are (data.AuthorKey).
func SameValue(f Facet, a, b string) bool {
	return a == b || a != Unknown && b != Unknown && NormalizeValue(f, a) == NormalizeValue(f, b)
}

// NormalizeValue returns what all spellings of a facet's value have in common.
func NormalizeValue(f Facet, value string) string {
	if f == FacetAuthor {
		return data.AuthorKey(value)
	}
	return strings.Join(strings.Fields(text.Normalize(value)), " ")
}
