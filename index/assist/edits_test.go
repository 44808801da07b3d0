package assist

import "testing"

func TestEditCost(t *testing.T) {
	for _, test := range []struct {
		word, typed string
		distance    int
		want        float64
	}{
		{"language", "language", 0, 0},
		{"language", "langauge", 1, swapCost},
		{"receive", "recieve", 1, swapCost},
		{"diffusion", "difusion", 1, doubleCost},
		{"diffusion", "difffusion", 1, doubleCost},
		{"model", "moddel", 1, doubleCost},
		{"graph", "grap", 1, dropCost},
		{"graph", "graoh", 1, neighbourCost},
		{"graph", "grapoh", 1, neighbourCost},
		{"graph", "graqh", 1, otherCost},
		{"graph", "graphx", 1, otherCost},
		{"attention", "attantion", 1, vowelCost},
		{"graph", "raph", 1, dropCost + firstCost},
		{"graph", "rgaph", 1, swapCost + firstCost},
		{"graph", "zgraph", 1, otherCost + firstCost},
		{"transformer", "trnsformr", 2, farCost},
		{"möbius", "möbis", 1, dropCost},
	} {
		if got := editCost(test.word, test.typed, test.distance); got != test.want {
			t.Errorf("%q typed as %q costs %v, want %v", test.word, test.typed, got, test.want)
		}
	}
}

func TestKeyNeighbours(t *testing.T) {
	for letter, want := range map[rune]string{'q': "wa", 'g': "fhtyvb", 'm': "njk", 'p': "ol", '1': "", 'é': ""} {
		if got := KeyNeighbours(letter); got != want {
			t.Errorf("KeyNeighbours(%q) = %q, want %q", letter, got, want)
		}
	}
}
