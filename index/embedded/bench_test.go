package embedded_test

import (
	"context"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/jsonl"
	"paperboy/data/sharedtest"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded"
	"paperboy/index/indextest"
	"paperboy/index/query"
)

// corpus is what the benchmarks run on: $PAPERBOY_CORPUS, a file of the shared
// corpora, by default the 64,351 papers of the ACL Anthology.
func corpus(b *testing.B) []data.Paper {
	b.Helper()
	name := os.Getenv("PAPERBOY_CORPUS")
	if name == "" {
		name = "acl.jsonl.zst"
	}
	f, err := os.Open(sharedtest.Path(b, "corpora/"+name))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	r, err := zstd.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	var papers []data.Paper
	for record, err := range jsonl.Read(context.Background(), format.Input{Reader: r, Location: name}) {
		if err == nil {
			err = data.Validate(&record)
		}
		if err == nil {
			papers = append(papers, record.Paper)
		}
	}
	return papers
}

// fill writes papers in batches of 1,000 and waits until they are searched.
func fill(b *testing.B, engine *embedded.Engine, papers []data.Paper) {
	b.Helper()
	ctx := context.Background()
	for from := 0; from < len(papers); from += 1000 {
		var changes []data.Change
		for i := from; i < min(from+1000, len(papers)); i++ {
			changes = append(changes, data.Change{Sequence: data.Sequence(i + 1), Number: data.Number(i + 1), Paper: &papers[i]})
		}
		if err := engine.Apply(ctx, changes, changes[len(changes)-1].Sequence); err != nil {
			b.Fatal(err)
		}
	}
	if err := engine.WaitVisible(ctx, data.Sequence(len(papers))); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkApply(b *testing.B) {
	papers := corpus(b)
	for b.Loop() {
		dir := b.TempDir()
		engine := openBench(b, dir)
		start := time.Now()
		fill(b, engine, papers)
		n := float64(len(papers))
		b.ReportMetric(n/time.Since(start).Seconds(), "papers/s")
		if err := engine.Close(); err != nil {
			b.Fatal(err)
		}
		engine = openBench(b, dir) // without the files that merges left over
		stats := engine.Stats()
		b.ReportMetric(float64(stats.DiskBytes)/n, "B/doc")
		b.ReportMetric(float64(stats.MemoryBytes)/n, "memoryB/doc")
		b.ReportMetric(float64(stats.Engine["segments"]), "segments")
		if err := engine.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func openBench(b *testing.B, dir string) *embedded.Engine {
	b.Helper()
	engine, err := embedded.Open(context.Background(), dir, embedded.Options{Store: indextest.Store, Head: 1 << 40})
	if err != nil {
		b.Fatal(err)
	}
	return engine
}

func BenchmarkSearch(b *testing.B) {
	papers := corpus(b)
	dir := b.TempDir()
	engine := openBench(b, dir)
	fill(b, engine, papers)
	defer func() { engine.Close() }()
	random := rand.New(rand.NewPCG(1, 1))
	paper := func() data.Paper { return papers[random.IntN(len(papers))] }
	facets := []index.Facet{index.FacetDate, index.FacetAuthorCount, index.FacetAuthor}

	bench := func(name string, requests []index.Request) {
		b.Run(name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if _, err := engine.Search(context.Background(), requests[i%len(requests)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	three := requests(func() query.Query { return freeWords(contentWords(paper().Title, 3)) })
	bench("three words", three)
	bench("three words with facets", with(three, func(r *index.Request) { r.Facets = facets }))
	bench("three words with facets and two filters", with(three, func(r *index.Request) {
		r.Facets, r.Filter.Values = facets, map[index.Facet][]string{index.FacetDate: {"2020", "2021"}, index.FacetAuthorCount: {"3", "4"}}
	}))
	bench("all papers with facets", []index.Request{{Limit: 20, Facets: facets}})
	bench("two prefixes", requests(func() query.Query {
		return query.Query{Root: query.And{Nodes: []query.Node{query.Prefix{Text: contentWords(paper().Title, 1)[0][:3]}, query.Prefix{Text: "mod"}}}}
	}))
	bench("fuzzy", requests(func() query.Query { return query.Query{Root: query.Fuzzy{Text: contentWords(paper().Title, 1)[0]}} }))
	bench("phrase of two words", requests(func() query.Query {
		return query.Query{Root: query.Phrase{Text: strings.Join(contentWords(paper().Title, 2), " ")}}
	}))
	bench("an abstract", requests(func() query.Query { return freeWords(contentWords(paper().Abstract, 1000)) }))

	b.Run("similar", func(b *testing.B) {
		for b.Loop() {
			r := index.SimilarRequest{Limit: 10}
			for _, w := range contentWords(paper().Abstract, 1000) {
				r.Terms = append(r.Terms, index.Term{Stem: analysis.Stem(w), Weight: 1})
			}
			if _, err := engine.Similar(context.Background(), r); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			if err := engine.Close(); err != nil {
				b.Fatal(err)
			}
			engine = openBench(b, dir)
		}
	})
}

func requests(make func() query.Query) []index.Request {
	var list []index.Request
	for range 200 {
		list = append(list, index.Request{Query: make(), Limit: 10})
	}
	return list
}

func with(list []index.Request, change func(*index.Request)) []index.Request {
	changed := append([]index.Request(nil), list...)
	for i := range changed {
		change(&changed[i])
	}
	return changed
}

func freeWords(forms []string) query.Query {
	var and query.And
	for _, f := range forms {
		and.Nodes = append(and.Nodes, query.Word{Text: f})
	}
	return query.Query{Root: and}
}

// contentWords are the first n words of text that are no function words, and of
// three letters or more.
func contentWords(text string, n int) []string {
	var forms []string
	for _, t := range analysis.QueryTokens(nil, text) {
		if len(forms) < n && len(t.Form) > 2 && !analysis.IsFunctionWord(t.Form) {
			forms = append(forms, t.Form)
		}
	}
	if len(forms) == 0 {
		return []string{"model"}
	}
	return forms
}
