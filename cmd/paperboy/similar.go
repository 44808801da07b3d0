package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/similar"
)

func newSimilar(c *Config) *cobra.Command {
	var tune tuning
	var unlike []string
	var text string
	cmd := &cobra.Command{
		Use:   "similar [flags] ID... | --text TEXT|-",
		Short: "Find papers like given papers or a text",
		Long: `Find papers like given papers, a text, or both.

For each result it shows the shared terms and what each adds to the score. Terms can be
ignored (--without) or given more or less weight (--heavier, --lighter).`,
		Example: `  paperboy similar arxiv:2203.03850
  paperboy similar arxiv:2203.03850 acl:2020.acl-main.1 --unlike arxiv:1706.03762
  paperboy similar arxiv:2203.03850 --without survey --heavier graphs --filter from=2024
  paperboy similar --text - < abstract.txt`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && text == "" {
				return usagef("similar: give an id, or a text with --text")
			}
			v, err := tune.values()
			if err != nil {
				return err
			}
			if text == "-" {
				// One byte more than the limit is enough for an error.
				in, err := io.ReadAll(io.LimitReader(cmd.InOrStdin(), 4*similar.MaxTextLength+1))
				if err != nil {
					return fmt.Errorf("similar: read text: %w", err)
				}
				text = string(in)
			}
			v["like"], v["unlike"], v["text"] = args, unlike, []string{text}
			params, _, err := similar.Table.Parse(v, true)
			if err != nil {
				return usagef("similar: %w", err)
			}
			return show(c, cmd, api.Similar, params, printSimilar)
		},
	}
	cmd.Flags().StringVar(&text, "text", "", "find papers like this `text`; - reads it from standard input")
	cmd.Flags().StringArrayVar(&unlike, "unlike", nil, "`id` of a paper that results should be unlike; repeatable")
	tune.flags(cmd.Flags())
	return cmd
}

func printSimilar(out io.Writer, answer similar.Answer) error {
	for i, hit := range answer.Hits {
		printPaper(out, i+1, hit.Paper)
		fmt.Fprintf(out, "     shares: %s\n", reasonsText(hit.Reasons))
		printDuplicates(out, hit.Duplicates)
	}
	if len(answer.Hits) == 0 {
		fmt.Fprintln(out, "no similar papers")
	}
	return printSeedDuplicates(out, answer.Duplicates)
}
