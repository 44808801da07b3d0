package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"paperboy/data/audit"
	"paperboy/data/figures"
	"paperboy/data/store/sqlite/folder"
)

func newRestore(c *Config) *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Make a backup the content of the data folder",
		Long: `Verify a backup, make it the content of the data folder, and rebuild the index.
A folder that holds papers is refused unless with --force, which keeps the store
that was there under backups. A restore that is killed has changed nothing, or is
completed by the next command.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := c.claimForUpkeep(cmd)
			if err != nil {
				return err
			}
			audit.Note(cmd.Context(), audit.LibraryRestore, args[0])
			damaged, err := f.ReplaceStore(cmd.Context(), args[0], force)
			if err != nil {
				return errors.Join(fmt.Errorf("restore: %w", err), f.Release())
			}
			l, err := c.openLibrary(cmd.Context(), f)
			if err != nil {
				return fmt.Errorf("restore: %w", err)
			}
			defer l.close()
			if err := l.catchUp(cmd.Context(), cmd.ErrOrStderr()); err != nil {
				return fmt.Errorf("restore: %w", err)
			}
			stats, err := l.Store().Stats(cmd.Context())
			if err != nil {
				return fmt.Errorf("restore: %w", err)
			}
			warnDamaged(cmd, damaged, "the backup")
			if c.JSON {
				return printJSON(cmd.OutOrStdout(), map[string]any{"data": c.Data, "papers": stats.Papers, "damaged": damaged})
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s restored to %s\n", figures.Count(stats.Papers, "paper"), c.Data)
			return err
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace the papers that are there")
	return cmd
}

// claimForUpkeep claims the data folder for a command that a server cannot do.
func (c *Config) claimForUpkeep(cmd *cobra.Command) (*folder.Folder, error) {
	if c.Server != "" {
		return nil, usagef("%s: it works on a data folder, not on a server", commandName(cmd))
	}
	f, running, err := folder.ClaimOrServer(cmd.Context(), c.Data, commandName(cmd))
	if err != nil {
		return nil, err
	}
	if f == nil {
		return nil, fmt.Errorf("%s: a server at %s has %s open: stop it first", commandName(cmd), running, c.Data)
	}
	if f.ReadOnly != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", commandName(cmd), f.ReadOnly), f.Release())
	}
	return f, nil
}

// warnDamaged says on stderr that papers of a file cannot be read.
func warnDamaged(cmd *cobra.Command, damaged int, where string) {
	if damaged > 0 {
		cmd.PrintErrf("paperboy: %s of %s cannot be read: 'paperboy check' names them, 'paperboy check --repair' mends what it can\n", figures.Count(damaged, "paper"), where)
	}
}
