package format

import (
	"strings"
	"testing"
)

func TestGivenFirst(t *testing.T) {
	for in, want := range map[string]string{
		"van der Maaten, Laurens": "Laurens van der Maaten", "King, Martin Luther, Jr.": "Martin Luther King Jr.", "Jane Doe": "Jane Doe",
		"Doe,": "Doe", "A, B, C, D": "A, B, C, D", "Doe , J.": "J. Doe",
	} {
		if got := GivenFirst(in); got != want {
			t.Errorf("GivenFirst(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSplitField(t *testing.T) {
	for in, want := range map[string]string{
		"Adda Bru, Kari Cato, Max Dyb, Jörg Ehn": "Adda Bru|Kari Cato|Max Dyb|Jörg Ehn", "Lee, Ann; Day, B.": "Lee, Ann|Day, B.",
		"Lee A, Day BC": "Lee A|Day BC", "Lee, A., Day, B.-C.": "Lee, A.|Day, B.-C.", "Ann Lee, Bo Day, and Cy Fox": "Ann Lee|Bo Day|Cy Fox",
		"Lee, Ann": "Lee, Ann", "King, Martin Luther, Jr.": "King, Martin Luther, Jr.", "van der Maaten, Laurens": "van der Maaten, Laurens",
		"Smith and Sons": "Smith and Sons", "Lee Wang, Ann Mary": "Lee Wang, Ann Mary", "": "", "Institute of A, B and C": "Institute of A, B and C",
	} {
		names := SplitField(in)
		for i := range names {
			names[i] = strings.TrimSpace(names[i])
		}
		if got := strings.Join(names, "|"); got != want {
			t.Errorf("SplitField(%q) = %q, want %q", in, got, want)
		}
	}
}
