package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"text/tabwriter"

	"paperboy/api/export"
	"paperboy/api/lists"
	"paperboy/api/similar"

	"github.com/spf13/cobra"

	"paperboy/api"
)

func newLists(c *Config) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lists",
		Short: "Keep reading lists",
		Long: `Keep reading lists. Without a subcommand all of them are listed, which on a server
needs the token or a key with the scope admin. A list is named by its key or its address:
with the one for editing it can be changed, with the one for reading it can be shown,
exported and given recommendations. With the data folder, the token or a key with the
scope admin, KEY may also be the number that 'paperboy lists' shows. Keys are stored as
hashes: who has lost an address gets a new one by 'paperboy lists renew NUMBER --edit'.`,
		Example: "  paperboy lists new 'To read' arxiv:1706.03762\n  paperboy lists export KEY --format bibtex > to-read.bib\n  paperboy lists recommend KEY --since 2024-05-01",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.ask(cmd, func(papers papers) error {
				answer, err := call(cmd.Context(), papers, api.Lists, api.None{})
				if err != nil {
					return err
				}
				if c.JSON {
					return printJSON(cmd.OutOrStdout(), answer)
				}
				return printLists(cmd.OutOrStdout(), answer.Lists)
			})
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

// listKey is the key in a list's address, or the key itself.
func listKey(arg string) lists.Key {
	if _, behind, found := strings.Cut(arg, "/lists/"); found {
		arg, _, _ = strings.Cut(behind, "/")
	}
	if u, err := url.Parse(arg); err == nil {
		arg = u.Path
	}
	return lists.Key(arg)
}

func newListsNew(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "new NAME [ID...]",
		Short: "Make a list, perhaps of papers, and say its keys",
		Args:  arguments(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, err := parseIDs(args[1:])
			if err != nil {
				return err
			}
			return c.ask(cmd, func(papers papers) error {
				made, err := call(cmd.Context(), papers, api.CreateList, api.NewList{Name: args[0], IDs: ids})
				if err != nil {
					return err
				}
				return c.printList(cmd.OutOrStdout(), made)
			})
		},
	}
}

func newListsShow(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "show KEY",
		Short: "Show a list's papers, the one last added first",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.ask(cmd, func(papers papers) error {
				answer, err := call(cmd.Context(), papers, api.List, api.Keyed[lists.Params]{Key: listKey(args[0]), Params: lists.Params{Limit: lists.MaxPapers}})
				if err != nil {
					return err
				}
				if c.JSON {
					return printJSON(cmd.OutOrStdout(), answer)
				}
				return printListPapers(cmd.OutOrStdout(), answer)
			})
		},
	}
}

func newListsExport(c *Config) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     "export KEY [flags]",
		Short:   "Write a list's papers to standard output, with their notes",
		Example: "  paperboy lists export KEY --format ris > to-read.ris",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(c, cmd, format); err != nil {
				return err
			}
			return c.ask(cmd, func(papers papers) error {
				out := bufio.NewWriter(cmd.OutOrStdout())
				return errors.Join(writeTo(cmd.Context(), papers, api.ExportList, api.Keyed[export.Format]{Key: listKey(args[0]), Params: export.Format(format)}, out), out.Flush())
			})
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
			params, _, err := similar.Parse(v, true)
			if err != nil {
				return usagef("lists recommend: %w", err)
			}
			return c.ask(cmd, func(papers papers) error {
				answer, err := call(cmd.Context(), papers, api.Recommendations, api.Keyed[similar.Params]{Key: listKey(args[0]), Params: params})
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
	cmd.Flags().StringVar(&since, "since", "", "only papers that came in after this `date` or moment (RFC 3339)")
	tune.flags(cmd.Flags())
	return cmd
}

// listPath is where the pages of a server have a list.
func listPath(key lists.Key) string { return "/lists/" + string(key) }

func printLists(w io.Writer, lists []lists.List) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, l := range lists {
		fmt.Fprintf(tab, "%d\t%s\t%s\t%s\n", l.ID, l.Updated.Local().Format("2006-01-02"), count(l.Total, "paper"), l.Name)
	}
	if len(lists) == 0 {
		fmt.Fprintln(tab, "no reading lists")
	}
	return tab.Flush()
}

// printList says what a list is and how it is reached.
func (c *Config) printList(w io.Writer, l lists.List) error {
	if c.JSON {
		return printJSON(w, l)
	}
	rows := [][2]string{{"id", fmt.Sprint(l.ID)}, {"name", l.Name}, {"papers", thousands(l.Total)}}
	for _, address := range []struct {
		name string
		key  lists.Key
	}{{"to edit", l.EditKey}, {"to read", l.ReadKey}} {
		if address.key != "" {
			rows = append(rows, [2]string{address.name, listPath(address.key)})
		}
	}
	return printTable(w, rows)
}

func printListPapers(w io.Writer, answer lists.Answer) error {
	for i, p := range answer.Papers {
		printPaper(w, i+1, p.Paper)
		for line := range strings.Lines(p.Note) {
			fmt.Fprintf(w, "     | %s\n", strings.TrimSpace(line))
		}
	}
	if len(answer.Papers) > 0 {
		fmt.Fprintln(w)
	}
	if len(answer.Gone) > 0 {
		ids := make([]string, len(answer.Gone))
		for i, p := range answer.Gone {
			ids[i] = string(p.ID)
		}
		fmt.Fprintf(w, "deleted since: %s\n", strings.Join(ids, ", "))
	}
	_, err := fmt.Fprintf(w, "%s: %s, last changed %s\n", answer.Name, count(answer.Total, "paper"), answer.Updated.Local().Format("2006-01-02 15:04"))
	return err
}
