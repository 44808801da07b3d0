package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/data"
)

func newMerges(c *Config) *cobra.Command {
	params := library.MergesParams{Limit: 20}
	cmd := &cobra.Command{
		Use:   "merges [ID]",
		Short: "Say what became one paper, when and why",
		Long: `Say which records became part of a paper, when and why; without an id, what became
one paper last in the whole library. 'paperboy unmerge' undoes a merge by its number.`,
		Example: "  paperboy merges\n  paperboy merges arxiv:1706.03762",
		Args:    arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, err := parseIDs(args)
			if err != nil {
				return err
			}
			return c.ask(cmd, func(papers papers) error {
				var answer library.MergesAnswer
				if len(ids) == 1 {
					answer, err = call(cmd.Context(), papers, api.Merges, api.OfPaper[api.None]{ID: ids[0]})
				} else {
					answer, err = call(cmd.Context(), papers, api.NewestMerges, params)
				}
				if err != nil {
					return err
				}
				if c.JSON {
					return printJSON(cmd.OutOrStdout(), answer)
				}
				return printMerges(cmd.OutOrStdout(), answer)
			})
		},
	}
	cmd.Flags().IntVar(&params.Limit, "limit", params.Limit, "how many merges at most, without an id")
	cmd.Flags().IntVar(&params.Before, "before", 0, "go on below the merge of this `number`")
	return cmd
}

func newUnmerge(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "unmerge ID NUMBER",
		Short: "Undo a merge: make two papers of one",
		Long: `Undo a merge of a paper by the number that 'paperboy merges ID' says. Its records
become a paper of their own again, each id answers for its own paper, and the two
stay apart when they are ingested again. 'paperboy merge' joins them after all.`,
		Example: "  paperboy unmerge arxiv:1706.03762 3",
		Args:    arguments(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, err := parseIDs(args[:1])
			if err != nil {
				return err
			}
			number, err := strconv.ParseUint(args[1], 10, 32)
			if err != nil {
				return usagef("unmerge: %q is no number of a merge: 'paperboy merges %s' says them", args[1], args[0])
			}
			return c.ask(cmd, func(papers papers) error {
				answer, err := call(cmd.Context(), papers, api.Unmerge, api.OfPaper[library.MergeNumber]{ID: ids[0], Params: library.MergeNumber(number)})
				if err != nil {
					return err
				}
				if c.JSON {
					return printJSON(cmd.OutOrStdout(), answer)
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s and %s are two papers\n", answer.ID, answer.Apart)
				return err
			})
		},
	}
}

func newMerge(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:     "merge ID OTHER",
		Short:   "Make two papers one",
		Long:    "Make another paper a part of one, whatever speaks against it. Both ids lead to it from then on.",
		Example: "  paperboy merge arxiv:1706.03762 doi:10.5555/3295222.3295349",
		Args:    arguments(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, err := parseIDs(args)
			if err != nil {
				return err
			}
			return c.ask(cmd, func(papers papers) error {
				answer, err := call(cmd.Context(), papers, api.MergePapers, api.OfPaper[data.ID]{ID: ids[0], Params: ids[1]})
				if err != nil {
					return err
				}
				if c.JSON {
					return printJSON(cmd.OutOrStdout(), answer)
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s and %s are one paper: %s\n", ids[0], ids[1], answer.ID)
				return err
			})
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
		fmt.Fprintf(w, "%3d  %s\n     %s · %s · %s", m.Number, strings.Join(strings.Fields(title), " "), id, m.At.Local().Format("2006-01-02 15:04"), m.Reason)
		if !m.Stands() {
			fmt.Fprintf(w, " · undone %s, since then %s", m.Undone.Local().Format("2006-01-02 15:04"), m.Apart)
		}
		fmt.Fprintln(w)
		for _, r := range m.Records {
			fmt.Fprintf(w, "     + %s", r.ID)
			for _, s := range []string{r.Source, r.Location} {
				if s != "" {
					fmt.Fprintf(w, " · %s", s)
				}
			}
			fmt.Fprintln(w)
		}
	}
	if answer.NextBefore != 0 {
		_, err := fmt.Fprintf(w, "more with --before %d\n", answer.NextBefore)
		return err
	}
	return nil
}
