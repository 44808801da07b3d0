// Package export has the formats that papers are written in, whoever asks: a search, or a
// reading list.
package export

import (
	"bufio"
	"io"

	"paperboy/api/params"

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

// Formats are all of them.
var Formats = []Format{JSONL, BibTeX, RIS, CSL, CSV}

// Media returns the media type of a file in the format, and the extension of its name.
func (f Format) Media() (kind, extension string) {
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

// Writer writes papers in one format.
type Writer struct {
	*bufio.Writer
	// Fields are those that papers must be looked up with.
	Fields []string
	// Paper writes a paper and a reader's note on it, which may be empty.
	Paper func(p data.Paper, note string) error
	// End writes what follows the last paper; nil: nothing does.
	End func() error
}

// Finish writes what follows the last paper, and flushes.
func (w Writer) Finish() error {
	if w.End != nil {
		if err := w.End(); err != nil {
			return err
		}
	}
	return w.Flush()
}

// Open makes a Writer to w. names are the fields of each paper in JSONL; nil: all. Its error is a
// [fault.Error] of the code unsupported_format.
type Open func(w io.Writer, f Format, names []string) (Writer, error)

// Unsupported is the error of a format that is none of Formats.
func Unsupported(f Format) error {
	unsupported := params.NotAmong("format", string(f), Formats).Quote("format", string(f))
	unsupported.Code = fault.UnsupportedFormat
	return unsupported
}

// Missing is the error of a request that does not say which format it wants.
func Missing() error {
	return fault.New(fault.MissingParameter, "format", "say which format: jsonl, bibtex, ris, csl-json or csv")
}

// Param chooses a format.
func Param[T any](field func(*T) *Format) params.Param[T] {
	return params.Coded(fault.UnsupportedFormat, params.Enum("format", "jsonl: what POST /papers takes; bibtex; ris; csl-json; csv, with a header.", Formats, field))
}
