package library

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"paperboy/api/fault"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/index"
	"paperboy/index/ingest"
)

// Deletion selects papers to delete, by exactly one of IDs, Source and Matching.
type Deletion struct {
	IDs []data.ID
	// Location limits IDs to the records that were read from addresses with this prefix. A paper
	// that has other records stays.
	Location string
	// Source deletes the papers that have only records of this source, and removes its records
	// from the others.
	Source string
	// Matching deletes all papers that a search finds. Its paging is ignored.
	Matching *search.Params
	// DryRun counts, and deletes nothing.
	DryRun bool
}

// maxLocationLength is the maximum length of Deletion.Location, in bytes: that of the longest
// address that servers accept.
const maxLocationLength = 4_000

type deleteParams struct {
	search.Params
	ids      []data.ID
	location string
	dryRun   bool
}

var deleteTable = params.Table[deleteParams]{
	Rows: append([]params.Param[deleteParams]{
		params.Alias(params.IDList("ids", "Papers to delete, separated by commas.", func(p *deleteParams) *[]data.ID { return &p.ids })),
		params.IDs("id", "A paper to delete, whose id may hold commas; repeatable.", func(p *deleteParams) *[]data.ID { return &p.ids }),
		params.Text("location", "With ids: only what was read from addresses that begin with this.", maxLocationLength, func(p *deleteParams) *string { return &p.location }),
		params.Bool("dry_run", "Counts, and deletes nothing.", func(p *deleteParams) *bool { return &p.dryRun }),
	}, params.Lift(search.Table.Rows, func(p *deleteParams) *search.Params { return &p.Params })...),
	Defaults: deleteParams{Params: search.Table.Defaults},
}

// DeletionQuery reads a Deletion from the parameters of DELETE /papers, and writes it.
type DeletionQuery struct{}

// Docs describes the parameters.
func (DeletionQuery) Docs() []params.Doc { return deleteTable.Docs() }

// Parse reads a Deletion; strict is as for [params.Table.Parse].
func (DeletionQuery) Parse(v url.Values, strict bool) (Deletion, []string, error) {
	p, notices, err := deleteTable.Parse(v, strict)
	if err != nil {
		return Deletion{}, nil, err
	}
	d := Deletion{IDs: p.ids, Location: p.location, DryRun: p.dryRun}
	searched := p.Params.URLValues()
	switch sources := p.Params.Filter.Values[index.FacetSource]; {
	case len(sources) == 1 && len(searched) == 1:
		d.Source = sources[0]
	case len(searched) > 0:
		d.Matching = &p.Params
	}
	if d.Matching != nil && len(d.IDs) > 0 || d.Source != "" && len(d.IDs) > 0 {
		return d, nil, fault.New(fault.Contradiction, "ids", "say which papers in one way: ids, source or q")
	}
	if d.Location != "" && len(d.IDs) == 0 {
		return d, nil, fault.New(fault.MissingParameter, "ids", "location says which records of papers, but not which papers")
	}
	return d, notices, nil
}

// Values returns the parameters that Parse reads as d.
func (DeletionQuery) Values(d *Deletion) url.Values {
	p := deleteTable.Defaults
	p.ids, p.location, p.dryRun = d.IDs, d.Location, d.DryRun
	switch {
	case d.Matching != nil:
		p.Params = *d.Matching
	case d.Source != "":
		p.Filter = index.Filter{Values: map[index.Facet][]string{index.FacetSource: {d.Source}}}
	}
	v := deleteTable.Values(&p)
	if d.Matching != nil {
		v.Set("q", d.Matching.Q) // an empty one is refused, not ignored
	}
	return v
}

// DeleteAnswer is the answer to DELETE /papers. In a dry run it counts what would be deleted.
type DeleteAnswer struct {
	Deleted int `json:"deleted"`
	// Trimmed counts papers that lost records and stay.
	Trimmed int `json:"trimmed"`
	// Missing are the ids of the request that no paper has.
	Missing  []data.ID     `json:"missing"`
	DryRun   bool          `json:"dry_run"`
	Sequence data.Sequence `json:"sequence"`
}

// Add adds the answer for the next part of the same deletion to a.
func (a *DeleteAnswer) Add(next DeleteAnswer) {
	a.Deleted, a.Trimmed, a.Sequence = a.Deleted+next.Deleted, a.Trimmed+next.Trimmed, next.Sequence
	a.Missing = append(a.Missing, next.Missing...)
}

// DeletePapers deletes papers, and returns once searches no longer find them.
func (s *Service) DeletePapers(ctx context.Context, d Deletion) (DeleteAnswer, error) {
	if s.Library == nil {
		return DeleteAnswer{}, readOnly()
	}
	switch {
	case d.Matching != nil:
		ids, err := s.matchingIDs(ctx, *d.Matching)
		if err != nil {
			return DeleteAnswer{}, err
		}
		d = Deletion{IDs: ids, DryRun: d.DryRun}
	case d.Source != "":
		if err := s.checkSource(ctx, d.Source); err != nil {
			return DeleteAnswer{}, err
		}
	case len(d.IDs) == 0:
		return DeleteAnswer{}, fault.New(fault.MissingParameter, "", "say which papers: by id, source or q")
	}
	if !d.DryRun {
		noteDeletion(ctx, d)
	}
	done, err := s.Library.Delete(ctx, ingest.Selection{IDs: d.IDs, Source: d.Source, Location: d.Location}, d.DryRun)
	answer := DeleteAnswer{Deleted: done.Deleted, Trimmed: done.Trimmed, Missing: done.Missing, DryRun: d.DryRun, Sequence: done.Sequence}
	if err != nil {
		return answer, fmt.Errorf("delete: %w", err)
	}
	if !d.DryRun {
		s.WaitVisible(ctx, answer.Sequence)
	}
	return answer, nil
}

// DeletePaper deletes the paper that has id.
func (s *Service) DeletePaper(ctx context.Context, id data.ID) (DeleteAnswer, error) {
	deleted, err := s.DeletePapers(ctx, Deletion{IDs: []data.ID{id}})
	if err == nil && len(deleted.Missing) > 0 {
		err = fault.NoPaper(id)
	}
	return deleted, err
}

// noteDeletion records in the audit log what is about to be deleted.
func noteDeletion(ctx context.Context, d Deletion) {
	audit.Note(ctx, audit.PapersDelete, d.IDs...)
	if d.Source != "" {
		audit.Note(ctx, audit.PapersDelete, "source:"+d.Source)
	}
}

// matchingIDs returns the ids of all papers that a search finds.
func (s *Service) matchingIDs(ctx context.Context, p search.Params) ([]data.ID, error) {
	if strings.TrimSpace(p.Q) == "" {
		return nil, fault.New(fault.MissingParameter, "q", "an empty query would delete every paper")
	}
	_, found, err := s.Search.All(ctx, p, "a deletion", search.MaxExport)
	if err != nil {
		return nil, err
	}
	return s.Search.IDs(ctx, found.Numbers)
}

// checkSource refuses the name of a source that no paper has, because a deletion of nothing
// would hide a typing error.
func (s *Service) checkSource(ctx context.Context, name string) error {
	stats, err := s.Store.Stats(ctx)
	if err != nil {
		return fmt.Errorf("delete source %s: %w", name, err)
	}
	if _, ok := stats.Sources[name]; !ok {
		names := strings.Join(slices.Sorted(maps.Keys(stats.Sources)), ", ")
		return fault.New(fault.NotFound, "source", "no paper is from %q; there are: %s", fault.Clip(name), names)
	}
	return nil
}
