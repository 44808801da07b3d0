package standin_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/standin"
)

func TestNewIsTheSameOfOneSeed(t *testing.T) {
	a, b := standin.New(1, 200), standin.New(1, 200)
	if diff := cmp.Diff(a.Papers, b.Papers); diff != "" {
		t.Errorf("papers of one seed differ:\n%s", diff)
	}
	if diff := cmp.Diff(a.Queries, b.Queries); diff != "" {
		t.Errorf("queries of one seed differ:\n%s", diff)
	}
	if cmp.Equal(a.Papers, standin.New(2, 200).Papers) {
		t.Error("another seed makes the same papers")
	}
}

func TestPapersAreValid(t *testing.T) {
	l := standin.New(1, 500)
	for _, papers := range [][]data.Paper{l.Papers, l.Twins(), l.Namesakes()} {
		seen := map[data.ID]bool{}
		for _, p := range papers {
			record := data.Record{Paper: p}
			if err := data.Validate(&record); err != nil || record.Paper.ID != p.ID || len(p.Authors) == 0 || p.Abstract == "" || seen[p.ID] {
				t.Errorf("%+v: %v", p, err)
			}
			seen[p.ID] = true
		}
	}
	for _, q := range l.Queries {
		if len(q.Grades) < 5 {
			t.Errorf("%s is answered by %d papers", q.ID, len(q.Grades))
		}
	}
}
