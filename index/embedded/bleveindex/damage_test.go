package bleveindex_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/embedded/bleveindex"
	"paperboy/index/indextest"
	"paperboy/index/query"
)

// positionQuestions ask where words are in titles, abstracts and venues.
var positionQuestions = []index.Request{
	ask(query.Phrase{Text: "alpha beta"}), ask(query.Phrase{Text: "gamma alpha"}), ask(query.Phrase{Text: "beta of gamma", Field: query.Abstract}),
	ask(query.Near{Text: "alpha delta", Slop: 2}), ask(query.Word{Text: "beta-gamma"}), ask(query.Phrase{Text: "journal of beta", Field: query.Venue}),
	ask(query.Phrase{Text: "delta alpha", Field: query.Title}), ask(query.Word{Text: "alpha"}),
}

func ask(root query.Node) index.Request {
	return index.Request{Query: query.Query{Root: root}, Limit: 1000}
}

// scrambled are papers of a few words in random order.
func scrambled(n int) (changes []data.Change) {
	random := rand.New(rand.NewPCG(1, 2))
	words := []string{"alpha", "beta", "gamma", "delta", "of", "the"}
	text := func(length int) (s string) {
		for range length {
			s += words[random.IntN(len(words))] + " "
		}
		return s
	}
	for i := 1; i <= n; i++ {
		changes = append(changes, data.Change{Sequence: sequence(i), Number: data.Number(i), Paper: &data.Paper{
			ID: data.ID(fmt.Sprintf("test:%d", i)), Title: text(5), Abstract: text(20) + fmt.Sprintf("word%d", i), Venue: "Journal of " + text(2),
		}})
	}
	return changes
}

// oneFile is an engine with one segment, and the path of that.
func oneFile(t *testing.T, papers int) (*embedded.Engine, string) {
	t.Helper()
	dir := t.TempDir()
	engine := open(t, dir).(*embedded.Engine)
	if err := engine.Apply(testContext(t), scrambled(papers), sequence(papers)); err != nil {
		t.Fatal(err)
	}
	if err := engine.WaitVisible(testContext(t), sequence(papers)); err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob(filepath.Join(dir, "generation-*", "*.zap"))
	if err != nil || len(paths) != 1 {
		t.Fatalf("segments %v, error %v", paths, err)
	}
	return engine, paths[0]
}

// TestLiveDamage flips bits in the file of an open index, or cuts it off, and asks. All answers
// have to be right, since they do not come from that file, and the scrub has to find all of it.
func TestLiveDamage(t *testing.T) {
	engine, path := oneFile(t, 200)
	defer engine.Close()
	want := make([]index.Result, len(positionQuestions))
	for i, q := range positionQuestions {
		var err error
		if want[i], err = engine.Search(testContext(t), q); err != nil || want[i].Total < 3 {
			t.Fatalf("question %d: %d papers, error %v", i, want[i].Total, err)
		}
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for trial := range 500 {
		at, bit := random.IntN(len(whole)), byte(1)<<random.IntN(8)
		cut := trial%25 == 0
		damage(t, path, whole, at, bit, cut)
		for i, q := range positionQuestions {
			got, err := engine.Search(testContext(t), q)
			if err != nil {
				t.Fatalf("byte %d, question %d: %v", at, i, err)
			}
			if diff := cmp.Diff(want[i].Hits, got.Hits); diff != "" {
				t.Fatalf("byte %d, bit %d, question %d: a wrong answer (-want +got)\n%s", at, bit, i, diff)
			}
		}
		before := engine.Health().DamagedSegments
		bleveindex.Scrub(engine.Index)
		if engine.Health().DamagedSegments == before {
			t.Errorf("the scrub did not notice byte %d, cut %v", at, cut)
		}
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	wantHealed(t, engine, want)
}

// damage flips a bit of a file, or cuts it off there.
func damage(t *testing.T, path string, whole []byte, at int, bit byte, cut bool) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err == nil && cut {
		err = f.Truncate(int64(at))
	} else if err == nil {
		_, err = f.WriteAt([]byte{whole[at] ^ bit}, int64(at))
	}
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

// wantHealed wants a damaged index to ask for a rebuild, and to be well after it.
func wantHealed(t *testing.T, engine *embedded.Engine, want []index.Result) {
	t.Helper()
	select {
	case <-engine.Damaged():
	default:
		t.Error("the index does not ask to be rebuilt")
	}
	if len(engine.Health().Reasons) == 0 {
		t.Error("the index says that all is well")
	}
	if err := engine.Rebuild(testContext(t), func(w index.Writer) error {
		return w.Apply(testContext(t), scrambled(200), 200)
	}); err != nil {
		t.Fatal(err)
	}
	if h := engine.Health(); len(h.Reasons) > 0 || h.Rebuilds != 1 {
		t.Errorf("after a rebuild: %+v", h)
	}
	for i, q := range positionQuestions {
		if got, err := engine.Search(testContext(t), q); err != nil || got.Total != want[i].Total {
			t.Errorf("question %d after a rebuild: %d papers, error %v; want %d", i, got.Total, err, want[i].Total)
		}
	}
}

// TestDamageBeforeItIsShown damages a segment that no view has yet: the index has to ask for
// a rebuild although no search can trip over it.
func TestDamageBeforeItIsShown(t *testing.T) {
	for _, cut := range []bool{false, true} {
		t.Run(fmt.Sprintf("cut %v", cut), func(t *testing.T) {
			engine, path := oneFile(t, 5)
			defer engine.Close()
			var mu sync.Mutex // guards done: segments are read at once
			done := map[string]bool{path: true}
			defer panics.Inject(func(point string) {
				mu.Lock()
				defer mu.Unlock()
				if point != "embedded.segments" {
					return
				}
				paths, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*.zap"))
				if err != nil {
					t.Error(err)
				}
				for _, path := range paths {
					if whole, err := os.ReadFile(path); err == nil && len(whole) > 0 && !done[path] {
						damage(t, path, whole, len(whole)/2, 1, cut)
						done[path] = true
					}
				}
			})()
			if err := engine.Apply(testContext(t), papersOf(10, 200), 300); err != nil {
				t.Fatal(err)
			}
			<-engine.Damaged()
			if len(engine.Health().Reasons) == 0 {
				t.Error("the index says that all is well")
			}
			if got := total(t, engine, 0); got != 5 {
				t.Errorf("%d papers, want the 5 that were shown before", got)
			}
		})
	}
}

// TestDamageIsNotMerged damages a segment and writes until segments are merged: a merge
// must not give the damage a right checksum.
func TestDamageIsNotMerged(t *testing.T) {
	dir := t.TempDir()
	engine, err := embedded.Open(testContext(t), dir, embedded.Options{Store: indextest.Store})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	put(t, engine, 1, 5)
	if err := engine.WaitVisible(testContext(t), 5); err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob(filepath.Join(dir, "generation-*", "*.zap"))
	if err != nil || len(paths) != 1 {
		t.Fatalf("segments %v, error %v", paths, err)
	}
	whole, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	damage(t, paths[0], whole, len(whole)/3, 1, false)
	for n := 6; n < 60; n++ {
		put(t, engine, n, n)
	}
	<-engine.Damaged()
	if _, err := os.Stat(paths[0]); err != nil {
		t.Errorf("the damaged segment was merged: %v", err)
	}
}
