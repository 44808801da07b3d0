package indextest

import (
	"context"
	"errors"
	"fmt"
	"math"
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
	t.Run("finds what is written down", func(t *testing.T) { testFinds(t, open) })
	t.Run("scores as written down", func(t *testing.T) { testScores(t, open) })
	t.Run("pairs as written down", func(t *testing.T) { testPairs(t, open) })
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

func testPages(t *testing.T, open opener) {
	m := newMaker(3)
	engine := openNew(t, open)
	apply(t, m.log(520, 2), engine)
	words := query.And{} // of which pairs are found in more papers than an engine may score them in
	for _, w := range []string{"deep", "neural", "networks", "graph", "attention", "model"} {
		words.Nodes = append(words.Nodes, query.Word{Text: w})
	}
	for _, by := range index.Sorts {
		for _, q := range []query.Query{{}, {Root: query.Or{Nodes: words.Nodes[:2]}}, {Root: words}} {
			t.Run(fmt.Sprint(by, " ", q.Root), func(t *testing.T) {
				all := search(t, engine, index.Request{Query: q, Sort: by, Match: index.MatchAny, Limit: 1000})
				if len(all.Hits) != all.Total || all.More || all.Total < 30 {
					t.Fatalf("%d hits of %d, more %v", len(all.Hits), all.Total, all.More)
				}
				var byKey, byOffset []index.Hit
				var after *index.SortKey
				for {
					r := index.Request{Query: q, Sort: by, Match: index.MatchAny, Limit: 7}
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
