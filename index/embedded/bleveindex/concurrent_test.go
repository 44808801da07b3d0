package bleveindex_test

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/embedded/bleveindex"
	"paperboy/index/indextest"
)

// open opens an index of the store that the suites of package indextest write.
func open(t *testing.T, dir string) index.Engine {
	t.Helper()
	engine, err := embedded.Open(testContext(t), dir, embedded.Options{Store: indextest.Store, Head: data.Sequence(math.MaxInt64)})
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

// TestConcurrent wants segments to be merged while others read and write.
func TestConcurrent(t *testing.T) {
	var merges uint64
	indextest.Concurrent(t, func(t *testing.T, dir string) index.Engine {
		return countingMerges{open(t, dir).(*embedded.Engine), &merges}
	})
	t.Logf("%d merges of segments", merges)
	if merges == 0 {
		t.Error("no segments were merged")
	}
}

// countingMerges adds up, when closed, how many merges Bleve made.
type countingMerges struct {
	*embedded.Engine
	merges *uint64
}

func (c countingMerges) Close() error {
	*c.merges += bleveindex.Merges(c.Index)
	return c.Engine.Close()
}

// TestApplyShowsAllOrNothing writes changes whose second half is durable long
// before the first, and looks for it.
func TestApplyShowsAllOrNothing(t *testing.T) {
	if runtime.GOMAXPROCS(0) < 2 {
		t.Skip("one core writes one batch")
	}
	engine := open(t, t.TempDir()).(*embedded.Engine)
	defer engine.Close()
	const half = bleveindex.MinBatch
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
		bleveindex.Publish(engine.Index)
		if found := ask(); found.Total > 0 && (found.Total != half+1 || found.Sequence != 2*half) {
			t.Errorf("%d papers at sequence %d while an Apply writes; want none, or %d at %d", found.Total, found.Sequence, half+1, 2*half)
			<-applied
			return
		}
	}
}
