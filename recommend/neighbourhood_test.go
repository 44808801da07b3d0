package recommend_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
	"paperboy/recommend"
)

// topics is a survey and twelve papers, six each of two topics that share nothing
// but what the survey has of both.
func topics() library {
	l := library{{ID: "survey", Title: "A survey of parsing and speech", Abstract: "Parsing, treebanks, grammars; speech, phonemes, acoustics."}}
	for i := range 6 {
		l = append(l,
			data.Paper{ID: data.ID(fmt.Sprintf("parsing%d", i)), Title: "Parsing with grammars", Abstract: fmt.Sprintf("Treebanks of language%c.", 'a'+i)},
			data.Paper{ID: data.ID(fmt.Sprintf("speech%d", i)), Title: "Speech and phonemes", Abstract: fmt.Sprintf("Acoustics of dialect%c.", 'a'+i)},
		)
	}
	return l
}

func neighbourhood(t *testing.T, l library, id data.ID, limit int) recommend.Neighbourhood {
	t.Helper()
	n, err := newRecommender(t, l).Neighbourhood(t.Context(), id, limit, index.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNeighbourhoodIsOfTheSimilar(t *testing.T) {
	n := neighbourhood(t, topics(), "also:survey", 8)
	if n.Paper.ID != "survey" {
		t.Errorf("the neighbourhood is that of %s", n.Paper.ID)
	}
	similar, err := newRecommender(t, topics()).Similar(t.Context(), recommend.Request{Like: []data.ID{"survey"}, Limit: 8})
	if err != nil {
		t.Fatal(err)
	}
	for _, neighbour := range n.Neighbours {
		if want := topics()[neighbour.Number-1].ID; neighbour.Paper.ID != want {
			t.Errorf("paper %d is %s, want %s", neighbour.Number, neighbour.Paper.ID, want)
		}
	}
	if diff := cmp.Diff(similar.Hits, n.Neighbours); diff != "" {
		t.Errorf("neighbours (-similar +got):\n%s", diff)
	}
	if n.Sequence != similar.Sequence {
		t.Errorf("sequence %d, want %d", n.Sequence, similar.Sequence)
	}
}

func TestLinks(t *testing.T) {
	for _, limit := range []int{1, 2, 8, 12} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			n := neighbourhood(t, topics(), "survey", limit)
			at := []data.ID{n.Paper.ID}
			for _, neighbour := range n.Neighbours {
				at = append(at, neighbour.Paper.ID)
			}
			reached := map[int]bool{0: true}
			last := 1.0
			for range n.Links {
				for _, l := range n.Links {
					if reached[l.From] || reached[l.To] {
						reached[l.From], reached[l.To] = true, true
					}
				}
			}
			if len(reached) != limit+1 {
				t.Errorf("links lead to %d of %d papers", len(reached)-1, limit)
			}
			seen := make(map[[2]int]bool)
			for _, l := range n.Links {
				if !(0 <= l.From && l.From < l.To && l.To < len(at)) || seen[[2]int{l.From, l.To}] {
					t.Errorf("link %+v of %d papers", l, len(at))
				}
				seen[[2]int{l.From, l.To}] = true
				if !(l.Cosine > 0 && l.Cosine <= last+1e-9) {
					t.Errorf("link %+v comes after one of %v", l, last)
				}
				last = l.Cosine
				if l.From > 0 && at[l.From][:6] != at[l.To][:6] {
					t.Errorf("%s and %s have nothing in common, and are linked", at[l.From], at[l.To])
				}
			}
			if diff := cmp.Diff(n, neighbourhood(t, topics(), "survey", limit)); diff != "" {
				t.Errorf("asked again (-first +second):\n%s", diff)
			}
		})
	}
}

// TestLinksAreFew: all of a topic are equally alike, and each is still linked to few.
func TestLinksAreFew(t *testing.T) {
	n := neighbourhood(t, topics(), "survey", 12)
	if got, most := len(n.Links), 2*13+12; got < 12 || got > most {
		t.Errorf("%d links of 13 papers, want 12 to %d", got, most)
	}
}

func TestCosineOfLinks(t *testing.T) {
	same := library{
		{ID: "a", Title: "Graph networks", Abstract: "Of molecules."},
		{ID: "b", Title: "Graph networks", Abstract: "Of molecules."},
		{ID: "c", Title: "Graph colourings", Abstract: "Of maps and planes."},
	}
	n := neighbourhood(t, same, "a", 2)
	if len(n.Links) == 0 || n.Links[0].From != 0 || n.Links[0].To != 1 || math.Abs(n.Links[0].Cosine-1) > 1e-9 {
		t.Errorf("two papers with one text: %+v", n.Links)
	}
	// c shares one of its four words with the others.
	i := slices.IndexFunc(n.Links, func(l recommend.Link) bool { return l.To == 2 })
	if i < 0 || n.Links[i].Cosine > .5 {
		t.Errorf("a paper of another text: %+v", n.Links)
	}
}

func TestNeighbourhoodOfNone(t *testing.T) {
	n := neighbourhood(t, papers, "e", 10)
	if n.Paper.ID != "e" || len(n.Neighbours) != 0 || len(n.Links) != 0 {
		t.Errorf("a paper without words: %+v", n)
	}
	r := newRecommender(t, papers)
	if _, err := r.Neighbourhood(t.Context(), "x", 10, index.Filter{}); !errors.Is(err, errUnknown) {
		t.Errorf("an unknown paper: %v", err)
	}
	n, err := r.Neighbourhood(t.Context(), "a", 10, index.Filter{Values: map[index.Facet][]string{index.FacetDate: {"2021"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, neighbour := range n.Neighbours {
		if neighbour.Paper.Date.Year != 2021 {
			t.Errorf("%s passed the filter", neighbour.Paper.ID)
		}
	}
	if len(n.Neighbours) == 0 {
		t.Error("nothing passed the filter")
	}
}
