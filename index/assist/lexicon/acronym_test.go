package lexicon

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestAcronyms(t *testing.T) {
	for text, want := range map[string][]acronym{
		"We study Retrieval-Augmented Generation (RAG) for it.":                      {{"RAG", "Retrieval-Augmented Generation"}},
		"Large language models (LLMs) and GNNs (graph neural networks)":              {{"LLM", "Large language models"}, {"GNN", "graph neural networks"}},
		"The support vector machine (SVM, a classifier) won.":                        {{"SVM", "support vector machine"}},
		"We call it bidirectional encoder representations from transformers (BERT).": {{"BERT", "bidirectional encoder representations from transformers"}},
		"three-dimensional Gaussian splatting (3DGS)":                                nil, // the long form has no 3
		"ground state. Time to first token (TTFT) is":                                {{"TTFT", "Time to first token"}},
		"hidden Markov model (HMM)-based":                                            {{"HMM", "hidden Markov model"}},
		"in two dimensions (see Fig. 2) and (a) or (2020)":                           nil,
		"the United Nations (the UN)":                                                nil,
		"nothing fits (XYZ) here":                                                    nil,
		"RAG (a good idea)":                                                          nil,
		"F1 (the harmonic mean)":                                                     nil,
		"an open one (LLM":                                                           nil,
		"(RAG)":                                                                      nil,
		"nested (one (RAG) two)":                                                     nil,
	} {
		if diff := cmp.Diff(want, acronyms(text), cmp.AllowUnexported(acronym{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func FuzzAcronyms(f *testing.F) {
	f.Add("Retrieval-augmented generation (RAG) and GNN (graph neural networks)")
	f.Add(strings.Repeat("(", 100) + "A" + strings.Repeat(")", 100))
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) { // papers are always valid UTF-8
			return
		}
		for _, a := range acronyms(s) {
			if !strings.Contains(s, a.long) || a.short == "" {
				t.Errorf("acronym %+v is not in the text %q", a, s)
			}
		}
	})
}
