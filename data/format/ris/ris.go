// Package ris reads papers as RIS, the format in which reference managers and publishers exchange
// them, in the dialects of their programs: titles as TI or T1, authors as AU or A1, dates with
// slashes or only a year, values that span lines, one space instead of two before the hyphen, tags
// in lower case, text between records, records without an end.
//
// wire.go splits lines, parse.go finds the fields of an entry among its tags, and adapt.go makes a
// record of them. An invalid entry is rejected, with the number of its first line; the others are
// not affected.
package ris

import (
	"bytes"
	"context"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{
		Name: "ris", Title: "RIS of a reference manager or publisher", Sniff: sniff, Read: Read,
		Write: &format.Output{MediaType: "application/x-research-info-systems; charset=utf-8", Extension: "ris", New: NewWriter},
	}
}

// sniff looks for the line that begins a record. It may be preceded by prose, but not by the
// beginning of JSON, markup or BibTeX.
func sniff(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\uFEFF"))
	for line := range bytes.Lines(head) {
		text := strings.TrimSpace(string(line))
		if text != "" && strings.ContainsRune("<{[@", rune(text[0])) {
			return false
		}
		if tag, value, ok := new(cutter).cut(text); ok && tag == tagType && value != "" {
			return true
		}
	}
	return false
}

// Read yields the papers of one input.
func Read(_ context.Context, in format.Input) format.Records {
	tags := format.Tags{Begin: tagType, End: tagEnd, Cut: new(cutter).cut}
	return format.Each(in, tags.Entries(in), func(entry format.TaggedEntry) (data.Record, error) {
		r := in.NewRecord(entry.Name(), entry.Line, format.SourceFile)
		if entry.TooLong {
			return r, format.ErrTooLong
		}
		w := parse(entry)
		if w.title == "" {
			return r, format.ErrNoTitle("TI, T1, CT or BT")
		}
		adapt(&r, w)
		return r, nil
	})
}
