package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/api/lists"
	"paperboy/data"
	"paperboy/data/figures"
)

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
	return c.ask(cmd, func(papers papers) error {
		answer, err := call(cmd.Context(), papers, e, ofList(args[0], params(ids)))
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
