package api

import (
	"context"
	"fmt"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/assist"
)

// Suggest completes what is being typed at the end of a query. Without a Completer
// nothing is.
func (s *Service) Suggest(ctx context.Context, p SuggestParams) (SuggestAnswer, error) {
	start := s.Now()
	if err := suggestTable.Validate(&p); err != nil {
		return SuggestAnswer{}, err
	}
	a := SuggestAnswer{Completions: []Completion{}}
	if s.Completer == nil || p.Limit == 0 {
		return a, nil
	}
	typed, found, err := assist.Complete(ctx, s.Completer, p.Q, p.Limit)
	if err != nil {
		return a, fmt.Errorf("suggest: %w", err)
	}
	a.Typed = typed
	if a.Completions, err = s.completions(ctx, found); err != nil {
		return a, fmt.Errorf("suggest: %w", err)
	}
	a.TookMS = s.since(start)
	return a, nil
}

// completions are those found, with titles from the store; a title whose paper is gone is
// left out.
func (s *Service) completions(ctx context.Context, found []assist.Completion) ([]Completion, error) {
	var numbers []data.Number
	for _, c := range found {
		if c.Kind == index.CompleteTitle {
			numbers = append(numbers, c.Number)
		}
	}
	papers, err := s.Store.Papers(ctx, numbers)
	if err != nil {
		return nil, err
	}
	completions := []Completion{}
	for _, c := range found {
		one := Completion{Text: c.Text, Kind: c.Kind, Papers: c.Papers, Corrected: c.Corrected, Query: c.Query}
		if c.Kind == index.CompleteTitle {
			paper, ok := papers[c.Number]
			if !ok {
				continue
			}
			one.Text, one.ID, one.Papers = paper.Title, paper.ID, 0
		}
		completions = append(completions, one)
	}
	return completions, nil
}
