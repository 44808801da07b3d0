package assist

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
	// MaxAlternatives is how many other names one search is offered.
	MaxAlternatives = 3
	// What the alternatives find is counted where that is quick: a phrase of words that
	// more than maxCounted papers have takes tens of milliseconds, which is too long.
	maxCounted      = 5000
	alternativeTime = 10 * time.Millisecond
)

// Alternative is a search for Typed, a part of the query, or Text, another name of it that
// papers define.
type Alternative struct {
	Typed, Text string
	Query       string // the text of the wider query
	// Total is how many papers Query finds; 0 where counting them takes too long.
	Total int
}

// Alternatives returns the searches for a part of the query or another name of it, where
// papers define one; never nil. total is what the search found. A query with quotation marks
// or brackets is left alone: whoever wrote it knows what to ask for.
func Alternatives(ctx context.Context, engine Searcher, expander index.Expander, s Search, total int) ([]Alternative, error) {
	ctx = index.BesideSearch(ctx)
	offers := []Alternative{}
	if strings.ContainsAny(s.Text, `"“”()`) {
		return offers, nil
	}
	words := strings.Fields(s.Text)
	limited, cancel := context.WithTimeout(ctx, alternativeTime)
	defer cancel()
	for from := 0; from < len(words); from++ {
		to := from
		for to < len(words) && isPlainWord(words[to]) {
			to++
		}
		expansions, err := expander.Expand(ctx, words[from:to])
		if err != nil {
			return nil, fmt.Errorf("find alternatives: %w", err)
		}
		for _, e := range expansions {
			if len(offers) == MaxAlternatives || isWithin(e, expansions) {
				continue
			}
			wider := s
			wider.Text = widen(words, from, e)
			n, tooLong := 0, total > maxCounted
			if !tooLong {
				n, err = count(limited, engine, wider)
				tooLong = errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil
			}
			if err != nil && !tooLong {
				return nil, fmt.Errorf("find alternatives: %w", err)
			}
			if n > total || tooLong {
				offers = append(offers, Alternative{Typed: e.Typed, Text: e.Text, Query: wider.Text, Total: n})
			}
		}
		from = to
	}
	return offers, nil
}

// isWithin reports whether a longer part of the query has another name too: in "graph
// neural networks", "neural networks" alone is not meant.
func isWithin(e index.Expansion, all []index.Expansion) bool {
	return slices.ContainsFunc(all, func(other index.Expansion) bool {
		return len(other.Typed) > len(e.Typed) && strings.Contains(" "+other.Typed+" ", " "+e.Typed+" ")
	})
}

// widen returns the query with both names in place of the one that was typed, which is
// found among words[from:].
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
