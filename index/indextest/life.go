package indextest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/index"
)

// testLive puts everything twice, deletes a third paper, and wants the scores
// of a fresh engine.
func testLive(t *testing.T, open opener) {
	m := newMaker(6)
	log := m.log(80, 1)[0]
	twice := slices.Clone(log)
	for i := range twice {
		twice[i].Sequence += 1000
	}
	extra := data.Change{Sequence: 2001, Number: 500, Paper: m.paper(500)}
	worn, fresh := openNew(t, open), openNew(t, open)
	apply(t, [][]data.Change{log, twice, {extra}, {{Sequence: 2002, Number: 500}}}, worn)
	apply(t, [][]data.Change{log}, fresh)
	if w, f := worn.Stats(), fresh.Stats(); w.Papers != f.Papers {
		t.Errorf("%d papers, want %d", w.Papers, f.Papers)
	}
	for range 60 {
		r := m.request()
		got, want := search(t, worn, r), search(t, fresh, r)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(index.Result{}, "Sequence"), cmpopts.EquateEmpty(), anySpelling); diff != "" {
			t.Fatalf("%s\n(-fresh +worn)\n%s", describe(r), diff)
		}
	}
}

func testReopen(t *testing.T, open opener) {
	m, dir := newMaker(7), t.TempDir()
	oracle := NewOracle(Store)
	log := m.log(60, 2)
	apply(t, log, oracle)
	first := open(t, dir)
	apply(t, log, first)
	if err := first.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	again := open(t, dir)
	defer again.Close()
	if got, want := again.Position(), oracle.Position(); got != want {
		t.Fatalf("position after reopening %+v, want %+v", got, want)
	}
	if err := again.WaitVisible(testContext(t), oracle.Position().Sequence); err != nil {
		t.Fatal(err)
	}
	if err := again.Check(testContext(t)); err != nil {
		t.Errorf("check: %v", err)
	}
	for range 60 {
		compareAnswers(t, again, oracle, m.request())
	}
	more := [][]data.Change{{{Sequence: 900, Number: 901, Paper: m.paper(901)}}}
	apply(t, more, again, oracle)
	for range 30 {
		compareAnswers(t, again, oracle, m.request())
	}
}

func testRebuild(t *testing.T, open opener) {
	m, dir := newMaker(8), t.TempDir()
	engine, oracle := open(t, dir), NewOracle(Store)
	apply(t, m.log(30, 1), engine)
	before := engine.Position()

	broken := errors.New("broken")
	err := engine.Rebuild(testContext(t), func(w index.Writer) error {
		apply(t, m.log(10, 1), w)
		return broken
	})
	if !errors.Is(err, broken) {
		t.Fatalf("rebuild that breaks off: %v", err)
	}
	if got := engine.Position(); got != before {
		t.Fatalf("position after a rebuild that broke off: %+v, want %+v", got, before)
	}

	log := m.log(50, 2)
	apply(t, log, oracle)
	all := index.Request{Limit: 100}
	old := search(t, engine, all)
	meanwhile := m.paper(950)
	err = engine.Rebuild(testContext(t), func(w index.Writer) error {
		if got := w.Position(); got != (index.Position{Store: Store}) {
			t.Errorf("position of the empty index %+v", got)
		}
		apply(t, log, w)
		if diff := cmp.Diff(old, search(t, engine, all)); diff != "" {
			t.Errorf("answers during a rebuild (-before +now)\n%s", diff)
		}
		// The old index still follows the store.
		apply(t, [][]data.Change{{{Sequence: before.Sequence + 1, Number: 950, Paper: meanwhile}}}, engine)
		if got := search(t, engine, all).Total; got != old.Total+1 {
			t.Errorf("%d papers during a rebuild after one more, want %d", got, old.Total+1)
		}
		return nil
	})
	if err != nil {
		t.Fatalf("rebuild: %v", err)
	}
	for range 60 {
		compareAnswers(t, engine, oracle, m.request())
	}
	if err := engine.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	again := open(t, dir)
	defer again.Close()
	if got := again.Position(); got != oracle.Position() {
		t.Fatalf("position after a rebuild and reopening: %+v, want %+v", got, oracle.Position())
	}
	compareAnswers(t, again, oracle, all)
}

func testEnd(t *testing.T, open opener) {
	engine := openNew(t, open)
	apply(t, newMaker(2).log(20, 1), engine)
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := engine.Search(cancelled, index.Request{Limit: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("search with a cancelled context: %v", err)
	}
	if _, err := engine.Similar(cancelled, index.SimilarRequest{Limit: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("similar with a cancelled context: %v", err)
	}
	if _, err := engine.Near(cancelled, "", "graph", 1); !errors.Is(err, context.Canceled) {
		t.Errorf("near with a cancelled context: %v", err)
	}
	if err := engine.Apply(cancelled, nil, 9999); !errors.Is(err, context.Canceled) {
		t.Errorf("apply with a cancelled context: %v", err)
	}
	if err := engine.WaitVisible(testContext(t), 9999); err == nil {
		t.Error("waiting for what was never applied ended well")
	}
	if err := engine.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	ctx := testContext(t)
	_, searchErr := engine.Search(ctx, index.Request{Limit: 1})
	_, similarErr := engine.Similar(ctx, index.SimilarRequest{})
	_, formsErr := engine.Forms(ctx, nil)
	_, togetherErr := engine.Together(ctx, nil, nil)
	_, nearErr := engine.Near(ctx, "", "graph", 1)
	for name, err := range map[string]error{
		"search":   searchErr,
		"similar":  similarErr,
		"forms":    formsErr,
		"near":     nearErr,
		"together": togetherErr,
		"apply":    engine.Apply(ctx, nil, 10_000),
		"wait":     engine.WaitVisible(ctx, 1),
		"rebuild":  engine.Rebuild(ctx, func(index.Writer) error { return nil }),
		"check":    engine.Check(ctx),
		"close":    engine.Close(),
	} {
		if !errors.Is(err, index.ErrClosed) {
			t.Errorf("%s of a closed engine: %v", name, err)
		}
	}
}
