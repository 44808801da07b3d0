// Package nbib reads papers as MEDLINE records, which PubMed exports as .nbib
// files (nlm.nih.gov/bsd/mms/medlineelements.html): a tag in four columns, a
// hyphen, and a value whose further lines are indented by six.
//
// wire.go takes lines apart, parse.go finds the fields of an entry among its
// tags, and adapt.go makes a record of them. A wrong entry is rejected alone,
// under the number of its first line and its number in PubMed.
package nbib

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"paperboy/data"
	"paperboy/data/source"
)

// Format is this package's entry in the table of formats.
func Format() source.Format {
	return source.Format{Name: "nbib", Title: "MEDLINE records of PubMed (.nbib)", Sniff: sniff, Read: Read}
}

// sniff wants the tag of PubMed's number on the first line that is not empty.
func sniff(head []byte) bool {
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\uFEFF")))
	line, _, _ := bytes.Cut(head, []byte("\n"))
	tag, value, ok := cut(strings.TrimSpace(string(line)))
	return ok && tag == tagPMID && isNumber(value)
}

// Read yields the papers of one input.
func Read(_ context.Context, in source.Input) source.Records {
	return func(yield func(data.Record, error) bool) {
		for entry, err := range (source.Tags{Begin: tagPMID, Cut: cut}).Entries(in) {
			if err != nil {
				yield(data.Record{}, err)
				return
			}
			if !yield(read(entry, in)) {
				return
			}
		}
	}
}

func read(entry source.TaggedEntry, in source.Input) (data.Record, error) {
	name := fmt.Sprintf("line %d", entry.Line)
	w := parse(entry)
	reject := func(code, reason string) (data.Record, error) {
		return data.Record{}, &source.Reject{Location: in.Location, Entry: name, ID: w.id(), Code: code, Reason: reason}
	}
	switch {
	case entry.TooLong:
		return reject("entry_too_long", fmt.Sprintf("longer than %d MiB", source.MaxEntryBytes>>20))
	case w.title == "":
		return reject("missing_title", "a title is required: there is no TI, TT or BTI")
	}
	r := adapt(w, in)
	r.Entry = name
	return r, nil
}
