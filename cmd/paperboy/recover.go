package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"paperboy/api/local"
	"paperboy/data/figures"
	"paperboy/data/store/sqlite/folder"
)

func newRecover(c *Config) *cobra.Command {
	var to string
	var from []string
	cmd := &cobra.Command{
		Use:   "recover FOLDER",
		Short: "Build a new library from what is left of a damaged one",
		Long: `Build a new data folder from everything that can be read of a damaged one: the store,
page by page if necessary, and the copies of it. FOLDER itself is not changed. The
command names what it could not save.`,
		Example: "  paperboy recover ~/.local/share/paperboy --to ~/saved\n  paperboy serve --data ~/saved",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := c.needsFolder(cmd); err != nil {
				return err
			}
			to = cmp.Or(to, strings.TrimRight(args[0], "/")+"-recovered")
			answer, err := local.Recover(cmd.Context(), args[0], to, from, []string{configFileName}, notices(cmd))
			if err == nil {
				err = output(c, cmd, answer, printRecovered)
			}
			if lost := len(answer.Mended.Lost); err == nil && lost > 0 {
				err = fmt.Errorf("%s could not be saved", figures.Count(lost, "paper"))
			}
			if err != nil {
				return fmt.Errorf("recover: %w", err)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "new `folder` (default FOLDER-recovered)")
	cmd.Flags().StringArrayVar(&from, "from", nil, "a backup `file` to take papers from; repeatable")
	return cmd
}

func printRecovered(w io.Writer, answer folder.Recovery) error {
	fmt.Fprintf(w, "%s in %s, from %s\n", figures.Count(answer.Papers, "paper"), answer.To, answer.Base)
	printRestored(w, answer.Mended.From)
	printLines(w, answer.Notes)
	printLost(w, answer.Mended.Lost)
	_, err := fmt.Fprintf(w, "'paperboy serve --data %s' serves it\n", answer.To)
	return err
}
