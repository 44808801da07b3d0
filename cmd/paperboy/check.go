package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/api/local"
	"paperboy/data/figures"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/folder"
)

func newCheck(c *Config) *cobra.Command {
	var repair bool
	var from []string
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Verify the store and the index, and repair damage",
		Long: `Verify every page of the store, the checksum of every paper and every document of the
index. The exit code is 1 if there are problems.

With --repair it restores papers that cannot be read: by correcting a flipped bit, from
the records of their sources, from the copies of the store under backups, or from the
backups of --from. If pages of the store are damaged, it first writes a new store from
everything that can be read, and moves the old one to backups. It names what it could not
restore. It needs a data folder that no server has open.`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if repair {
				return c.checkAndRepair(cmd, from)
			}
			return c.ask(cmd, func(papers local.Papers) error {
				answer, err := local.Call(cmd.Context(), papers, api.Check, api.None{})
				if err != nil {
					return err
				}
				err = output(c, cmd, answer, func(w io.Writer, a library.CheckAnswer) error { return printProblems(w, a.Papers, a.Problems) })
				return cmp.Or(err, problemsError(answer.Problems))
			})
		},
	}
	cmd.Flags().BoolVar(&repair, "repair", false, "restore damaged papers")
	cmd.Flags().StringArrayVar(&from, "from", nil, "a backup `file` to restore papers from; repeatable")
	return cmd
}

func printProblems(w io.Writer, papers int, problems []string) error {
	printLines(w, problems)
	_, err := fmt.Fprintf(w, "%s checked, %s\n", figures.Count(papers, "paper"), figures.Count(len(problems), "problem"))
	return err
}

// problemsError returns the error of a check that found problems.
func problemsError(problems []string) error {
	if len(problems) == 0 {
		return nil
	}
	return fmt.Errorf("check: %s", figures.Count(len(problems), "problem"))
}

func (c *Config) checkAndRepair(cmd *cobra.Command, from []string) error {
	if err := c.needsFolder(cmd); err != nil {
		return fmt.Errorf("check: repair: %w", err)
	}
	answer, err := c.place(cmd).Repair(cmd.Context(), from)
	if err != nil {
		return fmt.Errorf("check: repair: %w", err)
	}
	return cmp.Or(output(c, cmd, answer, printRepaired), problemsError(answer.Problems))
}

func printRepaired(w io.Writer, answer local.RepairAnswer) error {
	if answer.Rebuilt != nil {
		fmt.Fprintf(w, "the store was rebuilt with %s; the old one is under %s\n", figures.Count(answer.Rebuilt.Papers, "paper"), folder.BackupsDir)
		printLines(w, answer.Rebuilt.Notes)
	}
	printRestored(w, answer.From)
	printLost(w, answer.Lost)
	return printProblems(w, answer.Papers, answer.Problems)
}

// printRestored prints how many papers were restored from where.
func printRestored(w io.Writer, from map[string]int) {
	for _, name := range slices.Sorted(maps.Keys(from)) {
		fmt.Fprintf(w, "%s restored from %s\n", figures.Count(from[name], "paper"), name)
	}
}

// printLost prints the papers that could not be restored.
func printLost(w io.Writer, lost []store.Quarantined) {
	for _, q := range lost {
		fmt.Fprintf(w, "lost: %s (number %d): %s\n", cmp.Or(string(q.ID), "a paper without an id"), q.Number, q.Reason)
	}
}
