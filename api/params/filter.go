package params

import (
	"maps"
	"slices"
	"strings"
	"time"

	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/index"
)

var FilterRows = []Param[index.Filter]{
	facetParam(index.FacetDate, "A date bucket: a year, a month or unknown; repeatable.", map[string]any{"pattern": "^(" + datePattern + "|" + index.Unknown + ")?$"}, func(s string) (string, *fault.Error) {
		if _, err := data.ParseDate(s); err != nil && s != index.Unknown {
			return "", fault.New(fault.InvalidDate, "date", "want YYYY, YYYY-MM or unknown")
		}
		return s, nil
	}),
	facetParam(index.FacetAuthorCount, "A bucket of author counts; repeatable.", map[string]any{"pattern": `^([1-5]|6-10|11-20|\s*21\s*|21\+|unknown)?$`}, func(s string) (string, *fault.Error) {
		if strings.TrimSpace(s) == "21" { // "21+" in a link whose plus was not escaped
			s = "21+"
		}
		if !slices.Contains(authorCountBuckets, s) {
			return "", NotAmong("author_count", s, authorCountBuckets)
		}
		return s, nil
	}),
	facetParam(index.FacetAuthor, "An author's full name, or unknown; repeatable. As for all facets, case, accents and periods do not matter, and a notice says if no paper has a value.", nil, nil),
	facetParam(index.FacetCategory, "A category, or unknown; cs includes cs.*; repeatable.", nil, nil),
	facetParam(index.FacetVenue, "A venue, or unknown; repeatable. A paper of a joint conference has each of its venues.", nil, nil),
	facetParam(index.FacetSource, "A source of papers; repeatable.", nil, nil),
	Date("from", "The earliest date, as YYYY, YYYY-MM or YYYY-MM-DD. A paper known by month or year matches where its period overlaps.", func(f *index.Filter) *data.Date { return &f.From }),
	Date("to", "The latest date, inclusive.", func(f *index.Filter) *data.Date { return &f.To }),
	Int("authors_min", "The least number of authors.", 0, maxAuthors, func(f *index.Filter) *int { return &f.AuthorsMin }),
	Int("authors_max", "The greatest number of authors; 0 is open.", 0, maxAuthors, func(f *index.Filter) *int { return &f.AuthorsMax }),
	Time("added_after", "Papers that came in after this moment (RFC 3339) or date.", func(f *index.Filter) *time.Time { return &f.AddedAfter }),
	Time("updated_after", "Papers that changed after this moment (RFC 3339) or date.", func(f *index.Filter) *time.Time { return &f.UpdatedAfter }),
	Date("featured_from", "The first day on a daily list.", func(f *index.Filter) *data.Date { return &f.FeaturedFrom }),
	Date("featured_to", "The last day on a daily list, inclusive.", func(f *index.Filter) *data.Date { return &f.FeaturedTo }),
}

// FilterNames are the parameters that restrict any search or recommendation.
var FilterNames = func() (names []string) {
	for _, row := range FilterRows {
		names = append(names, row.Name)
	}
	return names
}()

const maxAuthors = 100_000

var authorCountBuckets = index.AuthorCountValues()

// facetParam selects a facet's buckets by their value. read, where there is
// one, says whether a value can be; more is what the schema says of it.
func facetParam(f index.Facet, doc string, more map[string]any, read func(string) (string, *fault.Error)) Param[index.Filter] {
	name := string(f)
	schema := map[string]any{"type": "string", "maxLength": MaxValueLength}
	maps.Copy(schema, more)
	return Param[index.Filter]{
		Doc: Doc{Name: name, Text: doc, Repeat: true, Schema: schema},
		Set: func(p *index.Filter, s string) *fault.Error {
			refused := CheckValue(name, s, len(p.Values[f]))
			if refused == nil && read != nil {
				s, refused = read(s)
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
