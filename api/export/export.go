// Package export writes papers as files, whoever asks: a search, or a reading list. The formats
// are those of data/format that can be written.
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

// Format is the name of a format of export, as formats.Writers has it.
type Format string

// The formats of export that code names.
const (
	JSONL  Format = "jsonl"
	BibTeX Format = "bibtex"
	RIS    Format = "ris"
	CSL    Format = "csl-json"
	CSV    Format = "csv"
)

// outputs has the formats of export by name.
var outputs = func() map[Format]*format.Output {
	byName := map[Format]*format.Output{}
	for _, f := range formats.Writers() {
		byName[Format(f.Name)] = f.Write
	}
	return byName
}()

// Formats are all of them, in the order in which people are offered them.
var Formats = func() (names []Format) {
	for _, f := range formats.Writers() {
		names = append(names, Format(f.Name))
	}
	return names
}()

// Media returns the media type of a file in the format, and the extension of its name.
func (f Format) Media() (kind, extension string) {
	o := outputs[f]
	return o.MediaType, o.Extension
}

// Writer writes papers in one format.
type Writer struct {
	*bufio.Writer
	papers format.Writer
	// Fields are those that papers must be looked up with.
	Fields []string
}

// New makes a Writer to w. names are the fields of each paper, if the format has any number of
// them; nil: all. The error is a fault of the code unsupported_format.
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

// Finish writes what follows the last paper, and flushes.
func (w Writer) Finish() error { return errors.Join(w.papers.Close(), w.Flush()) }

// Missing is the error of a request that does not say which format it wants.
func Missing() error {
	return fault.New(fault.MissingParameter, "format", "say which format: jsonl, bibtex, ris, csl-json or csv")
}

// Param chooses a format.
func Param[T any](field func(*T) *Format) params.Param[T] {
	return params.Coded(fault.UnsupportedFormat, params.Enum("format", "jsonl: what POST /papers takes; bibtex; ris; csl-json; csv, with a header.", Formats, field))
}
