package index

import "testing"

func TestAreApart(t *testing.T) {
	for _, test := range []struct {
		name                string
		a, b, together, all int
		want                bool
	}{
		{"transform, transformer", 2823, 11301, 170, 200_000, true},
		{"university, universal", 1144, 3674, 12, 200_000, true},
		{"translate, translation", 2117, 11111, 970, 200_000, false},
		{"computer, compute", 6582, 5250, 201, 200_000, false},
		{"too few to tell", 290, 11301, 0, 200_000, false},
		{"too rare to tell", 400, 400, 0, 200_000, false},
	} {
		if got := AreApart(test.a, test.b, test.together, test.all); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}
