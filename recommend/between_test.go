package recommend_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
	"paperboy/recommend"
)

func TestBetween(t *testing.T) {
	r := newRecommender(t, papers)
	alone := make(map[data.ID]map[data.Number]float64)
	for _, id := range []data.ID{"a", "d"} {
		answer, err := r.Similar(t.Context(), recommend.Request{Like: []data.ID{id}, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		alone[id] = make(map[data.Number]float64)
		for _, h := range answer.Hits {
			alone[id][h.Number] = h.Score
		}
	}
	for _, test := range []struct {
		name    string
		request recommend.BetweenRequest
		want    []data.Number
	}{
		// Paper c shares networks with a, and attention, text and translation with d.
		{"between", recommend.BetweenRequest{A: "a", B: "d"}, []data.Number{3}},
		{"without the one thing in common", recommend.BetweenRequest{A: "a", B: "d", WithoutTerms: []string{"networks"}}, nil},
		{"in another year", recommend.BetweenRequest{A: "a", B: "d", Filter: index.Filter{Values: map[index.Facet][]string{index.FacetDate: {"2020"}}}}, nil},
		{"and a paper without words", recommend.BetweenRequest{A: "a", B: "e"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.request.Limit = 10
			answer, err := r.Between(t.Context(), test.request)
			if err != nil {
				t.Fatal(err)
			}
			var got []data.Number
			for _, h := range answer.Hits {
				got = append(got, h.Number)
				if h.Score != min(h.A.Score, h.B.Score) {
					t.Errorf("paper %d scores %v between %v and %v", h.Number, h.Score, h.A.Score, h.B.Score)
				}
				if a, b := alone["a"][h.Number], alone["d"][h.Number]; math.Abs(h.A.Score-a) > 1e-12 || math.Abs(h.B.Score-b) > 1e-12 {
					t.Errorf("paper %d is at %v and %v, alone at %v and %v", h.Number, h.A.Score, h.B.Score, a, b)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("Between(%+v) (-want +got):\n%s", test.request, diff)
			}
		})
	}
}

func TestBetweenBoosts(t *testing.T) {
	r := newRecommender(t, papers)
	ask := func(boosts ...recommend.Boost) recommend.Side {
		answer, err := r.Between(t.Context(), recommend.BetweenRequest{A: "a", B: "d", Boosts: boosts, Limit: 1})
		if err != nil || len(answer.Hits) != 1 {
			t.Fatalf("Between: %+v, %v", answer, err)
		}
		return answer.Hits[0].A
	}
	if before, after := ask(), ask(recommend.Boost{Term: "networks", Factor: 2}); after.Score <= before.Score {
		t.Errorf("what it shares counts double: %v, before %v", after, before)
	}
}

func TestBetweenErrors(t *testing.T) {
	r := newRecommender(t, papers)
	for _, test := range []struct {
		name    string
		request recommend.BetweenRequest
		want    error
	}{
		{"itself", recommend.BetweenRequest{A: "a", B: "a"}, recommend.ErrSamePaper},
		{"itself under another id", recommend.BetweenRequest{A: "a", B: "also:a"}, recommend.ErrSamePaper},
		{"an unknown one", recommend.BetweenRequest{A: "x", B: "a"}, errUnknown},
		{"another unknown one", recommend.BetweenRequest{A: "a", B: "x"}, errUnknown},
		{"no variety", recommend.BetweenRequest{A: "a", B: "b", Variety: 2}, recommend.ErrVariety},
		{"boosted too much", recommend.BetweenRequest{A: "a", B: "b", Boosts: []recommend.Boost{{Term: "graph", Factor: 11}}}, recommend.ErrBoost},
	} {
		if _, err := r.Between(t.Context(), test.request); !errors.Is(err, test.want) {
			t.Errorf("between a paper and %s: %v, want %v", test.name, err, test.want)
		}
	}
}
