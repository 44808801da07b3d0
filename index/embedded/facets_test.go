package embedded

import (
	"context"
	"math"
	"testing"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded/facets"
	"paperboy/index/indextest"
)

func openForTest(t *testing.T, dir string) *Engine {
	t.Helper()
	engine, err := Open(context.Background(), dir, Options{Store: indextest.Store, Head: data.Sequence(math.MaxInt64)})
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

// TestFacetsWhileNamesGrow has a name become known while a search counts.
func TestFacetsWhileNamesGrow(t *testing.T) {
	engine := openForTest(t, t.TempDir())
	defer engine.Close()
	paper := &data.Paper{Title: "one", Venue: "Nature", Categories: []string{"cs.CL"}}
	if err := engine.Apply(t.Context(), []data.Change{{Sequence: 1, Number: 1, Paper: paper}}, 1); err != nil {
		t.Fatal(err)
	}
	if err := engine.WaitVisible(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	v, err := engine.Acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Release()
	values := map[index.Facet][]string{index.FacetVenue: {"Science"}, index.FacetCategory: {"cs.LG", "cs"}}
	r := index.Request{Facets: []index.Facet{index.FacetVenue, index.FacetCategory}, Filter: index.Filter{Values: values}}
	names := v.Tables.Facets.Lists()
	first := facets.NewCounter(r, v.Tables, v.FrequentAuthors, names, 1)
	later := &data.Paper{Title: "two", Venue: "Science", Categories: []string{"cs.LG"}}
	if err := engine.Apply(t.Context(), []data.Change{{Sequence: 2, Number: 2, Paper: later}}, 2); err != nil {
		t.Fatal(err)
	}
	if err := engine.WaitVisible(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	second := facets.NewCounter(r, v.Tables, v.FrequentAuthors, names, 1)
	split := facets.NewFilter(index.Filter{}, v.Tables.Facets).Split(v.Segments[0].Columns, v.Segments[0].Live, first.Clauses)
	second.Count(v.Segments[0].Columns, split)
	first.Add(second)
	for facet, buckets := range first.Buckets() {
		want := map[string]int{"Nature": 1, "Science": 0, "cs.CL": 1, "cs.LG": 0, "cs": 1}
		for _, b := range buckets {
			if b.Count != want[b.Value] {
				t.Errorf("%s %s: %d papers, want %d", facet, b.Value, b.Count, want[b.Value])
			}
		}
		if len(buckets) < 2 {
			t.Errorf("%s: %+v lacks the selected", facet, buckets)
		}
	}
}
