package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/library"
)

func newMerges(c *Config) *cobra.Command {
	params := library.MergesParams{Limit: 20}
	cmd := &cobra.Command{
		Use:   "merges [ID]",
		Short: "Show which records became one paper, when and why",
		Long: `Show which records became part of a paper, when and why. Without an id it shows the
latest merges of the whole library. 'paperboy unmerge' undoes a merge by its number.`,
		Example: "  paperboy merges\n  paperboy merges arxiv:1706.03762",
		Args:    arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, err := parseIDs(args)
			if err != nil {
				return err
			}
			if len(ids) == 1 {
				return show(c, cmd, api.Merges, api.OfPaper[api.None]{ID: ids[0]}, printMerges)
			}
			return show(c, cmd, api.NewestMerges, params, printMerges)
		},
	}
	cmd.Flags().IntVar(&params.Limit, "limit", params.Limit, "maximum `number` of merges, without an id")
	cmd.Flags().IntVar(&params.Before, "before", 0, "show the merges before the one with this `number`")
	return cmd
}

func newUnmerge(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "unmerge ID NUMBER",
		Short: "Undo a merge: split one paper into two",
		Long: `Undo a merge of a paper, by the number that 'paperboy merges ID' shows. Its records
become a separate paper again, each id leads to its own paper, and later ingests keep
the two apart. 'paperboy merge' joins them again.`,
		Example: "  paperboy unmerge arxiv:1706.03762 3",
		Args:    arguments(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, err := parseIDs(args[:1])
			if err != nil {
				return err
			}
			number, err := strconv.ParseUint(args[1], 10, 32)
			if err != nil {
				return usagef("unmerge: %q is not the number of a merge: 'paperboy merges %s' shows the numbers", args[1], args[0])
			}
			return show(c, cmd, api.Unmerge, api.OfPaper[library.MergeNumber]{ID: ids[0], Params: library.MergeNumber(number)},
				line(func(answer library.UnmergeAnswer) string {
					return fmt.Sprintf("%s and %s are two papers", answer.ID, answer.Apart)
				}))
		},
	}
}

func newMerge(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:     "merge ID OTHER",
		Short:   "Merge two papers into one",
		Long:    "Merge two papers into one, even if their data differ. Afterwards both ids lead to the one paper.",
		Example: "  paperboy merge arxiv:1706.03762 doi:10.5555/3295222.3295349",
		Args:    arguments(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, err := parseIDs(args)
			if err != nil {
				return err
			}
			return show(c, cmd, api.MergePapers, api.OfPaper[library.OtherPaper]{ID: ids[0], Params: library.OtherPaper{ID: ids[1]}},
				line(func(answer library.MergedAnswer) string {
					return fmt.Sprintf("%s and %s are one paper: %s", ids[0], ids[1], answer.ID)
				}))
		},
	}
}

func printMerges(w io.Writer, answer library.MergesAnswer) error {
	if len(answer.Merges) == 0 {
		_, err := fmt.Fprintln(w, "no merges")
		return err
	}
	for _, m := range answer.Merges {
		id, title := string(m.ID), m.Title
		if id == "" {
			id, title = "deleted since", "-"
		}
		fmt.Fprintf(w, "%3d  %s\n     %s · %s · %s", m.Number, strings.Join(strings.Fields(title), " "), id, timeText(m.At), m.Reason)
		if !m.Stands() {
			fmt.Fprintf(w, " · undone %s, since then %s", timeText(m.Undone), m.Apart)
		}
		fmt.Fprintln(w)
		for _, r := range m.Records {
			fmt.Fprintf(w, "     + %s\n", joinNonEmpty(string(r.ID), r.Source, r.Location))
		}
	}
	if answer.NextBefore != 0 {
		_, err := fmt.Fprintf(w, "more with --before %d\n", answer.NextBefore)
		return err
	}
	return nil
}
