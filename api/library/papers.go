package library

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"paperboy/api/export"
	"paperboy/api/fault"
	"paperboy/api/fields"
	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/store"
)

// IDs are the parameters of GET /papers.
type IDs struct{ IDs []data.ID }

// PapersTable has the parameters of GET /papers.
var PapersTable = params.Table[IDs]{Rows: []params.Param[IDs]{
	params.Alias(params.IDList("ids", "At most 100 ids, separated by commas.", func(p *IDs) *[]data.ID { return &p.IDs })),
	params.IDs("id", "A paper's id, which may hold commas; repeatable.", func(p *IDs) *[]data.ID { return &p.IDs }),
}}

// MissingIDs is the error of a request without ids that needs some.
func MissingIDs() error {
	return fault.New(fault.MissingParameter, "ids", "say which papers: ids, separated by commas")
}

// PapersAnswer is the answer to GET /papers.
type PapersAnswer struct {
	Papers []fields.Paper `json:"papers"`
	// Missing are the ids of the request that no paper has.
	Missing []data.ID `json:"missing"`
}

// Papers returns the papers that have the ids, at most params.MaxIDs, in their order.
func (s *Service) Papers(ctx context.Context, p IDs) (PapersAnswer, error) {
	answer := PapersAnswer{Papers: []fields.Paper{}, Missing: []data.ID{}}
	switch {
	case len(p.IDs) == 0:
		return PapersAnswer{}, MissingIDs()
	case len(p.IDs) > params.MaxIDs:
		return answer, fault.New(fault.TooManyValues, "ids", "%d ids, at most %d", len(p.IDs), params.MaxIDs)
	}
	numbers, err := s.Store.Resolve(ctx, p.IDs)
	if err != nil {
		return answer, fmt.Errorf("papers: %w", err)
	}
	var found []data.Number
	for _, n := range numbers {
		found = append(found, n)
	}
	papers, err := fields.LookUp(ctx, s.Store, found, nil)
	if err != nil {
		return answer, fmt.Errorf("papers: %w", err)
	}
	for _, id := range p.IDs {
		if paper, ok := papers[numbers[id]]; ok {
			answer.Papers = append(answer.Papers, paper)
		} else {
			answer.Missing = append(answer.Missing, id)
		}
	}
	return answer, nil
}

// PaperTable has the parameters of GET /papers/{id}.
var PaperTable = params.Table[[]string]{Rows: []params.Param[[]string]{
	params.List("fields", "Which of the paper's fields, separated by commas. Default: all.", fields.ExplainedNames, func(p *[]string) *[]string { return p }),
}}

// Paper returns the paper that has id, with its sources and their locations as the caller may know
// them. Its ID is the canonical one, which may differ from id.
func (s *Service) Paper(ctx context.Context, id data.ID) (data.Paper, error) {
	p, _, err := s.Store.Paper(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return p, fault.NoPaper(id)
	}
	if err != nil {
		return p, fmt.Errorf("paper %s: %w", id, err)
	}
	return fields.WithLocations(ctx, p), nil
}

// Observations returns how upvotes, comments and stars of the paper that has id changed, oldest
// first. The result is not nil.
func (s *Service) Observations(ctx context.Context, id data.ID) ([]data.Observation, error) {
	p, err := s.Paper(ctx, id)
	if err != nil {
		return nil, err
	}
	return append([]data.Observation{}, p.Observations...), nil
}

// ExplainedPaper returns the paper with the given id and the fields in names, which are from
// [fields.ExplainedNames]; nil means all of them. It looks up the origin of the fields only if names
// has provenance or warnings.
func (s *Service) ExplainedPaper(ctx context.Context, id data.ID, names []string) (fields.Explained, error) {
	p, err := s.Paper(ctx, id)
	if err != nil {
		return fields.Explained{}, err
	}
	if names == nil {
		names = fields.ExplainedNames
	}
	e := fields.Explained{Paper: fields.Paper{Paper: p, Fields: names}}
	if slices.Contains(names, fields.Provenance) || slices.Contains(names, fields.Warnings) {
		e.Explanation, err = s.Explain(ctx, id)
	}
	return e, err
}

// Cite returns the paper that has id in a citation style.
func (s *Service) Cite(ctx context.Context, id data.ID, style export.Style) (export.Citation, error) {
	p, err := s.Paper(ctx, id)
	if err != nil {
		return export.Citation{}, err
	}
	return export.Cite(p, style)
}

// LookupParams are the parameters of GET /papers/lookup.
type LookupParams struct {
	ID     data.ID
	Fields []string
}

// LookupTable has the parameters of GET /papers/lookup.
var LookupTable = params.Table[LookupParams]{Rows: params.Required(append([]params.Param[LookupParams]{
	params.ID("id", "The paper's id, in any spelling.", func(p *LookupParams) *data.ID { return &p.ID }),
}, params.Lift(PaperTable.Rows, func(p *LookupParams) *[]string { return &p.Fields })...), "id")}

// Lookup is ExplainedPaper for a paper that a parameter names.
func (s *Service) Lookup(ctx context.Context, p LookupParams) (fields.Explained, error) {
	if p.ID == "" {
		return fields.Explained{}, fault.New(fault.MissingParameter, "id", "say which paper: one id")
	}
	return s.ExplainedPaper(ctx, p.ID, p.Fields)
}

// Explain says which source each field of the paper that has id comes from.
func (s *Service) Explain(ctx context.Context, id data.ID) (data.Explanation, error) {
	e, err := s.entry(ctx, id)
	if err != nil {
		return data.Explanation{}, err
	}
	explained := data.Explain(e.Records, e.Foreign...)
	fields.HideLocations(ctx, &explained)
	return explained, nil
}

func (s *Service) entry(ctx context.Context, id data.ID) (store.Entry, error) {
	e, err := s.Store.Entry(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return e, fault.NoPaper(id)
	}
	return e, err
}
