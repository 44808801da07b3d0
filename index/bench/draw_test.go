package bench

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/ingest"
	"paperboy/index/query"
)

// openLibrary returns a library with n papers.
func openLibrary(t *testing.T, n int) Library {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "papers.db"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{Store: s.Identity()})
	if err != nil {
		t.Fatal(err)
	}
	in := ingest.New(s, e, ingest.Options{})
	t.Cleanup(func() {
		in.Close()
		e.Close()
		s.Close()
	})
	report, err := in.Ingest(t.Context(), func(yield func(data.Record, error) bool) {
		subjects := []string{"graphs", "translation", "parsing", "speech", "dialogue", "morphology", "summaries", "retrieval"}
		for i := range n {
			r := data.Record{Origin: data.Provenance{Source: "test"}}
			r.Paper.ID = data.ID(fmt.Sprintf("test:%d", i))
			r.Paper.Title = fmt.Sprintf("Neural %s of the word%d", subjects[i%8], i)
			r.Paper.Abstract = "About things."
			r.Paper.Date = data.Date{Year: 2000 + i%10}
			if !yield(r, nil) {
				return
			}
		}
	}, ingest.RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := in.WaitVisible(t.Context(), report.Sequence); err != nil {
		t.Fatal(err)
	}
	return Library{Store: s, Engine: e, Ingester: in}
}

func TestSample(t *testing.T) {
	l := openLibrary(t, 50)
	// The number of a merged paper leads to another paper, which must not be drawn twice.
	err := l.Store.Update(t.Context(), func(tx store.Tx) error {
		if err := tx.Merge(store.Merge{From: 2, Into: 1, Reason: "test"}); err != nil {
			return err
		}
		return tx.Delete([]data.Number{3})
	})
	if err != nil {
		t.Fatal(err)
	}
	everything, err := Sample(t.Context(), l.Store, 100, 1)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[data.Number]bool{}
	for _, p := range everything {
		if seen[p.Number] || p.Number == 2 || p.Number == 3 || p.Paper.ID != data.ID(fmt.Sprintf("test:%d", p.Number-1)) {
			t.Errorf("drew paper %s with number %d", p.Paper.ID, p.Number)
		}
		seen[p.Number] = true
	}
	if len(seen) != 48 {
		t.Errorf("drew %d papers, want all 48", len(seen))
	}
	some, err := Sample(t.Context(), l.Store, 10, 1)
	if diff := cmp.Diff(everything[:10], some); err != nil || diff != "" {
		t.Errorf("different papers from the same seed, error %v:\n%s", err, diff)
	}
}

func TestDraw(t *testing.T) {
	l := openLibrary(t, 200)
	papers, err := Sample(t.Context(), l.Store, 100, 1)
	if err != nil {
		t.Fatal(err)
	}
	draw := func() []Workload {
		w, err := Draw(t.Context(), papers, 30, 1, l.Engine, nil)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	workloads := draw()
	if diff := cmp.Diff(workloads, draw(), cmp.AllowUnexported(Workload{})); diff != "" {
		t.Errorf("different queries from the same seed:\n%s", diff)
	}
	// Each title has a word that no other title has.
	wantFound := map[string]func(found int) bool{
		"3 words, any":                   func(n int) bool { return n == 200 },
		"words in a third of all papers": func(n int) bool { return n >= 70 && n < 130 },
		"3 words, all":                   func(n int) bool { return n == 1 },
		"similar papers":                 func(n int) bool { return n >= pageLimit && n <= 2*pageLimit },
		"prefix of 3 letters":            func(n int) bool { return n >= 25 },
		"phrase of 2 words":              func(n int) bool { return n == 25 },
		"all papers, date, author-count and author facets, a filter": func(n int) bool { return n == 20 },
	}
	for _, w := range workloads {
		if len(w.Queries) != 30 {
			t.Errorf("%s: got %d queries, want 30", w.Name, len(w.Queries))
		}
		for _, q := range w.Queries {
			found, err := q.Ask(t.Context(), l.Engine)
			if want := wantFound[w.Name]; err != nil || want != nil && !want(found) {
				t.Errorf("%s: query %q found %d papers, error %v", w.Name, q.Search.Query, found, err)
			}
		}
		delete(wantFound, w.Name)
	}
	for name := range wantFound {
		t.Errorf("no queries of kind %s", name)
	}
}

func TestErrorNamesQuery(t *testing.T) {
	l := openLibrary(t, 1)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Query{Search: index.Request{Query: query.Parse("some words"), Limit: 1}}.Ask(cancelled, l.Engine)
	if err == nil || err.Error()[:12] != `"some words"` {
		t.Errorf("got error %v, want one that begins with the query", err)
	}
}
