package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/data"
)

func newSimilar(c *Config) *cobra.Command {
	var text string
	var limit int
	cmd := &cobra.Command{
		Use:     "similar [flags] ID | --text TEXT|-",
		Short:   "Find papers like another, or like a text",
		Example: "  paperboy similar arxiv:2203.03850\n  paperboy similar --text - < abstract.txt",
		Args:    arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			params := api.SimilarParams{Limit: limit, Text: text}
			if err := checkLimit(limit); err != nil {
				return err
			}
			switch {
			case len(args) == 1 && text != "":
				return usagef("similar: give an id or --text, not both")
			case len(args) == 1:
				id, err := data.ParseID(args[0])
				if err != nil {
					return usageError{err}
				}
				params.Like = []data.ID{id}
			case text == "-":
				// One byte more than the cap is enough for the service to refuse it.
				in, err := io.ReadAll(io.LimitReader(cmd.InOrStdin(), 4*api.MaxTextLength+1))
				if err != nil {
					return fmt.Errorf("similar: read text: %w", err)
				}
				params.Text = string(in)
			case text == "":
				return usagef("similar: give an id, or a text with --text")
			}
			papers, done, err := c.open(cmd)
			if err != nil {
				return err
			}
			defer done()
			answer, err := papers.Similar(cmd.Context(), params)
			if err != nil {
				return err
			}
			if c.JSON {
				return printJSON(cmd.OutOrStdout(), answer)
			}
			return printSimilar(cmd.OutOrStdout(), answer)
		},
	}
	cmd.Flags().StringVar(&text, "text", "", "find papers like this `text`; - reads it from standard input")
	cmd.Flags().IntVar(&limit, "limit", 10, fmt.Sprintf("`number` of papers, at most %d", api.MaxLimit))
	return cmd
}

func printSimilar(out io.Writer, answer api.SimilarAnswer) error {
	for i, hit := range answer.Hits {
		printPaper(out, i+1, hit.Paper)
		terms := make([]string, len(hit.SharedTerms))
		for j, t := range hit.SharedTerms {
			terms[j] = t.Term
		}
		fmt.Fprintf(out, "     shares: %s\n", strings.Join(terms, ", "))
	}
	if len(answer.Hits) == 0 {
		_, err := fmt.Fprintln(out, "no similar papers")
		return err
	}
	return nil
}
