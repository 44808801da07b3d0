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

// ExportTable has the parameters of an export of a list.
var ExportTable = params.Table[export.Format]{
	Rows: params.Required([]params.Param[export.Format]{export.Param(func(f *export.Format) *export.Format { return f })}, "format"),
}

// PrepareExport opens a list for an export. It returns the list's name, and a function that writes
// the papers with their notes, the most recently added first. An error of write may come after a
// part was written.
func (s *Service) PrepareExport(ctx context.Context, key Key, f export.Format) (name string, write func(context.Context, io.Writer) error, err error) {
	if f == "" {
		return "", nil, export.Missing()
	}
	if _, err := export.New(io.Discard, f, nil); err != nil {
		return "", nil, err
	}
	l, err := s.open(ctx, key)
	if err != nil {
		return "", nil, err
	}
	return l.Name, func(ctx context.Context, w io.Writer) error { return s.Export(ctx, key, f, w) }, nil
}

// Export writes the papers of a list with their notes, the most recently added first. An error may
// come after a part was written.
func (s *Service) Export(ctx context.Context, key Key, f export.Format, w io.Writer) error {
	out, err := export.New(w, f, nil)
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
