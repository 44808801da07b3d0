package recommend

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/index"
)

func TestProfile(t *testing.T) {
	a := func(tf float64) float64 { return 1 + math.Log(tf) }
	graphs := data.Paper{Title: "Graph networks", Abstract: "We learn on graphs."}
	inTitle, inBoth := a(titleWeight), a(titleWeight+1)
	length := math.Sqrt(inBoth*inBoth + inTitle*inTitle + a(1)*a(1))
	var others []string
	for i := range 120 {
		others = append(others, fmt.Sprintf("w%d", i))
	}
	tests := []struct {
		name           string
		liked, unliked []data.Paper
		without        []string
		boosts         []Boost
		want           []index.Term
	}{
		{
			name:  "a title counts more than once, function words not at all",
			liked: []data.Paper{graphs},
			want:  []index.Term{{Stem: "graph", Weight: inBoth / length}, {Stem: "learn", Weight: a(1) / length}, {Stem: "network", Weight: inTitle / length}},
		},
		{
			name:  "liked papers count by their mean, each as a vector of length 1",
			liked: []data.Paper{graphs, {Title: "Graph"}},
			want:  []index.Term{{Stem: "graph", Weight: (inBoth/length + 1) / 2}, {Stem: "learn", Weight: a(1) / length / 2}, {Stem: "network", Weight: inTitle / length / 2}},
		},
		{
			name:    "the unliked papers take a tenth of their mean away",
			liked:   []data.Paper{graphs},
			unliked: []data.Paper{{Title: "Networks"}, {Title: "Nets"}},
			want:    []index.Term{{Stem: "graph", Weight: inBoth / length}, {Stem: "learn", Weight: a(1) / length}, {Stem: "network", Weight: inTitle/length - .1/2}},
		},
		{
			name:    "what is not positive is dropped",
			liked:   []data.Paper{{Abstract: "graph learn " + strings.Join(others, " ")}},
			unliked: []data.Paper{{Abstract: "learns"}},
			without: others,
			want:    []index.Term{{Stem: "graph", Weight: 1 / math.Sqrt(122)}},
		},
		{
			name:    "words left out go in all their forms",
			liked:   []data.Paper{graphs},
			without: []string{"Graphs", "learning", "unknown"},
			want:    []index.Term{{Stem: "network", Weight: inTitle / length}},
		},
		{
			name:   "boosts multiply",
			liked:  []data.Paper{graphs},
			boosts: []Boost{{"networks", 3}, {"network", .5}, {"learned", 0}, {"unknown", 2}},
			want:   []index.Term{{Stem: "graph", Weight: inBoth / length}, {Stem: "network", Weight: 1.5 * inTitle / length}},
		},
		{
			name:    "what is left out is not boosted",
			liked:   []data.Paper{graphs},
			boosts:  []Boost{{"networks", 3}},
			without: []string{"learn", "network"},
			want:    []index.Term{{Stem: "graph", Weight: inBoth / length}},
		},
		{
			name:  "a compound is its parts",
			liked: []data.Paper{{Abstract: "pre-training of k-means"}},
			want:  []index.Term{{Stem: "k", Weight: .5}, {Stem: "mean", Weight: .5}, {Stem: "pre", Weight: .5}, {Stem: "train", Weight: .5}},
		},
		{
			name:  "function words alone are nothing",
			liked: []data.Paper{{Abstract: "of the and"}},
			want:  []index.Term{},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := newProfile(test.liked, test.unliked)
			if err := p.adjust(test.without, test.boosts); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, p.terms(), cmpopts.EquateApprox(0, 1e-12)); diff != "" {
				t.Errorf("profile of %v, %v, %q, %v (-want +got):\n%s", test.liked, test.unliked, test.without, test.boosts, diff)
			}
		})
	}
}

func TestWords(t *testing.T) {
	p := newProfile([]data.Paper{{
		Title:    "BERT and Graphs for GPT4",
		Abstract: "BERT learns graphs; graphs are learned by BERT-4 and Möbius graph nets by pre-training. Learns!",
	}}, nil)
	got := p.words([]index.Term{
		{Stem: "mobius", Weight: .4}, {Stem: "graph", Weight: .3}, {Stem: "gpt4", Weight: .25}, {Stem: "gpt", Weight: .2}, {Stem: "learn", Weight: .1},
		{Stem: "pre", Weight: .08}, {Stem: "train", Weight: .07}, {Stem: "bert", Weight: .06},
	})
	want := []SharedTerm{{"GPT4", .45}, {"Möbius", .4}, {"graphs", .3}, {"learns", .1}, {"pre-training", .08}, {"training", .07}, {"BERT", .06}}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
}

// TestStruckTermsGo strikes each term out as it is shown, in texts that are hard to
// read.
func TestStruckTermsGo(t *testing.T) {
	for _, text := range []string{
		`C++ and C# beat C in .NET, state-of-the-art pre-training of GPT-4 don'ts`,
		`M\"obius strips on $\mathbb{R}^2$, CO$_2$ and $k$NN: 机器学习 机器 Schrödinger's l2`,
		`Re-training retraining re training; i.i.d. 2.5 2 5 3D \alpha α`,
	} {
		whole := newProfile([]data.Paper{{Abstract: text}}, nil)
		for _, term := range whole.words(whole.terms()) {
			p := newProfile([]data.Paper{{Abstract: text}}, nil)
			p.boost(term.Term, 0)
			for _, left := range p.words(p.terms()) {
				if left.Term == term.Term {
					t.Errorf("%q without %q still has it", text, term.Term)
				}
			}
			if gone := len(whole.weights) - len(p.weights); gone < 1 || gone > 3 {
				t.Errorf("%q without %q has lost %d stems", text, term.Term, gone)
			}
		}
	}
}

func TestPaperOf(t *testing.T) {
	long := strings.Repeat("words and ", 13)
	for _, test := range []struct{ name, text, title, abstract string }{
		{"a line", "Graph networks", "", "Graph networks"},
		{"a line and its end", "Graph networks\n", "", "Graph networks\n"},
		{"an empty line follows", "Graph networks\n\nWe learn.", "Graph networks", "\nWe learn."},
		{"ends of lines with returns", "Graph networks\r\n\r\nWe learn.", "Graph networks\r", "\r\nWe learn."},
		{"a long line follows", "\nGraph networks\n" + long, "Graph networks", long[:len(long)-1]},
		{"wrapped", "We learn graph networks\nof molecules.", "", "We learn graph networks\nof molecules."},
		{"a paragraph first", strings.Repeat(long, 3) + "\n\nMore.", "", strings.Repeat(long, 3) + "\n\nMore."},
	} {
		if got := paperOf(test.text); got.Title != test.title || got.Abstract != test.abstract {
			t.Errorf("%s: paperOf(%q) = %q, %q, want %q, %q", test.name, test.text, got.Title, got.Abstract, test.title, test.abstract)
		}
	}
}
