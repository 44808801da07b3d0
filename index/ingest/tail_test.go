package ingest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/data/store/sqlite"
)

func TestFollowsInBatches(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 7})
	report, err := f.Ingest(t.Context(), many(100, nil), RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	f.wantIndexed()
	if s := f.State(t.Context()); !s.CaughtUp() || s.Applied != report.Sequence || s.Head != report.Sequence {
		t.Errorf("state: got %+v, want caught up at %d", s, report.Sequence)
	}
}

// After a full batch, the next one is read ahead. If its step panics, changes may be committed
// before the tail tries again: what was read ahead lacks them.
func TestReadsAgainAfterAPanic(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 7, RetryAfter: time.Hour, Report: func(error) {}})
	panicked := make(chan struct{})
	defer panics.Inject(func(at string) {
		if at != "ingest.tail.step" || f.tail.log.ahead == nil {
			return
		}
		select {
		case <-panicked:
			return
		default:
		}
		defer close(panicked)
		<-f.tail.log.ahead.done
		f.take(RunOptions{}, rec("x", "x:last", "Title of the last paper"))
		panic("injected by the test")
	})()
	if _, err := f.Ingest(t.Context(), many(7, nil), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	<-panicked
	f.wantIndexed()
}

func TestCatchesUpAtStart(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 7})
	if _, err := f.Ingest(t.Context(), many(20, nil), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	f.wantIndexed()
	behind := newMirror(f.store.Identity())
	changes, err := f.store.Changes(t.Context(), 0, 5)
	if err != nil {
		t.Fatal(err)
	}
	if err := behind.Apply(t.Context(), changes, 5); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	again := fixtureOn(t, f.store, behind, Options{BatchSize: 7})
	again.wantIndexed()
	if behind.applies != 1+3 { // 15 changes in batches of 7
		t.Errorf("caught up with %d calls of Apply, want 3", behind.applies-1)
	}
}

func TestIndexErrors(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 7, RetryAfter: time.Millisecond})
	broken := errors.New("no space left on device")
	seen := make(chan struct{})
	var once sync.Once
	mended := make(chan struct{})
	f.engine.fails = func() error {
		select {
		case <-mended:
			return nil
		default:
			once.Do(func() { close(seen) })
			return broken
		}
	}
	report, err := f.Ingest(t.Context(), many(20, nil), RunOptions{})
	if err != nil {
		t.Fatalf("ingest failed because of the index: %v", err)
	}
	<-seen
	ctx, cancel := context.WithCancel(t.Context())
	waited := make(chan error)
	go func() { waited <- f.WaitVisible(ctx, report.Sequence) }()
	for f.State(t.Context()).Err == nil { // Apply has returned, but the state is not set yet
		f.yield()
	}
	if s := f.State(t.Context()); !errors.Is(s.Err, broken) || s.CaughtUp() || s.Applied != 0 {
		t.Errorf("state: got %+v, want the index's error", s)
	}
	cancel()
	if err := <-waited; !errors.Is(err, context.Canceled) {
		t.Errorf("wait: got error %v, want cancelled", err)
	}
	close(mended)
	f.wantIndexed()
	if s := f.State(t.Context()); !s.CaughtUp() {
		t.Errorf("state: got %+v, want caught up", s)
	}
}

// yield waits for the next change of the state.
func (f *fixture) yield() {
	f.tail.mu.Lock()
	moved := f.tail.moved
	f.tail.mu.Unlock()
	if f.State(f.Context()).Err == nil {
		<-moved
	}
}

func TestIndexOfAnotherStore(t *testing.T) {
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "papers.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	other := newMirror("other")
	f := fixtureOn(t, s, other, Options{RetryAfter: time.Hour})
	f.take(RunOptions{}, rec("x", "x:1", titleA))
	f.yield()
	if s := f.State(t.Context()); s.Err == nil || len(other.all()) > 0 {
		t.Errorf("state: got %+v with %d papers in the index, want an error and none", s, len(other.all()))
	}
}

func TestReindex(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 10})
	if _, err := f.Ingest(t.Context(), many(95, nil), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Delete(t.Context(), Selection{Numbers: []data.Number{3, 50}}, false); err != nil {
		t.Fatal(err)
	}
	f.wantIndexed()
	f.engine.mu.Lock()
	clear(f.engine.papers) // only a rebuild repairs this
	f.engine.mu.Unlock()

	var last string
	err := f.Reindex(t.Context(), func(done, total int) {
		last = fmt.Sprintf("%d of %d", done, total)
		if done == 10 {
			if !f.State(t.Context()).Reindexing {
				t.Error("State().Reindexing = false during a reindex")
			}
			f.take(RunOptions{}, rec("y", "y:1", titleA)) // written during the reindex
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := "94 of 94"; last != want {
		t.Errorf("progress ended with %s, want %s", last, want)
	}
	f.take(RunOptions{}, rec("y", "y:2", titleB))
	f.wantIndexed()
	if f.State(t.Context()).Reindexing {
		t.Error("State().Reindexing = true after the reindex")
	}
}

func TestReindexFails(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 10})
	if _, err := f.Ingest(t.Context(), many(30, nil), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	f.wantIndexed()
	ctx, cancel := context.WithCancel(t.Context())
	if err := f.Reindex(ctx, func(int, int) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Errorf("reindex: got error %v, want cancelled", err)
	}
	f.take(RunOptions{}, rec("y", "y:1", titleA))
	f.wantIndexed()
}

func TestClosed(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 10})
	report, err := f.Ingest(t.Context(), many(30, nil), RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	f.wantIndexed()
	began := make(chan struct{})
	reindexed := make(chan error)
	go func() {
		reindexed <- f.Reindex(t.Context(), func(done, _ int) {
			if done == 10 {
				close(began)
				<-f.tail.ctx.Done()
			}
		})
	}()
	<-began
	f.Close()
	if err := <-reindexed; !errors.Is(err, ErrClosed) {
		t.Errorf("reindex while closing: got error %v, want ErrClosed", err)
	}
	if err := f.WaitVisible(t.Context(), report.Sequence+1); !errors.Is(err, ErrClosed) {
		t.Errorf("wait: got error %v, want ErrClosed", err)
	}
	if err := f.Reindex(t.Context(), nil); !errors.Is(err, ErrClosed) {
		t.Errorf("reindex: got error %v, want ErrClosed", err)
	}
}

func TestConcurrentWriters(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 5})
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if _, err := f.Ingest(t.Context(), many(50, nil), RunOptions{}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Go(func() {
		for range 10 {
			if _, err := f.Delete(t.Context(), Selection{IDs: []data.ID{"x:7"}}, false); err != nil {
				t.Error(err)
			}
			if _, _, err := f.Restore(t.Context(), []data.ID{"x:7"}); err != nil {
				t.Error(err)
			}
		}
	})
	group.Go(func() {
		if err := f.Reindex(t.Context(), nil); err != nil {
			t.Error(err)
		}
	})
	group.Wait()
	if live := f.live(); len(live) != 50 {
		t.Errorf("got %d papers, want 50", len(live))
	}
	f.wantIndexed()
}
