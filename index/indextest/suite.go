package indextest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/query"
)

// Store is the identity of the store that the suite's engines follow.
const Store = "indextest"

// Run is the suite. open opens the engine in a folder that the engine may have
// been in before, for the store Store, however far it has come; Run closes it.
func Run(t *testing.T, open func(t *testing.T, dir string) index.Engine) {
	t.Run("answers as the oracle", func(t *testing.T) { testAnswers(t, open) })
	t.Run("dates", func(t *testing.T) { testDates(t, open) })
	t.Run("pages without loss or repeat", func(t *testing.T) { testPages(t, open) })
	t.Run("explains its scores", func(t *testing.T) { testExplain(t, open) })
	t.Run("finds similar papers", func(t *testing.T) { testSimilar(t, open) })
	t.Run("counts live papers only", func(t *testing.T) { testLive(t, open) })
	t.Run("reopens", func(t *testing.T) { testReopen(t, open) })
	t.Run("rebuilds", func(t *testing.T) { testRebuild(t, open) })
	t.Run("ends", func(t *testing.T) { testEnd(t, open) })
}

type opener = func(t *testing.T, dir string) index.Engine

// timeout ends a test that waits for what never comes.
const timeout = 30 * time.Second

func testContext(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	t.Cleanup(cancel)
	return ctx
}

// openNew opens an engine in a new folder for the length of a test.
func openNew(t *testing.T, open opener) index.Engine {
	t.Helper()
	engine := open(t, t.TempDir())
	t.Cleanup(func() {
		if err := engine.Close(); err != nil && !errors.Is(err, index.ErrClosed) {
			t.Errorf("close: %v", err)
		}
	})
	return engine
}

// apply writes a log to writers, each batch at once, and waits until they show it.
func apply(t *testing.T, log [][]data.Change, writers ...index.Writer) {
	t.Helper()
	ctx := testContext(t)
	for _, w := range writers {
		through := data.Sequence(0)
		for _, changes := range log {
			if len(changes) > 0 {
				through = changes[len(changes)-1].Sequence
			}
			if err := w.Apply(ctx, changes, through); err != nil {
				t.Fatalf("apply through %d: %v", through, err)
			}
		}
		if err := w.WaitVisible(ctx, through); err != nil {
			t.Fatalf("wait for %d: %v", through, err)
		}
		if got := w.Position(); got != (index.Position{Store: Store, Sequence: through}) {
			t.Fatalf("position %+v, want %d of %s", got, through, Store)
		}
	}
}

func search(t *testing.T, s index.Searcher, r index.Request) index.Result {
	t.Helper()
	result, err := s.Search(testContext(t), r)
	if err != nil {
		t.Fatalf("search %s: %v", describe(r), err)
	}
	return result
}

func describe(r index.Request) string {
	return fmt.Sprintf("%#v\n(query %v)", r, r.Query.Root)
}

// near says whether two scores are the same but for the order of additions.
func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*max(math.Abs(a), math.Abs(b))
}

// compareAnswers asks both engines, and wants the same but for hits whose scores
// are so near that either may come first.
func compareAnswers(t *testing.T, engine, oracle index.Searcher, r index.Request) index.Result {
	t.Helper()
	all := r
	all.Limit, all.Offset, all.After, all.Explain, all.Facets = 10_000, 0, nil, false, nil
	want, scores := search(t, oracle, r), map[data.Number]float64{}
	for _, h := range search(t, oracle, all).Hits {
		scores[h.Number] = h.Score
	}
	got := search(t, engine, r)
	ignore := cmp.Options{
		cmpopts.IgnoreFields(index.Result{}, "Hits", "Sequence"),
		cmpopts.EquateEmpty(),
		anySpelling,
	}
	if diff := cmp.Diff(want, got, ignore); diff != "" {
		t.Fatalf("%s\n(-want +got)\n%s", describe(r), diff)
	}
	if len(got.Hits) != len(want.Hits) {
		t.Fatalf("%s\n%d hits, want %d", describe(r), len(got.Hits), len(want.Hits))
	}
	for i, h := range got.Hits {
		score, matches := scores[h.Number]
		if !matches || !near(h.Score, score) {
			t.Fatalf("%s\nhit %d is paper %d with %v, want %v (found %v)", describe(r), i, h.Number, h.Score, score, matches)
		}
		w := want.Hits[i]
		if h.Number != w.Number && !(near(h.Key.Score, w.Key.Score) && h.Key.Key == w.Key.Key && h.Key.Score != 0) {
			t.Fatalf("%s\nhit %d is paper %d %+v, want paper %d %+v", describe(r), i, h.Number, h.Key, w.Number, w.Key)
		}
		if i > 0 && compare(r.Sort, got.Hits[i-1].Key, h.Key) >= 0 {
			t.Fatalf("%s\nhit %d does not come after the one before", describe(r), i)
		}
		if r.Explain {
			checkExplanation(t, h)
		}
	}
	return got
}

// anySpelling leaves it to the engine which spelling of a name a bucket shows.
var anySpelling = cmp.Transformer("anySpelling", func(b index.Bucket) index.Bucket {
	if b.Value == data.AuthorKey(b.Key) {
		b.Key = b.Value
	}
	return b
})

func testAnswers(t *testing.T, open opener) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprintf("corpus %d", seed), func(t *testing.T) {
			t.Parallel()
			m := newMaker(seed)
			engine, oracle := openNew(t, open), NewOracle(Store)
			for step, log := range [][][]data.Change{m.log(int(10+60*seed), 3), m.log(40, 1)} {
				if step > 0 {
					last := oracle.Position().Sequence
					for i := range log[0] {
						log[0][i].Sequence += last
					}
				}
				apply(t, log, engine, oracle)
				const requests = 150
				some := 0
				for range requests {
					if compareAnswers(t, engine, oracle, m.request()).Total > 0 {
						some++
					}
				}
				if some < requests/5 {
					t.Errorf("only %d of %d requests found anything", some, requests)
				}
			}
		})
	}
	t.Run("empty", func(t *testing.T) {
		engine, oracle, m := openNew(t, open), NewOracle(Store), newMaker(9)
		for range 30 {
			compareAnswers(t, engine, oracle, m.request())
		}
	})
}

// one is a log of one batch.
func one(papers ...data.Paper) [][]data.Change {
	var changes []data.Change
	for i := range papers {
		changes = append(changes, data.Change{Sequence: data.Sequence(i + 1), Number: data.Number(i + 1), Paper: &papers[i]})
	}
	return [][]data.Change{changes}
}

// testDates has its answers written down, so that oracle and engine cannot be
// wrong together.
func testDates(t *testing.T, open opener) {
	engine := openNew(t, open)
	day, month, year := data.Date{Year: 2024, Month: 3, Day: 31}, data.Date{Year: 2024, Month: 3}, data.Date{Year: 2024}
	apply(t, one(data.Paper{Date: day}, data.Paper{Date: month}, data.Paper{Date: year}, data.Paper{}, data.Paper{Date: data.Date{Year: 2020, Month: 12}}), engine)
	date := func(s string) data.Date {
		d, err := data.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		name, from, to string
		values         []string
		want           []data.Number
	}{
		{name: "open", want: []data.Number{1, 2, 3, 5, 4}},
		{name: "from a day", from: "2024-03-31", want: []data.Number{1, 2, 3}},
		{name: "from the day after", from: "2024-04-01", want: []data.Number{3}},
		{name: "to a day", to: "2024-03-30", want: []data.Number{2, 3, 5}},
		{name: "one month", from: "2024-03", to: "2024-03", want: []data.Number{1, 2, 3}},
		{name: "an earlier month", from: "2024-01", to: "2024-02", want: []data.Number{3}},
		{name: "to a year", to: "2023", want: []data.Number{5}},
		{name: "backwards", from: "2025", to: "2023", want: []data.Number{}},
		{name: "bucket of a year", values: []string{"2024"}, want: []data.Number{1, 2, 3}},
		{name: "bucket of a month", values: []string{"2024-03"}, want: []data.Number{1, 2}},
		{name: "bucket of January", values: []string{"2024-01"}, want: []data.Number{3}},
		{name: "bucket and unknown", values: []string{"2020", index.Unknown}, want: []data.Number{5, 4}},
		{name: "bucket and range", values: []string{"2024"}, from: "2024-04", want: []data.Number{3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := index.Request{Limit: 9, Facets: []index.Facet{index.FacetDate}, Filter: index.Filter{
				From: date(c.from), To: date(c.to), Values: map[index.Facet][]string{index.FacetDate: c.values}}}
			got := search(t, engine, r)
			numbers := []data.Number{}
			for _, h := range got.Hits {
				numbers = append(numbers, h.Number)
			}
			if diff := cmp.Diff(c.want, numbers); diff != "" {
				t.Errorf("papers (-want +got)\n%s", diff)
			}
			years := []string{}
			for _, b := range got.Facets[index.FacetDate] {
				years = append(years, fmt.Sprint(b.Value, ":", b.Count))
			}
			want := []string{"2020:1", "2021:0", "2022:0", "2023:0", "2024:3", "unknown:1"}
			if diff := cmp.Diff(want, slices.DeleteFunc(years, func(s string) bool { return len(s) > len("unknown:1") })); diff != "" {
				t.Errorf("years (-want +got)\n%s", diff)
			}
		})
	}
}

func testPages(t *testing.T, open opener) {
	m := newMaker(3)
	engine := openNew(t, open)
	apply(t, m.log(120, 2), engine)
	for _, by := range index.Sorts {
		for _, q := range []query.Query{{}, {Root: query.Or{Nodes: []query.Node{query.Word{Text: "models"}, query.Word{Text: "graph"}}}}} {
			t.Run(fmt.Sprint(by, " ", q.Root != nil), func(t *testing.T) {
				all := search(t, engine, index.Request{Query: q, Sort: by, Limit: 1000})
				if len(all.Hits) != all.Total || all.More || all.Total < 30 {
					t.Fatalf("%d hits of %d, more %v", len(all.Hits), all.Total, all.More)
				}
				var byKey, byOffset []index.Hit
				var after *index.SortKey
				for {
					r := index.Request{Query: q, Sort: by, Limit: 7}
					r.After = after
					page := search(t, engine, r)
					byKey = append(byKey, page.Hits...)
					r.After, r.Offset = nil, len(byOffset)
					byOffset = append(byOffset, search(t, engine, r).Hits...)
					if !page.More {
						break
					}
					after = &page.Hits[len(page.Hits)-1].Key
				}
				if diff := cmp.Diff(all.Hits, byKey); diff != "" {
					t.Errorf("by key (-all +pages)\n%s", diff)
				}
				if diff := cmp.Diff(all.Hits, byOffset); diff != "" {
					t.Errorf("by offset (-all +pages)\n%s", diff)
				}
			})
		}
	}
}

func testExplain(t *testing.T, open opener) {
	engine := openNew(t, open)
	apply(t, newMaker(4).log(60, 1), engine)
	q := query.Query{Root: query.Or{Nodes: []query.Node{query.Word{Text: "transformers"}, query.Prefix{Text: "lear"}, query.Fuzzy{Text: "modle"}}}}
	got := search(t, engine, index.Request{Query: q, Explain: true, Limit: 100})
	if len(got.Hits) < 10 {
		t.Fatalf("only %d hits", len(got.Hits))
	}
	for _, h := range got.Hits {
		checkExplanation(t, h)
	}
}

func checkExplanation(t *testing.T, h index.Hit) {
	t.Helper()
	if h.Explanation == nil {
		t.Fatalf("paper %d has no explanation", h.Number)
	}
	sum := 0.
	for _, d := range h.Explanation.Details {
		sum += d.Value
	}
	if !near(sum, h.Score) || !near(h.Explanation.Value, h.Score) {
		t.Fatalf("paper %d scores %v, explained as %v, the sum of its parts is %v", h.Number, h.Score, h.Explanation.Value, sum)
	}
}

func testSimilar(t *testing.T, open opener) {
	m := newMaker(5)
	engine, oracle := openNew(t, open), NewOracle(Store)
	apply(t, m.log(120, 3), engine, oracle)
	for range 60 {
		r := index.SimilarRequest{Filter: m.filter(), Limit: m.IntN(20)}
		probe := &paper{Paper: *m.paper(1)}
		probe.tokenize()
		for stem, w := range stemWeights(probe) {
			r.Terms = append(r.Terms, index.Term{Stem: stem, Weight: w * pick(m, []float64{1, 1, 1, -.3})})
		}
		r.Exclude = append(r.Exclude, data.Number(1+m.IntN(120)), 9999)
		want, err := oracle.Similar(testContext(t), r)
		if err != nil {
			t.Fatal(err)
		}
		got, err := engine.Similar(testContext(t), r)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateApprox(1e-9, 0), cmpopts.IgnoreFields(index.SimilarResult{}, "Sequence"), sortShared); diff != "" {
			t.Fatalf("%+v\n(-want +got)\n%s", r, diff)
		}
		for _, h := range got.Hits {
			sum := 0.
			for i, s := range h.Shared {
				sum += s.Weight
				if i > 0 && s.Weight > h.Shared[i-1].Weight {
					t.Errorf("paper %d: shared terms are not by weight: %v", h.Number, h.Shared)
				}
			}
			if !near(sum, h.Score) {
				t.Errorf("paper %d scores %v, its shared terms add up to %v", h.Number, h.Score, sum)
			}
		}
	}
}

// sortShared makes the order of terms of almost the same weight not matter.
var sortShared = cmpopts.SortSlices(func(a, b index.Term) bool { return a.Stem < b.Stem })

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
	err = engine.Rebuild(testContext(t), func(w index.Writer) error {
		if got := w.Position(); got != (index.Position{Store: Store}) {
			t.Errorf("position of the empty index %+v", got)
		}
		apply(t, log, w)
		if diff := cmp.Diff(old, search(t, engine, all)); diff != "" {
			t.Errorf("answers during a rebuild (-before +now)\n%s", diff)
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
	for name, err := range map[string]error{
		"search":  searchErr,
		"similar": similarErr,
		"apply":   engine.Apply(ctx, nil, 10_000),
		"wait":    engine.WaitVisible(ctx, 1),
		"rebuild": engine.Rebuild(ctx, func(index.Writer) error { return nil }),
		"check":   engine.Check(ctx),
		"close":   engine.Close(),
	} {
		if !errors.Is(err, index.ErrClosed) {
			t.Errorf("%s of a closed engine: %v", name, err)
		}
	}
}
