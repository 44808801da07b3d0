// Package nbib reads papers as MEDLINE records, which PubMed exports as .nbib files
// (nlm.nih.gov/bsd/mms/medlineelements.html). A field has a tag in the first four columns, a
// hyphen, and a value whose continuation lines are indented by six columns.
//
// wire.go splits lines, parse.go finds the fields of an entry among its tags, and adapt.go makes a
// record of them. An invalid entry is rejected, with the number of its first line and its PubMed
// number; the others are not affected.
package nbib

import (
	"bytes"
	"context"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{Name: "nbib", Title: "MEDLINE records of PubMed (.nbib)", Sniff: sniff, Read: Read}
}

// sniff requires the tag of the PubMed number on the first line that is not empty.
func sniff(head []byte) bool {
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\uFEFF")))
	line, _, _ := bytes.Cut(head, []byte("\n"))
	tag, value, ok := cut(strings.TrimSpace(string(line)))
	return ok && tag == tagPMID && isNumber(value)
}

// Read yields the papers of one input.
func Read(_ context.Context, in format.Input) format.Records {
	tags := format.Tags{Begin: tagPMID, Cut: cut}
	return format.Each(in, tags.Entries(in), func(entry format.TaggedEntry) (data.Record, error) {
		r := in.NewRecord(entry.Name(), entry.Line, format.SourcePubMed)
		if entry.TooLong {
			return r, format.ErrTooLong
		}
		w := parse(entry)
		r.Paper.ID = w.id()
		if w.title == "" {
			return r, format.ErrNoTitle("TI, TT or BTI")
		}
		adapt(&r, w)
		return r, nil
	})
}
