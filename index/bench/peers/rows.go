package peers

import (
	"fmt"
	"slices"
	"strings"
)

// The kinds of queries that each engine knows.
const (
	opAny        = "any"
	opAll        = "all"
	opEverything = "everything"
	opPhrase     = "phrase"
	opPrefix     = "prefix"
	opFuzzy      = "fuzzy"
	opSimilar    = "similar"
)

// similarTerms is how many terms Paperboy and, except in one row, the peers use for similar papers.
const similarTerms = 50

// A row is a row of the table of latencies.
type row struct {
	// key names the row in files and flags, name for people.
	key, name string
	// goal is the highest acceptable ratio of Paperboy's median to the faster peer's; 0 if there
	// is none.
	goal float64
	// draw returns a query made from a random paper, false if that is unsuitable.
	draw func(*drawer) (Query, bool)
}

// rows are the rows of issue 18, with its goals. The first three words, with and without facets and
// with all of them required, are the same.
var rows = []row{
	{"any", "3 words, any, top 10", 1, words(Query{Op: opAny})},
	{"facets", "the same with date, author-count and author facets", .25, words(Query{Op: opAny, Facets: true})},
	{"all", "3 words, all", 1.2, words(Query{Op: opAll})},
	{"common", "words that 43% of all papers contain", 1, (*drawer).common},
	{"filter", "all papers, three facets, one filter", .25, (*drawer).filter},
	{"phrase", "phrase of two words", 1.2, (*drawer).phrase},
	{"prefix", "prefix of three letters", 1, (*drawer).prefix},
	{"fuzzy1", "fuzzy word of 5 letters, one edit", 1, fuzzy(5, 5, 1)},
	{"fuzzy2", "fuzzy word of 7 to 12 letters, two edits", 1, fuzzy(7, 12, 2)},
	{"similar", "similar papers, 50 terms", .5, similar(similarTerms)},
	{"similar25", "similar papers, 50 terms; the peers 25", 0, similar(similarTerms / 2)},
}

// maxTail is the goal for p99 as a multiple of p50.
const maxTail = 4

// Keys returns what Options.Rows may contain.
func Keys() []string {
	var keys []string
	for _, r := range rows {
		keys = append(keys, r.key)
	}
	return keys
}

// chosen returns the rows with the given keys, or all.
func chosen(keys []string) ([]row, error) {
	for _, key := range keys {
		if !slices.Contains(Keys(), key) {
			return nil, fmt.Errorf("there is no row %q: choose among %s", key, strings.Join(Keys(), ", "))
		}
	}
	return slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return len(keys) > 0 && !slices.Contains(keys, r.key) }), nil
}
