package assist

import (
	"context"
	"errors"
	"fmt"

	"paperboy/index"
	"paperboy/index/query"
)

// Search is what a person asks for: the parts of a request that decide which papers it
// finds. The query is text, so that it can be rewritten.
type Search struct {
	Text string // in query syntax
	// Typing says that Text is still being typed: its last word may be incomplete.
	Typing bool
	Match  index.Match // empty: index.MatchAuto
	Filter index.Filter
}

// Query parses the text.
func (s Search) Query() query.Query {
	if s.Typing {
		return query.ParseTyping(s.Text)
	}
	return query.Parse(s.Text)
}

// isOpen reports whether s has no condition, and so finds all papers.
func (s Search) isOpen() bool {
	return s.Text == "" && !anyFilter(s.Filter)
}

// key returns a string that is the same for equal searches.
func (s Search) key() string { return fmt.Sprintf("%q %v %s %+v", s.Text, s.Typing, s.Match, s.Filter) }

// Searcher runs searches.
type Searcher interface {
	Search(context.Context, index.Request) (index.Result, error)
}

// count returns how many papers a search finds, or 0 if it is rejected as too complex or too
// costly, which a search with a part added or dropped may be.
func count(ctx context.Context, engine Searcher, s Search) (int, error) {
	q := s.Query()
	if q.Refused != "" {
		return 0, nil
	}
	found, err := engine.Search(ctx, index.Request{Query: q, Match: s.Match, Filter: s.Filter})
	if err != nil {
		return 0, exceptTooCostly(err)
	}
	return found.Total, nil
}

// exceptTooCostly returns err, or nil if err says that a search is too costly.
func exceptTooCostly(err error) error {
	if errors.Is(err, index.ErrTooCostly) {
		return nil
	}
	return err
}
