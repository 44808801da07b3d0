// Package jsonl reads papers as JSON: one object per line, the elements of an array,
// or objects that span lines. The fields are those of data.Paper as Paperboy
// exports it, with the variants that collections of arXiv, of the ACL Anthology
// and of Daily Papers use (wire.go). Only the title is required.
//
// wire.go has the types of the input, parse.go parses an object, and adapt.go turns it into
// a record. An invalid entry is rejected; the others are not affected.
package jsonl

import (
	"bytes"
	"context"
	"fmt"

	"paperboy/data"
	"paperboy/data/format"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{
		Name: "jsonl", Title: "JSON lines or a JSON array of papers", Sniff: sniff, Read: Read,
		Write: &format.Output{MediaType: "application/x-ndjson", Extension: "jsonl", New: NewWriter, HasFields: true},
	}
}

// sniff accepts anything that begins like a JSON object or an array of objects.
func sniff(head []byte) bool {
	head = bytes.TrimSpace(head)
	if len(head) < 2 {
		return false
	}
	next := bytes.TrimSpace(head[1:])
	switch {
	case len(next) == 0:
		return false
	case head[0] == '{':
		return next[0] == '"' || next[0] == '}'
	case head[0] == '[':
		return next[0] == '{' || next[0] == ']'
	}
	return false
}

var errTooLong = &data.FieldError{Code: "line_too_long", Reason: fmt.Sprintf("longer than %d MiB", format.MaxEntryBytes>>20)}

// Read yields the papers of one input.
func Read(_ context.Context, in format.Input) format.Records {
	return format.Each(in, format.Entries(in), func(entry format.Entry) (data.Record, error) {
		r := in.NewRecord(entry.Name(), entry.Number, format.SourceFile)
		if entry.TooLong {
			return r, errTooLong
		}
		w, err := parse(entry.Text)
		r.Paper.ID = data.ID(w.ID)
		if err != nil {
			return r, err
		}
		return adapt(r, w, in)
	})
}
