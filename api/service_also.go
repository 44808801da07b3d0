package api

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"paperboy/index"
)

const (
	// maxAlso is how many other names one search is offered.
	maxAlso = 3
	// What they find is counted where that is quick: a phrase of words that so many
	// papers have takes tens of milliseconds, and nobody waits for that.
	mostCounted = 5000
	alsoTime    = 10 * time.Millisecond
)

// also are the searches for a part of the query or another name of it, where papers
// define one; never nil. Where there are quotes or groups, somebody knows what to ask
// for.
func (s *Service) also(ctx context.Context, p SearchParams, total int) ([]Also, error) {
	ctx = index.BesideSearch(ctx)
	offers := []Also{}
	if s.Expander == nil || strings.ContainsAny(p.Q, `"“”()`) {
		return offers, nil
	}
	words := strings.Fields(p.Q)
	limited, cancel := context.WithTimeout(ctx, alsoTime)
	defer cancel()
	for from := 0; from < len(words); from++ {
		to := from
		for to < len(words) && isFree(words[to]) {
			to++
		}
		expansions, err := s.Expander.Expand(ctx, words[from:to])
		if err != nil {
			return nil, fmt.Errorf("also search: %w", err)
		}
		for _, e := range expansions {
			if len(offers) == maxAlso || isWithin(e, expansions) {
				continue
			}
			wider := p
			wider.Q = widen(words, from, e)
			n, tooLong := 0, total > mostCounted
			if !tooLong {
				n, err = s.count(limited, wider)
				tooLong = errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil
			}
			if err != nil && !tooLong {
				return nil, fmt.Errorf("also search: %w", err)
			}
			if n > total || tooLong {
				offers = append(offers, Also{Typed: e.Typed, Text: e.Text, Query: wider.Q, Total: n})
			}
		}
		from = to
	}
	return offers, nil
}

// isWithin reports whether a longer part of the query has another name too: of "graph
// neural networks", "neural networks" is not meant.
func isWithin(e index.Expansion, all []index.Expansion) bool {
	return slices.ContainsFunc(all, func(other index.Expansion) bool {
		return len(other.Typed) > len(e.Typed) && strings.Contains(" "+other.Typed+" ", " "+e.Typed+" ")
	})
}

// widen is the query with alternatives in the place of what was typed, which stands
// among words behind from.
func widen(words []string, from int, e index.Expansion) string {
	typed := strings.Fields(e.Typed)
	at := from
	for !slices.Equal(words[at:at+len(typed)], typed) {
		at++
	}
	quote := func(s string) string {
		if strings.Contains(s, " ") {
			return `"` + s + `"`
		}
		return s
	}
	either := quote(e.Typed) + " OR " + quote(e.Text)
	if len(words) > len(typed) {
		either = "(" + either + ")"
	}
	return strings.Join(slices.Concat(words[:at], []string{either}, words[at+len(typed):]), " ")
}

// count is how many papers a search finds that a person may be offered: 0 if it is too
// complex or expensive, as the search with a part less or more may be.
func (s *Service) count(ctx context.Context, p SearchParams) (int, error) {
	p.Limit, p.Offset, p.Cursor, p.Facets, p.Explain = 0, 0, "", nil, false
	request, err := p.request()
	if err != nil {
		return 0, exceptTooComplex(err)
	}
	found, err := s.Index.Search(ctx, request)
	if err != nil {
		return 0, exceptTooComplex(err)
	}
	return found.Total, nil
}

func exceptTooComplex(err error) error {
	if err == nil {
		return nil
	}
	if code := ProblemOf(err).Code; code == "too_complex" || code == "query_too_expensive" {
		return nil
	}
	return err
}
