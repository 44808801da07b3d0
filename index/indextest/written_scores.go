package indextest

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/query"
)

// testScores has both formulas computed by hand for two papers.
func testScores(t *testing.T, open opener) {
	engine := openNew(t, open)
	apply(t, one(data.Paper{Title: "Alpha", Abstract: "the beta, the beta"}, data.Paper{Title: "Gamma"}), engine)

	got := search(t, engine, index.Request{Query: query.Query{Root: query.Word{Text: "beta"}}, Limit: 9})
	n, df, length, average := 2., 1., 4., 3.
	idf := math.Log(1 + (n-df+.5)/(df+.5))
	want := 1.2 * idf * (2 * 2.5 / (2 + 1.5*(.25+.75*length/average)))
	if len(got.Hits) != 1 || !near(got.Hits[0].Score, want) {
		t.Errorf("beta: %+v, want paper 1 with %v", got.Hits, want)
	}

	similar, err := engine.Similar(testContext(t), index.SimilarRequest{Terms: []index.Term{{Stem: "beta", Weight: 7}, {Stem: "delta", Weight: 9}}, Limit: 9})
	if err != nil {
		t.Fatal(err)
	}
	alpha, beta, idf := 1+math.Log(3), 1+math.Log(2), math.Pow(math.Log(1+2./1), 1.5)
	first, second := math.Sqrt((alpha*alpha+beta*beta)*idf), math.Sqrt(alpha*alpha*idf)
	want = 7 * beta * idf / (7 * math.Sqrt(idf) * (.2*(first+second)/2 + .8*first))
	if len(similar.Hits) != 1 || !near(similar.Hits[0].Score, want) {
		t.Errorf("similar to beta: %+v, want paper 1 with %v", similar.Hits, want)
	}
}

// testBetween has papers of two fields: the answers to either alone show how near each is to
// either.
func testBetween(t *testing.T, open opener) {
	engine := openNew(t, open)
	apply(t, one(
		data.Paper{Abstract: "alpha beta gamma alpha"},
		data.Paper{Abstract: "delta epsilon zeta delta"},
		data.Paper{Abstract: "alpha beta delta epsilon"},
		data.Paper{Abstract: "alpha omega sigma delta omega rho"},
		data.Paper{Abstract: "alpha beta gamma delta"},
	), engine)
	bag := func(stems ...string) (terms []index.Term) {
		for _, s := range stems {
			terms = append(terms, index.Term{Stem: s, Weight: 1})
		}
		return terms
	}
	ask := func(r index.SimilarRequest) []index.SimilarHit {
		r.Limit = 9
		result, err := engine.Similar(testContext(t), r)
		if err != nil {
			t.Fatal(err)
		}
		return result.Hits
	}
	first, second := bag("alpha", "beta", "gamma"), bag("delta", "epsilon", "zeta")
	alone := [2]map[data.Number]float64{{}, {}}
	for i, terms := range [][]index.Term{first, second} {
		for _, h := range ask(index.SimilarRequest{Terms: terms}) {
			alone[i][h.Number] = h.Score
		}
	}
	var numbers []data.Number
	for _, h := range ask(index.SimilarRequest{Terms: first, And: second}) {
		numbers = append(numbers, h.Number)
		if want := min(alone[0][h.Number], alone[1][h.Number]); !near(h.Score, want) {
			t.Errorf("paper %d scores %v, the lesser alone is %v", h.Number, h.Score, want)
		}
		a, err := addUp(h.Shared)
		b, err2 := addUp(h.SharedAnd)
		if err := errors.Join(err, err2); err != nil || !near(a, alone[0][h.Number]) || !near(b, alone[1][h.Number]) {
			t.Errorf("paper %d: shared terms add up to %v and %v, want %v and %v; error %v", h.Number, a, b, alone[0][h.Number], alone[1][h.Number], err)
		}
	}
	if diff := cmp.Diff([]data.Number{3, 5, 4}, numbers); diff != "" {
		t.Errorf("papers between (-want +got)\n%s", diff)
	}
	for name, r := range map[string]index.SimilarRequest{
		"and nothing":         {Terms: first, And: []index.Term{}},
		"and what no one has": {Terms: first, And: bag("unknown")},
		"nothing and":         {And: first},
	} {
		if hits := ask(r); len(hits) > 0 {
			t.Errorf("%s: %+v, want no paper", name, hits)
		}
	}
}

// testPairs has the parts that pairs add computed by hand. The papers are of one length, which
// is then the average, and other papers give words their idf.
func testPairs(t *testing.T, open opener) {
	engine := openNew(t, open)
	apply(t, one(
		data.Paper{Abstract: "alpha beta gamma delta"},
		data.Paper{Abstract: "alpha of the beta gamma delta"},
		data.Paper{Abstract: "beta alpha gamma delta"},
		data.Paper{Title: "alpha", Abstract: "beta gamma"},
		data.Paper{Abstract: "alpha gamma beta delta"},
		data.Paper{Abstract: "alphas beta alphas beta"},
	), engine)
	and := func(words ...string) query.Node {
		var n query.And
		for _, w := range words {
			n.Nodes = append(n.Nodes, query.Word{Text: w})
		}
		return n
	}
	idf := func(df float64) float64 { return math.Log(1 + (6-df+.5)/(df+.5)) }
	once, twice := 2.5/(1+1.5), 2*2.5/(2+1.5)
	for _, c := range []struct {
		name string
		root query.Node
		want map[data.Number]float64
	}{
		{"next to each other, function words dropped, in one field", and("alpha", "beta"),
			map[data.Number]float64{1: .3 * idf(6) * once, 2: .3 * idf(6) * once, 6: .3 * idf(6) * twice}},
		{"across a function word of the query", and("beta", "of", "alpha"),
			map[data.Number]float64{3: .3 * idf(6) * once, 6: .3 * idf(6) * once}},
		{"the lesser idf", and("gamma", "delta"),
			map[data.Number]float64{1: .3 * idf(5) * once, 2: .3 * idf(5) * once, 3: .3 * idf(5) * once}},
		{"a word twice", and("alpha", "alphas"), map[data.Number]float64{}},
		{"alternatives", query.Or{Nodes: []query.Node{query.Word{Text: "alpha"}, query.Word{Text: "beta"}}}, map[data.Number]float64{}},
		{"parted by an exclusion", query.And{Nodes: []query.Node{query.Word{Text: "alpha"}, query.Not{Node: query.Word{Text: "omega"}}, query.Word{Text: "beta"}}},
			map[data.Number]float64{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, h := range search(t, engine, index.Request{Query: query.Query{Root: c.root}, Match: index.MatchAny, Explain: true, Limit: 9}).Hits {
				if err := checkExplanation(h); err != nil {
					t.Error(err)
				}
				got := 0.
				for _, d := range h.Explanation.Details {
					if strings.HasPrefix(d.Description, "pair ") {
						got += d.Value
					}
				}
				if !near(got, c.want[h.Number]) {
					t.Errorf("paper %d: pairs add %v, want %v", h.Number, got, c.want[h.Number])
				}
			}
		})
	}
}
