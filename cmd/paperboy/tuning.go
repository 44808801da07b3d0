package main

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"paperboy/api/params"
	"paperboy/api/similar"
	"paperboy/data/figures"
)

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

// reasonsText returns the terms that a paper shares, and what each adds to its score.
func reasonsText(r similar.Reasons) string {
	var terms []string
	for _, t := range r.SharedTerms {
		terms = append(terms, fmt.Sprintf("%s %.3f", t.Term, t.Weight))
	}
	if r.OtherTerms.Count > 0 {
		terms = append(terms, fmt.Sprintf("%s %.3f", figures.Count(r.OtherTerms.Count, "other"), r.OtherTerms.Weight))
	}
	return fmt.Sprintf("%s = %.3f", strings.Join(terms, ", "), r.Score)
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
