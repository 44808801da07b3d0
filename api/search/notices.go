package search

import (
	"context"
	"fmt"
	"slices"

	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/data/text"
	"paperboy/index"
	"paperboy/index/query"
)

// notices are those of a query as it was read, and what it names that no paper here has.
func (s *Service) notices(ctx context.Context, q query.Query, r index.Result) ([]string, error) {
	notices := append([]string{}, q.Notices...)
	ids, err := s.unknownIDs(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, id := range ids[:min(len(ids), maxNoValues)] {
		notices = append(notices, fmt.Sprintf("No paper here has the id %s.", fault.Clip(string(id))))
	}
	values, err := s.noValueNotices(ctx, r.NoSuch)
	return append(notices, values...), err
}

// unknownIDs are the ids among the text of a query that no paper answers to.
func (s *Service) unknownIDs(ctx context.Context, q query.Query) ([]data.ID, error) {
	if len(q.Papers) == 0 {
		return nil, nil
	}
	ids := make([]data.ID, len(q.Papers))
	for i, id := range q.Papers {
		ids[i] = data.ID(id)
	}
	known, err := s.Store.Resolve(ctx, ids)
	return slices.DeleteFunc(ids, func(id data.ID) bool { return known[id] != 0 }), err
}

// noValueNotices say which values of the filter no paper has, and which value is nearest.
func (s *Service) noValueNotices(ctx context.Context, noSuch map[index.Facet][]string) ([]string, error) {
	var notices []string
	for _, f := range index.Facets {
		for _, value := range noSuch[f] {
			notice := fmt.Sprintf("No paper has the %s %q.", f, fault.Clip(value))
			near, err := s.nearestValue(ctx, f, value)
			if err != nil {
				return nil, err
			}
			if near != "" {
				notice += fmt.Sprintf(" The nearest is %q.", near)
			}
			notices = append(notices, notice)
			if len(notices) == maxNoValues {
				return notices, nil
			}
		}
	}
	return notices, nil
}

const (
	// maxNoValues is how many values are looked for, each in a search of its own, and how
	// many ids are named.
	maxNoValues = 3
	// nearLetters is how many letters a near value begins with, as the value does.
	nearLetters = 2
)

// nearestValue is the facet's value of most papers that is least different from value: by
// at most a third of its letters, or none.
func (s *Service) nearestValue(ctx context.Context, f index.Facet, value string) (string, error) {
	folded := []rune(index.NormalizeValue(f, value))
	if len(folded) < nearLetters {
		return "", nil
	}
	r := index.Request{Facets: []index.Facet{f}, FacetLimit: MaxFacetLimit, FacetContains: string(folded[:nearLetters])}
	result, err := s.Index.Search(ctx, r)
	if err != nil {
		return "", err
	}
	near, least := "", len(folded)/3+1
	for _, b := range result.Facets[f] {
		if d := text.Distance(folded, []rune(text.Normalize(b.Value))); d < least {
			near, least = b.Key, d
		}
	}
	return near, nil
}
