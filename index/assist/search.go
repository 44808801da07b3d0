package assist

import (
	"context"
	"errors"
	"fmt"

	"paperboy/index"
	"paperboy/index/query"
)

// Search is what a person asks for: the parts of a request that decide which papers it
// finds, with the query as text, so that it can be rewritten.
type Search struct {
	Text string // in the language of the search box
	// Typing says that Text is still being typed: its last word may be half a word.
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

// isOpen reports whether s asks for nothing in particular.
func (s Search) isOpen() bool {
	return s.Text == "" && !anyFilter(s.Filter)
}

// key is the same for two searches that ask for the same.
func (s Search) key() string { return fmt.Sprintf("%q %v %s %+v", s.Text, s.Typing, s.Match, s.Filter) }

// Searcher runs searches.
type Searcher interface {
	Search(context.Context, index.Request) (index.Result, error)
}

// count returns how many papers a search finds, and 0 if it is refused as too complex or
// too expensive: the search with a part less or more may be that.
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

// exceptTooCostly returns err, or nil if it says that a search takes too much work.
func exceptTooCostly(err error) error {
	if errors.Is(err, index.ErrTooCostly) {
		return nil
	}
	return err
}
