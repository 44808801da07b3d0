package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/export"
	"paperboy/api/lists"
	"paperboy/api/similar"
	"paperboy/data/figures"
)

func newLists(c *Config) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lists",
		Short: "Show and change reading lists",
		Long: `Show and change reading lists. Without a subcommand it shows all lists; on a server
this needs the token or an API key with the scope admin.

KEY is the key or the address of a list. The key for editing allows every change; the key
for reading allows showing, exporting and recommendations. With the data folder, the
token or an API key with the scope admin, KEY can also be the number that 'paperboy
lists' shows. Only hashes of keys are stored: if an address is lost, 'paperboy lists
renew NUMBER --edit' makes a new one.`,
		Example: "  paperboy lists new 'To read' arxiv:1706.03762\n  paperboy lists export KEY --format bibtex > to-read.bib\n  paperboy lists recommend KEY --since 2024-05-01",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return show(c, cmd, api.Lists, api.None{}, printLists)
		},
	}
	cmd.AddCommand(
		newListsNew(c),
		newListsShow(c),
		newListsRecommend(c),
		newListsExport(c),
		newListsAdd(c),
		newListsRemove(c),
		newListsRename(c),
		newListsRenew(c),
		newListsDelete(c),
		newListsPrune(c),
	)
	return cmd
}

// ofList are the parameters of an endpoint for the list that arg names.
func ofList[T any](arg string, params T) api.Keyed[T] {
	return api.Keyed[T]{Key: lists.ParseKey(arg), Params: params}
}

func newListsNew(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "new NAME [ID...]",
		Short: "Create a list, optionally with papers, and show its keys",
		Args:  arguments(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, err := parseIDs(args[1:])
			if err != nil {
				return err
			}
			return show(c, cmd, api.CreateList, lists.NewList{Name: args[0], IDs: ids}, printList)
		},
	}
}

func newListsShow(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "show KEY",
		Short: "Show the papers of a list, the last added first",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return show(c, cmd, api.List, ofList(args[0], lists.Params{Limit: lists.MaxPapers}), printListPapers)
		},
	}
}

func newListsExport(c *Config) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     "export KEY [flags]",
		Short:   "Write the papers of a list to standard output, with their notes",
		Example: "  paperboy lists export KEY --format ris > to-read.ris",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(c, cmd, format); err != nil {
				return err
			}
			return showFile(c, cmd, api.ExportList, ofList(args[0], export.Format(format)))
		},
	}
	formatFlag(cmd, &format)
	return cmd
}

func newListsRecommend(c *Config) *cobra.Command {
	var since string
	var tune tuning
	cmd := &cobra.Command{
		Use:     "recommend KEY [flags]",
		Short:   "Find papers like those of a list",
		Example: "  paperboy lists recommend KEY --since 2024-05-01",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			v, err := tune.values()
			if err != nil {
				return err
			}
			v.Add("added_after", since)
			params, _, err := similar.Table.Parse(v, true)
			if err != nil {
				return usagef("lists recommend: %w", err)
			}
			return c.ask(cmd, func(papers papers) error {
				answer, err := call(cmd.Context(), papers, api.Recommendations, ofList(args[0], params))
				if err != nil {
					return err
				}
				for _, notice := range answer.Notices {
					cmd.PrintErrf("note: %s\n", notice)
				}
				if c.JSON {
					return printJSON(cmd.OutOrStdout(), answer)
				}
				return printSimilar(cmd.OutOrStdout(), answer.Answer)
			})
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "only papers added after this `date` or time (RFC 3339)")
	tune.flags(cmd.Flags())
	return cmd
}

func printLists(w io.Writer, answer lists.AllAnswer) error {
	rows := make([][]string, len(answer.Lists))
	for i, l := range answer.Lists {
		rows[i] = []string{fmt.Sprint(l.ID), dayText(l.Updated), figures.Count(l.Total, "paper"), l.Name}
	}
	if len(rows) == 0 {
		rows = [][]string{{"no reading lists"}}
	}
	return printTable(w, rows...)
}

// printList prints what a list is and the addresses that open it.
func printList(w io.Writer, l lists.List) error {
	rows := [][]string{{"id", fmt.Sprint(l.ID)}, {"name", l.Name}, {"papers", figures.Thousands(l.Total)}}
	if l.EditKey != "" {
		rows = append(rows, []string{"to edit", "/lists/" + string(l.EditKey)})
	}
	if l.ReadKey != "" {
		rows = append(rows, []string{"to read", "/lists/" + string(l.ReadKey)})
	}
	return printTable(w, rows...)
}

func printListPapers(w io.Writer, answer lists.Answer) error {
	for i, p := range answer.Papers {
		printPaper(w, i+1, p.Paper)
		printIndented(w, "     | ", p.Note)
	}
	if len(answer.Papers) > 0 {
		fmt.Fprintln(w)
	}
	for i, p := range answer.Gone {
		separator := ", "
		if i == 0 {
			separator = "deleted since: "
		}
		fmt.Fprint(w, separator, p.ID)
	}
	if len(answer.Gone) > 0 {
		fmt.Fprintln(w)
	}
	_, err := fmt.Fprintf(w, "%s: %s, last changed %s\n", answer.Name, figures.Count(answer.Total, "paper"), timeText(answer.Updated))
	return err
}
