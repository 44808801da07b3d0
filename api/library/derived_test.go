package library

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/index/indextest"
	"paperboy/index/ingest"
)

// logStore notes after which change its log is read.
type logStore struct {
	store.Store
	mu    sync.Mutex // guards after
	after []data.Sequence
}

func (s *logStore) Changes(ctx context.Context, after data.Sequence, limit int) ([]data.Change, error) {
	s.mu.Lock()
	s.after = append(s.after, after)
	s.mu.Unlock()
	return s.Store.Changes(ctx, after, limit)
}

// manyPapers yields n papers.
func manyPapers(n int) format.Records {
	return func(yield func(data.Record, error) bool) {
		for i := range n {
			p := data.Paper{ID: data.ID(fmt.Sprintf("x:%d", i)), Title: fmt.Sprintf("Deep learning, part %d", i), Authors: []string{fmt.Sprintf("Ada Author%d", i)}}
			if !yield(data.Record{Paper: p, Origin: data.Provenance{Source: "test"}}, nil) {
				return
			}
		}
	}
}

// TestDerived checks that a library with words reads only what is new of the log at its second start,
// from the files of the first, and that it writes none if it may not.
func TestDerived(t *testing.T) {
	papers, dir := &logStore{Store: newStore(t)}, t.TempDir()
	engine := indextest.NewOracle(papers.Identity())
	open := func(o Options) *Library {
		o.Store, o.Index = papers, engine
		papers.after = nil
		return Open(o)
	}
	const n = 1500
	plain := open(Options{})
	if _, err := plain.Ingest(t.Context(), manyPapers(n), ingest.RunOptions{}); err != nil {
		t.Fatal(err)
	}
	stop := func(l *Library) {
		t.Helper()
		l.Stop()
		if err := l.Ingester.Close(); err != nil {
			t.Fatal(err)
		}
	}
	read := func(o Options, through data.Sequence) *Library {
		t.Helper()
		l := open(o)
		if err := l.words.Wait(t.Context(), through); err != nil {
			t.Fatal(err)
		}
		return l
	}
	if err := plain.WaitCurrent(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	stop(plain)
	stop(read(Options{Words: true, Derived: dir, ReadOnly: true}, n))
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("a folder that is only to be read has %v", left)
	}

	l := read(Options{Words: true, Derived: dir}, n)
	for begun := time.Now(); ; runtime.Gosched() { // the keys are looked for by another goroutine
		if _, err := os.Stat(filepath.Join(dir, KeyedFile)); err == nil {
			break
		} else if time.Since(begun) > time.Minute {
			t.Fatal(err)
		}
	}
	stop(l)
	if !slices.Contains(papers.after, 0) {
		t.Errorf("the first start reads the log after %v", papers.after)
	}

	for _, readOnly := range []bool{true, false} {
		l = read(Options{Words: true, Derived: dir, ReadOnly: readOnly}, n)
		if _, err := l.Ingest(t.Context(), manyPapers(n+1), ingest.RunOptions{}); err != nil {
			t.Fatal(err)
		}
		if err := l.words.Wait(t.Context(), n+1); err != nil {
			t.Fatal(err)
		}
		found, err := l.Completer().Complete(t.Context(), index.CompleteRequest{Typed: "deep learning part 15", Limit: 20, Kinds: []index.CompletionKind{index.CompleteTitle}})
		if err != nil || len(found) != 12 { // 15, 150 to 159 and 1500
			t.Errorf("%d completions, %v", len(found), err)
		}
		stop(l)
		for _, after := range papers.after {
			if after < n {
				t.Errorf("the second start reads the log after %d, want %d", after, n)
			}
		}
	}
}

// TestKeyedFile checks what a keyedFile believes, and when it is written.
func TestKeyedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keyed.json")
	through := func(store string, head data.Sequence) data.Sequence { return openKeyed(path, store, head).through }
	k := openKeyed(path, "a", 5000)
	k.note(keyedEvery - 1)
	if _, err := os.Stat(path); err == nil || k.through != 0 {
		t.Errorf("a file was written for few changes: %v", err)
	}
	k.note(2000)
	k.note(2000 + keyedEvery - 1)
	if got := through("a", 5000); got != 2000 {
		t.Errorf("all papers have keys through %d, want 2000", got)
	}
	if got := [2]data.Sequence{through("b", 5000), through("a", 1999)}; got != [2]data.Sequence{} {
		t.Errorf("of another store, and one that is behind: %d", got)
	}
	if err := os.WriteFile(path, []byte(`{"store":"a","keyed_thr`), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := through("a", 5000); got != 0 {
		t.Errorf("a damaged file says %d", got)
	}
	k = openKeyed(filepath.Join(path, "in a file"), "a", 5000)
	k.note(4000)
	if k.note(4001); k.through != 4000 {
		t.Errorf("a file that cannot be written was tried again at once")
	}
}
