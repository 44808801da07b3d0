package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/data/text"
	"paperboy/index"
	"paperboy/index/query"
)

// notices returns the notices of a parsed query, then one for each id in it that no paper has, and
// one for each value of the filter that no paper has.
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

// unknownIDs returns the ids in the text of a query that belong to no paper of the store.
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

// noValueNotices returns a notice for each value of the filter that no paper has, naming the
// nearest value that papers have. It returns at most maxNoValues.
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

// absentNotice says in one sentence which of the first maxNoValues parts of a query no paper matches.
func absentNotice(absent []query.Node) string {
	var words, phrases, others []string
	for _, part := range absent[:min(len(absent), maxNoValues)] {
		if field, text, ok := query.FieldText(part); ok && field == query.AnyText {
			quoted := fmt.Sprintf("%q", fault.Clip(text))
			switch part.(type) {
			case query.Word:
				words = append(words, quoted)
				continue
			case query.Phrase:
				phrases = append(phrases, quoted)
				continue
			}
		}
		others = append(others, fault.Clip(part.String()))
	}
	var lacks []string
	for _, kind := range []struct {
		verb  string
		parts []string
	}{{"has the word ", words}, {"has the phrase ", phrases}, {"matches ", others}} {
		if len(kind.parts) > 0 {
			lacks = append(lacks, kind.verb+either(kind.parts))
		}
	}
	return "No paper here " + either(lacks) + "."
}

// either joins alternatives: "a, b or c".
func either(texts []string) string {
	last := len(texts) - 1
	if last == 0 {
		return texts[0]
	}
	return strings.Join(texts[:last], ", ") + " or " + texts[last]
}

// absentWords returns the words among the parts of a query that no paper matches.
func absentWords(absent []query.Node) []string {
	var words []string
	for _, part := range absent {
		if w, ok := part.(query.Word); ok {
			words = append(words, w.Text)
		}
	}
	return words
}

const (
	// maxNoValues is the maximum number of unknown values that a notice is written for, each of
	// which takes a search, and the maximum number of unknown ids.
	maxNoValues = 3
	// nearLetters is how many letters a near value must have in common with the start of the
	// unknown one.
	nearLetters = 2
)

// nearestValue returns the value of the facet with the fewest edits from value, or "" if none is
// within a third of value's letters. Among equally near values it returns the most frequent one.
func (s *Service) nearestValue(ctx context.Context, f index.Facet, value string) (string, error) {
	normalized := []rune(index.NormalizeValue(f, value))
	if len(normalized) < nearLetters {
		return "", nil
	}
	r := index.Request{Facets: []index.Facet{f}, FacetLimit: MaxFacetLimit, FacetContains: string(normalized[:nearLetters])}
	result, err := s.Index.Search(ctx, r)
	if err != nil {
		return "", err
	}
	near, least := "", len(normalized)/3+1
	for _, b := range result.Facets[f] {
		if d := text.Distance(normalized, []rune(text.Normalize(b.Value))); d < least {
			near, least = b.Key, d
		}
	}
	return near, nil
}
