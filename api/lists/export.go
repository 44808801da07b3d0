package lists

import (
	"context"
	"fmt"
	"io"
	"slices"

	"paperboy/api/export"

	"paperboy/api/fields"
	"paperboy/api/params"
)

// Export writes the papers of a list, the one last added first, with their
// notes. An error may come after a part was written.
func (s *Service) Export(ctx context.Context, key Key, f export.Format, w io.Writer) error {
	out, err := s.OpenExport(w, f, nil)
	if err != nil {
		return err
	}
	_, listed, err := s.listed(ctx, key)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(listed, params.MaxIDs) {
		papers, err := fields.LookUp(ctx, s.Store, numbersOf(part), out.Fields)
		if err != nil {
			return fmt.Errorf("export list: %w", err)
		}
		for _, entry := range part {
			if paper, ok := papers[entry.Number]; ok {
				if err := out.Paper(paper.Paper, entry.Note); err != nil {
					return fmt.Errorf("export list: %w", err)
				}
			}
		}
	}
	return out.Finish()
}

type ExportParams struct{ format export.Format }

var ExportTable = params.Table[ExportParams]{
	Rows: params.Required([]params.Param[ExportParams]{export.Param(func(p *ExportParams) *export.Format { return &p.format })}, "format"),
}
