package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/api/local"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
)

func newDelete(c *Config) *cobra.Command {
	var deletion library.Deletion
	var query string
	cmd := &cobra.Command{
		Use:   "delete [flags] ID... | --source NAME | --query QUERY",
		Short: "Delete papers",
		Long: `Delete papers by id, by source or by query, without asking for confirmation: --dry-run
shows how many papers that would be. A deleted paper stays deleted when it is ingested
again, except with 'paperboy ingest --undelete'. Deleting a source keeps the papers that
another source has too.`,
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
			return c.ask(cmd, func(papers local.Papers) error {
				answer, err := local.Call(cmd.Context(), papers, api.DeletePapers, deletion)
				if err != nil {
					return err
				}
				return reportMissing(cmd, answer.Missing, "there is no paper %s\n", output(c, cmd, answer, line(deletedText)))
			})
		},
	}
	cmd.Flags().StringVar(&deletion.Source, "source", "", "the papers of the source with this `name`")
	cmd.Flags().StringVar(&query, "query", "", "the papers that match this `query`")
	cmd.Flags().BoolVar(&deletion.DryRun, "dry-run", false, "only say how many papers would be deleted")
	return cmd
}

func deletedText(answer library.DeleteAnswer) string {
	verb, kept := "deleted", ""
	if answer.DryRun {
		verb = "would be deleted"
	}
	if answer.Trimmed > 0 {
		kept = fmt.Sprintf(", %s that other sources know too without it", figures.Count(answer.Trimmed, "paper"))
	}
	return fmt.Sprintf("%s %s%s", figures.Count(answer.Deleted, "paper"), verb, kept)
}

// parseIDs parses ids in any of their usual spellings.
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
