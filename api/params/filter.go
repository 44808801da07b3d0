package params

import (
	"slices"
	"strings"
	"time"

	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/index"
)

// FilterRows are the parameters of a filter: one for each facet, which has the facet's name, and
// the ranges.
var FilterRows = slices.Concat(facetRows(), []Param[index.Filter]{
	Date("from", "The earliest date, as YYYY, YYYY-MM or YYYY-MM-DD. A paper known by month or year matches where its period overlaps.", func(f *index.Filter) *data.Date { return &f.From }),
	Date("to", "The latest date, inclusive.", func(f *index.Filter) *data.Date { return &f.To }),
	Bool("within", "Whether a paper must be dated well enough to lie between from and to: a day then has no paper that is known by month.", func(f *index.Filter) *bool { return &f.Within }),
	Int("authors_min", "The minimum number of authors.", 0, maxAuthors, func(f *index.Filter) *int { return &f.AuthorsMin }),
	Int("authors_max", "The maximum number of authors; 0 means no maximum.", 0, maxAuthors, func(f *index.Filter) *int { return &f.AuthorsMax }),
	Time("added_after", "Only papers that were added after this time (RFC 3339) or date.", func(f *index.Filter) *time.Time { return &f.AddedAfter }),
	Time("updated_after", "Only papers that changed after this time (RFC 3339) or date.", func(f *index.Filter) *time.Time { return &f.UpdatedAfter }),
	Date("added_from", "The first day in UTC on which a paper was added to the library.", func(f *index.Filter) *data.Date { return &f.AddedFrom }),
	Date("added_to", "The last day on which it was added, inclusive.", func(f *index.Filter) *data.Date { return &f.AddedTo }),
	Date("featured_from", "The first day on a daily list. A paper that was on several matches by any of its days.", func(f *index.Filter) *data.Date { return &f.FeaturedFrom }),
	Date("featured_to", "The last day on a daily list, inclusive.", func(f *index.Filter) *data.Date { return &f.FeaturedTo }),
})

// FilterNames are the names of the parameters in FilterRows.
var FilterNames = func() (names []string) {
	for _, row := range FilterRows {
		names = append(names, row.Name)
	}
	return names
}()

const maxAuthors = 100_000

// valueCheck checks a value of a facet that accepts only certain values.
type valueCheck struct {
	pattern string // the pattern in the JSON schema
	// read returns the facet's value for a parameter's value.
	read func(string) (string, *fault.Error)
}

var valueChecks = map[index.Facet]valueCheck{
	index.FacetDate:        {"^(" + datePattern + "|" + index.Unknown + ")?$", readDateBucket},
	index.FacetAuthorCount: {`^([1-5]|6-10|11-20|\s*21\s*|21\+|unknown)?$`, readAuthorCount},
}

func readDateBucket(s string) (string, *fault.Error) {
	if _, err := data.ParseDate(s); err != nil && s != index.Unknown {
		return "", fault.New(fault.InvalidDate, string(index.FacetDate), "want YYYY, YYYY-MM or unknown")
	}
	return s, nil
}

func readAuthorCount(s string) (string, *fault.Error) {
	if strings.TrimSpace(s) == "21" { // "21+" if a link does not escape the plus
		s = "21+"
	}
	if buckets := index.AuthorCountValues(); !slices.Contains(buckets, s) {
		return "", NotAmong(string(index.FacetAuthorCount), s, buckets)
	}
	return s, nil
}

// facetRows returns a parameter for each facet, which selects the facet's buckets by their values.
func facetRows() []Param[index.Filter] {
	rows := make([]Param[index.Filter], len(index.FacetTable))
	for i := range index.FacetTable {
		rows[i] = facetRow(index.FacetTable[i].Facet, index.FacetTable[i].Doc)
	}
	return rows
}

func facetRow(f index.Facet, doc string) Param[index.Filter] {
	name := string(f)
	schema := map[string]any{"type": "string", "maxLength": MaxValueLength}
	check, isChecked := valueChecks[f]
	if isChecked {
		schema["pattern"] = check.pattern
	}
	return Param[index.Filter]{
		Doc: Doc{Name: name, Text: doc, Repeat: true, Schema: schema},
		Set: func(p *index.Filter, s string) *fault.Error {
			refused := CheckValue(name, s, len(p.Values[f]))
			if refused == nil && isChecked {
				s, refused = check.read(s)
			}
			if refused != nil {
				return refused
			}
			if p.Values == nil {
				p.Values = make(map[index.Facet][]string)
			}
			if !slices.Contains(p.Values[f], s) {
				p.Values[f] = append(p.Values[f], s)
			}
			return nil
		},
		Get: func(p *index.Filter) []string { return p.Values[f] },
	}
}
