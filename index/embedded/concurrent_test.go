package embedded

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/index"
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

// TestConcurrent wants segments to be merged while others read and write.
func TestConcurrent(t *testing.T) {
	var merges uint64
	indextest.Concurrent(t, func(t *testing.T, dir string) index.Engine {
		return countingMerges{openForTest(t, dir), &merges}
	})
	t.Logf("%d merges of segments", merges)
	if merges == 0 {
		t.Error("no segments were merged")
	}
}

// countingMerges adds up, when closed, how many merges Bleve made.
type countingMerges struct {
	*Engine
	merges *uint64
}

func (c countingMerges) Close() error {
	if g, err := c.current(); err == nil {
		*c.merges += g.writer.scorch.StatsMap()["TotFileMergeIntroductionsDone"].(uint64)
	}
	return c.Engine.Close()
}

// TestApplyShowsAllOrNothing writes changes whose second half is durable long
// before the first, and looks for it.
func TestApplyShowsAllOrNothing(t *testing.T) {
	if runtime.GOMAXPROCS(0) < 2 {
		t.Skip("one core writes one batch")
	}
	engine := openForTest(t, t.TempDir())
	defer engine.Close()
	const half = minBatch
	var changes []data.Change
	for n := 1; n <= 2*half; n++ {
		c := data.Change{Sequence: data.Sequence(n), Number: data.Number(n)}
		if n <= half {
			c.Paper = &data.Paper{Title: "long", Abstract: strings.Repeat(fmt.Sprintf("word%d and more ", n), 400)}
		}
		changes = append(changes, c)
	}
	changes[len(changes)-1].Paper = &data.Paper{Title: "short"}
	applied := make(chan error)
	go func() { applied <- engine.Apply(t.Context(), changes, 2*half) }()
	ask := func() index.Result {
		found, err := engine.Search(t.Context(), index.Request{})
		if err != nil {
			t.Error(err)
		}
		return found
	}
	for {
		select {
		case err := <-applied:
			if err == nil {
				err = engine.WaitVisible(t.Context(), 2*half)
			}
			if found := ask(); err != nil || found.Total != half+1 {
				t.Errorf("%d papers in the end, error %v; want %d", found.Total, err, half+1)
			}
			return
		default:
		}
		signal(engine.generation.hurry)
		signal(engine.generation.wake)
		if found := ask(); found.Total > 0 && (found.Total != half+1 || found.Sequence != 2*half) {
			t.Errorf("%d papers at sequence %d while an Apply writes; want none, or %d at %d", found.Total, found.Sequence, half+1, 2*half)
			<-applied
			return
		}
	}
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
	v, err := engine.acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer v.release()
	values := map[index.Facet][]string{index.FacetVenue: {"Science"}, index.FacetCategory: {"cs.LG", "cs"}}
	r := index.Request{Facets: []index.Facet{index.FacetVenue, index.FacetCategory}, Filter: index.Filter{Values: values}}
	names := v.tables.names.lists()
	first := newFacets(r, v.tables, names, 1)
	v.tables.names[venueValues].of([]byte("Science"))
	v.tables.names[categoryValues].of([]byte("cs.LG"))
	second := newFacets(r, v.tables, names, 1)
	split := newFilter(index.Filter{}, v.tables.names).split(v.parts[0].columns, v.parts[0].live, first.counted)
	second.count(v.parts[0].columns, split)
	first.add(second)
	for facet, buckets := range first.buckets() {
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
