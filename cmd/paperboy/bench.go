package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"paperboy/api/local"
	"paperboy/data/figures"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/store/sqlite/folder"
	"paperboy/index/bench"
	"paperboy/index/embedded/stock"
)

func newBench(c *Config) *cobra.Command {
	var corpus []string
	var against bool
	var papers int
	options := bench.Options{}
	cmd := &cobra.Command{
		Use:   "bench [flags]",
		Short: "Measure speed and size on a corpus, optionally compared with stock Bleve",
		Long: `Measure how fast papers are ingested, how much space they take, and how fast each kind
of query is answered. The papers of the files, or of the data folder, are ingested into a
temporary folder (below $TMPDIR; its disk determines how fast writes become durable),
opened again, and searched. The time for ingesting includes parsing. The same corpus and
flags give the same queries.

With --stock the same papers and queries also go to an unmodified Bleve, in turns: two
"en" fields with positions, its bm25, keyword fields with term facets, and a disjunction
of 25 boosted terms for similar papers. --callers sets the number of concurrent callers
of both.

--papers sets the number of records. A smaller number takes evenly spaced records of the
corpus; a larger one adds copies with other words, authors and dates, so that postings
and dictionaries grow as with more papers. The records are first written to the temporary
folder (1.8 kB each), which is not measured.`,
		Example: "  paperboy bench --corpus papers.jsonl.zst --stock\n  paperboy bench --corpus papers.jsonl.zst --papers 1000000\n  paperboy bench --json > figures.json",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if options.Queries < 1 || options.Callers < 1 {
				return usagef("bench: --queries and --callers must be at least 1")
			}
			if papers < 0 || papers > maxBenchPapers {
				return usagef("bench: --papers must be 1 to %s", figures.Thousands(maxBenchPapers))
			}
			if papers > 0 && slices.Contains(corpus, "-") {
				return usagef("bench: --papers reads the corpus more than once, so it cannot be standard input")
			}
			options.Progress = func(step string) { fmt.Fprintf(cmd.ErrOrStderr(), "paperboy: bench: %s\n", step) }
			report, err := c.bench(cmd, corpus, papers, against, options)
			if err != nil {
				return err
			}
			return output(c, cmd, &report, func(w io.Writer, r *bench.Report) error { return r.Print(w) })
		},
	}
	cmd.Flags().StringArrayVar(&corpus, "corpus", nil, "`file` of papers in any format that ingest reads; repeatable (default: the papers of the data folder)")
	cmd.Flags().IntVar(&papers, "papers", 0, "`number` of records, evenly spaced or with perturbed copies added (default: those of the corpus)")
	cmd.Flags().BoolVar(&against, "stock", false, "measure stock Bleve too")
	cmd.Flags().IntVar(&options.Queries, "queries", 300, "`number` of queries of each kind")
	cmd.Flags().IntVar(&options.Callers, "callers", 1, "`number` of concurrent callers")
	cmd.Flags().Uint64Var(&options.Seed, "seed", 1, "`seed` for drawing queries and making copies")
	cmd.AddCommand(newBenchPeers(c), newBenchAnswer(c))
	return cmd
}

// maxBenchPapers limits how much a typing error can write to the disk.
const maxBenchPapers = 10_000_000

// bench measures in a temporary folder.
func (c *Config) bench(cmd *cobra.Command, corpus []string, papers int, against bool, o bench.Options) (report bench.Report, err error) {
	dir, err := os.MkdirTemp("", "paperboy-bench-")
	if err != nil {
		return report, fmt.Errorf("bench: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if len(corpus) == 0 {
		file := filepath.Join(dir, "corpus.jsonl")
		if err := c.ask(cmd, func(papers local.Papers) error { return local.ExportAll(cmd.Context(), papers, file) }); err != nil {
			return report, err
		}
		corpus = []string{file}
	}
	if err := o.Read(cmd.Context(), corpus, papers, dir, format.Options{Formats: formats.All(), Stdin: cmd.InOrStdin()}); err != nil {
		return report, fmt.Errorf("bench: %w", err)
	}
	o.Open = func(ctx context.Context) (bench.Library, error) {
		return openToMeasure(ctx, filepath.Join(dir, "data"), local.Options{})
	}
	if against {
		o.Opponent = func(context.Context) (bench.Opponent, error) { return stock.Open(filepath.Join(dir, "stock")) }
	}
	return bench.Run(cmd.Context(), o)
}

// openToMeasure opens the library in a folder.
func openToMeasure(ctx context.Context, dir string, o local.Options) (bench.Library, error) {
	f, err := folder.Claim(dir, "bench")
	if err != nil {
		return bench.Library{}, err
	}
	l, err := local.Open(ctx, f, o)
	if err != nil {
		return bench.Library{}, err
	}
	return bench.Library{Store: l.Store(), Engine: l.Index(), Ingester: l.Ingester, Close: l.Close}, nil
}
