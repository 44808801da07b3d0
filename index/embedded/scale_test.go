package embedded_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded"
	"paperboy/index/query"
)

// openStanding opens the index $PAPERBOY_INDEX of the store $PAPERBOY_STORE.
func openStanding(b *testing.B) *embedded.Engine {
	b.Helper()
	dir := os.Getenv("PAPERBOY_INDEX")
	if dir == "" {
		b.Skip("PAPERBOY_INDEX names no index")
	}
	start := time.Now()
	engine, err := embedded.Open(context.Background(), dir, embedded.Options{Store: os.Getenv("PAPERBOY_STORE"), Head: 1 << 40})
	if err != nil {
		b.Fatal(err)
	}
	opened := time.Since(start)
	s := engine.Stats()
	if s.Papers == 0 {
		b.Fatal("the index is empty: ", engine.Fresh())
	}
	b.Logf("open %v, %d papers, %d segments, %.0f B a paper in memory", opened, s.Papers, s.Engine["segments"], float64(s.MemoryBytes)/float64(s.Papers))
	return engine
}

// BenchmarkScale measures an index that stands, $PAPERBOY_INDEX of the store
// $PAPERBOY_STORE, which must hold the corpus too. It reports percentiles, since
// a mean hides what a person waits for.
func BenchmarkScale(b *testing.B) {
	engine := openStanding(b)
	defer engine.Close()
	papers := corpus(b)
	random := rand.New(rand.NewPCG(1, 1))
	paper := func() data.Paper { return papers[random.IntN(len(papers))] }
	dates := []index.Facet{index.FacetDate, index.FacetAuthorCount}
	all := append(slices.Clone(dates), index.FacetAuthor)
	run := func(name string, n int, ask func(i int) error) {
		b.Run(name, func(b *testing.B) {
			var took []float64
			for i := 0; b.Loop(); i++ {
				start := time.Now()
				if err := ask(i % n); err != nil {
					b.Fatal(err)
				}
				took = append(took, float64(time.Since(start).Microseconds())/1000)
			}
			slices.Sort(took)
			for _, p := range []int{50, 99} {
				b.ReportMetric(took[(len(took)-1)*p/100], fmt.Sprintf("p%d-ms", p))
			}
		})
	}
	search := func(name string, list []index.Request) {
		run(name, len(list), func(i int) error {
			_, err := engine.Search(context.Background(), list[i])
			return err
		})
	}
	any := func(r *index.Request) { r.Match = index.MatchAny }
	three := requests(func() query.Query { return freeWords(contentWords(paper().Title, 3)) })
	search("three words, auto", three)
	three = with(three, any)
	search("three words", three)
	search("three words, two facets", with(three, func(r *index.Request) { r.Facets = dates }))
	search("three words, three facets", with(three, func(r *index.Request) { r.Facets = all }))
	third := []index.Request{{Query: freeWords([]string{"method", "results"}), Match: index.MatchAny, Limit: 10}}
	search("a third", third)
	search("a third, two facets", with(third, func(r *index.Request) { r.Facets = dates }))
	search("all", []index.Request{{Limit: 10}})
	search("all, three facets", []index.Request{{Limit: 10, Facets: all}})
	search("all, three facets, a filter", []index.Request{{Limit: 10, Facets: all, Filter: index.Filter{Values: map[index.Facet][]string{index.FacetDate: {"2020", "2021"}}}}})
	search("prefix", requests(func() query.Query {
		return query.Query{Root: query.Prefix{Text: contentWords(paper().Title, 1)[0][:3]}}
	}))
	search("fuzzy", requests(func() query.Query { return query.Query{Root: query.Fuzzy{Text: contentWords(paper().Title, 1)[0]}} }))
	search("phrase", requests(func() query.Query {
		words := contentWords(paper().Title, 2)
		return query.Query{Root: query.Phrase{Text: fmt.Sprint(words[0], " ", words[len(words)-1])}}
	}))
	search("an abstract", requests(func() query.Query { return freeWords(contentWords(paper().Abstract, 1000)) }))

	var similar []index.SimilarRequest
	for range 200 {
		r := index.SimilarRequest{Limit: 10}
		for _, w := range contentWords(paper().Abstract, 1000) {
			r.Terms = append(r.Terms, index.Term{Stem: analysis.Stem(w), Weight: 1})
		}
		similar = append(similar, r)
	}
	run("similar", len(similar), func(i int) error {
		_, err := engine.Similar(context.Background(), similar[i])
		return err
	})
}
