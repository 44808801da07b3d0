package stock

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	bq "github.com/blevesearch/bleve/v2/search/query"

	"paperboy/data"
	"paperboy/index"
)

// countRanges are the fixed buckets of author counts, max exclusive, 0 open.
var countRanges = []struct {
	value    string
	min, max float64
}{
	{"1", 1, 2}, {"2", 2, 3}, {"3", 3, 4}, {"4", 4, 5}, {"5", 5, 6},
	{"6-10", 6, 11}, {"11-20", 11, 21}, {"21+", 21, 0},
}

// defaultFacetLimit is that of index.Request.
const defaultFacetLimit = 10

// addFacets asks for years, counts and authors.
func (x *Index) addFacets(request *bleve.SearchRequest, facets []index.Facet, limit int) error {
	for _, f := range facets {
		var facet *bleve.FacetRequest
		switch f {
		case index.FacetDate:
			x.mu.Lock()
			first, last := x.first, x.last
			x.mu.Unlock()
			facet = bleve.NewFacetRequest(dateField, last-first+1)
			for y := first; y <= last && y > 0; y++ {
				from, to := days(y)
				facet.AddNumericRange(strconv.Itoa(y), &from, &to)
			}
		case index.FacetAuthorCount:
			facet = bleve.NewFacetRequest(countField, len(countRanges))
			for _, r := range countRanges {
				facet.AddNumericRange(r.value, &r.min, open(&r.max))
			}
		case index.FacetAuthor:
			if limit == 0 {
				limit = defaultFacetLimit
			}
			facet = bleve.NewFacetRequest(authorField, limit)
		default:
			return fmt.Errorf("there is no facet %s", f)
		}
		request.AddFacet(string(f), facet)
	}
	return nil
}

// days are the first day of a year and that of the next.
func days(year int) (from, to float64) {
	return float64(data.Date{Year: year}.FirstDay()), float64(data.Date{Year: year + 1}.FirstDay())
}

// open makes the bound 0 none at all.
func open(bound *float64) *float64 {
	if *bound == 0 {
		return nil
	}
	return bound
}

func readFacets(found *bleve.SearchResult, facets []index.Facet, into *index.Result) {
	for _, f := range facets {
		buckets := []index.Bucket{}
		for _, r := range found.Facets[string(f)].NumericRanges {
			buckets = append(buckets, index.Bucket{Value: r.Name, Count: r.Count})
		}
		if terms := found.Facets[string(f)].Terms; terms != nil {
			for _, t := range terms.Terms() {
				buckets = append(buckets, index.Bucket{Value: t.Term, Count: t.Count})
			}
		}
		into.Facets[f] = buckets
	}
}

// filter restricts asked, unscored, by all values but those of one facet.
func filter(asked bq.Query, f index.Filter, aside index.Facet) (bq.Query, error) {
	var all []bq.Query
	for facet, values := range f.Values {
		if facet == aside {
			continue
		}
		var some []bq.Query
		for _, v := range values {
			q, err := value(facet, v)
			if err != nil {
				return nil, err
			}
			some = append(some, q)
		}
		all = append(all, bleve.NewDisjunctionQuery(some...))
	}
	if len(all) == 0 {
		return asked, nil
	}
	q := bleve.NewBooleanQuery()
	q.AddMust(asked)
	q.AddFilter(bleve.NewConjunctionQuery(all...))
	return q, nil
}

// value is one bucket of a facet.
func value(facet index.Facet, value string) (bq.Query, error) {
	switch facet {
	case index.FacetDate:
		if year, err := strconv.Atoi(value); err == nil {
			from, to := days(year)
			q := bleve.NewNumericRangeQuery(&from, &to)
			q.SetField(dateField)
			return q, nil
		}
	case index.FacetAuthorCount:
		if i := slices.IndexFunc(countRanges, func(r struct {
			value    string
			min, max float64
		}) bool {
			return r.value == value
		}); i >= 0 {
			r := countRanges[i]
			q := bleve.NewNumericRangeQuery(&r.min, open(&r.max))
			q.SetField(countField)
			return q, nil
		}
	case index.FacetAuthor:
		q := bleve.NewTermQuery(value)
		q.SetField(authorField)
		return q, nil
	}
	return nil, fmt.Errorf("there is no filter for %s %q", facet, value)
}
