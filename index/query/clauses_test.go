package query

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWithout(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"", nil},
		{"quantum", []string{""}},
		{`quantum "error correction" -survey`, []string{`"error correction" -survey`, "quantum -survey", `quantum "error correction"`}},
		{"title:(graph neural) year:2020", []string{"title:neural date:2020", "title:graph date:2020", "title:graph title:neural"}},
		{"bert OR roberta", []string{""}},
		{"(bert OR roberta) parsing", []string{"parsing", "bert OR roberta"}},
		{"+survey transform*", []string{"transform*", `"survey"`}},
	}
	for _, test := range tests {
		q := Parse(test.text)
		var got []string
		for i := range q.Clauses() {
			text, ok := q.Without(i)
			if !ok {
				t.Errorf("%s without %s reads as something else: %s", test.text, q.Clauses()[i], text)
			}
			got = append(got, text)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.text, diff)
		}
		if again := Parse(test.text).String(); again != q.String() {
			t.Errorf("%s became %s", q, again)
		}
	}
}

func TestWithoutSeveral(t *testing.T) {
	q := Parse(`quantum "error correction" -survey year:2020`)
	for want, clauses := range map[string][]int{
		`quantum -survey`:              {1, 3},
		`"error correction" date:2020`: {2, 0},
		``:                             {0, 1, 2, 3},
		`quantum "error correction" -survey date:2020`: nil,
	} {
		if got, ok := q.Without(clauses...); !ok || got != want {
			t.Errorf("without %v: %q (%v), want %q", clauses, got, ok, want)
		}
	}
}

func TestWithoutRefusesAnotherReading(t *testing.T) {
	// Its field printed before each word makes this longer than what is read.
	long := "abstract:(" + strings.TrimSpace(strings.Repeat("w ", 450)) + ") " + strings.Repeat("v ", 4000)
	if text, ok := Parse(long).Without(0); ok {
		t.Errorf("%d characters were taken to be read whole", len(text))
	}
}
