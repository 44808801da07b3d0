package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"paperboy/data/figures"
)

func newBackup(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the store to a file, even while a server runs",
		Long: `Copy the store as of one moment to a new file: all papers as ingested, and everything
that people made. The index is not included, 'paperboy restore' rebuilds it. The copy is
read back and verified before it gets its name. Papers that are damaged in the store are
copied as they are, and counted.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			content, err := c.place(cmd).BackUp(cmd.Context(), args[0])
			if err != nil {
				return fmt.Errorf("backup: %w", err)
			}
			warnDamaged(cmd, len(content.Damaged), "the store")
			answer := map[string]any{"file": args[0], "bytes": content.Bytes, "papers": content.Papers, "damaged": len(content.Damaged)}
			return output(c, cmd, answer, line(func(map[string]any) string {
				return fmt.Sprintf("%s written and verified, %s, %s", args[0], figures.Count(content.Papers, "paper"), figures.Bytes(content.Bytes))
			}))
		},
	}
}
