package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/api/fault"
	"paperboy/api/fields"
	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/text"
	"paperboy/index"
)

// MaxNameLength is the maximum length of the name of a paper, in characters.
const MaxNameLength = 500

// namedPapers is how many papers Named offers.
const namedPapers = 8

// Named is what a person may mean by the name of a paper.
type Named struct {
	// Papers are the papers, the likeliest first.
	Papers []data.Paper
	// Certain is true if the first paper is meant: the name is its id, its address or its whole
	// title, and no other paper has the same.
	Certain bool
}

// Named returns the papers that a person may mean by name: an id or an address in any usual
// spelling, a title, or some words of one. It returns none if name is empty or no paper fits.
// The error is a [fault.Error] if name is longer than MaxNameLength.
func (s *Service) Named(ctx context.Context, name string) (Named, error) {
	if utf8.RuneCountInString(name) > MaxNameLength {
		return Named{}, fault.New(fault.TooLong, "", "the name of a paper is longer than %d characters", MaxNameLength)
	}
	if id, err := data.ParseID(name); err == nil {
		paper, _, err := s.Store.Paper(ctx, id)
		if err == nil {
			return Named{[]data.Paper{paper}, true}, nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return Named{}, fmt.Errorf("named %q: %w", text.Clip(name), err)
		}
	}
	// Without its punctuation, a title has no operators of the query language.
	words := strings.Join(text.Words(name), " ")
	if words == "" {
		return Named{}, nil
	}
	papers, err := s.titled(ctx, words)
	if err != nil {
		return Named{}, fmt.Errorf("named %q: %w", text.Clip(name), err)
	}
	found, err := s.Search(ctx, Params{Q: words, Limit: namedPapers, Fields: fields.Default})
	if err != nil {
		return Named{}, fmt.Errorf("named %q: %w", text.Clip(name), err)
	}
	for _, h := range found.Hits {
		if !slices.ContainsFunc(papers, func(p data.Paper) bool { return p.ID == h.ID }) {
			papers = append(papers, h.Paper.Paper)
		}
	}
	return sameTitleFirst(name, papers), nil
}

// titled returns papers whose titles have words, the last of which may only be begun.
func (s *Service) titled(ctx context.Context, words string) ([]data.Paper, error) {
	if s.Completer == nil {
		return nil, nil
	}
	found, err := s.Completer.Complete(ctx, index.CompleteRequest{Typed: words, Kinds: []index.CompletionKind{index.CompleteTitle}, Limit: namedPapers, Correct: true})
	if err != nil {
		return nil, err
	}
	var numbers []data.Number
	for _, c := range found {
		numbers = append(numbers, c.Number)
	}
	byNumber, err := s.Store.Papers(ctx, numbers)
	if err != nil {
		return nil, err
	}
	var papers []data.Paper
	for _, n := range numbers {
		if p, ok := byNumber[n]; ok {
			papers = append(papers, p)
		}
	}
	return papers, nil
}

// sameTitleFirst returns at most namedPapers of the papers, those whose title is name first. The order
// is otherwise the same.
func sameTitleFirst(name string, papers []data.Paper) Named {
	key := plainTitle(name)
	var same, others []data.Paper
	for _, p := range papers {
		if plainTitle(p.Title) == key {
			same = append(same, p)
		} else {
			others = append(others, p)
		}
	}
	all := append(same, others...)
	return Named{all[:min(len(all), namedPapers)], len(same) == 1}
}

// plainTitle returns the words of a title in lower case. Unlike text.TitleKey it has no minimum
// length: a person who types all of a short title means it.
func plainTitle(title string) string {
	return strings.Join(text.Words(text.Plain(title)), " ")
}
