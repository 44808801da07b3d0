package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"paperboy/index"
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
judged query is searched as typed. The data folder is not used.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			collection, err := eval.Open(args[0], qrels)
			if err != nil {
				return err
			}
			report, err := eval.Evaluate(cmd.Context(), collection, func(ctx context.Context, dir string) (index.Engine, error) {
				return embedded.Open(ctx, dir, embedded.Options{Store: "eval"})
			})
			if err != nil {
				return err
			}
			if !perQuery {
				report.PerQuery = nil
			}
			return output(c, cmd, &report, func(w io.Writer, r *eval.Report) error { return r.Print(w) })
		},
	}
	cmd.Flags().BoolVar(&perQuery, "per-query", false, "also show the measures of each query")
	cmd.Flags().StringVar(&qrels, "qrels", eval.DefaultQrels, "`file` of judgements in the collection's qrels folder")
	return cmd
}
