package data

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestComplete reads papers as the version before featured days stored them.
func TestComplete(t *testing.T) {
	old := Paper{Title: "T", Featured: Date{2024, 5, 3}}
	old.Complete()
	if diff := cmp.Diff(Paper{Title: "T", Featured: Date{2024, 5, 3}, FeaturedDays: []Date{{2024, 5, 3}}, AIKeywords: []string{}}, old); diff != "" {
		t.Errorf("a featured paper (-want +got):\n%s", diff)
	}
	valid := Record{Paper: Paper{Title: "T"}}
	if err := Validate(&valid); err != nil {
		t.Fatal(err)
	}
	again := valid.Paper
	again.Complete()
	if diff := cmp.Diff(valid.Paper, again); diff != "" {
		t.Errorf("a complete paper changes:\n%s", diff)
	}
}

func TestUniteFeatured(t *testing.T) {
	p, q := Paper{Featured: Date{2024, 5, 3}, FeaturedDays: []Date{{2024, 5, 3}}}, Paper{Featured: Date{2024, 5, 9}, FeaturedDays: []Date{{2024, 5, 2}, {2024, 5, 9}}}
	p.UniteFeatured(&q)
	if diff := cmp.Diff(Paper{Featured: Date{2024, 5, 9}, FeaturedDays: []Date{{2024, 5, 2}, {2024, 5, 3}, {2024, 5, 9}}}, p); diff != "" {
		t.Errorf("featured (-want +got):\n%s", diff)
	}
}
