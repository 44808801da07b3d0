package recommend

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/index"
)

func TestProfile(t *testing.T) {
	a := func(tf float64) float64 { return 1 + math.Log(tf) }
	graphs := data.Paper{Title: "Graph networks", Abstract: "We learn on graphs."}
	tests := []struct {
		name           string
		liked, unliked []data.Paper
		without        []string
		want           []index.Term
	}{
		{
			name:  "a title counts three times, function words not at all",
			liked: []data.Paper{graphs},
			want:  []index.Term{{Stem: "graph", Weight: a(4)}, {Stem: "network", Weight: a(3)}, {Stem: "learn", Weight: a(1)}},
		},
		{
			name:  "liked papers count by their mean",
			liked: []data.Paper{graphs, {Title: "Graph"}},
			want:  []index.Term{{Stem: "graph", Weight: (a(4) + a(3)) / 2}, {Stem: "network", Weight: a(3) / 2}, {Stem: "learn", Weight: a(1) / 2}},
		},
		{
			name:    "an unliked paper takes a fifth away",
			liked:   []data.Paper{graphs},
			unliked: []data.Paper{{Title: "Networks"}},
			want:    []index.Term{{Stem: "graph", Weight: a(4)}, {Stem: "network", Weight: a(3) - .2*a(3)}, {Stem: "learn", Weight: a(1)}},
		},
		{
			name:    "what is not positive is dropped",
			liked:   []data.Paper{{Abstract: "learn"}},
			unliked: []data.Paper{{Abstract: "learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn learn"}},
			want:    nil,
		},
		{
			name:    "words left out go in all their forms",
			liked:   []data.Paper{graphs},
			without: []string{"Graphs", "learning"},
			want:    []index.Term{{Stem: "network", Weight: a(3)}},
		},
		{
			name:  "function words alone are nothing",
			liked: []data.Paper{{Abstract: "of the and"}},
			want:  nil,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := newProfile(test.liked, test.unliked, test.without).terms
			if diff := cmp.Diff(test.want, got, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
				t.Errorf("newProfile(%v, %v, %q) (-want +got):\n%s", test.liked, test.unliked, test.without, diff)
			}
		})
	}
}

func TestWritten(t *testing.T) {
	p := newProfile([]data.Paper{{
		Title:    "BERT and Graphs",
		Abstract: "BERT learns graphs; graphs are learned by BERT and Möbius graph nets. Learns!",
	}}, nil, nil)
	want := map[string]string{"bert": "BERT", "graph": "graphs", "learn": "learns", "mobius": "Möbius", "net": "nets"}
	if diff := cmp.Diff(want, p.written); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
}
