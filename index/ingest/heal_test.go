package ingest

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/panics"
)

// TestReindexBesideWrites deletes, restores, merges and parts papers that a reindex has
// taken already and ones that it has not, and waits in the middle of it for searches to
// see that.
func TestReindexBesideWrites(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 10})
	f.take(RunOptions{}, rec("x", "x:a", titleA), rec("y", "y:a", titleA, alias("x:a")), rec("x", "x:b", titleB))
	if _, err := f.Ingest(t.Context(), many(95, nil), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	f.wantFollowed()
	writes := func() {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		if _, err := f.Delete(ctx, Selection{Numbers: []data.Number{3, 4, 5, 90}}, false); err != nil {
			t.Fatal(err)
		}
		if _, _, err := f.Merge(ctx, "x:a", "x:b"); err != nil {
			t.Fatal(err)
		}
		f.take(RunOptions{}, rec("z", "z:1", "A Title of Its Own"))
		if err := f.WaitVisible(ctx, f.State(ctx).Head); err != nil {
			t.Fatalf("a write waited for the reindex: %v", err)
		}
		if applied, papers := len(f.engine.all()), len(f.live()); applied != papers {
			t.Errorf("the old index has %d papers in the middle, the store %d", applied, papers)
		}
	}
	wrote := false
	if err := f.Reindex(t.Context(), func(done, _ int) {
		if done >= 30 && !wrote {
			wrote = true
			writes()
		}
	}); err != nil {
		t.Fatal(err)
	}
	if !wrote {
		t.Fatal("nothing was written meanwhile")
	}
	f.wantFollowed()
	merged, err := f.store.Entry(t.Context(), "x:a")
	if err != nil {
		t.Fatal(err)
	}
	merges, err := f.store.Merges(t.Context(), merged.Number)
	if err != nil || len(merges) == 0 {
		t.Fatalf("merges %v, error %v", merges, err)
	}
	if err := f.Reindex(t.Context(), func(done, _ int) {
		if done >= 90 && wrote {
			wrote = false
			if _, err := f.Unmerge(t.Context(), "x:a", merges[len(merges)-1].Number); err != nil {
				t.Error(err)
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	f.wantFollowed()
}

// TestHeals damages the mirror, which then asks to be rebuilt, and lets the first attempt
// fail.
func TestHeals(t *testing.T) {
	var reported atomic.Int64
	f := newFixture(t, Options{BatchSize: 10, RetryAfter: time.Millisecond, Report: func(error) { reported.Add(1) }})
	f.take(RunOptions{}, rec("x", "x:1", titleA), rec("x", "x:2", titleB))
	f.wantFollowed()
	f.engine.mu.Lock()
	clear(f.engine.papers)
	broken := true
	f.engine.rebuildFails = func() error {
		if broken {
			broken = false
			return errors.New("no space left")
		}
		return nil
	}
	f.engine.mu.Unlock()
	f.engine.damaged <- struct{}{}
	<-f.engine.rebuilt
	f.wantFollowed()
	if reported.Load() != 1 {
		t.Errorf("%d reports, want that of the rebuild that failed", reported.Load())
	}
}

// TestPanicsOfWorkers makes each goroutine of the ingester panic once.
func TestPanicsOfWorkers(t *testing.T) {
	for _, point := range []string{"ingest.tail", "ingest.healer", "ingest.follow", "ingest.log", "ingest.batches", "ingest.read"} {
		t.Run(point, func(t *testing.T) {
			var hit, reported atomic.Int64
			undo := panics.Inject(func(at string) {
				if at == point && hit.Add(1) == 1 {
					panic("injected")
				}
			})
			defer undo()
			f := newFixture(t, Options{BatchSize: 10, RetryAfter: time.Millisecond, Report: func(error) { reported.Add(1) }})
			record := rec("x", "x:1", titleA)
			if _, err := f.Ingest(t.Context(), yieldAll([]data.Record{record}), RunOptions{}); err != nil && !panics.Is(err) {
				t.Errorf("ingest: %v", err)
			}
			f.take(RunOptions{}, record)
			f.wantFollowed()
			f.engine.damaged <- struct{}{}
			<-f.engine.rebuilt
			f.wantFollowed()
			if hit.Load() == 0 {
				t.Error("nothing ran there")
			}
		})
	}
}
