package stock

import (
	"fmt"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	bq "github.com/blevesearch/bleve/v2/search/query"

	"paperboy/data"
	"paperboy/index"
)

// defaultFacetLimit is that of index.Request.
const defaultFacetLimit = 10

// maxYears is more than there are years to count.
const maxYears = 1000

// facetFields are the fields of the facets that there are.
var facetFields = map[index.Facet]string{
	index.FacetDate:        yearField,
	index.FacetAuthorCount: countField,
	index.FacetAuthor:      authorField,
}

// year is the bucket of a date; "" where that is not known.
func year(d data.Date) string {
	if d.IsZero() {
		return ""
	}
	return data.Date{Year: d.Year}.String()
}

// countBucket is the bucket of a number of authors; "" where that is not known.
func countBucket(n *int) string {
	if n == nil || *n < 1 {
		return ""
	}
	return index.AuthorCountBuckets[index.AuthorCountBucket(*n)].Value
}

// addFacets asks for years, counts and authors.
func addFacets(request *bleve.SearchRequest, facets []index.Facet, limit int) error {
	for _, f := range facets {
		field, ok := facetFields[f]
		if !ok {
			return fmt.Errorf("there is no facet %s", f)
		}
		n := maxYears
		if f == index.FacetAuthor {
			if n = limit; n == 0 {
				n = defaultFacetLimit
			}
		}
		request.AddFacet(string(f), bleve.NewFacetRequest(field, n))
	}
	return nil
}

func readFacets(found *bleve.SearchResult, facets []index.Facet, into *index.Result) {
	for _, f := range facets {
		buckets := []index.Bucket{}
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

// value is one bucket of a facet. Of dates there are years only.
func value(facet index.Facet, value string) (bq.Query, error) {
	field, ok := facetFields[facet]
	if _, err := strconv.Atoi(value); !ok || facet == index.FacetDate && err != nil {
		return nil, fmt.Errorf("there is no filter for %s %q", facet, value)
	}
	q := bleve.NewTermQuery(value)
	q.SetField(field)
	return q, nil
}
