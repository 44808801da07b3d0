package format

import "testing"

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
