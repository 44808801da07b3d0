package recommend_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
	"paperboy/recommend"
)

// copies returns a paper about graphs, three papers like it, the first of them in five
// versions, and a copy of the paper itself.
func copies() library {
	of := func(id, title, abstract, author string) data.Paper {
		return data.Paper{ID: data.ID(id), Title: title, Abstract: abstract, Authors: []string{author}}
	}
	l := library{of("seed", "Graph neural networks of molecules", "Graphs and networks.", "Ada Lovelace")}
	for i := range 5 {
		l = append(l, of(fmt.Sprintf("v%d", i), "Graph neural networks in chemistry", fmt.Sprintf("Graphs, version %d.", i), "Alan Turing"))
	}
	return append(l,
		of("near", "Neural networks on a graph", "Also about graphs", "Wei Li"),
		of("far", "Convolutional networks", "Of pictures and other things.", "Paul Erdős"),
		of("copy", "Graph Neural Networks of Molecules", "The published version of graphs and networks.", "A. Lovelace"))
}

func TestGroups(t *testing.T) {
	answer, err := newRecommender(t, copies()).Similar(t.Context(), recommend.Request{Like: []data.ID{"seed"}, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	got := map[data.ID]int{}
	for _, h := range answer.Hits {
		got[h.Paper.ID] = len(h.Duplicates)
		for _, f := range h.Duplicates {
			if f.Paper.Title != h.Paper.Title || f.Reason != recommend.SameTitle {
				t.Errorf("%q holds %+v", h.Paper.Title, f)
			}
		}
	}
	if diff := cmp.Diff(map[data.ID]int{"v0": 4, "near": 0, "far": 0}, got); diff != "" {
		t.Errorf("duplicates of hits (-want +got):\n%s", diff)
	}
	if len(answer.Duplicates) != 1 || answer.Duplicates[0].Paper.ID != "copy" || answer.Duplicates[0].Of != "seed" {
		t.Errorf("duplicates of the seed: %+v, want the copy", answer.Duplicates)
	}
}

// TestLimitCountsGroups: there are as many hits as were asked for, however many of the
// best papers are duplicates.
func TestLimitCountsGroups(t *testing.T) {
	l := library{{ID: "seed", Title: "Graph neural networks", Authors: []string{"Wei Li"}}}
	for i := range 60 {
		l = append(l, data.Paper{ID: data.ID(fmt.Sprint("copy", i)), Title: "Graph neural networks again", Authors: []string{"Alan Turing"}})
	}
	for i := range 9 {
		l = append(l, data.Paper{ID: data.ID(fmt.Sprint(i)), Title: fmt.Sprint("Networks in chapter ", i), Authors: []string{"Ada Lovelace"}})
	}
	for limit := range 12 {
		for _, variety := range []float64{0, .3} {
			answer, err := newRecommender(t, l).Similar(t.Context(), recommend.Request{Like: []data.ID{"seed"}, Limit: limit, Variety: variety})
			if err != nil {
				t.Fatal(err)
			}
			if len(answer.Hits) != min(limit, 10) {
				t.Errorf("%d hits of 10, variety %g, want %d", len(answer.Hits), variety, limit)
			}
			if limit > 0 && len(answer.Hits[0].Duplicates) == 0 {
				t.Errorf("no duplicates of the best of %d, variety %g", limit, variety)
			}
		}
	}
}

// TestGroupingLosesNothing: all that the engine ranks down to the last hit is in the
// answer once, whatever the limit.
func TestGroupingLosesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	words := strings.Fields("graph network molecule protein attention speech translation survey parser corpus")
	names := []string{"Ada Lovelace", "Wei Li", "Alan Turing", "Paul Erdős"}
	text := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(words[random.IntN(len(words))] + " ")
		}
		return b.String()
	}
	var l library
	for i := range 120 {
		p := data.Paper{ID: data.ID(fmt.Sprint("p", i)), Title: text(4), Abstract: text(60), Authors: names[:random.IntN(3)]}
		if i > 0 && random.IntN(2) == 0 { // a version of another
			of := l[random.IntN(i)]
			p.Title, p.Abstract, p.Authors = of.Title, of.Abstract+text(random.IntN(30)), of.Authors
		}
		l = append(l, p)
	}
	engine := newOracle(t, l)
	for limit := 1; limit < 70; limit += 4 {
		asked := &watched{Searcher: engine}
		answer, err := recommend.New(asked, l).Similar(t.Context(), recommend.Request{Like: []data.ID{"p0"}, Limit: limit})
		if err != nil {
			t.Fatal(err)
		}
		duplicates := len(answer.Duplicates)
		times := map[data.Number]int{}
		for _, d := range answer.Duplicates {
			times[d.Number]++
		}
		for _, h := range answer.Hits {
			times[h.Number]++
			duplicates += len(h.Duplicates)
			for _, d := range h.Duplicates {
				times[d.Number]++
				if d.Score > h.Score {
					t.Errorf("limit %d: duplicate %d scores %v, its hit %v", limit, d.Number, d.Score, h.Score)
				}
			}
		}
		if duplicates == 0 {
			t.Errorf("limit %d: no duplicates", limit)
		}
		last := answer.Hits[len(answer.Hits)-1].Number
		for _, h := range asked.answer.Hits {
			if times[h.Number] != 1 {
				t.Errorf("limit %d: paper %d is in the answer %d times", limit, h.Number, times[h.Number])
			}
			if h.Number == last {
				break
			}
		}
	}
}

// watched keeps the last answer of a Searcher.
type watched struct {
	index.Searcher
	answer index.SimilarResult
}

func (w *watched) Similar(ctx context.Context, r index.SimilarRequest) (result index.SimilarResult, err error) {
	w.answer, err = w.Searcher.Similar(ctx, r)
	return w.answer, err
}

// late is a store from which papers have gone that the index still has.
type late struct {
	library
	gone data.Number
}

func (l late) Papers(ctx context.Context, numbers []data.Number) (map[data.Number]data.Paper, error) {
	found, err := l.library.Papers(ctx, numbers)
	delete(found, l.gone)
	return found, err
}

func TestDeletedMeanwhile(t *testing.T) {
	engine := newOracle(t, papers)
	answer, err := recommend.New(engine, late{papers, 2}).Similar(t.Context(), recommend.Request{Like: []data.ID{"a"}, Limit: 10})
	if err != nil || len(answer.Hits) != 1 || answer.Hits[0].Number != 3 {
		t.Errorf("without paper 2: %+v, %v", answer.Hits, err)
	}
}

// TestVariety has two groups of papers like the seed; those of the first are nearer
// to it and alike.
func TestVariety(t *testing.T) {
	l := library{{ID: "seed", Title: "Graph networks for molecules and proteins"}}
	for i := range 4 {
		l = append(l, data.Paper{ID: "molecule", Title: "Graph networks for molecules", Abstract: fmt.Sprint("Chemistry of bonds, ", i)})
	}
	for i := range 2 {
		l = append(l, data.Paper{ID: "protein", Title: "Networks for proteins", Abstract: fmt.Sprint("Biology of folding and cells, part ", i)})
	}
	for _, test := range []struct {
		variety float64
		want    []data.ID
	}{
		{0, []data.ID{"molecule", "molecule"}},
		{.5, []data.ID{"molecule", "protein"}},
		{1, []data.ID{"molecule", "protein"}},
	} {
		answer, err := newRecommender(t, l).Similar(t.Context(), recommend.Request{Like: []data.ID{"seed"}, Limit: 2, Variety: test.variety})
		if err != nil {
			t.Fatal(err)
		}
		var got []data.ID
		for _, h := range answer.Hits {
			got = append(got, h.Paper.ID)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("variety %g (-want +got):\n%s", test.variety, diff)
		}
	}
}
