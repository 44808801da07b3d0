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

// noted is a Sink that remembers what it was given.
type noted struct {
	mu    sync.Mutex // guards what follows
	seqs  []data.Sequence
	ended bool
	moved chan struct{}

	gate           chan struct{} // if not nil, Take waits for a value
	calls, panicAt int
}

func newNoted() *noted { return &noted{moved: make(chan struct{})} }

func (n *noted) Reset() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.seqs = nil
}

func (n *noted) Take(ctx context.Context, changes []data.Change, end bool) time.Duration {
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
func (n *noted) want(t *testing.T, head data.Sequence) {
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

// countingStore counts how many changes are read, and can fail to read them.
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

// TestSinksShareOneReading holds that a new index and the sinks get the log from one
// reading of the store, and that a sink gets every change once and in order however it
// stands to the index.
func TestSinksShareOneReading(t *testing.T) {
	s := newCountingStore(t)
	first := New(s, newMirror(s.Identity()), Options{BatchSize: 10})
	if _, err := first.Ingest(t.Context(), yieldAll(numbered(0, 95)), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	first.Close()

	s.read.Store(0)
	sink, engine := newNoted(), newMirror(s.Identity())
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

	// The index has all; a sink begins again.
	late := newNoted()
	in = New(s, engine, Options{BatchSize: 10, Sinks: []Sink{late, newNoted()}})
	defer in.Close()
	late.want(t, 220)
}

// TestSlowSinkKeepsNothingWaiting holds that the index goes on while a sink takes its time.
func TestSlowSinkKeepsNothingWaiting(t *testing.T) {
	sink := newNoted()
	sink.gate = make(chan struct{})
	f := newFixture(t, Options{BatchSize: 10, Sinks: []Sink{sink}})
	f.take(RunOptions{}, numbered(0, 100)...)
	f.wantFollowed()
	close(sink.gate)
	sink.want(t, 100)
}

// TestSinkBesideAFailingIndex holds that a sink gets the log though the index fails.
func TestSinkBesideAFailingIndex(t *testing.T) {
	sink := newNoted()
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

// TestSinkPanics holds that a sink which panics is given the log again.
func TestSinkPanics(t *testing.T) {
	sink := newNoted()
	sink.panicAt = 3
	f := newFixture(t, Options{BatchSize: 10, RetryAfter: time.Millisecond, Sinks: []Sink{sink}})
	f.take(RunOptions{}, numbered(0, 100)...)
	f.wantFollowed()
	sink.want(t, 100)
	sink.mu.Lock()
	defer sink.mu.Unlock()
	if sink.calls <= sink.panicAt {
		t.Errorf("Take was called %d times, want more than %d", sink.calls, sink.panicAt)
	}
}
