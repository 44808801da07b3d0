package main

import (
	"fmt"

	"paperboy/api/library"
	"paperboy/api/lists"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/data"
)

func newListsAdd(c *Config) *cobra.Command {
	var note string
	cmd := &cobra.Command{
		Use:     "add KEY ID...",
		Short:   "Put papers into a list",
		Example: "  paperboy lists add KEY arxiv:1706.03762 --note 'where it began'",
		Args:    arguments(cobra.MinimumNArgs(2)),
	}
	cmd.Flags().StringVar(&note, "note", "", fmt.Sprintf("`text` to remember with them, at most %d characters", lists.MaxNote))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var given *string
		if cmd.Flags().Changed("note") {
			given = &note
		}
		return c.changeListed(cmd, args, "added", "there is no paper %s\n", func(papers papers, key lists.Key, ids []data.ID) (lists.Change, error) {
			return call(cmd.Context(), papers, api.AddToList, api.Keyed[api.ListAddition]{Key: key, Params: api.ListAddition{IDs: ids, Note: given}})
		})
	}
	return cmd
}

func newListsRemove(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "remove KEY ID...",
		Short: "Take papers out of a list",
		Args:  arguments(cobra.MinimumNArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.changeListed(cmd, args, "removed", "the list has no paper %s\n", func(papers papers, key lists.Key, ids []data.ID) (lists.Change, error) {
				return call(cmd.Context(), papers, api.RemoveFromList, api.Keyed[library.IDs]{Key: key, Params: library.IDs{IDs: ids}})
			})
		},
	}
}

// changeListed makes a change to a list, of the papers that args name behind its
// key. It fails where some of them are missing, after doing it for the others.
func (c *Config) changeListed(cmd *cobra.Command, args []string, done, missing string, change func(papers, lists.Key, []data.ID) (lists.Change, error)) error {
	ids, err := parseIDs(args[1:])
	if err != nil {
		return err
	}
	return c.ask(cmd, func(papers papers) error {
		answer, err := change(papers, listKey(args[0]), ids)
		if err != nil {
			return err
		}
		for _, id := range answer.Missing {
			cmd.PrintErrf(missing, id)
		}
		if c.JSON {
			err = printJSON(cmd.OutOrStdout(), answer)
		} else {
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s %s, the list has %s\n", count(answer.Changed, "paper"), done, thousands(answer.Total))
		}
		if err == nil && len(answer.Missing) > 0 {
			err = fmt.Errorf("%s: %s not found", commandName(cmd), count(len(answer.Missing), "paper"))
		}
		return err
	})
}

func newListsRename(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "rename KEY NAME",
		Short: "Give a list another name",
		Args:  arguments(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.ask(cmd, func(papers papers) error {
				renamed, err := call(cmd.Context(), papers, api.RenameList, api.Keyed[string]{Key: listKey(args[0]), Params: args[1]})
				if err != nil {
					return err
				}
				return c.printList(cmd.OutOrStdout(), renamed)
			})
		},
	}
}

func newListsRenew(c *Config) *cobra.Command {
	var edit, read bool
	cmd := &cobra.Command{
		Use:   "renew KEY --edit|--read",
		Short: "Give a list a new key; the old one opens nothing any more",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if edit == read {
				return usagef("lists renew: say which key, with --edit or --read")
			}
			kind := api.KeyKind("read")
			if edit {
				kind = "edit"
			}
			return c.ask(cmd, func(papers papers) error {
				renewed, err := call(cmd.Context(), papers, api.RenewListKey, api.Keyed[api.KeyKind]{Key: listKey(args[0]), Params: kind})
				if err != nil {
					return err
				}
				return c.printList(cmd.OutOrStdout(), renewed)
			})
		},
	}
	cmd.Flags().BoolVar(&edit, "edit", false, "the key for editing")
	cmd.Flags().BoolVar(&read, "read", false, "the key for reading")
	return cmd
}

func newListsDelete(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "delete KEY",
		Short: "Delete a list, without asking",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.ask(cmd, func(papers papers) error {
				deleted, err := call(cmd.Context(), papers, api.DeleteList, api.Keyed[api.None]{Key: listKey(args[0])})
				if err != nil {
					return err
				}
				if c.JSON {
					return printJSON(cmd.OutOrStdout(), deleted)
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s deleted, it had %s\n", deleted.Name, count(deleted.Total, "paper"))
				return err
			})
		},
	}
}
