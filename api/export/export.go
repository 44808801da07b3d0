// Package export writes papers to files, for searches and for reading lists. The formats are those
// of data/format that can be written.
package export

import (
	"bufio"
	"errors"
	"io"

	"paperboy/api/fault"
	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
)

// Format is the name of an export format, as in formats.Writers.
type Format string

// The names of the export formats that Go code refers to.
const (
	JSONL  Format = "jsonl"
	BibTeX Format = "bibtex"
	RIS    Format = "ris"
	CSL    Format = "csl-json"
	CSV    Format = "csv"
)

// outputs maps the name of each export format to the format.
var outputs = func() map[Format]*format.Output {
	byName := map[Format]*format.Output{}
	for _, f := range formats.Writers() {
		byName[Format(f.Name)] = f.Write
	}
	return byName
}()

// Formats are the names of all export formats, in the order in which pages list them.
var Formats = func() (names []Format) {
	for _, f := range formats.Writers() {
		names = append(names, Format(f.Name))
	}
	return names
}()

// Media returns the media type of files in the format, and the extension of their names.
func (f Format) Media() (kind, extension string) {
	o := outputs[f]
	return o.MediaType, o.Extension
}

// Writer writes papers in one format.
type Writer struct {
	*bufio.Writer
	papers format.Writer
	// Fields are the fields of papers that the format writes. Papers must be looked up with them.
	Fields []string
}

// New returns a Writer to w. names are the fields of each paper to write, or nil for all of them;
// formats whose fields are fixed ignore it. An unknown format is a *[fault.Error] with the code
// unsupported_format.
func New(w io.Writer, f Format, names []string) (Writer, error) {
	out := Writer{Writer: bufio.NewWriterSize(w, 64<<10)}
	output := outputs[f]
	if output == nil {
		unsupported := params.NotAmong("format", string(f), Formats).Quote("format", string(f))
		unsupported.Code = fault.UnsupportedFormat
		return out, unsupported
	}
	if output.HasFields {
		if out.Fields = names; names == nil {
			out.Fields = data.FieldNames()
		}
	}
	out.papers = output.New(out, format.WriteOptions{Fields: out.Fields})
	return out, nil
}

// Paper writes a paper and a reader's note on it, which may be empty.
func (w Writer) Paper(p data.Paper, note string) error { return w.papers.Write(p, note) }

// Finish writes the end of the file and flushes. It does not close the underlying writer.
func (w Writer) Finish() error { return errors.Join(w.papers.Close(), w.Flush()) }

// Missing returns the error for a request that does not name a format.
func Missing() error {
	return fault.New(fault.MissingParameter, "format", "say which format: jsonl, bibtex, ris, csl-json, csv or csv-excel")
}

// Param makes a parameter for an export format.
func Param[T any](field func(*T) *Format) params.Param[T] {
	return params.Coded(fault.UnsupportedFormat, params.Enum("format", "jsonl, which POST /papers accepts; bibtex; ris; csl-json; csv, with a header; csv-excel, the same with the byte order mark without which Excel misreads UTF-8.", Formats, field))
}
