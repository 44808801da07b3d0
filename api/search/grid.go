package search

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"paperboy/api/params"
	"paperboy/data/figures"
	"paperboy/index"
)

// Grid counts the papers that a search finds by date and number of authors. It ignores the filters
// by date and number of authors, as each of the two facets ignores its own, so that a search
// narrowed to one cell still shows the others. It takes one search of the index.
func (s *Service) Grid(ctx context.Context, p Params) (GridAnswer, error) {
	start := s.Now()
	a := GridAnswer{Dates: []index.Bucket{}, AuthorCounts: []index.Bucket{}, Counts: [][]int{}}
	if err := GridTable.Validate(&p); err != nil {
		return a, err
	}
	unfiltered := Params{Q: p.Q, Match: p.Match, Filter: p.Filter.WithoutOwn(index.FacetDate, index.FacetAuthorCount)}
	request, err := unfiltered.request(s.today())
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
		a.Counts = append(a.Counts, countsByColumn(a.Dates, found.Grid[authors.Value]))
	}
	a.TookMS = figures.Milliseconds(s.Now().Sub(start))
	return a, nil
}

// countsByColumn returns, for each column, the sum of the counts of the buckets that belong to it:
// the bucket with the same value, and those of a year's months if the column is that year. A row
// with few years is counted by months while the columns are years.
func countsByColumn(columns, buckets []index.Bucket) []int {
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

// GridTable has the parameters of GET /grid.
var GridTable = params.Table[Params]{
	Rows:     selectionRows,
	Defaults: Params{Match: index.MatchAuto},
}

// GridValues returns the parameters of GET /grid for the search of p.
func (p Params) GridValues() url.Values { return GridTable.Values(&p) }

// GridAnswer is the answer to GET /grid: the papers that a search finds, counted by date and
// number of authors.
type GridAnswer struct {
	// Dates and AuthorCounts are the buckets of the two facets, with their totals.
	Dates        []index.Bucket `json:"dates"`
	AuthorCounts []index.Bucket `json:"author_counts"`
	// Counts has a row for each bucket of AuthorCounts, with a number for each bucket of Dates.
	Counts [][]int `json:"counts"`
	Total  int     `json:"total"`
	TookMS float64 `json:"took_ms"`
}
