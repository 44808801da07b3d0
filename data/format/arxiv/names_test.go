package arxiv

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplitNames(t *testing.T) {
	for list, want := range map[string][]string{
		"Ileana Streinu and Louis Theran":                                   {"Ileana Streinu", "Louis Theran"},
		"P. M. Nadolsky, C.-P. Yuan, and A. Anderson":                       {"P. M. Nadolsky", "C.-P. Yuan", "A. Anderson"},
		"A. B. Smith (1), C. D\\\"oe (1 and 2) ((1) MIT, Boston, (2) Rome)": {"A. B. Smith", "C. D\\\"oe"},
		"Martin King, Jr., Waldyr A. Rodrigues Jr, X. Y, III":               {"Martin King Jr.", "Waldyr A. Rodrigues Jr", "X. Y III"},
		"ATLAS Collaboration: G. Aad,\n  B. Abbott; E. Andes & F. Brandt":   {"ATLAS Collaboration", "G. Aad", "B. Abbott", "E. Andes", "F. Brandt"},
		"A. Unclosed (Rome, B. Lost":                                        {"A. Unclosed"},
		"A. Alexander, et al.":                                              {"A. Alexander", "..."},
		"A. Alexander et al":                                                {"A. Alexander", "..."},
		" ,":                                                                nil,
	} {
		names, incomplete := splitNames(list)
		if incomplete {
			names = append(names, "...")
		}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("splitNames(%q) (-want +got):\n%s", list, diff)
		}
	}
}
