package api

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	"paperboy/index"
	"paperboy/index/query"
)

const (
	// fewHits is how many hits are enough: with fewer, what each part of the
	// search costs is told.
	fewHits = 3
	// maxRelaxations is how many ways to drop one part are tried. Each is a count.
	maxRelaxations = 10
	// relaxTime is how long a search and its relaxations may take before the rest
	// of these are left out. Ten counts took 45 ms over 75,055 papers; a query of
	// 60 frequent phrases, 2 s each, would otherwise have kept its reader for 24.
	relaxTime = 250 * time.Millisecond
)

// filterGroups are the parameters of filters that restrict one thing, of which a
// relaxation takes all. The first names the group.
var filterGroups = [][]string{
	{string(index.FacetDate), "from", "to"},
	{string(index.FacetAuthorCount), "authors_min", "authors_max"},
	{string(index.FacetAuthor)},
	{string(index.FacetCategory)},
	{string(index.FacetVenue)},
	{string(index.FacetSource)},
	{"added_after"},
	{"updated_after"},
	{"featured_from", "featured_to"},
}

// relaxations are the ways to relax the search p, which found total papers by match, that
// find more: first those that drop one part, the most papers first, then, if no single part
// is enough, those that drop several. The list is never nil. What cannot be counted
// within the time left is left out.
func (s *Service) relaxations(ctx context.Context, p SearchParams, q query.Query, total int, match index.Match, left time.Duration) ([]Relaxation, error) {
	better := []Relaxation{}
	limited, cancel := context.WithTimeout(index.BesideSearch(ctx), left)
	defer cancel()
	counted := map[string]int{}
	count := func(v url.Values) (int, error) {
		if err := limited.Err(); err != nil {
			return 0, fmt.Errorf("relax: %w", err)
		}
		key := v.Encode()
		n, known := counted[key]
		if known {
			return n, nil
		}
		n, err := s.countRelaxed(limited, v)
		if err == nil {
			counted[key] = n
		}
		return n, err
	}
	parts, err := newPartRelaxer(matchSet(p), q, match, count)
	if err == nil {
		for _, r := range candidates(p, q, match) {
			if parts.isVain(r, total) {
				continue
			}
			if r.Total, err = count(r.Params); err != nil {
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

// candidates are the at most maxRelaxations relaxations worth a try. Filters and
// clauses take turns, so that many of the ones do not keep the others out.
func candidates(p SearchParams, q query.Query, match index.Match) []Relaxation {
	asked := matchSet(p)
	all := matchRelaxations(asked, q, match)
	filters, clauses := filterRelaxations(asked), clauseRelaxations(asked, q, match)
	for i := range max(len(filters), len(clauses)) {
		if i < len(filters) {
			all = append(all, filters[i])
		}
		if i < len(clauses) {
			all = append(all, clauses[i])
		}
	}
	// A search for nothing in particular finds more, and helps nobody.
	all = slices.DeleteFunc(all, func(r Relaxation) bool {
		return len(changedValues(changedValues(r.Params, "match", ""), "typing", "")) == 0
	})
	return all[:min(len(all), maxRelaxations)]
}

// matchSet are the parameters of p that decide which papers are found.
func matchSet(p SearchParams) url.Values {
	return searchTable.values(&SearchParams{
		Q: p.Q, Match: cmp.Or(p.Match, index.MatchAuto), Filter: p.Filter, Typing: p.Typing,
		Sort: searchTable.defaults.Sort, Limit: searchTable.defaults.Limit, Facets: searchTable.defaults.Facets, FacetLimit: searchTable.defaults.FacetLimit,
	})
}

// changedValues is v with name set to value, or without it where that is empty.
func changedValues(v url.Values, name, value string) url.Values {
	c := make(url.Values, len(v))
	for n, values := range v {
		c[n] = values
	}
	c.Del(name)
	if value != "" {
		c.Set(name, value)
	}
	return c
}

// matchRelaxations is match=any, where all or most of several words were asked for.
func matchRelaxations(asked url.Values, q query.Query, match index.Match) []Relaxation {
	if match == index.MatchAny || freeTerms(q) < 2 {
		return nil
	}
	return []Relaxation{{Kind: RelaxMatch, Without: string(match), Params: changedValues(asked, "match", string(index.MatchAny))}}
}

// filterRelaxations are each group of filters in force, and all of several.
func filterRelaxations(asked url.Values) []Relaxation {
	var each []Relaxation
	bare := asked
	for _, group := range filterGroups {
		left := asked
		for _, name := range group {
			left, bare = changedValues(left, name, ""), changedValues(bare, name, "")
		}
		if len(left) < len(asked) {
			each = append(each, Relaxation{Kind: RelaxFilter, Without: group[0], Params: left})
		}
	}
	if len(each) > 1 {
		each = append([]Relaxation{{Kind: RelaxFilters, Without: "filters", Params: bare}}, each...)
	}
	return each
}

// clauseRelaxations are the clauses of q one by one. One of several words of which
// any will do only adds papers, and so is kept.
func clauseRelaxations(asked url.Values, q query.Query, match index.Match) []Relaxation {
	spared := match != index.MatchAll && freeTerms(q) > 1
	var each []Relaxation
	for i, clause := range q.Clauses() {
		if len(each) == maxRelaxations {
			break
		}
		if spared && query.IsFree(clause) {
			continue
		}
		if text, ok := q.Without(i); ok {
			each = append(each, Relaxation{Kind: relaxationKind(clause), Without: clause.String(), Params: changedValues(asked, "q", text)})
		}
	}
	return each
}

// freeTerms counts the clauses of q of which a match wants any or all.
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
