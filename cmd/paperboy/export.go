package main

import (
	"bufio"
	"errors"
	"fmt"
	"slices"

	"paperboy/api/export"
	"paperboy/api/search"

	"github.com/spf13/cobra"

	"paperboy/api"
)

func newExport(c *Config) *cobra.Command {
	var format string
	var params search.Params
	cmd := &cobra.Command{
		Use:     "export [flags]",
		Short:   "Write papers to standard output",
		Long:    "Write all papers, or those that a query finds, to standard output.",
		Example: "  paperboy export > papers.jsonl\n  paperboy export --format bibtex --query 'author:vaswani' > vaswani.bib",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(c, cmd, format); err != nil {
				return err
			}
			return c.ask(cmd, func(papers papers) error {
				out := bufio.NewWriter(cmd.OutOrStdout())
				return errors.Join(writeTo(cmd.Context(), papers, api.Export, search.ExportParams{Params: params, Format: export.Format(format)}, out), out.Flush())
			})
		},
	}
	formatFlag(cmd, &format)
	cmd.Flags().StringVar(&params.Q, "query", "", "only the papers that this `query` finds")
	return cmd
}

// checkFormat refuses a format that there is not.
func checkFormat(c *Config, cmd *cobra.Command, format string) error {
	if c.JSON {
		return usagef("%s: there is no --json, its papers are one object a line with --format jsonl", commandName(cmd))
	}
	if !slices.Contains(export.Formats, export.Format(format)) {
		return usagef("%s --format %s: want one of %v", commandName(cmd), format, export.Formats)
	}
	return nil
}

func formatFlag(cmd *cobra.Command, format *string) {
	cmd.Flags().StringVar(format, "format", string(export.JSONL), fmt.Sprintf("one of %v", export.Formats))
}
