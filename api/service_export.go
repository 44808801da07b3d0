package api

import (
	"bufio"
	"io"

	"paperboy/api/export"
	"paperboy/api/fields"
	"paperboy/data"
)

// newExport makes a writer to w in a format; see [export.Open].
func newExport(w io.Writer, f export.Format, names []string) (export.Writer, error) {
	out := export.Writer{Writer: bufio.NewWriterSize(w, 64<<10)}
	switch f {
	case export.JSONL:
		if out.Fields = names; names == nil {
			out.Fields = fields.Names
		}
		out.Paper = func(p data.Paper, note string) error {
			return writeLine(out, fields.Paper{Paper: p, Fields: out.Fields}, note)
		}
	case export.BibTeX:
		out.Paper = newBibTeX(out.Writer).write
	case export.RIS:
		out.Paper = ris{out.Writer}.write
	case export.CSL:
		items := &cslJSON{w: out.Writer}
		out.Paper, out.End = items.write, items.end
	case export.CSV:
		rows := newCSV(out.Writer)
		out.Paper, out.End = rows.write, rows.end
	default:
		return out, export.Unsupported(f)
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
