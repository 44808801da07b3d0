package assist

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"paperboy/index"
	"paperboy/index/query"
)

const (
	// FewHits is the number of hits that is enough. A search with fewer is worth relaxing.
	FewHits = 3
	// MaxRelaxations is how many ways to drop one part are tried. Each takes a count.
	MaxRelaxations = 10
	// RelaxTime is how long a search and its relaxations may take together. Relaxations that
	// are not counted by then are left out. Ten counts took 45 ms over 75,055 papers; for a
	// query of 60 frequent phrases, at 2 s each, they would have taken 24 s.
	RelaxTime = 250 * time.Millisecond
)

// Relaxation is a less restrictive version of a search that had few hits.
type Relaxation struct {
	Kind RelaxationKind
	// Without is what is dropped: a clause in query syntax, the first parameter of a group
	// of filters ("date" includes from and to), "filters" for all of them, "all" or "most"
	// for the match, or for RelaxParts the Without of each part, separated by commas.
	Without string
	// Parts lists what RelaxParts drops: first clauses in the order of the query, then
	// filters.
	Parts []RelaxationPart
	// Total is the exact number of papers that Search finds.
	Total  int
	Search Search
}

// RelaxationPart is one of several parts that RelaxParts drops.
type RelaxationPart struct {
	Kind    RelaxationKind `json:"kind"`
	Without string         `json:"without"`
}

// RelaxationKind says what a Relaxation drops.
type RelaxationKind string

// The kinds of relaxations. A word may also be a prefix, an inexact word, or in a field.
const (
	RelaxWord         RelaxationKind = "word"
	RelaxPhrase       RelaxationKind = "phrase"
	RelaxExclusion    RelaxationKind = "exclusion"
	RelaxAlternatives RelaxationKind = "alternatives"
	RelaxRange        RelaxationKind = "range"
	RelaxFilter       RelaxationKind = "filter"
	RelaxFilters      RelaxationKind = "filters"
	RelaxMatch        RelaxationKind = "match"
	RelaxParts        RelaxationKind = "parts"
)

// Relax returns relaxations that find more than the total papers of a search with the given
// match: first those that drop one part, by descending number of papers, then, if none of
// those finds enough, those that drop several parts. The slice is never nil. Relaxations
// that can't be counted within the time left are left out.
func Relax(ctx context.Context, engine Searcher, s Search, total int, match index.Match, left time.Duration) ([]Relaxation, error) {
	better := []Relaxation{}
	limited, cancel := context.WithTimeout(index.BesideSearch(ctx), left)
	defer cancel()
	counted := map[string]int{}
	countOnce := func(s Search) (int, error) {
		if err := limited.Err(); err != nil {
			return 0, fmt.Errorf("relax: %w", err)
		}
		key := s.key()
		n, known := counted[key]
		if known {
			return n, nil
		}
		n, err := count(limited, engine, s)
		if err != nil {
			return 0, fmt.Errorf("relax: %w", err)
		}
		counted[key] = n
		return n, nil
	}
	q := s.Query()
	parts, err := newPartRelaxer(s, q, match, countOnce)
	if err == nil {
		for _, r := range candidates(s, q, match) {
			if parts.isVain(r, total) {
				continue
			}
			if r.Total, err = countOnce(r.Search); err != nil {
				break
			}
			if r.Total > total {
				better = append(better, r)
			}
		}
	}
	slices.SortStableFunc(better, func(a, b Relaxation) int { return cmp.Compare(b.Total, a.Total) })
	if err == nil {
		var several []Relaxation
		several, err = parts.relaxAll(total, better)
		better = append(better, several...)
	}
	if gone := ctx.Err(); gone != nil {
		return nil, fmt.Errorf("relax: %w", gone)
	}
	if err != nil && limited.Err() == nil {
		return nil, err
	}
	return better, nil
}

// candidates returns at most MaxRelaxations relaxations to try. Filters and clauses take
// turns, so that neither crowds out the other.
func candidates(s Search, q query.Query, match index.Match) []Relaxation {
	all := matchRelaxations(s, q, match)
	filters, clauses := filterRelaxations(s), clauseRelaxations(s, q, match)
	for i := range max(len(filters), len(clauses)) {
		if i < len(filters) {
			all = append(all, filters[i])
		}
		if i < len(clauses) {
			all = append(all, clauses[i])
		}
	}
	// A search without any condition finds everything, which helps nobody.
	all = slices.DeleteFunc(all, func(r Relaxation) bool { return r.Search.isOpen() })
	return all[:min(len(all), MaxRelaxations)]
}

// matchRelaxations returns a relaxation to match any word, if all or most of several words
// must match.
func matchRelaxations(s Search, q query.Query, match index.Match) []Relaxation {
	if match == index.MatchAny || freeTerms(q) < 2 {
		return nil
	}
	s.Match = index.MatchAny
	return []Relaxation{{Kind: RelaxMatch, Without: string(match), Search: s}}
}

// filterRelaxations returns relaxations that lift each group of filters in use, and one that
// lifts all if there are several.
func filterRelaxations(s Search) []Relaxation {
	var each []Relaxation
	bare := s
	for _, group := range filterGroups {
		if !group.restricts(s.Filter) {
			continue
		}
		left := s
		left.Filter, bare.Filter = group.lift(s.Filter), group.lift(bare.Filter)
		each = append(each, Relaxation{Kind: RelaxFilter, Without: group.name, Search: left})
	}
	if len(each) > 1 {
		each = append([]Relaxation{{Kind: RelaxFilters, Without: "filters", Search: bare}}, each...)
	}
	return each
}

// clauseRelaxations returns relaxations that drop one clause of q each. If any of several
// words may match, these are kept: dropping one would find fewer papers.
func clauseRelaxations(s Search, q query.Query, match index.Match) []Relaxation {
	spared := match != index.MatchAll && freeTerms(q) > 1
	var each []Relaxation
	for i, clause := range q.Clauses() {
		if len(each) == MaxRelaxations {
			break
		}
		if spared && query.IsFree(clause) {
			continue
		}
		if text, ok := q.Without(i); ok {
			left := s
			left.Text = text
			each = append(each, Relaxation{Kind: relaxationKind(clause), Without: clause.String(), Search: left})
		}
	}
	return each
}

// freeTerms returns the number of clauses of q that the match applies to.
func freeTerms(q query.Query) (n int) {
	for _, clause := range q.Clauses() {
		if query.IsFree(clause) {
			n++
		}
	}
	return n
}

func relaxationKind(clause query.Node) RelaxationKind {
	switch clause.(type) {
	case query.Phrase:
		return RelaxPhrase
	case query.Not:
		return RelaxExclusion
	case query.Or:
		return RelaxAlternatives
	case query.Range:
		return RelaxRange
	}
	return RelaxWord
}
