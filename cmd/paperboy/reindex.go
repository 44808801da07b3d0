package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/data/figures"
)

func newReindex(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "reindex",
		Short: "Rebuild the index from the store",
		Long:  "Rebuild the index from the store, next to the old one, which answers searches until the new one is complete.",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			// An index that is missing or behind is not brought up to date first.
			return c.askBehind(cmd, showing(c, cmd, api.Reindex, api.None{}, line(func(answer library.ReindexAnswer) string {
				return fmt.Sprintf("%s indexed in %.1f s", figures.Count(answer.Papers, "paper"), answer.TookMS/1000)
			})))
		},
	}
}
