package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/similar"
)

func newBetween(c *Config) *cobra.Command {
	var tune tuning
	cmd := &cobra.Command{
		Use:   "between [flags] ID ID",
		Short: "Find papers that lie between two papers",
		Long: `Find papers that lie between two papers, for example to connect two fields. They are
ranked by the lower of their similarities to the two.`,
		Example: "  paperboy between arxiv:2203.03850 acl:2020.acl-main.1",
		Args:    arguments(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			v, err := tune.values()
			if err != nil {
				return err
			}
			v["a"], v["b"] = args[:1], args[1:]
			params, _, err := similar.BetweenTable.Parse(v, true)
			if err != nil {
				return usagef("between: %w", err)
			}
			return show(c, cmd, api.Between, params, printBetween)
		},
	}
	tune.flags(cmd.Flags())
	return cmd
}

func printBetween(out io.Writer, answer similar.BetweenAnswer) error {
	for i, hit := range answer.Hits {
		printPaper(out, i+1, hit.Paper)
		fmt.Fprintf(out, "     shares with the first: %s\n", hit.A.Text())
		fmt.Fprintf(out, "     shares with the second: %s\n", hit.B.Text())
		printDuplicates(out, hit.Duplicates)
	}
	if len(answer.Hits) == 0 {
		fmt.Fprintln(out, "no papers between")
	}
	return printSeedDuplicates(out, answer.Duplicates)
}
