package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/data/figures"
	"paperboy/index"
)

func newSearch(c *Config) *cobra.Command {
	asked := search.Params{Facets: nil, Spelling: search.SpellingAuto}
	spelling, order := string(asked.Spelling), string(index.ByRelevance)
	cmd := &cobra.Command{
		Use:   "search [flags] QUERY...",
		Short: "Find papers",
		Long: `Find papers. The query language is the same as in the search box:

  words                transformer attention
  names and years      yann lecun 2022
  phrase               "machine translation"
  exclusion            -survey !survey
  alternatives         bert OR roberta
  fields               title:attention author:vaswani cat:cs.CL venue:acl
  first author         first_author:vaswani
  presence             abstract:* -doi:*
  ranges               year:2020..2023 date:>=2024-05 authors:>5 upvotes:>=10
  prefix, misspelled   transform* atention~
  patterns             wom?n *former* "neural transl*"
  near each other      neural NEAR/3 translation, "neural translation"~3
  compounds            data-to-text

Titles, sentences and questions are searched by their words. If the query contains the id
of a paper, that paper comes first. Words that are almost certainly misspelled are
corrected.

Put -- before a query that starts with a dash.`,
		Example: "  paperboy search diffusion models for video\n  paperboy search --limit 3 'title:\"language model\" year:2023..'",
		Args:    arguments(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			asked.Q = strings.Join(args, " ")
			if err := checkLimit(asked.Limit); err != nil {
				return err
			}
			switch asked.Spelling = search.Spelling(spelling); asked.Spelling {
			case search.SpellingAuto, search.SpellingOff:
			default:
				return usagef("--spelling %s: want auto or off", spelling)
			}
			if asked.Sort = index.Sort(order); !slices.Contains(index.Sorts, asked.Sort) {
				return usagef("--sort %s: want one of %s", order, sortNames())
			}
			return show(c, cmd, api.Search, asked, func(out io.Writer, answer search.Answer) error { return printSearch(cmd, out, answer) })
		},
	}
	cmd.Flags().IntVar(&asked.Limit, "limit", search.DefaultLimit, fmt.Sprintf("`number` of papers, at most %d", params.MaxLimit))
	cmd.Flags().StringVar(&spelling, "spelling", spelling, "auto corrects words that are almost certainly misspelled; off searches for what you type")
	cmd.Flags().StringVar(&order, "sort", order, "the `order` of the papers: "+sortNames())
	return cmd
}

// sortNames lists the orders, for people.
func sortNames() string {
	var names []string
	for _, by := range index.Sorts {
		names = append(names, string(by))
	}
	return strings.Join(names, ", ")
}

func checkLimit(limit int) error {
	if limit < 1 || limit > params.MaxLimit {
		return usagef("--limit %d: want 1 to %d", limit, params.MaxLimit)
	}
	return nil
}

func printSearch(cmd *cobra.Command, out io.Writer, answer search.Answer) error {
	for _, notice := range answer.Query.Notices {
		cmd.PrintErrf("note: %s\n", notice)
	}
	if answer.Query.Corrected != "" {
		cmd.PrintErrf("showing results for: %s\nto search instead for %s, add --spelling off\n", answer.Query.Corrected, answer.Query.Original)
	}
	for i, hit := range answer.Hits {
		printPaper(out, i+1, hit.Paper)
	}
	shown := ""
	if len(answer.Hits) < answer.Total {
		shown = fmt.Sprintf(", the first %d shown", len(answer.Hits))
	}
	if len(answer.Hits) > 0 {
		fmt.Fprintln(out)
	}
	_, err := fmt.Fprintf(out, "%s found in %.1f ms%s\n", figures.Count(answer.Total, "paper"), answer.TookMS, shown)
	if answer.Suggestion != "" {
		cmd.PrintErrf("did you mean: %s\n", answer.Suggestion)
	}
	return err
}
