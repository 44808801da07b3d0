package indextest

import (
	"fmt"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
)

// testSimilarByManyTerms asks with more terms than take part.
func testSimilarByManyTerms(t *testing.T, open opener) {
	const papers, vocabulary, asked = 60, 500, 1000
	m := newMaker(6)
	word := func() string {
		n := min(m.IntN(vocabulary), m.IntN(vocabulary))
		return fmt.Sprintf("q%c%cz", 'a'+n/26, 'a'+n%26)
	}
	text := func(n int) string {
		words := make([]string, n)
		for i := range words {
			words[i] = word()
		}
		return strings.Join(words, " ")
	}
	var changes []data.Change
	for i := range papers {
		p := data.Paper{ID: data.ID(fmt.Sprint("x:", i)), Title: text(5), Abstract: text(300)}
		changes = append(changes, data.Change{Sequence: data.Sequence(i + 1), Number: data.Number(i + 1), Paper: &p})
	}
	engine, oracle := openNew(t, open), NewOracle(Store)
	apply(t, [][]data.Change{changes}, engine, oracle)
	for _, maxTerms := range []int{0, 100, index.MaxTerms - 1, index.MaxTerms, 1000} {
		for range 5 {
			r := index.SimilarRequest{MaxTerms: maxTerms, Limit: 15}
			for range asked {
				r.Terms = append(r.Terms, index.Term{Stem: analysis.Stem(word()), Weight: pick(m, []float64{.5, 1, 2, -.2})})
			}
			compareSimilar(t, r, engine, oracle)
		}
	}
}

func compareSimilar(t *testing.T, r index.SimilarRequest, engine, oracle index.Searcher) {
	t.Helper()
	want, err := oracle.Similar(testContext(t), wholeSimilar(r))
	if err != nil {
		t.Fatal(err)
	}
	got, err := engine.Similar(testContext(t), r)
	if err != nil {
		t.Fatal(err)
	}
	if err := checkSimilar(r, want, got); err != nil {
		t.Fatal(err)
	}
}
