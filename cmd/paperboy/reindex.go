package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"paperboy/api"
)

func newReindex(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "reindex",
		Short: "Rebuild the index from the store",
		Long:  "Rebuild the index from the store, beside the old one, which answers until the new one takes its place.",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.ask(cmd, func(papers papers) error {
				answer, err := call(cmd.Context(), papers, api.Reindex, api.None{})
				if err != nil {
					return err
				}
				if c.JSON {
					return printJSON(cmd.OutOrStdout(), answer)
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s indexed in %.1f s\n", count(answer.Papers, "paper"), answer.TookMS/1000)
				return err
			})
		},
	}
}
