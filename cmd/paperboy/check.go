package main

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/data/figures"
	"paperboy/data/store/sqlite/folder"
)

func newCheck(c *Config) *cobra.Command {
	var repair bool
	var from []string
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Verify the store and the index, and mend what is damaged",
		Long: `Verify every page of the store, the checksum of every paper and every document of the
index. Exits with 1 if something is wrong.

With --repair papers that cannot be read are restored: from a flipped bit, from what
their sources said, from the copies of the store under backups, or from the backups
named by --from. A store with damaged pages is first written anew from all that can be
read; the old one is kept under backups. What could not be restored is named. It works
on a data folder that no server has open.`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if repair {
				return c.checkAndRepair(cmd, from)
			}
			return c.ask(cmd, func(papers papers) error {
				answer, err := call(cmd.Context(), papers, api.Check, api.None{})
				if err != nil {
					return err
				}
				if c.JSON {
					err = printJSON(cmd.OutOrStdout(), answer)
				} else {
					err = printProblems(cmd.OutOrStdout(), answer.Papers, answer.Problems)
				}
				return failed(err, answer.Problems)
			})
		},
	}
	cmd.Flags().BoolVar(&repair, "repair", false, "restore what is damaged")
	cmd.Flags().StringArrayVar(&from, "from", nil, "a backup `file` to restore papers from; may be given again")
	return cmd
}

func printProblems(out io.Writer, papers int, problems []string) error {
	for _, problem := range problems {
		fmt.Fprintln(out, problem)
	}
	_, err := fmt.Fprintf(out, "%s checked, %s\n", figures.Count(papers, "paper"), figures.Count(len(problems), "problem"))
	return err
}

// failed is the error of a check that found problems.
func failed(err error, problems []string) error {
	if err == nil && len(problems) > 0 {
		err = fmt.Errorf("check: %s", figures.Count(len(problems), "problem"))
	}
	return err
}

func (c *Config) checkAndRepair(cmd *cobra.Command, from []string) error {
	answer, err := c.repair(cmd, from)
	if err != nil {
		return fmt.Errorf("check: repair: %w", err)
	}
	out := cmd.OutOrStdout()
	if c.JSON {
		return failed(printJSON(out, answer), answer.Problems)
	}
	if answer.Rebuilt != nil {
		fmt.Fprintf(out, "the store was written anew with %s; the old one is under %s\n", figures.Count(answer.Rebuilt.Papers, "paper"), folder.BackupsDir)
		for _, note := range answer.Rebuilt.Notes {
			fmt.Fprintln(out, note)
		}
	}
	for _, from := range slices.Sorted(maps.Keys(answer.From)) {
		fmt.Fprintf(out, "%s restored from %s\n", figures.Count(answer.From[from], "paper"), from)
	}
	for _, lost := range answer.Lost {
		fmt.Fprintf(out, "lost: %s (number %d): %s\n", lost.ID, lost.Number, lost.Reason)
	}
	return failed(printProblems(out, answer.Papers, answer.Problems), answer.Problems)
}
