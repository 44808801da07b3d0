package search

import (
	"context"
	"fmt"
	"net/url"

	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/index"
	"paperboy/index/assist"
)

// Suggest returns completions of the words at the end of a query that is being typed. If the
// Service has no Completer, it returns none.
func (s *Service) Suggest(ctx context.Context, p SuggestParams) (SuggestAnswer, error) {
	start := s.Now()
	if err := SuggestTable.Validate(&p); err != nil {
		return SuggestAnswer{}, err
	}
	a := SuggestAnswer{Completions: []Completion{}}
	if s.Completer == nil || p.Limit == 0 {
		return a, nil
	}
	typed, found, err := s.complete(ctx, p)
	if err != nil {
		return a, fmt.Errorf("suggest: %w", err)
	}
	a.Typed = typed
	if a.Completions, err = s.completions(ctx, found); err != nil {
		return a, fmt.Errorf("suggest: %w", err)
	}
	a.TookMS = figures.Milliseconds(s.Now().Sub(start))
	return a, nil
}

// complete completes the end of a query, or all of p.Q if it is of one kind.
func (s *Service) complete(ctx context.Context, p SuggestParams) (typed string, found []assist.Completion, err error) {
	if p.Kind == "" {
		return assist.Complete(ctx, s.Completer, p.Q, p.Limit)
	}
	all, err := s.Completer.Complete(ctx, index.CompleteRequest{Typed: p.Q, Kinds: []index.CompletionKind{p.Kind}, Limit: p.Limit, Correct: true})
	if len(all) > 0 {
		typed = p.Q
	}
	for _, c := range all {
		found = append(found, assist.Completion{Completion: c})
	}
	return typed, found, err
}

// completions converts what assist.Complete found, and reads titles from the store. It leaves out
// titles of deleted papers.
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

// Numbers of completions in an answer to GET /suggest: by default, and at most.
const (
	defaultSuggestions = 8
	MaxSuggestions     = index.MaxCompletions
)

// SuggestParams are the parameters of GET /suggest.
type SuggestParams struct {
	// Q is the text in the search box, up to the cursor.
	Q string
	// Limit is the maximum number of completions.
	Limit int
	// Kind is the kind of all of Q; empty if Q is a query.
	Kind index.CompletionKind
}

// SuggestTable has the parameters of GET /suggest.
var SuggestTable = params.Table[SuggestParams]{
	Rows: []params.Param[SuggestParams]{
		params.Text("q", "The text of the search box, up to the cursor. There are no completions for fewer than two letters or more than 200 characters.", MaxQueryLength, func(p *SuggestParams) *string { return &p.Q }),
		params.Int("limit", "How many completions.", 0, MaxSuggestions, func(p *SuggestParams) *int { return &p.Limit }),
		params.Enum("kind", "What all of the text is: the beginning of a title, an author's name or a phrase. Default: a query, of which only the end is completed.", index.CompletionKinds, func(p *SuggestParams) *index.CompletionKind { return &p.Kind }),
	},
	Defaults: SuggestParams{Limit: defaultSuggestions},
}

// URLValues returns the parameters of GET /suggest for p, without those that have their default.
func (p SuggestParams) URLValues() url.Values { return SuggestTable.Values(&p) }

// SuggestAnswer is the answer to GET /suggest.
type SuggestAnswer struct {
	// Typed is the part of the query that the completions continue, as it was typed; empty if
	// nothing can be completed.
	Typed       string       `json:"typed"`
	Completions []Completion `json:"completions"`
	TookMS      float64      `json:"took_ms"`
}

// Completion is one completion of a query that is being typed.
type Completion struct {
	// Text is a phrase, an author's name or a title.
	Text string               `json:"text"`
	Kind index.CompletionKind `json:"kind"`
	// ID is the paper that has the title; empty for other kinds.
	ID data.ID `json:"id,omitempty"`
	// Papers is how many titles have the phrase, or how many papers the author has.
	Papers int `json:"papers,omitempty"`
	// Query is the whole query with the completion in place of Typed. It is empty for a title,
	// which leads to its paper, and if the text was no query.
	Query string `json:"query,omitempty"`
	// Corrected reports whether Typed matches only after one typing error is corrected.
	Corrected bool `json:"corrected,omitempty"`
}
