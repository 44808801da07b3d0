package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"paperboy/data/store"
	"paperboy/data/store/sqlite"
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
		fmt.Fprintf(out, "%s in %s, from %s\n", count(answer.Papers, "paper"), answer.To, answer.Base)
		for _, from := range slices.Sorted(maps.Keys(answer.Mended.From)) {
			fmt.Fprintf(out, "%s restored from %s\n", count(answer.Mended.From[from], "paper"), from)
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
		return fmt.Errorf("recover: %s could not be saved", count(len(lost), "paper"))
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
	into, err := claim(to, "recover")
	if err != nil {
		return answer, err
	}
	answer.To, answer.Notes = to, []string{}
	old := &folder{dir: dir, readOnly: errors.New("it is not changed")}
	copies := append(from, old.copies()...)
	if err := answer.base(ctx, old, into, copies); err != nil {
		return answer, errors.Join(err, into.release())
	}
	var notes []string
	answer.Mended, notes, err = into.mend(ctx, copies, true)
	answer.Notes = append(answer.Notes, notes...)
	if err != nil {
		return answer, errors.Join(err, into.release())
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
	return answer, errors.Join(err, copySettings(to, dir))
}

// base saves the folder's store or, where there is none, the newest copy that can be read.
func (a *recoverAnswer) base(ctx context.Context, old, into *folder, copies []string) error {
	var errs []error
	for _, file := range append([]string{old.path(storeFile), old.path(incomingFile)}, copies...) {
		if fileSize(file) == 0 && fileSize(file+"-wal") == 0 {
			continue
		}
		done, err := sqlite.SalvageFile(ctx, file, into.path(storeFile), old.knownIdentity())
		if err == nil && done.Papers > 0 {
			a.Base, a.Salvage, a.Notes = file, done, append(a.Notes, done.Notes...)
			return nil
		}
		if ctx.Err() != nil {
			return err
		}
		if err != nil {
			a.Notes = append(a.Notes, fmt.Sprintf("%s: %v", file, err))
		}
		errs = append(errs, err, removeStore(into.path(storeFile)))
	}
	return errors.Join(append([]error{fmt.Errorf("%s has no store, and no copy of one, of which anything can be read", old.dir)}, errs...)...)
}

// copySettings copies the small files that are no part of a store: the token, so that it
// goes on to be the one, and the configuration.
func copySettings(to, from string) error {
	for _, name := range []string{tokenFile, configFileName} {
		if err := copyFile(filepath.Join(to, name), filepath.Join(from, name)); err != nil && exists(filepath.Join(from, name)) {
			return err
		}
	}
	return nil
}
