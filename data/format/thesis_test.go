package format

import "testing"

func TestThesisNote(t *testing.T) {
	for want, texts := range map[string][]string{
		PhDThesis: {"PhD", "Ph.D.", "Ph. D. thesis", "phdthesis", "Doctoral dissertation", "info:eu-repo/semantics/doctoralThesis", "DPhil", "D. Phil.", "Doktorarbeit", "THESE", "博士论文",
			"Dissertations/Theses - Doctoral Dissertations"},
		MastersThesis: {"Master", "mastersthesis", "Master’s thesis", "M.Sc.", "MSc thesis", "MA thesis", "mathesis", "M.A.", "Thesis (M.S.)--University of Tests", "MEM", "M.Eng.", "硕士论文"},
		"":            {"", "thesis", "Bachelor's thesis", "Habilitation", "a masterful work", "Graph data", "Cambridge, MA", "Diplomarbeit", "Dissertation"},
	} {
		for _, said := range texts {
			if got := ThesisNote(said); got != want {
				t.Errorf("ThesisNote(%q) = %q, want %q", said, got, want)
			}
		}
	}
	if got := ThesisNote("thesis", "PhD"); got != PhDThesis {
		t.Errorf(`ThesisNote("thesis", "PhD") = %q, want %q`, got, PhDThesis)
	}
}
