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
		Short: "Replace the content of the data folder with a backup",
		Long: `Verify a backup, replace the content of the data folder with it, and rebuild the index.
If the folder has papers, this needs --force, which moves the existing store to backups.
If a restore is killed, it has changed nothing, or the next command completes it.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := c.claimForUpkeep(cmd)
			if err != nil {
				return err
			}
			audit.Note(cmd.Context(), audit.LibraryRestore, args[0])
			damaged, papers, err := c.restore(cmd, f, args[0], force)
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

// restore replaces the store of a folder, which it releases, and rebuilds the index.
func (c *Config) restore(cmd *cobra.Command, f *folder.Folder, file string, force bool) (damaged, papers int, err error) {
	ctx := cmd.Context()
	if damaged, err = f.ReplaceStore(ctx, file, force); err != nil {
		return 0, 0, errors.Join(err, f.Release())
	}
	l, err := c.openLibrary(ctx, f)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	if err := l.catchUp(ctx, cmd.ErrOrStderr()); err != nil {
		return 0, 0, err
	}
	stats, err := l.Store().Stats(ctx)
	return damaged, stats.Papers, err
}

// claimForUpkeep claims the data folder for a command that a server cannot do.
func (c *Config) claimForUpkeep(cmd *cobra.Command) (f *folder.Folder, err error) {
	name := commandName(cmd)
	if c.Server != "" {
		return nil, usagef("%s works on a data folder, not on a server", name)
	}
	f, running, err := folder.ClaimOrServer(cmd.Context(), c.Data, name)
	switch {
	case err != nil:
		return nil, err
	case f == nil:
		return nil, fmt.Errorf("%s: a server at %s has %s open: stop it first", name, running, c.Data)
	case f.ReadOnly != nil:
		return nil, errors.Join(fmt.Errorf("%s: %w", name, f.ReadOnly), f.Release())
	}
	return f, nil
}

// warnDamaged reports papers that cannot be read on stderr.
func warnDamaged(cmd *cobra.Command, damaged int, where string) {
	if damaged > 0 {
		cmd.PrintErrf("paperboy: %s of %s cannot be read: 'paperboy check' names them, 'paperboy check --repair' restores what it can\n", figures.Count(damaged, "paper"), where)
	}
}
