package api

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"paperboy/api/fields"
	"paperboy/api/params"

	"paperboy/api/fair"
	"paperboy/api/fault"
	"paperboy/data"
)

// Format is a format of export.
type Format string

// The formats of export.
const (
	JSONL  Format = "jsonl"
	BibTeX Format = "bibtex"
	RIS    Format = "ris"
	CSL    Format = "csl-json"
	CSV    Format = "csv"
)

// Formats lists them.
var Formats = []Format{JSONL, BibTeX, RIS, CSL, CSV}

// media is what a browser is told of a file of a format: its media type and the
// end of its name.
func (f Format) media() (kind, extension string) {
	switch f {
	case BibTeX:
		return "application/x-bibtex; charset=utf-8", "bib"
	case RIS:
		return "application/x-research-info-systems; charset=utf-8", "ris"
	case CSL:
		return "application/vnd.citationstyles.csl+json", "json"
	case CSV:
		return "text/csv; charset=utf-8", "csv"
	}
	return "application/x-ndjson", "jsonl"
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
	papers, err := fields.LookUp(ctx, s.Store, numbers, out.fields)
	if err != nil {
		return err
	}
	for _, n := range numbers {
		if paper, ok := papers[n]; ok {
			if err := out.write(paper.Paper, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// export writes papers in one format.
type export struct {
	*bufio.Writer
	// fields are those that papers must be looked up with.
	fields []string
	// write writes a paper and a reader's note on it, which may be empty.
	write func(p data.Paper, note string) error
	// close writes what stands behind the last paper; nil for nothing.
	close func() error
}

// end writes what is still to be written.
func (e export) end() error {
	if e.close != nil {
		if err := e.close(); err != nil {
			return err
		}
	}
	return e.Flush()
}

func newExport(w io.Writer, f Format, names []string) (export, error) {
	out := export{Writer: bufio.NewWriterSize(w, 64<<10)}
	switch f {
	case JSONL:
		if out.fields = names; names == nil {
			out.fields = fields.Names
		}
		out.write = func(p data.Paper, note string) error {
			return writeLine(out, fields.Paper{Paper: p, Fields: out.fields}, note)
		}
	case BibTeX:
		out.write = newBibTeX(out.Writer).write
	case RIS:
		out.write = ris{out.Writer}.write
	case CSL:
		items := &cslJSON{w: out.Writer}
		out.write, out.close = items.write, items.end
	case CSV:
		rows := newCSV(out.Writer)
		out.write, out.close = rows.write, rows.end
	default:
		problem := params.NotAmong("format", string(f), Formats).Quote("format", string(f))
		return out, fault.New(fault.UnsupportedFormat, "format", "%s", problem.Message)
	}
	return out, nil
}

// writeLine writes a paper as a line of JSON, with its note, which an ingest ignores.
func writeLine(w io.Writer, p fields.Paper, note string) error {
	line, err := fields.JSON(fields.Annotated{Paper: p, Note: note})
	if err != nil {
		return err
	}
	_, err = w.Write(line)
	return err
}
