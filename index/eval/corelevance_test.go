package eval

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCoRelevance(t *testing.T) {
	c := &Collection{Queries: []Query{
		{ID: "q1", Grades: map[string]int{"a": 1, "b": 4, "c": 0}},
		{ID: "q2", Grades: map[string]int{"b": 1, "d": 2, "a": 1}},
		{ID: "q3", Grades: map[string]int{"e": 1, "c": 0}},
	}}
	want := []Query{
		{ID: "a", Text: "a", Grades: map[string]int{"b": 1, "d": 1}},
		{ID: "b", Text: "b", Grades: map[string]int{"a": 1, "d": 1}},
		{ID: "d", Text: "d", Grades: map[string]int{"a": 1, "b": 1}},
	}
	if diff := cmp.Diff(want, CoRelevance(c).Queries); diff != "" {
		t.Errorf("CoRelevance(%v) (-want +got):\n%s", c.Queries, diff)
	}
}
