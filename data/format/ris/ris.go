// Package ris reads and writes papers as RIS, the format in which reference managers and publishers
// exchange them. It reads the dialects of their programs: titles as TI or T1, authors as AU or A1,
// dates with slashes or only a year, values that span lines, one space instead of two before the
// hyphen, tags in lower case, a type that is not the first tag, text and tags between records,
// records without an end.
//
// wire.go splits lines, package tagged makes entries and records of them, refine.go has the table of
// tags and what depends on the type, types.go the types, and write.go writes papers. To read another
// tag, add it to refine.go.
package ris

import (
	"bytes"
	"strings"

	"paperboy/data/format"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	f := dialect.Format()
	f.Write = &format.Output{MediaType: "application/x-research-info-systems; charset=utf-8", Extension: "ris", New: NewWriter}
	return f
}

// sniff looks for the line of a type. It may be preceded by prose, but not by the beginning of JSON,
// markup or BibTeX.
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
