package sample

import (
	"slices"
	"testing"

	"paperboy/data"
)

func TestFacts(t *testing.T) {
	facts, err := Facts()
	if err != nil {
		t.Fatal(err)
	}
	ids := map[data.ID]bool{}
	var unnamed []data.ID
	for _, r := range facts {
		p := r.Paper
		if err := data.Validate(&r); err != nil || r.Paper.ID != p.ID || p.ID.Scheme() != data.SchemeArXiv || ids[p.ID] {
			t.Errorf("%s: id %s becomes %s, twice %v, error %v", r.Entry, p.ID, r.Paper.ID, ids[p.ID], err)
		}
		if ids[p.ID] = true; len(p.Authors) == 0 {
			unnamed = append(unnamed, p.ID)
		}
		if p.Abstract != "" || len(p.URLs) > 0 || p.Venue != "" {
			t.Errorf("%s: more than id, title, authors and date: %+v", r.Entry, p)
		}
	}
	if len(facts) != 40 || !slices.Equal(unnamed, []data.ID{"arxiv:2412.00773", "arxiv:2403.14471"}) {
		t.Errorf("%d papers, without names %v", len(facts), unnamed)
	}
}
