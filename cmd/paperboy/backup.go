package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/client"
	"paperboy/data/figures"
	"paperboy/data/store/sqlite"
	"paperboy/data/store/sqlite/folder"
)

func newBackup(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the store to a file, also while a server runs",
		Long: `Copy the store, consistent as of one moment, to a new file: all papers as ingested
and everything people made. The index is not in it, restore rebuilds it. The copy is
read back and verified before it gets its name. Papers that are damaged in the store
are in the copy as they are, and are counted.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			content, err := c.backUp(cmd, args[0])
			if err != nil {
				return fmt.Errorf("backup: %w", err)
			}
			warnDamaged(cmd, len(content.Damaged), "the store")
			if c.JSON {
				return printJSON(cmd.OutOrStdout(), map[string]any{
					"file": args[0], "bytes": content.Bytes, "papers": content.Papers, "damaged": len(content.Damaged),
				})
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s written and verified, %s, %s\n", args[0], figures.Count(content.Papers, "paper"), figures.Bytes(content.Bytes))
			return err
		},
	}
}

// backUp writes a verified backup of the folder, or of the server that has it.
func (c *Config) backUp(cmd *cobra.Command, file string) (content sqlite.Content, err error) {
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return content, cmp.Or(err, fmt.Errorf("%s is there already", file))
	}
	if c.Server == "" && !folder.HasPapers(c.Data) && !folder.HasHeldLibrary(c.Data) {
		return content, c.noPapers()
	}
	f, remote, err := c.reach(cmd)
	if err != nil {
		return content, err
	}
	if remote != nil {
		return download(cmd.Context(), remote, file)
	}
	// The index is not needed, and may not fit on a full disk.
	defer func() { err = errors.Join(err, f.Release()) }()
	papers, err := f.OpenStore(cmd.Context(), folder.Options{})
	if err != nil {
		return content, err
	}
	if err := errors.Join(papers.Backup(cmd.Context(), file), papers.Close()); err != nil {
		return content, err
	}
	return sqlite.Verify(cmd.Context(), file)
}

// download takes a backup from a server: beside the file, renamed once it is verified,
// so that a file of this name is a whole one.
func download(ctx context.Context, server *client.Client, file string) (content sqlite.Content, err error) {
	temp, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return content, err
	}
	defer os.Remove(temp.Name())
	err = client.Download(ctx, server, api.Backup, api.None{}, temp)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return content, err
	}
	if content, err = sqlite.Verify(ctx, temp.Name()); err != nil {
		return content, fmt.Errorf("what the server sent is not whole: %w", err)
	}
	if err := os.Rename(temp.Name(), file); err != nil {
		return content, err
	}
	return content, folder.Sync(filepath.Dir(file))
}
