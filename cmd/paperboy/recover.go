package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"paperboy/data/figures"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
	"paperboy/data/store/sqlite/folder"
)

// recoverAnswer is what recover prints as JSON.
type recoverAnswer struct {
	To string `json:"to"`
	// Base is the file that most was taken from.
	Base   string `json:"base"`
	Papers int    `json:"papers"`
	sqlite.Salvage
	Mended store.Mended `json:"mended"`
	// Notes are what else there is to know.
	Notes []string `json:"notes"`
}

func newRecover(c *Config) *cobra.Command {
	var to string
	var from []string
	cmd := &cobra.Command{
		Use:   "recover FOLDER",
		Short: "Build the best library from what is left of a damaged one",
		Long: `Build a new data folder from all that can be read of a damaged one: the store, page by
page where nothing else works, and the copies of it. FOLDER itself is not changed. What
could not be saved is named.`,
		Example: "  paperboy recover ~/.local/share/paperboy --to ~/saved\n  paperboy serve --data ~/saved",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if c.Server != "" {
				return usagef("recover: it works on a data folder, not on a server")
			}
			answer, err := recoverFolder(cmd, args[0], cmp.Or(to, strings.TrimRight(args[0], "/")+"-recovered"), from)
			if err != nil {
				return fmt.Errorf("recover: %w", err)
			}
			return c.printRecovered(cmd, answer)
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "`folder` to make (default FOLDER-recovered)")
	cmd.Flags().StringArrayVar(&from, "from", nil, "a backup `file` to take papers from; may be given again")
	return cmd
}

func (c *Config) printRecovered(cmd *cobra.Command, answer recoverAnswer) error {
	out := cmd.OutOrStdout()
	lost := answer.Mended.Lost
	if c.JSON {
		if err := printJSON(out, answer); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(out, "%s in %s, from %s\n", figures.Count(answer.Papers, "paper"), answer.To, answer.Base)
		for _, from := range slices.Sorted(maps.Keys(answer.Mended.From)) {
			fmt.Fprintf(out, "%s restored from %s\n", figures.Count(answer.Mended.From[from], "paper"), from)
		}
		for _, note := range answer.Notes {
			fmt.Fprintln(out, note)
		}
		for _, q := range lost {
			fmt.Fprintf(out, "lost: %s (number %d): %s\n", cmp.Or(string(q.ID), "a paper without an id"), q.Number, q.Reason)
		}
		fmt.Fprintf(out, "'paperboy serve --data %s' serves it\n", answer.To)
	}
	if len(lost) > 0 {
		return fmt.Errorf("recover: %s could not be saved", figures.Count(len(lost), "paper"))
	}
	return nil
}

// recoverFolder makes the new folder.
func recoverFolder(cmd *cobra.Command, dir, to string, from []string) (answer recoverAnswer, err error) {
	ctx := cmd.Context()
	if info, err := os.Stat(dir); err != nil {
		return answer, err
	} else if !info.IsDir() {
		return answer, fmt.Errorf("%s is no folder: 'paperboy restore' takes a backup", dir)
	}
	if files, err := os.ReadDir(to); err == nil && len(files) > 0 {
		return answer, fmt.Errorf("%s is not empty: name another folder with --to", to)
	}
	into, err := folder.Claim(to, "recover")
	if err != nil {
		return answer, err
	}
	answer.To = to
	old := folder.Unclaimed(dir)
	copies := append(from, old.Copies()...)
	answer.Base, answer.Salvage, answer.Notes, err = into.Salvage(ctx, old, copies)
	if err != nil {
		return answer, errors.Join(err, into.Release())
	}
	var taken []folder.Taken
	answer.Mended, taken, err = into.Mend(ctx, copies, true)
	answer.Notes = append(answer.Notes, takenTexts(taken)...)
	if err != nil {
		return answer, errors.Join(err, into.Release())
	}
	l, err := openLibrary(ctx, into)
	if err != nil {
		return answer, err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	if err := l.catchUp(ctx, cmd.ErrOrStderr()); err != nil {
		return answer, err
	}
	check, err := l.service.Check(ctx)
	answer.Papers = check.Papers
	for _, problem := range check.Problems {
		answer.Notes = append(answer.Notes, "check: "+problem)
	}
	return answer, errors.Join(err, folder.CopyFiles(to, dir, folder.TokenFile, configFileName))
}
