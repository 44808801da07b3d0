package api

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"paperboy/api/fair"
	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
)

// Format is the name of a format of export, see formats.Writers.
type Format string

// The formats of export that code names.
const (
	JSONL  Format = "jsonl"
	BibTeX Format = "bibtex"
	RIS    Format = "ris"
	CSL    Format = "csl-json"
	CSV    Format = "csv"
)

// writers has the formats of export by name.
var writers = func() map[Format]*format.Output {
	byName := map[Format]*format.Output{}
	for _, f := range formats.Writers() {
		byName[Format(f.Name)] = f.Write
	}
	return byName
}()

// Formats lists the formats of export.
var Formats = func() (names []Format) {
	for _, f := range formats.Writers() {
		names = append(names, Format(f.Name))
	}
	return names
}()

// media is what a browser is told of a file of a format: its media type and the extension
// of its name.
func (f Format) media() (kind, extension string) {
	w := writers[f]
	return w.MediaType, w.Extension
}

// Export writes all papers that a search finds, in its order; its paging is
// ignored. The search runs once: papers that are deleted later, before their page is
// written, are left out. JSONL has the fields asked for, with sources by default, so that
// another Paperboy can take it in. An error may come after a part was written.
func (s *Service) Export(ctx context.Context, p SearchParams, f Format, w io.Writer) error {
	if _, err := newExport(io.Discard, f, nil); err != nil {
		return err
	}
	_, found, err := s.all(ctx, p, "an export", MaxExport)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return s.exportPapers(ctx, found.Numbers, p.Fields, f, w)
}

// exportPapers writes those of numbers that the store still has. Each page is put together
// in a turn of its own (package fair) and sent without one, so that who reads slowly keeps
// nobody waiting.
func (s *Service) exportPapers(ctx context.Context, numbers []data.Number, fields []string, f Format, w io.Writer) error {
	var page bytes.Buffer
	out, err := newExport(&page, f, fields)
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
	for part := range slices.Chunk(numbers, pageSize) {
		err := send(func() error { return s.writePapers(ctx, part, out) })
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
	}
	if err := send(out.end); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

func (s *Service) writePapers(ctx context.Context, numbers []data.Number, out export) error {
	papers, err := s.papers(ctx, numbers, out.fields)
	if err != nil {
		return err
	}
	for _, n := range numbers {
		if paper, ok := papers[n]; ok {
			if err := out.papers.Write(paper.Paper, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// export writes papers in one format.
type export struct {
	*bufio.Writer
	papers format.Writer
	// fields are those that papers must be looked up with.
	fields []string
}

// end writes what is still to be written.
func (e export) end() error {
	return errors.Join(e.papers.Close(), e.Flush())
}

func newExport(w io.Writer, f Format, fields []string) (export, error) {
	out := export{Writer: bufio.NewWriterSize(w, 64<<10)}
	output := writers[f]
	if output == nil {
		problem := notAmong("format", string(f), Formats).Quote("format", string(f))
		return out, fault.New(fault.UnsupportedFormat, "format", "%s", problem.Message)
	}
	if output.HasFields {
		if out.fields = fields; fields == nil {
			out.fields = data.FieldNames()
		}
	}
	out.papers = output.New(out, format.WriteOptions{Fields: out.fields})
	return out, nil
}

func wantsSources(fields []string) bool { return slices.Contains(fields, "sources") }
