package eval

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestMeasure(t *testing.T) {
	grades := map[string]int{"a": 3, "b": 2, "c": 1, "d": 0, "e": -1}
	log := math.Log2
	ideal := 3 + 2/log(3) + 1/log(4)
	for _, test := range []struct {
		name    string
		ranking []string
		grades  map[string]int
		want    Measures
	}{
		{"perfect", []string{"a", "b", "c"}, grades, Measures{1, 1, .3, 1, 1}},
		{"nothing found", nil, grades, Measures{}},
		{"nothing relevant", []string{"d"}, map[string]int{"d": 0}, Measures{}},
		{"reversed", []string{"c", "b", "a"}, grades, Measures{(1 + 2/log(3) + 3/log(4)) / ideal, 1, .3, 1, 1}},
		{"judged and unjudged between", []string{"d", "a", "x", "e", "b"}, grades,
			Measures{(3/log(3) + 2/log(6)) / ideal, (1./2 + 2./5) / 3, .2, 2. / 3, 1. / 3}},
		{"found too late for nDCG", append(unjudged(10), "a"), grades, Measures{0, 1. / 11 / 3, 0, 1. / 3, 0}},
		{"found too late for R@100", append(unjudged(100), "a"), grades, Measures{0, 1. / 101 / 3, 0, 0, 0}},
	} {
		got := Measure(test.ranking, test.grades)
		if diff := cmp.Diff(test.want, got, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
			t.Errorf("%s: Measure(%v) (-want +got):\n%s", test.name, test.ranking, diff)
		}
	}
}

func unjudged(n int) []string {
	ranking := make([]string, n)
	for i := range ranking {
		ranking[i] = "x"
	}
	return ranking
}
