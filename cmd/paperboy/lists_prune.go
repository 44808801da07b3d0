package main

import (
	"fmt"
	"strconv"
	"text/tabwriter"
	"time"

	"paperboy/api/lists"

	"github.com/spf13/cobra"

	"paperboy/api"
)

func newListsPrune(c *Config) *cobra.Command {
	var olderThan string
	var p lists.PruneParams
	cmd := &cobra.Command{
		Use:   "prune [flags]",
		Short: "Delete lists that nobody uses",
		Long: `Delete the lists that were neither opened nor changed for some time (--older-than), or
that have no papers (--empty), or both: empty lists that were not used for that time.`,
		Example: "  paperboy lists prune --older-than 1y --dry-run\n  paperboy lists prune --empty --older-than 7d",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			days, err := parseSpan(olderThan)
			if err != nil {
				return usagef("lists prune --older-than %s: %w", olderThan, err)
			}
			if p.UnusedDays = days; days == 0 && !p.Empty {
				return usagef("lists prune: say which lists, with --older-than or --empty")
			}
			return c.ask(cmd, func(papers papers) error {
				pruned, err := call(cmd.Context(), papers, api.PruneLists, p)
				if err != nil {
					return err
				}
				if c.JSON {
					return printJSON(cmd.OutOrStdout(), pruned)
				}
				tab := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
				for _, l := range pruned.Lists {
					fmt.Fprintf(tab, "%s\t%s\t%s\n", l.Used.Local().Format("2006-01-02"), count(l.Papers, "paper"), l.Name)
				}
				done := "deleted"
				if pruned.DryRun {
					done = "would be deleted"
				}
				fmt.Fprintf(tab, "%s %s\n", count(pruned.Deleted, "list"), done)
				return tab.Flush()
			})
		},
	}
	cmd.Flags().StringVar(&olderThan, "older-than", "", "lists not used for this `time`, such as 90d, 12w or 1y")
	cmd.Flags().BoolVar(&p.Empty, "empty", false, "only lists without papers")
	cmd.Flags().BoolVar(&p.DryRun, "dry-run", false, "say which lists, and delete none")
	return cmd
}

// parseSpan reads a number of days, weeks or years; "" and "0" are 0.
func parseSpan(s string) (int, error) {
	if s == "" || s == "0" {
		return 0, nil
	}
	unit := map[string]int{"d": 1, "w": 7, "y": 365}[s[len(s)-1:]]
	n, err := strconv.Atoi(s[:len(s)-1])
	if err != nil || unit == 0 || n < 1 || n > 36_500/unit {
		return 0, fmt.Errorf("want days, weeks or years, such as 90d, 12w or 1y")
	}
	return n * unit, nil
}

// expireEvery is how often a server looks for lists to delete (--list-expiry).
const expireEvery = time.Hour
