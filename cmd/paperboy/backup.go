package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

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
		Short: "Copy the store to a file, even while a server runs",
		Long: `Copy the store as of one moment to a new file: all papers as ingested, and everything
that people made. The index is not included, 'paperboy restore' rebuilds it. The copy is
read back and verified before it gets its name. Papers that are damaged in the store are
copied as they are, and counted.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			content, err := c.backUp(cmd, args[0])
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

// backUp writes a verified backup of the data folder, or of the server that has it open.
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
		return folder.ReceiveBackup(cmd.Context(), file, func(w io.Writer) error {
			return client.Download(cmd.Context(), remote, api.Backup, api.None{}, w)
		})
	}
	defer func() { err = errors.Join(err, f.Release()) }()
	return f.BackUp(cmd.Context(), file)
}
