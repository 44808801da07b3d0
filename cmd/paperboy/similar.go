package main

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paperboy/api"
	"paperboy/api/params"
	"paperboy/api/similar"
)

func newSimilar(c *Config) *cobra.Command {
	var tune tuning
	var unlike []string
	var text string
	cmd := &cobra.Command{
		Use:   "similar [flags] ID... | --text TEXT|-",
		Short: "Find papers like given papers or a text",
		Long: `Find papers like given papers, a text, or both.

For each result it shows the shared terms and what each adds to the score. Terms can be
ignored (--without) or given more or less weight (--heavier, --lighter).`,
		Example: `  paperboy similar arxiv:2203.03850
  paperboy similar arxiv:2203.03850 acl:2020.acl-main.1 --unlike arxiv:1706.03762
  paperboy similar arxiv:2203.03850 --without survey --heavier graphs --filter from=2024
  paperboy similar --text - < abstract.txt`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && text == "" {
				return usagef("similar: give an id, or a text with --text")
			}
			v, err := tune.values()
			if err != nil {
				return err
			}
			if text == "-" {
				// One byte more than the limit is enough for an error.
				in, err := io.ReadAll(io.LimitReader(cmd.InOrStdin(), 4*similar.MaxTextLength+1))
				if err != nil {
					return fmt.Errorf("similar: read text: %w", err)
				}
				text = string(in)
			}
			v["like"], v["unlike"], v["text"] = args, unlike, []string{text}
			params, _, err := similar.Table.Parse(v, true)
			if err != nil {
				return usagef("similar: %w", err)
			}
			return show(c, cmd, api.Similar, params, printSimilar)
		},
	}
	cmd.Flags().StringVar(&text, "text", "", "find papers like this `text`; - reads it from standard input")
	cmd.Flags().StringArrayVar(&unlike, "unlike", nil, "`id` of a paper that results should be unlike; repeatable")
	tune.flags(cmd.Flags())
	return cmd
}

func printSimilar(out io.Writer, answer similar.Answer) error {
	for i, hit := range answer.Hits {
		printPaper(out, i+1, hit.Paper)
		fmt.Fprintf(out, "     shares: %s\n", hit.Reasons.Text())
		printDuplicates(out, hit.Duplicates)
	}
	if len(answer.Hits) == 0 {
		fmt.Fprintln(out, "no similar papers")
	}
	return printSeedDuplicates(out, answer.Duplicates)
}

// tuning holds the flags of all commands that recommend papers.
type tuning struct {
	without, heavier, lighter []string
	filters                   []string
	variety                   float64
	limit                     int
}

func (t *tuning) flags(f *pflag.FlagSet) {
	f.StringArrayVar(&t.without, "without", nil, "`term` to ignore, in all its forms; repeatable")
	f.StringArrayVar(&t.heavier, "heavier", nil, "`term` to count twice; given again, four times")
	f.StringArrayVar(&t.lighter, "lighter", nil, "`term` to count half; given again, a quarter")
	f.Float64Var(&t.variety, "variety", 0, "`number` from 0 (the most similar papers) to 1 (the most different from each other)")
	f.StringArrayVar(&t.filters, "filter", nil, "`name=value` filter of the API: from=2024, category=cs.CL, added_after=2025-01-01; repeatable")
	f.IntVar(&t.limit, "limit", 10, fmt.Sprintf("`number` of papers, at most %d", params.MaxLimit))
}

// values returns the API parameters for the flags.
func (t *tuning) values() (url.Values, error) {
	if err := checkLimit(t.limit); err != nil {
		return nil, err
	}
	v := url.Values{
		"without_terms": t.without,
		"variety":       {strconv.FormatFloat(t.variety, 'g', -1, 64)},
		"limit":         {strconv.Itoa(t.limit)},
	}
	for _, term := range t.heavier {
		v.Add("boost_terms", term+":2")
	}
	for _, term := range t.lighter {
		v.Add("boost_terms", term+":0.5")
	}
	for _, filter := range t.filters {
		name, value, found := strings.Cut(filter, "=")
		if !found || !slices.Contains(params.FilterNames, name) {
			return nil, usagef("--filter %s: want name=value, the name one of %s", filter, strings.Join(params.FilterNames, ", "))
		}
		v.Add(name, value)
	}
	return v, nil
}

// printDuplicates prints the near-duplicates of a hit.
func printDuplicates(out io.Writer, duplicates []similar.Duplicate) {
	for _, d := range duplicates {
		fmt.Fprintf(out, "     another version: %s (%s)\n", d.ID, d.Reason)
	}
}

// printSeedDuplicates prints the near-duplicates of the papers that were given.
func printSeedDuplicates(out io.Writer, duplicates []similar.Duplicate) (err error) {
	for _, d := range duplicates {
		_, err = fmt.Fprintf(out, "%s is another version of %s (%s)\n", d.ID, d.Of, d.Reason)
	}
	return err
}
