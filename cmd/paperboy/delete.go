package main

import (
	"fmt"
	"io"

	"paperboy/api/library"
	"paperboy/api/search"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/data"
)

func newDelete(c *Config) *cobra.Command {
	var deletion library.Deletion
	var query string
	cmd := &cobra.Command{
		Use:   "delete [flags] ID... | --source NAME | --query QUERY",
		Short: "Delete papers",
		Long: `Delete papers by id, by source or by query, without asking: --dry-run says what
would go. A paper stays deleted when it is ingested again, unless with --undelete.
A paper that another source knows too outlives the deletion of one source.`,
		Example: "  paperboy delete arxiv:2203.03850\n  paperboy delete --dry-run --query 'year:..1999'",
		RunE: func(cmd *cobra.Command, args []string) error {
			if given := min(len(args), 1) + min(len(deletion.Source), 1) + min(len(query), 1); given != 1 {
				return usagef("delete: give ids, or --source, or --query")
			}
			ids, err := parseIDs(args)
			if err != nil {
				return err
			}
			deletion.IDs = ids
			if query != "" {
				deletion.Matching = &search.Params{Q: query}
			}
			return c.ask(cmd, func(papers papers) error {
				answer, err := call(cmd.Context(), papers, api.DeletePapers, deletion)
				if err != nil {
					return err
				}
				for _, id := range answer.Missing {
					cmd.PrintErrf("there is no paper %s\n", id)
				}
				if c.JSON {
					err = printJSON(cmd.OutOrStdout(), answer)
				} else {
					err = printDeleted(cmd.OutOrStdout(), answer)
				}
				if err == nil && len(answer.Missing) > 0 {
					err = fmt.Errorf("delete: %s not found", count(len(answer.Missing), "paper"))
				}
				return err
			})
		},
	}
	cmd.Flags().StringVar(&deletion.Source, "source", "", "what the source of this `name` gave")
	cmd.Flags().StringVar(&query, "query", "", "all that this `query` finds")
	cmd.Flags().BoolVar(&deletion.DryRun, "dry-run", false, "only say how many it would be")
	return cmd
}

func printDeleted(w io.Writer, answer library.DeleteAnswer) error {
	verb, kept := "deleted", ""
	if answer.DryRun {
		verb = "would be deleted"
	}
	if answer.Trimmed > 0 {
		kept = fmt.Sprintf(", %s that other sources know too without it", count(answer.Trimmed, "paper"))
	}
	_, err := fmt.Fprintf(w, "%s %s%s\n", count(answer.Deleted, "paper"), verb, kept)
	return err
}

// parseIDs reads ids in any usual spelling.
func parseIDs(args []string) ([]data.ID, error) {
	ids := make([]data.ID, len(args))
	for i, arg := range args {
		id, err := data.ParseID(arg)
		if err != nil {
			return nil, usageError{err}
		}
		ids[i] = id
	}
	return ids, nil
}
