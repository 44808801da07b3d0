package search

import (
	"context"
	"fmt"

	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/index"
)

// Order puts the papers of a search in an order of its own. It gets all of them in the order of
// Params.Sort, and returns them, each once, with their scores.
type Order func(ctx context.Context, found []data.Number) ([]index.Hit, error)

// Ordered is Search in another order. It ignores p.Cursor; p.Offset and p.Limit count in the new
// order. If more than limit papers are found, it returns a fault of the code too_many_papers.
func (s *Service) Ordered(ctx context.Context, p Params, limit int, order Order) (Answer, error) {
	start := s.Now()
	p.Cursor = ""
	if err := Table.Validate(&p); err != nil {
		return Answer{}, err
	}
	request, err := p.request(s.today())
	if err != nil {
		return Answer{}, err
	}
	request.All, request.Limit, request.Offset = limit, 0, 0
	found, err := s.run(ctx, p, request, "")
	if err != nil {
		return Answer{}, fmt.Errorf("search: %w", err)
	}
	if found.Total > limit {
		return Answer{}, fault.New(fault.TooManyPapers, "sort", "%d papers are found, and this order is for %d at most; narrow the search", found.Total, limit)
	}
	if found.Hits, err = order(ctx, found.Numbers); err != nil {
		return Answer{}, err
	}
	found.Hits = found.Hits[min(p.Offset, len(found.Hits)):]
	found.Hits = found.Hits[:min(p.Limit, len(found.Hits))]
	return s.answer(ctx, p, found, start)
}

// Calendar counts the papers of a search, as typed, by a kind of day. Of the result, only Total,
// Sequence and, unless by is empty, Calendar are set.
func (s *Service) Calendar(ctx context.Context, p Params, by index.DayKind) (index.Result, error) {
	request, err := p.request(s.today())
	if err != nil {
		return index.Result{}, err
	}
	request.Limit, request.Offset, request.Facets, request.Explain, request.Calendar = 0, 0, nil, false, by
	result, err := s.Index.Search(ctx, request)
	if err != nil {
		return index.Result{}, fmt.Errorf("calendar: %w", err)
	}
	return result, nil
}

// Today is the day in UTC by the clock of the service.
func (s *Service) Today() data.Date { return data.DateOf(s.Now()) }
