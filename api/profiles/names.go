package profiles

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/data/text"
	"paperboy/index"
	"paperboy/index/query"
)

const (
	maxSpellings = 8
	// maxAlike is how many names are looked at for spellings: the most frequent ones with the
	// surname and an initial. There are 393 of "M… Zhang" in 393,781 papers.
	maxAlike = 500
	// maxNear is how many names are offered instead of an unknown one.
	maxNear = 5
)

// spellings returns other names that may be the same person (data.MayBeSameName), those with most
// papers first.
func (s *Service) spellings(ctx context.Context, key string) ([]Named, error) {
	list := []Named{}
	initials := make([]string, 0, 4)
	surname := data.SurnameOfKey(key)
	for _, word := range strings.Fields(key) {
		if _, size := utf8.DecodeRuneInString(word); word != surname && len(initials) < 1 {
			initials = append(initials, word[:size])
		}
	}
	if surname == "" || len(initials) == 0 {
		return list, nil
	}
	alike, err := s.authors(ctx, initials[0]+" "+surname, maxAlike)
	for _, one := range alike {
		if len(list) < maxSpellings && one.Value != key && data.MayBeSameName(one.Value, key) {
			list = append(list, one)
		}
	}
	return list, err
}

// authors returns the authors whom a name may mean, given in words without punctuation.
func (s *Service) authors(ctx context.Context, name string, limit int) ([]Named, error) {
	typed := data.ParseName(name)
	found, err := s.Search.Index.Search(index.BesideSearch(ctx), index.Request{
		Query: query.Parse(`author:"` + name + `"`), Match: index.MatchAll,
		Facets: []index.Facet{index.FacetAuthor}, FacetLimit: limit, FacetContains: data.SurnameOfKey(name),
	})
	var list []Named
	for _, b := range found.Facets[index.FacetAuthor] {
		if typed.Matches(b.Value) {
			list = append(list, named(b))
		}
	}
	return list, err
}

// UnknownError says that no paper has a name, and which similar names papers have. It wraps a
// *fault.Error of the code not_found.
type UnknownError struct {
	Kind Kind
	Name string
	// Near are similar names, the nearest first.
	Near []Named
}

func (e *UnknownError) Error() string { return e.Unwrap().Error() }

// Unwrap returns the fault, whose message has the names.
func (e *UnknownError) Unwrap() error {
	f := fault.New(fault.NotFound, "", "no paper here has the %s %q", e.Kind, fault.Clip(e.Name))
	var near []string
	for _, n := range e.Near {
		near = append(near, fmt.Sprintf("%q", fault.Clip(n.Name)))
	}
	if len(near) > 0 {
		f.Message += "; the nearest are " + strings.Join(near, ", ")
	}
	return f
}

// unknown returns the error of a value that no paper has.
func (s *Service) unknown(ctx context.Context, kind Kind, value string) error {
	e := &UnknownError{Kind: kind, Name: value}
	var err error
	if kind == Author {
		e.Near, err = s.nearAuthors(ctx, value)
	} else {
		e.Near, err = s.nearValues(ctx, kind, value)
	}
	if err != nil && !errors.Is(err, index.ErrTooCostly) {
		return err
	}
	return e
}

// nearAuthors returns the authors whom an unknown name may mean, or else those whose name is one
// typing error away.
func (s *Service) nearAuthors(ctx context.Context, key string) ([]Named, error) {
	near, err := s.authors(ctx, key, maxNear)
	if err != nil || len(near) > 0 || s.Search.Completer == nil {
		return near, err
	}
	for _, typed := range []string{key, data.SurnameOfKey(key)} {
		found, err := s.Search.Completer.Complete(ctx, index.CompleteRequest{Typed: typed, Kinds: []index.CompletionKind{index.CompleteAuthor}, Limit: maxNear, Correct: true})
		if err != nil {
			return near, err
		}
		for _, c := range found {
			near = append(near, Named{Name: c.Text, Value: data.AuthorKey(c.Text), Count: c.Papers})
		}
		if len(near) > 0 {
			break
		}
	}
	return near, nil
}

// nearValues returns the values of a facet that have the words of an unknown one, in themselves or
// in their names, or else those with the fewest edits from it.
func (s *Service) nearValues(ctx context.Context, kind Kind, value string) ([]Named, error) {
	const letters, sample = 2, 100
	normalized := []rune(index.NormalizeValue(kind.facet(), value))
	for _, prefix := range []string{value, string(normalized[:min(letters, len(normalized))])} {
		found, err := s.Search.Index.Search(index.BesideSearch(ctx), index.Request{Facets: []index.Facet{kind.facet()}, FacetLimit: sample, FacetContains: prefix})
		if err != nil {
			return nil, err
		}
		buckets := slices.DeleteFunc(found.Facets[kind.facet()], func(b index.Bucket) bool { return b.Value == index.Unknown })
		if prefix != value {
			distance := func(b index.Bucket) int { return text.Distance(normalized, []rune(text.Normalize(b.Value))) }
			buckets = slices.DeleteFunc(buckets, func(b index.Bucket) bool { return distance(b) > len(normalized)/3+1 })
			slices.SortStableFunc(buckets, func(a, b index.Bucket) int { return cmp.Compare(distance(a), distance(b)) })
		}
		var near []Named
		for _, b := range buckets[:min(maxNear, len(buckets))] {
			near = append(near, named(b))
		}
		if len(near) > 0 {
			return near, nil
		}
	}
	return nil, nil
}
