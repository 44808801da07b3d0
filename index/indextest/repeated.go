package indextest

import (
	"testing"
	"time"

	"paperboy/data"
	"paperboy/index"
)

// testRepeated asks for what is counted over all papers again and again, which an engine may
// remember: the answer must be the same, whatever the caller does to the one before, and must
// change with the papers.
func testRepeated(t *testing.T, open opener) {
	m := newMaker(8)
	engine, oracle := openNew(t, open), NewOracle(Store)
	apply(t, m.log(200, 2), engine, oracle)
	requests := []index.Request{
		{Facets: index.Facets, Limit: 3},
		{Facets: index.Facets, FacetLimit: 2},
		{Facets: index.Facets, FacetContains: "li"},
		{Facets: index.Facets[:2], Calendar: index.DayFeatured, Sort: index.ByTrending, Today: anyDay, Limit: 100},
		{Calendar: index.DayPublished, Filter: index.Filter{FeaturedFrom: anyDay}},
		{Facets: index.Facets, Filter: index.Filter{AddedFrom: data.Date{Year: 2024}, AddedTo: data.Date{Year: 2024}}},
		{Facets: index.Facets, Filter: index.Filter{AddedAfter: time.Date(2024, 1, 1, 20, 0, 0, 0, time.UTC)}, Calendar: index.DayAdded},
	}
	ask := func() {
		t.Helper()
		for range 3 {
			for _, r := range requests {
				got := compareAnswers(t, engine, oracle, r)
				for _, buckets := range got.Facets {
					for i := range buckets {
						buckets[i].Count, buckets[i].Selected = -1, true
					}
				}
			}
		}
	}
	ask()
	last := oracle.Position().Sequence
	p := m.paper(900)
	p.FeaturedDays, p.Featured, p.Added = []data.Date{anyDay}, anyDay, time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	apply(t, [][]data.Change{{{Sequence: last + 1, Number: 900, Paper: p}}}, engine, oracle)
	ask()
}
