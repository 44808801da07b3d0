// Package csv reads tables of papers in CSV or TSV: exports of Zotero, Scopus, Web of Science,
// PubMed, Embase, CINAHL, Covidence, Abstrackr, Rayyan, Dimensions, Lens, OpenAlex and tools for
// Google Scholar, and spreadsheets that people maintain.
//
// rows.go splits the input into rows, table.go finds the header and from it the delimiter,
// columns.go has the names of columns, realign.go and assign.go assign the cells of a row that
// doesn't fit the header, and adapt.go turns a row into a record, with names.go for lists of names
// and reference.go for what a reference needs. A header with a column of titles is required; lines
// above it are skipped. A row that can't be assigned is rejected, with its line; the others are not
// affected. own.go reads tables that Paperboy exported.
//
// encoding/csv is not used: it holds a row of any length in memory, and a quote that is not closed
// swallows the rest of the file. Package format handles encodings other than UTF-8.
package csv

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{
		Name: "csv", Title: "CSV or TSV with a header", Sniff: sniff, IsSure: isSure, Read: Read,
		Write: &format.Output{MediaType: "text/csv; charset=utf-8", Extension: "csv", New: NewWriter},
	}
}

// ForExcel is the entry of the variant that Excel opens right: it begins with a byte order mark. Other
// programs take the mark for a part of the first column's name, so plain CSV has none. Read accepts
// both.
func ForExcel() format.Format {
	f := Format()
	f.Name, f.Title = "csv-excel", "CSV for Excel"
	f.Write = &format.Output{MediaType: f.Write.MediaType, Extension: f.Write.Extension, New: newExcelWriter}
	return f
}

// isSure requires a header with a column of titles and another known column, below no entry of another format. If there
// are lines above the header, all rows must have its width, as in no text that quotes a table. Web of Science's tags
// as columns are left to a reader of its own.
func isSure(head []byte) bool {
	isCut := len(head) == format.SniffLen
	t, ok := findHeader(head, isCut)
	if !ok || !sniff(head) || len(t.columns) < 2 || t.names[0] == "pt" {
		return false
	}
	above := bytes.TrimSpace(bytes.Join(lines(head, isCut)[:t.line-1], []byte("\n")))
	return len(above) <= len("sep=;") || !format.BeginsOtherwise(above) && t.isUniform(head)
}

// isUniform reports whether the rows in head have the width of the header. The last may be cut off.
func (t table) isUniform(head []byte) bool {
	isOther := false
	for row, err := range rows(bytes.NewReader(head), t.line, t.delimiter, t.width) {
		if err != nil || isOther {
			return false
		}
		isOther = (row.err != nil || len(row.cells) != t.width) && strings.TrimSpace(strings.Join(row.cells, "")) != ""
	}
	return !isOther || len(head) == format.SniffLen
}

// sniff accepts a header with a column of titles and another known column. It also accepts a table
// without such a header, so that Read can report what is missing.
func sniff(head []byte) bool {
	begins := bytes.TrimLeft(bytes.TrimPrefix(head, []byte(byteOrderMark)), " \t\r\n")
	if len(begins) == 0 || bytes.IndexByte(head, 0) >= 0 || bytes.IndexByte([]byte("<{[@%"), begins[0]) >= 0 {
		return false
	}
	isCut := len(head) == format.SniffLen
	if table, ok := findHeader(head, isCut); ok && len(table.columns) > 1 {
		return true
	}
	return isTable(head, isCut)
}

// errNoHeader rejects an input without a header.
var errNoHeader = fmt.Errorf("%w: a table needs a header that names a column \"title\", and others such as \"abstract\", \"authors\", \"year\" and \"doi\"; "+
	"there is none in its first %d lines", format.ErrFormat, maxPreambleLines)

// Read yields the papers of one input, one per row.
func Read(_ context.Context, in format.Input) format.Records {
	return func(yield func(data.Record, error) bool) {
		buffered := bufio.NewReaderSize(in, format.SniffLen)
		head, err := buffered.Peek(format.SniffLen)
		table, ok := findHeader(head, err == nil)
		if !ok {
			yield(data.Record{}, errNoHeader)
			return
		}
		table.readOrder(head)
		format.Each(in, rows(buffered, table.line, table.delimiter, table.width), func(row row) (data.Record, error) {
			r := in.NewRecord(fmt.Sprintf("line %d", row.line), row.line, format.SourceFile)
			if row.err != nil {
				return r, row.err
			}
			return r, table.adapt(&r, row)
		})(yield)
	}
}
