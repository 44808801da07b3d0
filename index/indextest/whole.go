package indextest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/index"
)

// testWhole asks for all numbers and for the grid of random searches, and compares them
// with what pages and searches for each number of authors find.
func testWhole(t *testing.T, open opener) {
	engine, m := openNew(t, open), newMaker(5)
	apply(t, m.log(520, 3), engine)
	const requests = 100
	inOrder, cells := 0, 0
	for range requests {
		r := m.request()
		r.Explain = false
		wholeNumbers, paged := r, r
		wholeNumbers.All = everything
		paged.Offset, paged.Limit = 0, everything
		found, all := search(t, engine, paged), search(t, engine, wholeNumbers)
		var want []data.Number
		for _, h := range found.Hits {
			want = append(want, h.Number)
		}
		if !slices.Equal(all.Numbers, want) || all.Total != found.Total || len(all.Hits) != 0 {
			t.Fatalf("%s\nall: %d of %v and %d hits, want %d of %v", describe(r), all.Total, all.Numbers, len(all.Hits), found.Total, want)
		}
		if len(want) > 1 {
			wholeNumbers.All = len(want) - 1
			if few := search(t, engine, wholeNumbers); few.Numbers != nil || few.Total != len(want) {
				t.Fatalf("%s\n%d numbers of %d, where at most %d were asked for", describe(r), len(few.Numbers), few.Total, wholeNumbers.All)
			}
		}
		inOrder += len(want)

		r.Filter = r.Filter.WithoutOwn(index.FacetDate, index.FacetAuthorCount)
		r.Facets, r.Grid = []index.Facet{index.FacetAuthorCount}, true
		grid := search(t, engine, r)
		for _, authors := range grid.Facets[index.FacetAuthorCount] {
			row := r
			row.Filter = r.Filter.WithoutOwn(index.FacetAuthorCount)
			row.Filter.Values[index.FacetAuthorCount] = []string{authors.Value}
			row.Match, row.Grid, row.Facets = grid.Match, false, []index.Facet{index.FacetDate}
			want := search(t, engine, row).Facets[index.FacetDate]
			if diff := cmp.Diff(want, grid.Grid[authors.Value], cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%s\nthe dates of papers with %s authors (-want +got)\n%s", describe(r), authors.Value, diff)
			}
			cells += len(want)
		}
	}
	if inOrder < 10*requests || cells < 10*requests {
		t.Errorf("%d requests found %d papers and %d cells, which shows little", requests, inOrder, cells)
	}
}

// countGrid counts the dates of the papers with each number of authors.
func countGrid(r index.Request, matched []*paper) map[string][]index.Bucket {
	byAuthors := map[string][]*paper{}
	for _, p := range matched {
		for _, b := range authorCountBuckets([]*paper{p}, nil) {
			if failed(r.Filter, p) == 0 {
				byAuthors[b.Value] = append(byAuthors[b.Value], p)
			}
		}
	}
	grid := map[string][]index.Bucket{}
	for authors, papers := range byAuthors {
		grid[authors], _ = dateBuckets(papers, index.Filter{})
	}
	return grid
}
