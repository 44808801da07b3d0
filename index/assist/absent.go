package assist

import (
	"context"
	"errors"
	"time"

	"paperboy/index"
	"paperboy/index/query"
)

// MaxAbsent is how many parts of a query Absent looks for. Each takes a count.
const MaxAbsent = 12

// Absent returns the parts of a query, in their order, that no paper matches, not even without the
// other parts and the filters: they are why a search finds nothing. Exclusions, ranges and ids are
// not among them. Parts after the first MaxAbsent, and those that can't be counted within the time left,
// are not looked for.
func Absent(ctx context.Context, engine Searcher, s Search, left time.Duration) ([]query.Node, error) {
	limited, cancel := context.WithTimeout(index.BesideSearch(ctx), left)
	defer cancel()
	var absent []query.Node
	clauses := s.Query().Clauses()
	for _, clause := range clauses[:min(len(clauses), MaxAbsent)] {
		if field, _, ok := query.FieldText(clause); ok && field == query.ID {
			continue
		}
		switch clause.(type) {
		case query.Not, query.Range:
			continue
		}
		found, err := engine.Search(limited, index.Request{Query: query.Parse(clause.String()), Match: index.MatchAll})
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, context.DeadlineExceeded):
			return absent, nil
		case errors.Is(err, index.ErrTooCostly):
		case err != nil:
			return nil, err
		case found.Total == 0:
			absent = append(absent, clause)
		}
	}
	return absent, nil
}
