package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"paperboy/data/audit"
	"paperboy/data/store/sqlite"
)

func newRestore(c *Config) *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Make a backup the content of the data folder",
		Long: `Check a backup, make it the content of the data folder, and rebuild the index.
A folder that holds papers is refused unless with --force, which keeps the store
that was there under backups.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if c.Server != "" {
				return usagef("restore: it works on a data folder, not on a server")
			}
			f, running, err := claimOrServer(cmd.Context(), c.Data, cmd.Name())
			if err != nil {
				return err
			}
			if f == nil {
				return fmt.Errorf("restore: a server at %s has %s open: stop it first", running, c.Data)
			}
			audit.Note(cmd.Context(), audit.LibraryRestore, args[0])
			if err := replaceStore(cmd.Context(), f, args[0], force); err != nil {
				return errors.Join(fmt.Errorf("restore: %w", err), f.release())
			}
			l, err := openLibrary(cmd.Context(), f)
			if err != nil {
				return fmt.Errorf("restore: %w", err)
			}
			defer l.close()
			if err := l.catchUp(cmd.Context(), cmd.ErrOrStderr()); err != nil {
				return fmt.Errorf("restore: %w", err)
			}
			stats, err := l.store.Stats(cmd.Context())
			if err != nil {
				return fmt.Errorf("restore: %w", err)
			}
			if c.JSON {
				return printJSON(cmd.OutOrStdout(), map[string]any{"data": c.Data, "papers": stats.Papers})
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s restored to %s\n", count(stats.Papers, "paper"), c.Data)
			return err
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace the papers that are there")
	return cmd
}

// replaceStore makes a checked copy of the backup the folder's store.
func replaceStore(ctx context.Context, f *folder, backup string, force bool) error {
	occupied := holdsPapers(f.dir)
	if occupied && !force {
		return fmt.Errorf("%s holds papers already: give another --data, or --force to replace them", f.dir)
	}
	temp := f.path(storeFile + ".restore")
	defer removeStore(temp)
	if err := errors.Join(removeStore(temp), copyFile(temp, backup)); err != nil {
		return err
	}
	if err := checkStore(ctx, temp); err != nil {
		return fmt.Errorf("%s: %w", backup, err)
	}
	if occupied {
		if err := f.setAside(); err != nil {
			return err
		}
	}
	if err := os.Rename(temp, f.path(storeFile)); err != nil {
		return err
	}
	// Files that were taken since the backup are to be taken again.
	return errors.Join(os.RemoveAll(f.path(indexDir)), os.RemoveAll(f.path(watchedDir)))
}

// checkStore opens a store, which migrates an older one, and verifies it.
func checkStore(ctx context.Context, path string) error {
	s, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(s.Check(ctx), s.Close())
}

// setAside moves the folder's store under backups. Closing it has folded its
// write-ahead log in, unless it crashed: the log then moves along.
func (f *folder) setAside() error {
	if err := os.MkdirAll(f.path(backupsDir), 0o700); err != nil {
		return err
	}
	aside := filepath.Join(f.path(backupsDir), "before-restore-"+time.Now().UTC().Format("20060102T150405.000Z")+".db")
	for _, suffix := range storeSuffixes {
		if err := os.Rename(f.path(storeFile)+suffix, aside+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// storeSuffixes are those of the files that make one SQLite database.
var storeSuffixes = []string{"", "-wal", "-shm"}

func removeStore(path string) error {
	var errs []error
	for _, suffix := range storeSuffixes {
		errs = append(errs, remove(path+suffix))
	}
	return errors.Join(errs...)
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
