package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"paperboy/data/audit"
	"paperboy/data/figures"
)

func newRestore(c *Config) *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Replace the content of the data folder with a backup",
		Long: `Verify a backup, replace the content of the data folder with it, and rebuild the index.
If the folder has papers, this needs --force, which moves the existing store to backups.
If a restore is killed, it has changed nothing, or the next command completes it.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := c.needsFolder(cmd); err != nil {
				return err
			}
			place := c.place(cmd)
			f, err := place.ClaimAlone(cmd.Context())
			if err != nil {
				return err
			}
			audit.Note(cmd.Context(), audit.LibraryRestore, args[0])
			papers, damaged, err := place.Restore(cmd.Context(), f, args[0], force)
			if err != nil {
				return fmt.Errorf("restore: %w", err)
			}
			warnDamaged(cmd, damaged, "the backup")
			answer := map[string]any{"data": c.Data, "papers": papers, "damaged": damaged}
			return output(c, cmd, answer, line(func(map[string]any) string {
				return fmt.Sprintf("%s restored to %s", figures.Count(papers, "paper"), c.Data)
			}))
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace existing papers")
	return cmd
}

// warnDamaged reports papers that cannot be read on stderr.
func warnDamaged(cmd *cobra.Command, damaged int, where string) {
	if damaged > 0 {
		cmd.PrintErrf("paperboy: %s of %s cannot be read: 'paperboy check' names them, 'paperboy check --repair' restores what it can\n", figures.Count(damaged, "paper"), where)
	}
}
