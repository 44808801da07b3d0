package search

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"paperboy/api/params"
	"paperboy/index"
)

// Grid counts what a search finds by date and number of authors. Like a facet it sets
// its own filters aside, here both: what is narrowed to one cell still shows the others.
//
// One search counts it all.
func (s *Service) Grid(ctx context.Context, p Params) (GridAnswer, error) {
	start := s.Now()
	a := GridAnswer{Dates: []index.Bucket{}, AuthorCounts: []index.Bucket{}, Counts: [][]int{}}
	if err := GridTable.Validate(&p); err != nil {
		return a, err
	}
	whole := Params{Q: p.Q, Match: p.Match, Filter: p.Filter.WithoutOwn(index.FacetDate, index.FacetAuthorCount)}
	request, err := whole.request()
	if err != nil {
		return a, err
	}
	request.Facets, request.Grid = []index.Facet{index.FacetDate, index.FacetAuthorCount}, true
	found, err := s.Index.Search(ctx, request)
	if err != nil {
		return a, fmt.Errorf("grid: %w", err)
	}
	a.Total = found.Total
	a.Dates = append(a.Dates, found.Facets[index.FacetDate]...)
	a.AuthorCounts = append(a.AuthorCounts, found.Facets[index.FacetAuthorCount]...)
	for _, authors := range a.AuthorCounts {
		a.Counts = append(a.Counts, alongside(a.Dates, found.Grid[authors.Value]))
	}
	a.TookMS = s.took(start)
	return a, nil
}

// alongside are the counts of buckets that stand in or under columns: few dates are
// counted by months where all are by years.
func alongside(columns, buckets []index.Bucket) []int {
	counts := make([]int, len(columns))
	for _, b := range buckets {
		at := slices.IndexFunc(columns, func(c index.Bucket) bool {
			return c.Value == b.Value || strings.HasPrefix(b.Value, c.Value+"-")
		})
		if at >= 0 {
			counts[at] += b.Count
		}
	}
	return counts
}

// gridTable are the parameters of GET /grid.
var GridTable = params.Table[Params]{
	Rows:     wholeRows,
	Defaults: Params{Match: index.MatchAuto},
}

// GridValues are the parameters of GET /grid that p has.
func (p Params) GridValues() url.Values { return GridTable.Values(&p) }

// GridAnswer is the answer to GET /grid: how many papers that a search finds have a
// date and a number of authors.
type GridAnswer struct {
	// Dates and AuthorCounts are the buckets of the two facets, with their totals.
	Dates        []index.Bucket `json:"dates"`
	AuthorCounts []index.Bucket `json:"author_counts"`
	// Counts has a row for each of AuthorCounts and in it a number for each of Dates.
	Counts [][]int `json:"counts"`
	Total  int     `json:"total"`
	TookMS float64 `json:"took_ms"`
}
