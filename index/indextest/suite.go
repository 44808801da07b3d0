package indextest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/query"
)

// Store is the identity of the store that the suite's engines follow.
const Store = "indextest"

// Run is the suite. open opens the engine in a folder that the engine may have been in before,
// for the store Store, at whatever sequence; Run closes it.
func Run(t *testing.T, open func(t *testing.T, dir string) index.Engine) {
	t.Run("answers as the oracle", func(t *testing.T) { testAnswers(t, open) })
	t.Run("finds what is written down", func(t *testing.T) { testFinds(t, open) })
	t.Run("counts papers with all words", func(t *testing.T) { testCountOfAll(t, open) })
	t.Run("finds every spelling", func(t *testing.T) { testSpellings(t, open) })
	t.Run("filters and sorts by values", func(t *testing.T) { testValues(t, open) })
	t.Run("knows which sorts have data", func(t *testing.T) { testSortsWithData(t, open) })
	t.Run("has the usual operators", func(t *testing.T) { testOperators(t, open) })
	t.Run("scores as written down", func(t *testing.T) { testScores(t, open) })
	t.Run("pairs as written down", func(t *testing.T) { testPairs(t, open) })
	t.Run("understands free words", func(t *testing.T) { testMeaning(t, open) })
	t.Run("keeps words of a stem apart", func(t *testing.T) { testWordsApart(t, open) })
	t.Run("dates", func(t *testing.T) { testDates(t, open) })
	t.Run("answers without content words", func(t *testing.T) { testNoContentWords(t, open) })
	t.Run("answers from long lists", func(t *testing.T) { testManyPapers(t, open) })
	t.Run("pages without loss or repeat", func(t *testing.T) { testPages(t, open) })
	t.Run("gives all numbers and the grid", func(t *testing.T) { testWhole(t, open) })
	t.Run("remembers only what is true", func(t *testing.T) { testRepeated(t, open) })
	t.Run("takes what tells most of long texts", func(t *testing.T) { testLongTexts(t, open) })
	t.Run("explains its scores", func(t *testing.T) { testExplain(t, open) })
	t.Run("finds similar papers", func(t *testing.T) { testSimilar(t, open) })
	t.Run("finds similar papers by many terms", func(t *testing.T) { testSimilarByManyTerms(t, open) })
	t.Run("finds papers between", func(t *testing.T) { testBetween(t, open) })
	t.Run("finds phrases", func(t *testing.T) { testPhrases(t, open) })
	t.Run("spells as its papers", func(t *testing.T) { testSpelling(t, open) })
	t.Run("counts live papers only", func(t *testing.T) { testLive(t, open) })
	t.Run("reopens", func(t *testing.T) { testReopen(t, open) })
	t.Run("rebuilds", func(t *testing.T) { testRebuild(t, open) })
	t.Run("ends", func(t *testing.T) { testEnd(t, open) })
}

type opener = func(t *testing.T, dir string) index.Engine

// timeout ends a test that would wait forever.
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
	words := query.And{} // whose pairs are in more papers than an engine must score them in
	for _, w := range []string{"deep", "neural", "networks", "graph", "attention", "model"} {
		words.Nodes = append(words.Nodes, query.Word{Text: w})
	}
	for _, by := range index.Sorts {
		for _, q := range []query.Query{{}, {Root: query.Or{Nodes: words.Nodes[:2]}}, {Root: words}} {
			t.Run(fmt.Sprint(by, " ", q.Root), func(t *testing.T) {
				all := search(t, engine, index.Request{Query: q, Sort: by, Today: anyDay, Match: index.MatchAny, Limit: 1000})
				if len(all.Hits) != all.Total || all.More || all.Total < 30 {
					t.Fatalf("%d hits of %d, more %v", len(all.Hits), all.Total, all.More)
				}
				var byKey, byOffset []index.Hit
				var after *index.SortKey
				for {
					r := index.Request{Query: q, Sort: by, Today: anyDay, Match: index.MatchAny, Limit: 7}
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
		if err := checkExplanation(h); err != nil {
			t.Error(err)
		}
	}
}

func testSimilar(t *testing.T, open opener) {
	m := newMaker(5)
	engine, oracle := openNew(t, open), NewOracle(Store)
	apply(t, m.log(120, 3), engine, oracle)
	for range 60 {
		compareSimilar(t, m.similarRequest(120), engine, oracle)
	}
}
