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

// Long requests read the store page by page. Each page is one turn (package fair), and each
// after the first counts as one more request for the client's rate.
const (
	// exportPage is the number of papers in a page of an export: some 10 ms of work, or 20 with
	// their sources.
	exportPage = 250
	// idsPage is the number of papers in a page of a receipt or a deletion, which needs only
	// their ids: some 6 ms of work.
	idsPage = 2500
)

// All finds all papers of a search, in its order. If there are more than limit, it returns a
// fault of the code too_many_papers, whose message says what they are for, such as "an export".
func (s *Service) All(ctx context.Context, p Params, what string, limit int) (index.Request, index.Result, error) {
	p.Limit, p.Offset, p.Cursor, p.Facets, p.Explain = 0, 0, "", nil, false
	if err := Table.Validate(&p); err != nil {
		return index.Request{}, index.Result{}, err
	}
	request, err := p.request(s.today())
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
	// MaxReceipt is the maximum number of papers of a receipt. Their ids are looked up and
	// sorted before the first byte of the answer. No review reads as many.
	MaxReceipt = 100_000
	// receiptLag is how long a receipt waits until searches see what the store has.
	receiptLag = 2 * time.Second
)

// IDs returns the ids of the live papers among numbers, reading one page in each turn.
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

// First returns the first limit papers of a search, in its order, and how many there are. Unlike
// Search, it neither corrects the query nor reads the papers.
func (s *Service) First(ctx context.Context, p Params, limit int) (index.Result, error) {
	p.Limit, p.Offset, p.Cursor, p.Facets, p.Explain = 0, 0, "", nil, false
	if err := Table.Validate(&p); err != nil {
		return index.Result{}, err
	}
	request, err := p.request(s.today())
	if err != nil {
		return index.Result{}, err
	}
	request.Limit = limit
	result, err := s.Index.Search(ctx, request)
	if err != nil {
		return result, fmt.Errorf("search: %w", err)
	}
	return result, nil
}
