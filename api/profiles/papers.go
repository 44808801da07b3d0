package profiles

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"paperboy/api/fault"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/index"
)

// Params are the parameters of a profile and its papers: those of a search, within the profile.
type Params struct {
	search.Params
	Kind Kind
	// Name is the name in any spelling, at most params.MaxValueLength bytes.
	Name string
}

// Table has the parameters of a profile, except those in its path.
var Table = params.Table[Params]{
	Rows:     params.Lift(search.Table.Rows, searchOf),
	Check:    contradiction,
	Defaults: Params{Params: search.Table.Defaults},
}

func searchOf(p *Params) *search.Params { return &p.Params }

func contradiction(p *Params) *fault.Error { return p.Contradiction() }

// URLValues returns the parameters that Table reads as p, without those that have their default.
func (p Params) URLValues() url.Values { return Table.Values(&p) }

// Path returns the address of the profile without parameters.
func (p Params) Path() string { return Path(p.Kind, p.Name) }

// Answer has the papers of a profile that a search finds, and the profile. Facets are counted
// within the profile, and that of its own kind lacks the profile itself.
type Answer struct {
	search.Answer
	Profile
}

// Papers finds papers of an author, a venue or a category. If no paper has the name, the error is an
// *UnknownError.
func (s *Service) Papers(ctx context.Context, p Params) (Answer, error) {
	value, err := p.check()
	if err != nil {
		return Answer{}, err
	}
	var a Answer
	if a.Profile, err = s.profile(ctx, p.Kind, value); err != nil {
		return Answer{}, fmt.Errorf("%s: %w", p.Kind, err)
	}
	if a.Answer, err = s.Search.Search(ctx, p.scoped(value)); err != nil {
		return Answer{}, err
	}
	own := p.Kind.facet()
	if buckets, ok := a.Facets[own]; ok {
		a.Facets[own] = slices.DeleteFunc(slices.Clone(buckets), func(b index.Bucket) bool {
			return !b.Selected && index.SameValue(own, b.Value, value)
		})
	}
	return a, nil
}

// check returns the value of the profile's facet.
func (p Params) check() (value string, err error) {
	if f := params.CheckValue(string(p.Kind), p.Name, 0); f != nil {
		return "", f
	}
	if value = p.Kind.value(p.Name); value == "" {
		return "", &UnknownError{Kind: p.Kind, Name: p.Name}
	}
	return value, nil
}

// scoped returns the search of p, within a value of its facet.
func (p Params) scoped(value string) search.Params {
	p.Filter.Scope = map[index.Facet][]string{p.Kind.facet(): {value}}
	return p.Params
}
