package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"paperboy/api"
)

func newBackup(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the store to a file, also while a server runs",
		Long: `Copy the store, consistent as of one moment, to a new file: all papers as ingested
and everything people made. The index is not in it, restore rebuilds it.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			file := args[0]
			if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("backup: %s is there already", file)
			}
			return c.ask(cmd, func(papers api.UseCases) error {
				// Written beside and renamed, so that a file of this name is a whole one.
				temp, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
				if err != nil {
					return fmt.Errorf("backup: %w", err)
				}
				defer os.Remove(temp.Name())
				err = papers.Backup(cmd.Context(), temp)
				if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
					return fmt.Errorf("backup: %w", err)
				}
				if err := os.Rename(temp.Name(), file); err != nil {
					return fmt.Errorf("backup: %w", err)
				}
				info, err := os.Stat(file)
				if err != nil {
					return fmt.Errorf("backup: %w", err)
				}
				if c.JSON {
					return printJSON(cmd.OutOrStdout(), map[string]any{"file": file, "bytes": info.Size()})
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s written, %s\n", file, bytesText(info.Size()))
				return err
			})
		},
	}
}
