package assist

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/index/query"
)

// TestReadWords compares words written as the form, then "free" and "fixed" if they apply.
func TestReadWords(t *testing.T) {
	for text, want := range map[string]string{
		"graph neural netwroks":     "graph free, neural free, netwroks free",
		"the Netwroks of BERT":      "the free fixed, netwroks free, of free fixed, bert free fixed",
		"fMRI LaTeX SimCSE iPhone":  "fmri free fixed, latex free fixed, simcse free fixed, iphone free fixed",
		"GRAPH NETWROKS":            "graph free, netwroks free",
		`"graph netwroks" models`:   "graph, netwroks, models free",
		"+netwroks":                 "netwroks",
		"title:netwroks lines":      "netwroks, lines free",
		"netwroks OR lines":         "netwroks, lines",
		"-netwroks lines":           "lines free",
		"netwrok* lines~ words":     "words free",
		"id:2203.03850":             "",
		"arxiv:2203.03850":          "",
		"gpt4 2020 c++":             "gpt4 free fixed, 2020 free fixed, c++ free fixed",
		"see example.com/a_b words": "see free, example free fixed, com free fixed, words free",
		"x@example words.":          "x free fixed, example free fixed, words free",
		"vision-langauge":           "vision free, langauge free",
		"":                          "",
	} {
		var got []string
		for _, w := range readWords(query.Parse(text)) {
			if len(w.form) == 1 && !strings.Contains(want, w.form+" ") {
				continue
			}
			s := w.form
			if w.free {
				s += " free"
			}
			if w.fixed {
				s += " fixed"
			}
			got = append(got, s)
		}
		if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	if got := readWords(query.Parse(strings.Repeat("word ", 40))); got != nil {
		t.Errorf("a pasted text: got %d words, want none", len(got))
	}
}
