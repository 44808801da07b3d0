package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"paperboy/index/embedded"
	"paperboy/index/eval"
)

func newEval(c *Config) *cobra.Command {
	var perQuery bool
	var qrels string
	cmd := &cobra.Command{
		Use:   "eval [flags] FOLDER",
		Short: "Measure the ranking on a relevance collection",
		Long: `Measure the ranking on a relevance collection in BEIR layout (corpus.jsonl,
queries.jsonl, qrels/test.tsv): its papers are put into a temporary index, and every
judged query is asked as a person would. The data folder is not touched.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			collection, err := eval.Open(args[0], qrels)
			if err != nil {
				return err
			}
			report, err := evaluate(cmd.Context(), collection)
			if err != nil {
				return err
			}
			if !perQuery {
				report.PerQuery = nil
			}
			if c.JSON {
				return printJSON(cmd.OutOrStdout(), report)
			}
			return printEval(cmd.OutOrStdout(), report)
		},
	}
	cmd.Flags().BoolVar(&perQuery, "per-query", false, "measure each query too")
	cmd.Flags().StringVar(&qrels, "qrels", eval.DefaultQrels, "`file` of judgements in the collection's qrels folder")
	return cmd
}

// evaluate runs a collection in an index of its own, which it removes.
func evaluate(ctx context.Context, collection *eval.Collection) (report eval.Report, err error) {
	dir, err := os.MkdirTemp("", "paperboy-eval-")
	if err != nil {
		return report, fmt.Errorf("evaluate: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	engine, err := embedded.Open(ctx, dir, embedded.Options{Store: "eval"})
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	loaded, err := eval.Load(ctx, engine, collection)
	if err != nil {
		return report, err
	}
	return eval.Run(ctx, collection, loaded.Search)
}

func printEval(w io.Writer, r eval.Report) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tab, "nDCG@10\tMAP\tP@10\tR@100\tms\t")
	row := func(m eval.Measures, ms float64, name string) {
		fmt.Fprintf(tab, "%.4f\t%.4f\t%.4f\t%.4f\t%.2f\t  %s\n", m.NDCG10, m.MAP, m.P10, m.R100, ms, name)
	}
	for _, a := range r.PerQuery {
		row(a.Measures, a.Milliseconds, a.ID+"  "+clip(a.Text))
	}
	row(r.Mean, r.Milliseconds.P50, fmt.Sprintf("mean of %s, median ms (p95 %.2f, p99 %.2f)", thousands(r.Queries)+" queries", r.Milliseconds.P95, r.Milliseconds.P99))
	return tab.Flush()
}

// clip shortens a query to what fits beside its measures.
func clip(text string) string {
	const fits = 60
	if runes := []rune(text); len(runes) > fits {
		return string(runes[:fits]) + "…"
	}
	return text
}
