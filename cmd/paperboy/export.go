package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/export"
	"paperboy/api/search"
)

func newExport(c *Config) *cobra.Command {
	var format string
	var params search.Params
	cmd := &cobra.Command{
		Use:     "export [flags]",
		Short:   "Write papers to standard output",
		Long:    "Write all papers, or those that match a query, to standard output.",
		Example: "  paperboy export > papers.jsonl\n  paperboy export --format bibtex --query 'author:vaswani' > vaswani.bib",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(c, cmd, format); err != nil {
				return err
			}
			return showFile(c, cmd, api.Export, search.ExportParams{Params: params, Format: export.Format(format)})
		},
	}
	formatFlag(cmd, &format)
	cmd.Flags().StringVar(&params.Q, "query", "", "only the papers that match this `query`")
	return cmd
}

// checkFormat returns a usage error for an unknown format.
func checkFormat(c *Config, cmd *cobra.Command, format string) error {
	if c.JSON {
		return usagef("%s: --json does not apply: --format jsonl writes one JSON object a line", commandName(cmd))
	}
	if !slices.Contains(export.Formats, export.Format(format)) {
		return usagef("%s --format %s: want one of %v", commandName(cmd), format, export.Formats)
	}
	return nil
}

func formatFlag(cmd *cobra.Command, format *string) {
	cmd.Flags().StringVar(format, "format", string(export.JSONL), fmt.Sprintf("one of %v", export.Formats))
}
