package search

import (
	"context"
	"fmt"
	"slices"
	"time"

	"paperboy/api/fair"
	"paperboy/api/fault"

	"paperboy/data"
	"paperboy/index"
)

// pageSize is how many papers are read from the store at once: some 10 ms of work, or 20 with
// their sources.
const pageSize = 250

// All finds all papers of a search, in its order. It refuses, with the code too_many_papers, if
// they are more than limit; what names what they are for, as "an export".
func (s *Service) All(ctx context.Context, p Params, what string, limit int) (index.Request, index.Result, error) {
	p.Limit, p.Offset, p.Cursor, p.Facets, p.Explain = 0, 0, "", nil, false
	if err := Table.Validate(&p); err != nil {
		return index.Request{}, index.Result{}, err
	}
	request, err := p.request()
	if err != nil {
		return request, index.Result{}, err
	}
	request.All = limit
	result, err := s.Index.Search(ctx, request)
	if err != nil {
		return request, result, fmt.Errorf("search: %w", err)
	}
	if result.Total > limit {
		return request, result, fault.New(fault.TooManyPapers, "", "%d papers are found; %s is of %d at most", result.Total, what, limit)
	}
	return request, result, nil
}

const (
	// MaxReceipt is how many papers a receipt can be of: their ids are looked up and
	// sorted before the first byte of an answer. No review reads as many.
	MaxReceipt = 100_000
	// idsPage is how many ids are read at once: some 5 ms of work.
	idsPage = 2000
	// receiptLag is how long a receipt waits for what the store has and a search does
	// not show yet.
	receiptLag = 2 * time.Second
)

// IDs returns the ids of the live papers among numbers, reading one page in each turn (package
// fair).
func (s *Service) IDs(ctx context.Context, numbers []data.Number) ([]data.ID, error) {
	ids := make([]data.ID, 0, len(numbers))
	for part := range slices.Chunk(numbers, idsPage) {
		err := fair.InTurn(ctx, func() error {
			found, err := s.Store.IDs(ctx, part)
			for _, id := range found {
				ids = append(ids, id)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return ids, nil
}
