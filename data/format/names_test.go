package format

import (
	"strings"
	"testing"
)

func TestGivenFirst(t *testing.T) {
	for in, want := range map[string]string{
		"van der Maaten, Laurens": "Laurens van der Maaten", "King, Martin Luther, Jr.": "Martin Luther King Jr.", "Jane Doe": "Jane Doe",
		"Doe,": "Doe", "A, B, C, D": "A, B, C, D", "Doe , J.": "J. Doe",
		"van Hal, Carl Jr": "Carl van Hal Jr", "King, Jr., Martin Luther": "Martin Luther King Jr.", "Gill, Jr.": "Gill Jr.", "Ann Gill, Jr.": "Ann Gill Jr.", "Fagan III, Robert": "Robert Fagan III",
		"Hult, Inc.": "Hult, Inc.", "Acme Widgets, GmbH": "Acme Widgets, GmbH", "University of Oslo, Norway": "University of Oslo, Norway", "Doe, Jane (Ed.)": "Jane Doe", "Doe, J., editor": "J. Doe",
		"Rao, S. R.": "S. R. Rao", "Tran, Co": "Co Tran", "Lee, SA": "SA Lee", "Bell, A.G.": "A.G. Bell", "Ivanov, II": "II Ivanov", "Ann Gill, III": "Ann Gill III",
		"Row, Ada,": "Ada Row", "Row, Ada, 1815-": "Ada Row", "Row, Ada, 1815-1852.": "Ada Row", "Row, Ada B., -1701": "Ada B. Row", "Row, Ada (1815–1852)": "Ada Row", "Row, Ada, approximately 1520-1590": "Ada Row",
		"Row, Ada, b. 1950": "Ada Row", "ATLAS (2012)": "ATLAS (2012)", "Boats-2000-2001": "Boats-2000-2001",
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

func TestSplitNames(t *testing.T) {
	for in, want := range map[string]string{
		"Robert Fagan III; Ann Gill Jr.": "Robert Fagan III|Ann Gill Jr.", "Samarth P; Ann Test": "Samarth P|Ann Test", "Malcolm X; Ann Gill": "Malcolm X|Ann Gill", "Malcolm X": "Malcolm X", "Malcolm X; Wei LI": "Malcolm X|Wei LI", "Lee A, Day B": "A Lee|B Day", "Sereno PC": "PC Sereno", "Lee A.": "A. Lee", "Amiri P, Karahanna E.": "P Amiri|E Karahanna", "Amiri P., Karahanna E.": "P. Amiri|E. Karahanna", "Wei LI; Hua ZHANG": "Wei LI|Hua ZHANG", "Wei LI": "Wei LI",
		"Wei LI; Li XU": "Wei LI|Li XU", "Li WJ; Xu LI": "WJ Li|LI Xu", "Griffin DK Jr; Larkin DM": "DK Griffin Jr|DM Larkin", "Smith JR; Doe A": "JR Smith|A Doe", "Ivanov II; Petrov AB": "II Ivanov|AB Petrov",
		"Finne E.; de Groot H.-J.": "E. Finne|H.-J. de Groot", "Yang Z., McNamara M.E., the ABC Investigators": "Z. Yang|M.E. McNamara|the ABC Investigators", "Lee A.; Day B.; Fox C.; Ann Test": "A. Lee|B. Day|C. Fox|Ann Test",
		"Lie, A. (57200000000); Mo, B. (57200000001)": "Lie, A.|Mo, B.", "Lie, Anna (57200000000), Mo, Bo (57200000001)": "Lie, Anna|Mo, Bo", "Ida Berg 0002; Jon Dal": "Ida Berg|Jon Dal", "Ann Lee (0000-0002-1825-0097)": "Ann Lee",
		"Ana de la Cruz y Ramos": "Ana de la Cruz y Ramos", "Ramón y Cajal, Santiago": "Ramón y Cajal, Santiago", "Smith and Sons": "Smith and Sons", "Smith and Jones": "Smith|Jones", "Institute of Art and Design": "Institute of Art and Design",
		"Ann Lee und Bo Day": "Ann Lee|Bo Day", "Lee, Ann & Day, Bo": "Lee, Ann|Day, Bo", "King, Martin Luther, Jr.": "King, Martin Luther, Jr.", "Ann Lee, Jr., Bo Day, Cy Fox": "Ann Lee Jr.|Bo Day|Cy Fox",
	} {
		if got := strings.Join(SplitNames(in), "|"); got != want {
			t.Errorf("SplitNames(%q) = %q, want %q", in, got, want)
		}
	}
}
