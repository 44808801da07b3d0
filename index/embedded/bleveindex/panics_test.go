package bleveindex_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"paperboy/data/panics"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/embedded/bleveindex"
	"paperboy/index/indextest"
	"paperboy/index/query"
)

// points are where the engine's goroutines and requests begin, and which operations may
// fail when one of them panics; all others must go well.
var points = map[string]string{
	"embedded.batch":      "apply",
	"embedded.begin":      "open rebuild apply",
	"embedded.bleve":      "open rebuild apply",
	"embedded.check":      "check",
	"embedded.close":      "close rebuild",
	"embedded.forcemerge": "",
	"embedded.idlemerge":  "",
	"embedded.forms":      "forms",
	"embedded.segment":    "open rebuild wait",
	"embedded.lanes":      "",
	"embedded.segments":   "open rebuild",
	"embedded.merge":      "",
	"embedded.near":       "near",
	"embedded.open":       "open rebuild",
	"embedded.publish":    "wait",
	"embedded.publisher":  "",
	"embedded.rebuild":    "rebuild",
	"embedded.retire":     "",
	"embedded.scrub":      "",
	"embedded.scrubber":   "",
	"embedded.search":     "search",
	"embedded.similar":    "similar",
	"embedded.together":   "together",
	"embedded.verify":     "open",
	"embedded.worker":     "search similar forms near together",
	"embedded.write":      "open apply rebuild",
}

// TestEveryPointIsTested compares points with the code.
func TestEveryPointIsTested(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../*.go", "../*/*.go"} {
		matches, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, matches...)
	}
	found := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && strings.HasPrefix(l.Value, `"embedded.`) {
				found[strings.Trim(l.Value, `"`)] = true
			}
			return true
		})
	}
	for point := range found {
		if _, ok := points[point]; !ok {
			t.Errorf("no test makes %s panic", point)
		}
	}
	for point := range points {
		if !found[point] {
			t.Errorf("there is no point %s any more", point)
		}
	}
}

// TestPanicsOfWorkers makes each kind of goroutine and request panic once, while the index
// is read, written, rebuilt and opened again: what panicked fails, the rest goes well, and
// afterwards everything is right.
func TestPanicsOfWorkers(t *testing.T) {
	for point, mayFail := range points {
		t.Run(point, func(t *testing.T) {
			dir := t.TempDir()
			filled(t, dir)
			panicOnce(t, point, func(hit *atomic.Int64) {
				var reported atomic.Int64
				opts := embedded.Options{Store: indextest.Store, Head: 1000, Report: func(error) { reported.Add(1) }}
				engine, err := embedded.Open(testContext(t), dir, opts)
				failed := newFailures(t, mayFail)
				if failed.note("open", err); err != nil {
					if engine, err = embedded.Open(testContext(t), dir, opts); err != nil {
						t.Fatalf("opened again: %v", err)
					}
				}
				exercise(t, engine, failed)
				failed.note("close", engine.Close())
				health := engine.Health() // what was replaced has ended now
				if hit.Load() == 0 {
					t.Error("nothing ran there")
				}
				if failed.count() == 0 && health.Panics == 0 && engine.Fresh() == "" {
					t.Errorf("no operation failed and no panic was counted")
				}
				if health.Panics > 0 && reported.Load() == 0 {
					t.Error("a panic was counted and not reported")
				}
			})
		})
	}
}

// panicOnce makes a point panic the first time that it is reached while f runs.
func panicOnce(t *testing.T, point string, f func(hit *atomic.Int64)) {
	var hit atomic.Int64
	defer panics.Inject(func(at string) {
		if at == point && hit.Add(1) == 1 {
			panic("injected")
		}
	})()
	f(&hit)
}

// failures are the operations that failed, of which some may.
type failures struct {
	t    *testing.T
	may  string
	seen []string
}

func newFailures(t *testing.T, may string) *failures { return &failures{t: t, may: may} }

func (f *failures) note(operation string, err error) {
	if err == nil {
		return
	}
	f.seen = append(f.seen, operation)
	if !strings.Contains(f.may, operation) {
		f.t.Errorf("%s: %v", operation, err)
	} else if !strings.Contains(err.Error(), "injected") {
		f.t.Errorf("%s failed for another reason: %v", operation, err)
	}
}

func (f *failures) count() int { return len(f.seen) }

// exercise does everything twice: what may fail does so the first time only.
func exercise(t *testing.T, engine *embedded.Engine, failed *failures) {
	ctx := testContext(t)
	next := max(int(engine.Position().Sequence), 50)
	for round := range 2 {
		if round == 1 {
			failed = newFailures(t, "")
		}
		phrase := index.Request{Query: query.Query{Root: query.Phrase{Field: query.Venue, Text: "of papers"}}, Limit: 10}
		_, err := engine.Search(ctx, phrase)
		failed.note("search", err)
		_, err = engine.Similar(ctx, index.SimilarRequest{Terms: []index.Term{{Stem: "number", Weight: 1}}, Limit: 10})
		failed.note("similar", err)
		_, err = engine.Forms(ctx, []string{"paper"})
		failed.note("forms", err)
		_, err = engine.Near(ctx, query.AnyText, "papre", 1)
		failed.note("near", err)
		_, err = engine.Together(ctx, [][]string{{"paper"}, {"number"}}, [][]int{{0, 0}})
		failed.note("together", err)
		for range 14 { // small segments, so that some are merged
			next++
			if err := engine.Apply(ctx, papersOf(next, next), sequence(next)); err != nil {
				failed.note("apply", err)
				if err := engine.Apply(ctx, papersOf(next, next), sequence(next)); err != nil {
					t.Fatalf("applied again: %v", err)
				}
			}
		}
		failed.note("apply", engine.Apply(ctx, papersOf(next+1, next+250), sequence(next+250)))
		next += 250
		if err := engine.WaitVisible(ctx, sequence(next)); err != nil {
			failed.note("wait", err)
			if err := engine.WaitVisible(ctx, sequence(next)); err != nil && !strings.Contains(err.Error(), "injected") {
				t.Fatalf("waited again: %v", err)
			}
		}
		failed.note("check", engine.Check(ctx))
		bleveindex.Scrub(engine.Index)
		err = engine.Rebuild(ctx, func(w index.Writer) error {
			half := next / 2 // two segments, which WaitVisible merges
			return cmp.Or(
				w.Apply(ctx, papersOf(1, half), sequence(half)),
				w.Apply(ctx, papersOf(half+1, next), sequence(next)),
				w.WaitVisible(ctx, sequence(next)))
		})
		failed.note("rebuild", err)
	}
	if got := total(t, engine, next); got != next {
		t.Errorf("%d papers in the end, want %d", got, next)
	}
	if err := engine.Check(ctx); err != nil {
		t.Errorf("check in the end: %v", err)
	}
	if reasons := engine.Health().Reasons; len(reasons) > 0 {
		t.Errorf("in the end: %s", fmt.Sprint(reasons))
	}
}
