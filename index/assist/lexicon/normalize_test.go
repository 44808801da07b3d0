package lexicon

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/index/analysis"
)

// TestNormalize checks that normalize splits a text into the same words as the index.
// Otherwise, searching for a phrase would not find the titles that were counted for it.
func TestNormalize(t *testing.T) {
	for _, text := range []string{
		"NCSOFT’s WMT’23 Terminology Task", "Lingua Custodia at WMT'19: Attempts", "An LLM's view, and LLMs' views",
		"Don't Stop, CAN'T stop: they’re it’s we'll", "l'apprentissage d’analyse", "The ‘quoted’ and 'm' of it", "The C++'s end",
		"Lymphomaʼs ʼn growth", "O'Brien o'clock", "Schrödinger's cat", "'s", "it's's", "",
		`Schr\"odinger and Poincar\'e, $\mathbb{R}^2 \times 3$`,
	} {
		var want []string
		for _, token := range analysis.Tokenize(nil, text) {
			if !token.Extra {
				want = append(want, token.Form)
			}
		}
		if diff := cmp.Diff(want, strings.Fields(normalize(text))); diff != "" && len(want) > 0 {
			t.Errorf("%q (-index +normalized):\n%s", text, diff)
		}
	}
}
