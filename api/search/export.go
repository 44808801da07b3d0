package search

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"paperboy/api/export"
	"paperboy/api/fair"
	"paperboy/api/fields"
	"paperboy/api/params"
	"paperboy/data"
)

// MaxExport is the maximum number of papers in an export: some gigabytes. A larger export is refused
// before its first byte, never cut off.
const MaxExport = 2_000_000

// ExportParams are the parameters of GET /export. Limit and Cursor of the search are ignored; Offset
// is not.
type ExportParams struct {
	Params
	Format export.Format
	// Max is the maximum number of papers to write; 0 means all.
	Max int
	// IDs are the papers to write instead of those that the search finds; at most params.MaxIDs.
	IDs []data.ID
}

// ExportTable has the parameters of an export.
var ExportTable = params.Table[ExportParams]{
	Rows: append(params.Required([]params.Param[ExportParams]{
		export.Param(func(p *ExportParams) *export.Format { return &p.Format }),
		params.Int("limit", "The maximum number of papers; 0 means all.", 0, MaxExport, func(p *ExportParams) *int { return &p.Max }),
		params.IDs("id", "A paper to export; repeatable, at most 100. Without it, the papers that the search finds are exported; with it, the search is ignored.", func(p *ExportParams) *[]data.ID { return &p.IDs }),
	}, "format"), params.Lift(params.Omit(Table.Rows, "limit"), func(p *ExportParams) *Params { return &p.Params })...),
	Defaults: ExportParams{Params: Table.Defaults},
}

// Export writes all papers that a search finds, in its order, ignoring Limit, Offset and Cursor. The
// search runs once; papers that are deleted before their page is written are left out. JSONL has the
// requested fields, by default including sources, so that another Paperboy can ingest it. An error
// may come after a part was written.
func (s *Service) Export(ctx context.Context, p Params, f export.Format, w io.Writer) error {
	p.Offset = 0
	found, err := s.PrepareExport(ctx, ExportParams{Params: p, Format: f})
	if err != nil {
		return err
	}
	return found.Write(ctx, w)
}

// Exported is what a search found, ready to be written.
type Exported struct {
	service *Service
	params  ExportParams
	numbers []data.Number
}

// PrepareExport runs the search of an export, so that its errors and the number of its papers
// are known before the first byte.
func (s *Service) PrepareExport(ctx context.Context, p ExportParams) (Exported, error) {
	if p.Format == "" {
		return Exported{}, export.Missing()
	}
	if _, err := export.New(io.Discard, p.Format, nil); err != nil {
		return Exported{}, err
	}
	found, err := s.exported(ctx, p)
	if err != nil {
		return Exported{}, err
	}
	numbers := found[min(p.Offset, len(found)):]
	if p.Max > 0 {
		numbers = numbers[:min(p.Max, len(numbers))]
	}
	return Exported{s, p, numbers}, nil
}

// exported returns the papers of an export: those with the ids in their order, or those that the
// search finds. An id that no paper has is left out.
func (s *Service) exported(ctx context.Context, p ExportParams) ([]data.Number, error) {
	if len(p.IDs) == 0 {
		_, found, err := s.All(ctx, p.Params, "an export", MaxExport)
		return found.Numbers, err
	}
	numbers, err := s.Store.Resolve(ctx, p.IDs)
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	var found []data.Number
	for _, id := range p.IDs {
		if n, ok := numbers[id]; ok && !slices.Contains(found, n) {
			found = append(found, n)
		}
	}
	return found, nil
}

// Papers is how many papers Write writes, unless some are deleted before.
func (e Exported) Papers() int { return len(e.numbers) }

// Write writes the papers that the store still has. Each page is prepared in a turn of its own (see
// package fair) and sent outside of any turn, so that a slow reader does not block other requests.
func (e Exported) Write(ctx context.Context, w io.Writer) error {
	var page bytes.Buffer
	out, err := export.New(&page, e.params.Format, e.params.Fields)
	if err != nil {
		return err
	}
	send := func(put func() error) error {
		page.Reset()
		if err := fair.InTurn(ctx, func() error { return errors.Join(put(), out.Flush()) }); err != nil {
			return err
		}
		_, err := w.Write(page.Bytes())
		return err
	}
	for part := range slices.Chunk(e.numbers, exportPage) {
		err := send(func() error { return e.service.writePapers(ctx, part, out) })
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
	}
	if err := send(out.Finish); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

func (s *Service) writePapers(ctx context.Context, numbers []data.Number, out export.Writer) error {
	papers, err := fields.LookUp(ctx, s.Store, numbers, out.Fields)
	if err != nil {
		return err
	}
	for _, n := range numbers {
		if paper, ok := papers[n]; ok {
			if err := out.Paper(paper.Paper, ""); err != nil {
				return err
			}
		}
	}
	return nil
}
