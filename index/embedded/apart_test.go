package embedded_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/query"
)

// TestCountsOfCancelledSearch has a search end before it has counted the papers of a word, whose
// number is kept. Later searches must not use it.
func TestCountsOfCancelledSearch(t *testing.T) {
	engine := open(t, t.TempDir())
	const each = index.MinApartPapers + 20
	var changes []data.Change
	for i := range each {
		for _, title := range []string{"Transformers by a transformer", "Transforms and what to transform"} {
			n := len(changes) + 1
			p := &data.Paper{ID: data.ID(fmt.Sprintf("x:%d", n)), Title: title, Abstract: fmt.Sprint("Number ", i)}
			changes = append(changes, data.Change{Sequence: data.Sequence(n), Number: data.Number(n), Paper: p})
		}
	}
	last := changes[len(changes)-1].Sequence
	if err := engine.Apply(t.Context(), changes, last); err != nil {
		t.Fatal(err)
	}
	if err := engine.WaitVisible(t.Context(), last); err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	r := index.Request{Query: query.Parse("transformer"), Limit: 1, NoPrior: true, Explain: true}
	if _, err := engine.Search(cancelled, r); !errors.Is(err, context.Canceled) {
		t.Fatalf("a cancelled search: %v", err)
	}
	got, err := engine.Search(t.Context(), r)
	if err != nil || len(got.Hits) != 1 {
		t.Fatalf("%d hits, %v", len(got.Hits), err)
	}
	idf := index.SearchIDF(2*each, each)
	found := false
	for _, term := range got.Hits[0].Explanation.Details {
		if term.Description == "stem transform as in transformer, product of:" {
			found = true
			if term.Details[2].Value != idf {
				t.Errorf("idf %g, want %g", term.Details[2].Value, idf)
			}
		}
	}
	if !found {
		t.Errorf("no word of its own in %+v", got.Hits[0].Explanation)
	}
}
