package assist_test

import (
	"fmt"
	"os"
	"sync"
	"testing"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/sharedtest"
	"paperboy/index/embedded"
	"paperboy/index/eval"
)

// library holds all papers of the shared corpora and an engine that has indexed them.
type library struct {
	engine *embedded.Engine
	// papers[n-1] is the paper with Number n, without its abstract.
	papers []data.Paper
	// abstracts are the abstracts of a few hundred papers.
	abstracts []string
}

// sharedLibrary is created once for all tests and benchmarks of the package, which takes a
// minute or two.
var sharedLibrary struct {
	sync.Mutex // guards the fields below
	library    *library
	dir        string
}

func TestMain(m *testing.M) {
	code := m.Run()
	if l := sharedLibrary.library; l != nil {
		l.engine.Close()
	}
	if sharedLibrary.dir != "" {
		os.RemoveAll(sharedLibrary.dir)
	}
	os.Exit(code)
}

// openLibrary returns the library of the 392,729 papers of the shared corpora. It skips the
// test if they are missing, and in short mode.
func openLibrary(t testing.TB) *library {
	t.Helper()
	if testing.Short() {
		t.Skip("indexes 392,729 papers")
	}
	var paths []string
	for _, name := range []string{"acl", "arxiv-2025", "arxiv-classic-a", "hf"} {
		paths = append(paths, sharedtest.Path(t, "corpora/"+name+".jsonl.zst"))
	}
	w := &sharedLibrary
	w.Lock()
	defer w.Unlock()
	if w.library == nil {
		var err error
		if w.dir, err = os.MkdirTemp("", "assist"); err != nil {
			t.Fatal(err)
		}
		if w.library, err = fill(t, paths, w.dir); err != nil {
			t.Fatal(err)
		}
	}
	return w.library
}

// fill reads the files into a new engine. Of records with the same id, it takes the first.
func fill(t testing.TB, paths []string, dir string) (*library, error) {
	engine, err := embedded.Open(t.Context(), dir, embedded.Options{Store: "assist"})
	if err != nil {
		return nil, err
	}
	l := &library{engine: engine}
	seen := map[data.ID]bool{}
	var batch []data.Change
	apply := func() error {
		if len(batch) == 0 {
			return nil
		}
		err := engine.Apply(t.Context(), batch, batch[len(batch)-1].Sequence)
		batch = batch[:0]
		return err
	}
	for _, path := range paths {
		for r, err := range format.Open(t.Context(), path, format.Options{Formats: formats.All()}) {
			if err == nil {
				err = data.Validate(&r)
			}
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", path, err)
			}
			if id := r.Paper.ID; id != "" && seen[id] {
				continue
			}
			seen[r.Paper.ID] = true
			paper := r.Paper
			light := paper
			light.Abstract, light.Sources = "", nil
			l.papers = append(l.papers, light)
			n := len(l.papers)
			if n%1000 == 0 {
				l.abstracts = append(l.abstracts, paper.Abstract)
			}
			batch = append(batch, data.Change{Sequence: data.Sequence(n), Number: data.Number(n), Paper: &paper})
			if len(batch) == 2000 {
				if err := apply(); err != nil {
					return nil, err
				}
			}
		}
	}
	if err := apply(); err != nil {
		return nil, err
	}
	return l, engine.WaitVisible(t.Context(), data.Sequence(len(l.papers)))
}

// titled returns n papers, evenly spaced, with their titles.
func (l *library) titled(n int) []eval.Titled {
	var titled []eval.Titled
	for i := range n {
		at := i * len(l.papers) / n
		titled = append(titled, eval.Titled{Number: data.Number(at + 1), Title: l.papers[at].Title})
	}
	return titled
}
