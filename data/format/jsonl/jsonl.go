// Package jsonl reads papers as JSON: one object per line, the elements of an array,
// or objects that span lines. The fields are those of data.Paper as Paperboy
// exports it, with the variants that collections of arXiv, of the ACL Anthology
// and of Daily Papers use (wire.go). Only the title is required.
//
// wire.go has the types of the input, parse.go parses an object, and adapt.go turns it into
// a record. An invalid entry is rejected; the others are not affected.
package jsonl

import (
	"bufio"
	"bytes"
	"context"
	"fmt"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/anyjson"
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
	buffered := bufio.NewReaderSize(in, format.SniffLen)
	head, _ := buffered.Peek(format.SniffLen)
	entries := format.Entries(buffered)
	if wrapsPapers(head) {
		entries = format.Find(buffered, isPaper)
	}
	var o object
	return format.OrNone(in, format.Each(in, entries, func(entry format.Entry) (data.Record, error) {
		r := in.NewRecord(entry.Name(), entry.Number, format.SourceFile)
		if entry.TooLong {
			return r, errTooLong
		}
		if err := o.parse(entry.Text); err != nil {
			return r, err
		}
		adapt(&r, &o, in)
		return r, nil
	}))
}

// wrapsPapers reports whether the first object is no paper, and has objects or lists of objects that
// may be papers.
func wrapsPapers(head []byte) bool {
	wraps := false
	for key, value := range format.Members(head) {
		at := places[anyjson.PlainKey(key)]
		if _, known := places[anyjson.PlainKey(key)]; known && at.slot == anyjson.Title {
			return false
		}
		value = bytes.TrimSpace(value)
		if bytes.HasPrefix(value, []byte("[")) {
			value = bytes.TrimSpace(value[1:])
		}
		wraps = wraps || bytes.HasPrefix(value, []byte("{"))
	}
	return wraps
}

// isPaper reports whether an object has a title and, unless it is in a list, another field of a paper.
func isPaper(head []byte, inList bool) bool {
	hasTitle, hasMore := false, inList
	for key, value := range format.Members(head) {
		at, known := places[anyjson.PlainKey(key)]
		if !known {
			continue
		}
		switch at.slot {
		case anyjson.Title:
			hasTitle = hasTitle || bytes.HasPrefix(value, []byte(`"`)) || bytes.HasPrefix(value, []byte(`["`))
		case anyjson.Authors, anyjson.Abstract, anyjson.Date, anyjson.Year, anyjson.DOI, anyjson.ID, anyjson.ArXiv, anyjson.URLs, url, listDate:
			hasMore = true
		}
		if hasTitle && hasMore {
			return true
		}
	}
	return false
}
