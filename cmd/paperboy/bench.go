package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/data"
	"paperboy/data/source"
	"paperboy/data/source/formats"
	"paperboy/index/bench"
	"paperboy/index/embedded/stock"
)

func newBench(c *Config) *cobra.Command {
	var corpus []string
	var against bool
	options := bench.Options{}
	cmd := &cobra.Command{
		Use:   "bench [flags]",
		Short: "Measure speed and size on a corpus, and beside stock Bleve",
		Long: `Measure how fast papers come in, what they take, and how fast each kind of query
is answered. The papers of the files, or of the data folder, are ingested into a
temporary folder (below $TMPDIR; what is durable there is as fast as its disk), opened
again, and asked for. Everything read counts as ingest, parsing included. Equal corpora
and flags make equal queries.

With --stock the same papers and queries are also given to Bleve as it comes, in turns
with ours: two "en" fields with positions, its bm25, keyword fields with term facets, a
disjunction of 25 boosted terms for similar papers. --callers asks both from as many
goroutines at once.`,
		Example: "  paperboy bench --corpus papers.jsonl.zst --stock\n  paperboy bench --json > figures.json",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if options.Queries < 1 || options.Callers < 1 {
				return usagef("bench: --queries and --callers want at least 1")
			}
			options.Progress = func(step string) { fmt.Fprintf(cmd.ErrOrStderr(), "paperboy: bench: %s\n", step) }
			report, err := c.bench(cmd, corpus, against, options)
			if err != nil {
				return err
			}
			if c.JSON {
				return printJSON(cmd.OutOrStdout(), report)
			}
			return printBench(cmd.OutOrStdout(), report)
		},
	}
	cmd.Flags().StringArrayVar(&corpus, "corpus", nil, "`file` of papers, as ingest reads them; may be repeated (default: the papers of the data folder)")
	cmd.Flags().BoolVar(&against, "stock", false, "measure stock Bleve too")
	cmd.Flags().IntVar(&options.Queries, "queries", 300, "how many queries of each kind")
	cmd.Flags().IntVar(&options.Callers, "callers", 1, "how many ask at once")
	cmd.Flags().Uint64Var(&options.Seed, "seed", 1, "draws the queries")
	return cmd
}

// bench measures in a folder of its own, which it removes.
func (c *Config) bench(cmd *cobra.Command, corpus []string, against bool, o bench.Options) (report bench.Report, err error) {
	dir, err := os.MkdirTemp("", "paperboy-bench-")
	if err != nil {
		return report, fmt.Errorf("bench: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if len(corpus) == 0 {
		file := filepath.Join(dir, "corpus.jsonl")
		if err := c.exportAll(cmd, file); err != nil {
			return report, err
		}
		corpus = []string{file}
	}
	read := source.Options{Formats: formats.All(), Stdin: cmd.InOrStdin()}
	read.Progress = everyFewSeconds(func(p source.Progress) {
		o.Progress(fmt.Sprintf("read %s of %s", bytesText(p.Read), filepath.Base(p.Location)))
	})
	o.Records = openAll(cmd.Context(), corpus, read)
	o.Open = func(ctx context.Context) (bench.Library, error) {
		f, err := claim(filepath.Join(dir, "data"), "bench")
		if err != nil {
			return bench.Library{}, err
		}
		l, err := openLibrary(ctx, f)
		if err != nil {
			return bench.Library{}, err
		}
		return bench.Library{Store: l.store, Engine: l.engine, Ingester: l.ingester, Close: l.close}, nil
	}
	if against {
		o.Opponent = func(context.Context) (bench.Opponent, error) { return stock.Open(filepath.Join(dir, "stock")) }
	}
	return bench.Run(cmd.Context(), o)
}

// exportAll writes the papers of the data folder, or of its server, to a file.
func (c *Config) exportAll(cmd *cobra.Command, file string) error {
	papers, done, err := c.open(cmd)
	if err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return errors.Join(err, done())
	}
	return errors.Join(papers.Export(cmd.Context(), api.SearchParams{}, api.JSONL, f), f.Close(), done())
}

// openAll reads one location after the other.
func openAll(ctx context.Context, locations []string, read source.Options) source.Records {
	return func(yield func(data.Record, error) bool) {
		for _, location := range locations {
			for record, err := range source.Open(ctx, location, read) {
				if !yield(record, err) {
					return
				}
			}
		}
	}
}

// everyFewSeconds passes on what comes at least progressEvery after the last.
func everyFewSeconds(show func(source.Progress)) func(source.Progress) {
	last := time.Now()
	return func(p source.Progress) {
		if now := time.Now(); now.Sub(last) >= progressEvery {
			last = now
			show(p)
		}
	}
}
