package eval

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTitleFragments(t *testing.T) {
	papers := []Titled{{1, "Too short"}, {2, "Exactly three words."}, {3, "On the Möbius strip, seen twice"}}
	c := TitleFragments(papers, 1)
	if len(c.Queries) != 2 {
		t.Fatalf("%d queries, want one for each title of three words: %+v", len(c.Queries), c.Queries)
	}
	if diff := cmp.Diff(Query{"2", "Exactly three words", map[string]int{"2": 1}}, c.Queries[0]); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(c, TitleFragments(papers, 1)); diff != "" {
		t.Errorf("different queries from the same seed (-first +second):\n%s", diff)
	}
	seen := map[string]bool{}
	for seed := range uint64(100) {
		seen[TitleFragments(papers, seed).Queries[1].Text] = true
	}
	want := map[string]bool{"On the Möbius": true, "the Möbius strip": true, "Möbius strip, seen": true, "strip, seen twice": true}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("fragments of 100 seeds (-want +got):\n%s", diff)
	}
}
