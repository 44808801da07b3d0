package ingest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
)

// recorder is a Sink that records the changes it was given.
type recorder struct {
	mu    sync.Mutex // guards the fields below
	seqs  []data.Sequence
	ended bool
	moved chan struct{}

	kept           data.Sequence // what it keeps across restarts
	gate           chan struct{} // if not nil, Take waits for a value
	calls, panicAt int
}

func newRecorder() *recorder { return &recorder{moved: make(chan struct{})} }

func (n *recorder) Reset() data.Sequence {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.seqs = nil
	for seq := range n.kept {
		n.seqs = append(n.seqs, seq+1)
	}
	return n.kept
}

func (n *recorder) Take(ctx context.Context, changes []data.Change, end bool) time.Duration {
	if n.gate != nil {
		select {
		case <-n.gate:
		case <-ctx.Done():
			return 0
		}
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.calls++; n.calls == n.panicAt {
		panic("injected")
	}
	for _, c := range changes {
		n.seqs = append(n.seqs, c.Sequence)
	}
	n.ended = end
	close(n.moved)
	n.moved = make(chan struct{})
	return 0
}

// want waits until n has been given changes 1 to head, each once and in order.
func (n *recorder) want(t *testing.T, head data.Sequence) {
	t.Helper()
	for {
		n.mu.Lock()
		seqs, ended, moved := slices.Clone(n.seqs), n.ended, n.moved
		n.mu.Unlock()
		if len(seqs) >= int(head) && ended {
			for i, s := range seqs {
				if s != data.Sequence(i+1) {
					t.Fatalf("changes %v, want 1 to %d in order", seqs, head)
				}
			}
			return
		}
		select {
		case <-moved:
		case <-t.Context().Done():
			t.Fatalf("changes %v, want 1 to %d", seqs, head)
		}
	}
}

// countingStore counts the changes that are read, and can fail.
type countingStore struct {
	store.Store
	read atomic.Int64
	fail atomic.Bool
}

func (s *countingStore) Changes(ctx context.Context, after data.Sequence, limit int) ([]data.Change, error) {
	if s.fail.Load() {
		return nil, errors.New("no log")
	}
	changes, err := s.Store.Changes(ctx, after, limit)
	s.read.Add(int64(len(changes)))
	return changes, err
}

func newCountingStore(t *testing.T) *countingStore {
	t.Helper()
	papers, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "papers.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { papers.Close() })
	return &countingStore{Store: papers}
}

func numbered(from, to int) []data.Record {
	var records []data.Record
	for i := from; i < to; i++ {
		records = append(records, rec("x", data.ID(fmt.Sprintf("x:%d", i)), fmt.Sprintf("Title number %d of them", i)))
	}
	return records
}

// TestSinksShareReads checks that the log is read once for a new index and all sinks, and that
// a sink gets every change once and in order, whether it is ahead of the index or not.
func TestSinksShareReads(t *testing.T) {
	s := newCountingStore(t)
	first := New(s, newMirror(s.Identity()), Options{BatchSize: 10})
	if _, err := first.Ingest(t.Context(), yieldAll(numbered(0, 95)), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	first.Close()

	s.read.Store(0)
	sink, engine := newRecorder(), newMirror(s.Identity())
	sink.gate = make(chan struct{})
	in := New(s, engine, Options{BatchSize: 100, Sinks: []Sink{sink}})
	close(sink.gate)
	sink.want(t, 95)
	if err := in.WaitVisible(t.Context(), 95); err != nil {
		t.Fatal(err)
	}
	if read := s.read.Load(); read != 95 {
		t.Errorf("%d changes read, want 95", read)
	}
	if _, err := in.Ingest(t.Context(), yieldAll(numbered(95, 220)), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	sink.want(t, 220)
	in.Close()

	// A new sink starts after the index has everything.
	late := newRecorder()
	in = New(s, engine, Options{BatchSize: 10, Sinks: []Sink{late, newRecorder()}})
	defer in.Close()
	late.want(t, 220)
}

// TestSlowSink checks that the index doesn't wait for a slow sink.
func TestSlowSink(t *testing.T) {
	sink := newRecorder()
	sink.gate = make(chan struct{})
	f := newFixture(t, Options{BatchSize: 10, Sinks: []Sink{sink}})
	f.take(RunOptions{}, numbered(0, 100)...)
	f.wantIndexed()
	close(sink.gate)
	sink.want(t, 100)
}

// slowEngine applies a batch only once a sink has been given some changes, or sets starved.
type slowEngine struct {
	*mirror
	sink    *recorder
	starved *atomic.Bool
}

func (e slowEngine) Apply(ctx context.Context, changes []data.Change, through data.Sequence) error {
	for {
		e.sink.mu.Lock()
		given, moved := len(e.sink.seqs), e.sink.moved
		e.sink.mu.Unlock()
		if given > 0 || through <= 110 || e.starved.Load() {
			return e.mirror.Apply(ctx, changes, through)
		}
		select {
		case <-moved:
		case <-time.After(20 * time.Second):
			e.starved.Store(true)
			return e.mirror.Apply(ctx, changes, through)
		}
	}
}

// TestSinkWhileIndexCatchesUp checks that a sink with less of the log than the index reads on while the
// index catches up.
func TestSinkWhileIndexCatchesUp(t *testing.T) {
	s := newCountingStore(t)
	engine := newMirror(s.Identity())
	first := New(s, engine, Options{BatchSize: 10})
	if _, err := first.Ingest(t.Context(), yieldAll(numbered(0, 100)), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := first.WaitVisible(t.Context(), 100); err != nil {
		t.Fatal(err)
	}
	first.Close()
	other := New(s, newMirror("another store"), Options{BatchSize: 10, RetryAfter: time.Hour})
	if _, err := other.Ingest(t.Context(), yieldAll(numbered(100, 200)), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	other.Close()

	sink, starved := newRecorder(), new(atomic.Bool)
	in := New(s, slowEngine{engine, sink, starved}, Options{BatchSize: 10, Sinks: []Sink{sink}})
	defer in.Close()
	if err := in.WaitVisible(t.Context(), 200); err != nil {
		t.Fatal(err)
	}
	sink.want(t, 200)
	if starved.Load() {
		t.Error("the sink was given nothing until the index had caught up")
	}
}

// TestSinkWithFailingIndex checks that a sink gets the log if the index fails.
func TestSinkWithFailingIndex(t *testing.T) {
	sink := newRecorder()
	s := newCountingStore(t)
	in := New(s, newMirror("other"), Options{BatchSize: 10, RetryAfter: time.Hour, Sinks: []Sink{sink}})
	defer in.Close()
	for i := range 3 {
		if _, err := in.Ingest(t.Context(), yieldAll(numbered(50*i, 50*i+50)), RunOptions{}); err != nil {
			t.Fatal(err)
		}
		sink.want(t, data.Sequence(50*i+50))
	}
}

// TestSinkPanics checks that a sink gets the log again from the start after a panic.
func TestSinkPanics(t *testing.T) {
	sink := newRecorder()
	sink.panicAt = 3
	f := newFixture(t, Options{BatchSize: 10, RetryAfter: time.Millisecond, Sinks: []Sink{sink}})
	f.take(RunOptions{}, numbered(0, 100)...)
	f.wantIndexed()
	sink.want(t, 100)
	sink.mu.Lock()
	defer sink.mu.Unlock()
	if sink.calls <= sink.panicAt {
		t.Errorf("Take was called %d times, want more than %d", sink.calls, sink.panicAt)
	}
}

// TestSinkThatKeepsSome checks that a sink gets only the changes after those that it has kept, and
// that a sink whose Reset panics holds up nobody.
func TestSinkThatKeepsSome(t *testing.T) {
	s := newCountingStore(t)
	engine := newMirror(s.Identity())
	first := New(s, engine, Options{})
	if _, err := first.Ingest(t.Context(), yieldAll(numbered(0, 100)), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := first.WaitVisible(t.Context(), 100); err != nil {
		t.Fatal(err)
	}
	first.Close()

	s.read.Store(0)
	sink, last := newRecorder(), newRecorder()
	sink.kept, last.kept = 93, 100
	in := New(s, engine, Options{BatchSize: 10, Sinks: []Sink{sink, brokenSink{}, last}})
	defer in.Close()
	sink.want(t, 100)
	last.want(t, 100)
	if read := s.read.Load(); read != 7 {
		t.Errorf("%d changes read, want 7", read)
	}
	if _, err := in.Ingest(t.Context(), yieldAll(numbered(100, 150)), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	sink.want(t, 150)
	last.want(t, 150)
}

// brokenSink is a Sink that never begins.
type brokenSink struct{}

func (brokenSink) Reset() data.Sequence { panic("injected") }

func (brokenSink) Take(context.Context, []data.Change, bool) time.Duration { return 0 }
