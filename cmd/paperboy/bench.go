package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"paperboy/api/export"
	"paperboy/api/search"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/data"
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
		Short: "Measure speed and size on a corpus, and beside stock Bleve",
		Long: `Measure how fast papers come in, what they take, and how fast each kind of query
is answered. The papers of the files, or of the data folder, are ingested into a
temporary folder (below $TMPDIR; what is durable there is as fast as its disk), opened
again, and asked for. Everything read counts as ingest, parsing included. Equal corpora
and flags make equal queries.

With --stock the same papers and queries are also given to Bleve as it comes, in turns
with ours: two "en" fields with positions, its bm25, keyword fields with term facets, a
disjunction of 25 boosted terms for similar papers. --callers asks both from as many
goroutines at once.

--papers takes so many records instead of all: fewer at even distances from the whole
corpus, or all and then copies of them in which words, authors and dates are others,
so that lists of postings, words and names grow as with further papers. They are first
written to the temporary folder (1.8 kB each), which is not measured.`,
		Example: "  paperboy bench --corpus papers.jsonl.zst --stock\n  paperboy bench --corpus papers.jsonl.zst --papers 1000000\n  paperboy bench --json > figures.json",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if options.Queries < 1 || options.Callers < 1 {
				return usagef("bench: --queries and --callers want at least 1")
			}
			if papers < 0 || papers > maxBenchPapers {
				return usagef("bench: --papers wants 1 to %s", thousands(maxBenchPapers))
			}
			if papers > 0 && slices.Contains(corpus, "-") {
				return usagef("bench: --papers reads a corpus more than once, which standard input cannot be")
			}
			options.Progress = func(step string) { fmt.Fprintf(cmd.ErrOrStderr(), "paperboy: bench: %s\n", step) }
			report, err := c.bench(cmd, corpus, papers, against, options)
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
	cmd.Flags().IntVar(&papers, "papers", 0, "take so many records of the corpus, filled up with perturbed copies (default: as many as it has)")
	cmd.Flags().BoolVar(&against, "stock", false, "measure stock Bleve too")
	cmd.Flags().IntVar(&options.Queries, "queries", 300, "how many queries of each kind")
	cmd.Flags().IntVar(&options.Callers, "callers", 1, "how many ask at once")
	cmd.Flags().Uint64Var(&options.Seed, "seed", 1, "draws the queries and makes the copies")
	return cmd
}

// maxBenchPapers bounds what a slip of the finger may write to the disk.
const maxBenchPapers = 10_000_000

// bench measures in a folder of its own, which it removes.
func (c *Config) bench(cmd *cobra.Command, corpus []string, papers int, against bool, o bench.Options) (report bench.Report, err error) {
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
	read := format.Options{Formats: formats.All(), Stdin: cmd.InOrStdin()}
	read.Progress = everyFewSeconds(func(p format.Progress) {
		o.Progress(fmt.Sprintf("read %s of %s", bytesText(p.Read), filepath.Base(p.Location)))
	})
	o.Records = openAll(cmd.Context(), corpus, read)
	if papers > 0 {
		file := filepath.Join(dir, "resized.jsonl")
		if o.Corpus, err = writeResized(file, o, papers); err != nil {
			return report, fmt.Errorf("bench: %w", err)
		}
		o.Records = format.Open(cmd.Context(), file, read)
	}
	o.Open = func(ctx context.Context) (bench.Library, error) {
		f, err := folder.Claim(filepath.Join(dir, "data"), "bench")
		if err != nil {
			return bench.Library{}, err
		}
		l, err := openLibrary(ctx, f)
		if err != nil {
			return bench.Library{}, err
		}
		return bench.Library{Store: l.Store(), Engine: l.Index(), Ingester: l.Ingester, Close: l.close}, nil
	}
	if against {
		o.Opponent = func(context.Context) (bench.Opponent, error) { return stock.Open(filepath.Join(dir, "stock")) }
	}
	return bench.Run(cmd.Context(), o)
}

// exportAll writes the papers of the data folder, or of its server, to a file.
func (c *Config) exportAll(cmd *cobra.Command, file string) error {
	return c.ask(cmd, func(papers papers) error {
		f, err := os.Create(file)
		if err != nil {
			return err
		}
		return errors.Join(writeTo(cmd.Context(), papers, api.Export, search.ExportParams{Params: search.Params{}, Format: export.JSONL}, f), f.Close())
	})
}

// writeResized writes n records made of o's to a file.
func writeResized(file string, o bench.Options, n int) (*bench.Corpus, error) {
	o.Progress("counting the corpus")
	records, corpus, err := bench.Resize(o.Records, n, o.Seed)
	if err != nil {
		return nil, err
	}
	o.Progress(fmt.Sprintf("writing %s", count(n, "record")))
	f, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	err = writeRecords(f, records)
	return &corpus, errors.Join(err, f.Close())
}

// writeRecords writes JSON lines that are read again as the same records.
func writeRecords(w io.Writer, records format.Records) error {
	buffered := bufio.NewWriterSize(w, 64<<10)
	lines := json.NewEncoder(buffered)
	lines.SetEscapeHTML(false)
	for r, err := range records {
		if err != nil {
			return err
		}
		r.Paper.Sources = append(slices.Clip(r.Paper.Sources), r.Origin)
		if err := lines.Encode(struct {
			data.Paper
			Aliases []data.ID `json:"aliases,omitempty"`
		}{r.Paper, r.Aliases}); err != nil {
			return err
		}
	}
	return buffered.Flush()
}

// openAll reads one location after the other.
func openAll(ctx context.Context, locations []string, read format.Options) format.Records {
	return func(yield func(data.Record, error) bool) {
		for _, location := range locations {
			for record, err := range format.Open(ctx, location, read) {
				if !yield(record, err) {
					return
				}
			}
		}
	}
}

// everyFewSeconds passes on what comes at least progressEvery after the last.
func everyFewSeconds(show func(format.Progress)) func(format.Progress) {
	last := time.Now()
	return func(p format.Progress) {
		if now := time.Now(); now.Sub(last) >= progressEvery {
			last = now
			show(p)
		}
	}
}
