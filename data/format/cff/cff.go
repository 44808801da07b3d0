// Package cff reads citation files (CITATION.cff, citation-file-format.github.io): the software or
// data set that the file describes, the work that it asks to be cited (preferred-citation), and its
// references. Each of them is an entry.
//
// adapt.go turns an entry into a record. Of the people, contacts, senders, recipients, translators and
// editors of series are not read.
package cff

import (
	"bytes"
	"context"
	"io"
	"regexp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/anyjson"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{Name: "cff", Title: "citation files (CITATION.cff)", Sniff: sniff, Read: Read}
}

// version matches the key that every citation file has.
var version = regexp.MustCompile(`(?m)^["']?cff-version["']?[ \t]*:`)

func sniff(head []byte) bool {
	return version.Match(head) && bytes.IndexByte([]byte("{[<@%"), bytes.TrimSpace(head)[0]) < 0
}

// Read yields the works of one file.
func Read(_ context.Context, in format.Input) format.Records {
	return func(yield func(data.Record, error) bool) {
		text, err := io.ReadAll(io.LimitReader(in, format.MaxEntryBytes+1))
		if err == nil && len(text) > format.MaxEntryBytes {
			err = format.ErrTooLong
		}
		var root anyjson.Value
		if err == nil {
			root, err = anyjson.FromYAML(text)
		}
		if err != nil {
			yield(data.Record{}, in.Reject(data.Record{Entry: "file"}, err))
			return
		}
		format.OrNone(in, format.Each(in, works(root), func(w work) (data.Record, error) {
			r := in.NewRecord(w.name, 0, format.SourceFile)
			return r, w.adapt(&r)
		}))(yield)
	}
}
