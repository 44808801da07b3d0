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
	// MaxAlternatives is the number of alternatives for a search.
	MaxAlternatives = 3
	// maxCounted limits which alternatives are counted. Counting a phrase whose words occur
	// in more papers takes tens of milliseconds, which is too long.
	maxCounted      = 5000
	alternativeTime = 10 * time.Millisecond
)

// Alternative is a search for either Typed, which is a part of the query, or Text, another
// name of it that papers define.
type Alternative struct {
	Typed, Text string
	Query       string // the query with both names
	// Total is how many papers Query finds, or 0 if counting them would take too long.
	Total int
}

// Alternatives returns the alternatives for parts of the query that have another name. The
// slice is never nil. total is the number of papers that the search found. There are no
// alternatives for a query with quotation marks or brackets: its author knows the syntax.
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

// isWithin reports whether the typed text of e is part of a longer one that has another name
// too: in "graph neural networks", "neural networks" is not looked for.
func isWithin(e index.Expansion, all []index.Expansion) bool {
	return slices.ContainsFunc(all, func(other index.Expansion) bool {
		return len(other.Typed) > len(e.Typed) && strings.Contains(" "+other.Typed+" ", " "+e.Typed+" ")
	})
}

// widen returns the query with both names in place of the typed one, which must be in
// words[from:].
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
