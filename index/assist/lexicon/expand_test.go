package lexicon

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
)

func TestExpand(t *testing.T) {
	abstract := func(n int, text string) (papers []*data.Paper) {
		for i := range n {
			papers = append(papers, &data.Paper{Title: fmt.Sprintf("Number %d", i), Abstract: text})
		}
		return papers
	}
	papers := abstract(4, "Retrieval-Augmented Generation (RAG). Graph neural networks (GNNs).")
	papers = append(papers, abstract(3, "The retrieval augmented generations (RAG) of neural networks (NN).")...)
	papers = append(papers, abstract(2, "A rugged and good (RAG) thing, and random access games (RAG).")...)
	papers = append(papers, abstract(5, "A controller area network (CAN) and a computer aided network (CAN).")...)
	papers = append(papers, abstract(3, "The universal sentence encoder (USE) is Used here, as is maximum a posteriori (MAP).")...)
	papers = append(papers, abstract(8, "We use a map.")...)
	papers = append(papers, abstract(9, "MAPs; MAP-based.")...)
	l, log := open(t, papers...)
	expand := func(words string) []string {
		t.Helper()
		found, err := l.Expand(t.Context(), strings.Fields(words))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range found {
			got = append(got, fmt.Sprintf("%s: %s %d", e.Typed, e.Text, e.Papers))
		}
		return got
	}
	for words, want := range map[string][]string{
		"rag":                            {"rag: retrieval augmented generation 7"},
		"a RAG of it":                    {"RAG: retrieval augmented generation 7"},
		"Retrieval-augmented Generation": {"Retrieval-augmented Generation: RAG 7"},
		"graph neural network":           {"graph neural network: GNN 4", "neural network: NN 3"},
		"can":                            nil, // a function word, whatever it stands for
		"computer":                       nil,
		"agents that use tools":          nil, // 8 papers write "use", 3 "USE"
		"agents that USE tools":          {"USE: universal sentence encoder 3"},
		"Use":                            nil,
		"USE":                            {"USE: universal sentence encoder 3"},
		"AGENTS THAT USE TOOLS":          nil,
		"map":                            nil, // 12 in capitals are not enough
		"MAP":                            {"MAP: maximum a posteriori 3"},
		"RAG AND GNN":                    {"RAG: retrieval augmented generation 7", "GNN: graph neural networks 4"},
		"":                               nil,
		"GPT-4":                          nil,
		strings.Repeat("x ", index.MaxExpanded) + "rag": nil,
	} {
		if diff := cmp.Diff(want, expand(words)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", words, diff)
		}
	}
	for n := range 6 {
		log.put(data.Number(n+1), nil)
	}
	read(t, l, log)
	if got := expand("rag"); got != nil {
		t.Errorf("a single paper defines RAG now, but rag still expands to %q", got)
	}
}
