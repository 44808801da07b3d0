package stock_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/sharedtest"
	"paperboy/index"
	"paperboy/index/bench"
	"paperboy/index/embedded"
	"paperboy/index/embedded/stock"
)

// corpus reads $PAPERBOY_CORPUS, files of the shared corpora by commas; by
// default the 64,351 papers of the ACL Anthology.
func corpus(b *testing.B) []data.Change {
	b.Helper()
	files := os.Getenv("PAPERBOY_CORPUS")
	if files == "" {
		files = "acl.jsonl.zst"
	}
	var changes []data.Change
	for file := range strings.SplitSeq(files, ",") {
		for r, err := range format.Open(b.Context(), sharedtest.Path(b, "corpora/"+file), format.Options{Formats: formats.All()}) {
			if err == nil {
				err = data.Validate(&r)
			}
			if err != nil {
				b.Fatal(err)
			}
			n := len(changes) + 1
			changes = append(changes, data.Change{Sequence: data.Sequence(n), Number: data.Number(n), Paper: &r.Paper})
		}
	}
	return changes
}

// scaled runs a benchmark on a quarter of the corpus and on all of it.
func scaled(b *testing.B, run func(*testing.B, []data.Change)) {
	all := corpus(b)
	for _, n := range []int{len(all) / 4, len(all)} {
		b.Run(fmt.Sprintf("papers=%d", n), func(b *testing.B) { run(b, all[:n]) })
	}
}

// BenchmarkAdd has both engines take the papers, without a store.
func BenchmarkAdd(b *testing.B) {
	scaled(b, func(b *testing.B, papers []data.Change) {
		b.Run("paperboy", func(b *testing.B) {
			for b.Loop() {
				ours := openEmbedded(b)
				fillEmbedded(b, ours, papers)
				b.ReportMetric(float64(ours.Stats().DiskBytes)/float64(len(papers)), "B/doc")
			}
			b.ReportMetric(float64(len(papers)*b.N)/b.Elapsed().Seconds(), "docs/s")
		})
		b.Run("stock", func(b *testing.B) {
			for b.Loop() {
				theirs := createStock(b)
				fillStock(b, theirs, papers)
				b.ReportMetric(float64(theirs.Bytes())/float64(len(papers)), "B/doc")
			}
			b.ReportMetric(float64(len(papers)*b.N)/b.Elapsed().Seconds(), "docs/s")
		})
	})
}

// BenchmarkAsk asks both engines the same queries of every kind, one caller at a
// time:
//
//	go test -run '^$' -bench Ask/papers=64351/similar ./index/embedded/stock
func BenchmarkAsk(b *testing.B) {
	scaled(b, func(b *testing.B, papers []data.Change) {
		ours, theirs := openEmbedded(b), createStock(b)
		fillEmbedded(b, ours, papers)
		fillStock(b, theirs, papers)
		var sample []bench.Sampled
		for i := 0; i < len(papers); i += max(len(papers)/1000, 1) {
			sample = append(sample, bench.Sampled{Number: papers[i].Number, Paper: *papers[i].Paper})
		}
		workloads, err := bench.Draw(b.Context(), sample, 100, 1, ours, theirs)
		if err != nil {
			b.Fatal(err)
		}
		for _, w := range workloads {
			b.Run(w.Name+"/paperboy", func(b *testing.B) { ask(b, ours, w.Queries) })
			b.Run(w.Name+"/stock", func(b *testing.B) { ask(b, theirs, w.ForOpponent()) })
		}
	})
}

func ask(b *testing.B, s index.Searcher, queries []bench.Query) {
	for i := 0; b.Loop(); i++ {
		if _, err := queries[i%len(queries)].Ask(b.Context(), s); err != nil {
			b.Fatal(err)
		}
	}
}

func openEmbedded(b *testing.B) *embedded.Engine {
	b.Helper()
	e, err := embedded.Open(b.Context(), b.TempDir(), embedded.Options{Store: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { e.Close() })
	return e
}

func createStock(b *testing.B) *stock.Index {
	b.Helper()
	x, err := stock.Open(filepath.Join(b.TempDir(), "stock"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { x.Close() })
	return x
}

const batchSize = 1000

func fillEmbedded(b *testing.B, e *embedded.Engine, papers []data.Change) {
	b.Helper()
	for batch := range slices.Chunk(papers, batchSize) {
		if err := e.Apply(b.Context(), batch, batch[len(batch)-1].Sequence); err != nil {
			b.Fatal(err)
		}
	}
	if err := e.WaitVisible(b.Context(), papers[len(papers)-1].Sequence); err != nil {
		b.Fatal(err)
	}
}

// fillStock has two callers, which is the fastest; Apply tokenizes on all cores.
func fillStock(b *testing.B, x *stock.Index, papers []data.Change) {
	b.Helper()
	var group errgroup.Group
	group.SetLimit(2)
	for batch := range slices.Chunk(papers, batchSize) {
		group.Go(func() error { return x.Add(b.Context(), batch) })
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
}
