package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"paperboy/api/local"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/index/bench"
	"paperboy/index/bench/peers"
)

func newBenchPeers(c *Config) *cobra.Command {
	var corpus []string
	var papers int
	var keep string
	options := peers.Options{}
	cmd := &cobra.Command{
		Use:   "peers [flags]",
		Short: "Measure speed and size beside Lucene and Tantivy",
		Long: `Measure Paperboy beside Lucene and Tantivy on the same papers and queries, in turn, by
processor time. It prints a table with the goals for each row and whether they are met.

The papers are those of the data folder, which no other process may have open, or those of
--corpus: these are ingested into a temporary folder first, which measures that too. The
programs of the peers are built on the spot; that needs Maven with a JDK 21 or newer, and
Cargo. A peer without its toolchain is left out. --keep names a folder for the programs and
their indexes; a later run with the same papers uses them again.

The rows are ` + strings.Join(peers.Keys(), ", ") + `.`,
		Example: "  paperboy bench peers --keep /tmp/peers\n  paperboy bench peers --corpus papers.jsonl.zst --seed 7\n  paperboy bench peers --keep /tmp/peers --row any --row all --callers=false",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := c.needsFolder(cmd); err != nil {
				return err
			}
			if options.Queries < 1 {
				return usagef("bench peers: --queries must be at least 1")
			}
			if papers < 0 || papers > maxBenchPapers || papers > 0 && len(corpus) == 0 || slices.Contains(corpus, "-") {
				return usagef("bench peers: --papers needs files in --corpus, and is at most %d", maxBenchPapers)
			}
			options.Progress = func(step string) { fmt.Fprintf(cmd.ErrOrStderr(), "paperboy: bench peers: %s\n", step) }
			options.Log = cmd.ErrOrStderr()
			report, err := c.benchPeers(cmd, corpus, papers, keep, options)
			if err != nil {
				return err
			}
			return output(c, cmd, &report, func(w io.Writer, r *peers.Report) error { return r.Print(w) })
		},
	}
	cmd.Flags().StringArrayVar(&corpus, "corpus", nil, "`file` of papers in any format that ingest reads; repeatable (default: the papers of the data folder)")
	cmd.Flags().IntVar(&papers, "papers", 0, "`number` of records of the corpus, evenly spaced or with perturbed copies added (default: those of the corpus)")
	cmd.Flags().StringVar(&keep, "keep", "", "`folder` for the programs and indexes of the peers (default: temporary)")
	cmd.Flags().StringArrayVar(&options.Rows, "row", nil, "`row` to measure; repeatable (default: all)")
	cmd.Flags().BoolVar(&options.Concurrent, "callers", true, "measure concurrent callers too")
	cmd.Flags().IntVar(&options.Queries, "queries", 1000, "`number` of queries of each row")
	cmd.Flags().Uint64Var(&options.Seed, "seed", 1, "`seed` for drawing queries and making copies")
	return cmd
}

// benchPeers measures in a temporary folder what is not kept.
func (c *Config) benchPeers(cmd *cobra.Command, corpus []string, papers int, keep string, o peers.Options) (report peers.Report, err error) {
	temp, err := os.MkdirTemp("", "paperboy-bench-")
	if err != nil {
		return report, fmt.Errorf("bench peers: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	o.Temp = temp
	if o.Dir = keep; keep == "" {
		o.Dir = filepath.Join(temp, "peers")
	}
	if o.Dir, err = filepath.Abs(o.Dir); err != nil {
		return report, err
	}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return report, err
	}
	dir := c.Data
	if len(corpus) > 0 {
		dir = filepath.Join(temp, "data")
		read := bench.Options{Seed: o.Seed, Progress: o.Progress}
		if err := read.Read(cmd.Context(), corpus, papers, temp, format.Options{Formats: formats.All()}); err != nil {
			return report, fmt.Errorf("bench peers: %w", err)
		}
		o.Records = read.Records
	}
	o.Open = func(ctx context.Context) (bench.Library, error) { return openToMeasure(ctx, dir, local.Options{}) }
	program, err := os.Executable()
	if err != nil {
		return report, err
	}
	o.Answer = []string{program, "bench", "answer", "--data", dir}
	return peers.Run(cmd.Context(), o)
}

// newBenchAnswer returns the command that bench peers runs to answer queries.
func newBenchAnswer(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:    "answer QUERIES",
		Short:  "Answer the queries of a file for bench peers",
		Hidden: true,
		Args:   arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			l, err := openToMeasure(cmd.Context(), c.Data, local.Options{Words: true})
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, l.Close()) }()
			return peers.Answer(cmd.Context(), l, args[0], cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
}
