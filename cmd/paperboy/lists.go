package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/export"
	"paperboy/api/library"
	"paperboy/api/lists"
	"paperboy/api/local"
	"paperboy/api/similar"
	"paperboy/data"
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
			return c.ask(cmd, func(papers local.Papers) error {
				answer, err := local.Call(cmd.Context(), papers, api.Recommendations, ofList(args[0], params))
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

func newListsAdd(c *Config) *cobra.Command {
	var note string
	cmd := &cobra.Command{
		Use:     "add KEY ID...",
		Short:   "Add papers to a list",
		Example: "  paperboy lists add KEY arxiv:1706.03762 --note 'where it began'",
		Args:    arguments(cobra.MinimumNArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			var given *string
			if cmd.Flags().Changed("note") {
				given = &note
			}
			return changeList(c, cmd, args, api.AddToList, func(ids []data.ID) lists.Addition { return lists.Addition{IDs: ids, Note: given} },
				"added", "there is no paper %s\n")
		},
	}
	cmd.Flags().StringVar(&note, "note", "", fmt.Sprintf("`text` to store with the papers, at most %d characters", lists.MaxNote))
	return cmd
}

func newListsRemove(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "remove KEY ID...",
		Short: "Remove papers from a list",
		Args:  arguments(cobra.MinimumNArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return changeList(c, cmd, args, api.RemoveFromList, func(ids []data.ID) library.IDs { return library.IDs{IDs: ids} },
				"removed", "the list has no paper %s\n")
		},
	}
}

// changeList calls an endpoint for a list, args[0], and papers, the other args. It reports the
// papers that are missing after changing the list for the others, and then fails.
func changeList[T any](c *Config, cmd *cobra.Command, args []string, e *api.Endpoint[api.Keyed[T], lists.Change], params func([]data.ID) T, done, missing string) error {
	ids, err := parseIDs(args[1:])
	if err != nil {
		return err
	}
	return c.ask(cmd, func(papers local.Papers) error {
		answer, err := local.Call(cmd.Context(), papers, e, ofList(args[0], params(ids)))
		if err != nil {
			return err
		}
		err = output(c, cmd, answer, line(func(answer lists.Change) string {
			return fmt.Sprintf("%s %s, the list has %s", figures.Count(answer.Changed, "paper"), done, figures.Thousands(answer.Total))
		}))
		return reportMissing(cmd, answer.Missing, missing, err)
	})
}

// reportMissing prints the ids of missing papers to stderr, in the given format. It returns err,
// or an error that counts them.
func reportMissing(cmd *cobra.Command, missing []data.ID, format string, err error) error {
	for _, id := range missing {
		cmd.PrintErrf(format, id)
	}
	if err == nil && len(missing) > 0 {
		err = fmt.Errorf("%s: %s not found", commandName(cmd), figures.Count(len(missing), "paper"))
	}
	return err
}

func newListsRename(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "rename KEY NAME",
		Short: "Rename a list",
		Args:  arguments(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return show(c, cmd, api.RenameList, ofList(args[0], lists.Renaming{Name: args[1]}), printList)
		},
	}
}

func newListsRenew(c *Config) *cobra.Command {
	var edit, read bool
	cmd := &cobra.Command{
		Use:   "renew KEY --edit|--read",
		Short: "Replace a key of a list; the old key stops working",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if edit == read {
				return usagef("lists renew: say which key, with --edit or --read")
			}
			kind := lists.ReadKey
			if edit {
				kind = lists.EditKey
			}
			return show(c, cmd, api.RenewListKey, ofList(args[0], lists.Renewal{Key: kind}), printList)
		},
	}
	cmd.Flags().BoolVar(&edit, "edit", false, "replace the key for editing")
	cmd.Flags().BoolVar(&read, "read", false, "replace the key for reading")
	return cmd
}

func newListsDelete(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "delete KEY",
		Short: "Delete a list, without asking for confirmation",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return show(c, cmd, api.DeleteList, ofList(args[0], api.None{}), line(func(deleted lists.List) string {
				return fmt.Sprintf("%s deleted, it had %s", deleted.Name, figures.Count(deleted.Total, "paper"))
			}))
		},
	}
}

func newListsPrune(c *Config) *cobra.Command {
	var olderThan string
	var p lists.PruneParams
	cmd := &cobra.Command{
		Use:   "prune [flags]",
		Short: "Delete unused lists",
		Long: `Delete lists that nobody has opened or changed for some time (--older-than), or that
have no papers (--empty). With both flags, it deletes the empty lists that nobody has used
for that time.`,
		Example: "  paperboy lists prune --older-than 1y --dry-run\n  paperboy lists prune --empty --older-than 7d",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if p.UnusedDays, err = lists.ParseDays(olderThan); err != nil {
				return usagef("lists prune --older-than %s: %w", olderThan, err)
			}
			if p.UnusedDays == 0 && !p.Empty {
				return usagef("lists prune: say which lists, with --older-than or --empty")
			}
			return show(c, cmd, api.PruneLists, p, printPruned)
		},
	}
	cmd.Flags().StringVar(&olderThan, "older-than", "", "lists not used for this `time`, such as 90d, 12w or 1y")
	cmd.Flags().BoolVar(&p.Empty, "empty", false, "only lists without papers")
	cmd.Flags().BoolVar(&p.DryRun, "dry-run", false, "show the lists without deleting them")
	return cmd
}

func printPruned(w io.Writer, pruned lists.PruneAnswer) error {
	rows := make([][]string, 0, len(pruned.Lists)+1)
	for _, l := range pruned.Lists {
		rows = append(rows, []string{dayText(l.Used), figures.Count(l.Papers, "paper"), l.Name})
	}
	done := "deleted"
	if pruned.DryRun {
		done = "would be deleted"
	}
	return printTable(w, append(rows, []string{figures.Count(pruned.Deleted, "list") + " " + done})...)
}
