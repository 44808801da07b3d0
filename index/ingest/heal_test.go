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

// TestReindexDuringWrites deletes, restores, merges and unmerges papers during a reindex, some
// that it has already written and some that it has not, and checks that searches see this
// before the reindex ends.
func TestReindexDuringWrites(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 10})
	f.take(RunOptions{}, rec("x", "x:a", titleA), rec("y", "y:a", titleA, alias("x:a")), rec("x", "x:b", titleB))
	if _, err := f.Ingest(t.Context(), many(95, nil), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	f.wantIndexed()
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
			t.Errorf("during the reindex, the old index has %d papers, the store %d", applied, papers)
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
		t.Fatal("nothing was written during the reindex")
	}
	f.wantIndexed()
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
	f.wantIndexed()
}

// TestReindexOfIncomplete reindexes before the index was up to date for the first time. The old
// index must not be written meanwhile, since that would be the same work twice.
func TestReindexOfIncomplete(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 10})
	if _, err := f.Ingest(t.Context(), many(95, nil), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	f.wantIndexed()
	head := f.State(t.Context()).Head
	for _, c := range []struct {
		before  string
		whole   bool
		applied data.Sequence
		follows bool
	}{
		{before: "never up to date", applied: 5},
		{before: "opened up to date, and not looked at yet", applied: head, follows: true},
		{before: "up to date once", whole: true, applied: head, follows: true},
	} {
		f.tail.change(func() { f.tail.whole, f.tail.applied = c.whole, c.applied })
		mayWrite := false
		err := f.Reindex(t.Context(), func(done, _ int) {
			if done > 20 {
				return
			}
			select {
			case <-f.tail.turn:
				f.tail.turn <- struct{}{}
				mayWrite = true
			default:
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if mayWrite != c.follows {
			t.Errorf("%s: the old index could be written: %v, want %v", c.before, mayWrite, c.follows)
		}
		if !f.tail.isWhole(t.Context()) {
			t.Errorf("%s: the new index does not count as up to date", c.before)
		}
		f.wantIndexed()
	}
}

// TestHeal reports damage of the mirror and makes the first attempt to rebuild it fail.
func TestHeal(t *testing.T) {
	var reported atomic.Int64
	f := newFixture(t, Options{BatchSize: 10, RetryAfter: time.Millisecond, Report: func(error) { reported.Add(1) }})
	f.take(RunOptions{}, rec("x", "x:1", titleA), rec("x", "x:2", titleB))
	f.wantIndexed()
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
	f.wantIndexed()
	if reported.Load() != 1 {
		t.Errorf("%d reports, want one, of the failed rebuild", reported.Load())
	}
}

// TestPanicsOfWorkers makes each goroutine of the Ingester panic once.
func TestPanicsOfWorkers(t *testing.T) {
	for _, point := range []string{"ingest.tail", "ingest.healer", "ingest.tail.step", "ingest.log", "ingest.batches", "ingest.read"} {
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
			f.wantIndexed()
			f.engine.damaged <- struct{}{}
			<-f.engine.rebuilt
			f.wantIndexed()
			if hit.Load() == 0 {
				t.Error("the goroutine did not run")
			}
		})
	}
}
