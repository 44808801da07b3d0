// Package example shows how to add a format, reading and writing. It is compiled and
// tested, but not in the table of package formats.
//
// The format is made up: papers are separated by empty lines, with one field per line.
//
//	%T On the origin of species
//	%A Darwin, Charles
//	%D 1859-11-24
//	%U https://example.org/origin
//
// To add yours, copy this folder and change, in this order:
//
//	wire.go     what a record of the format holds, in the format's own terms
//	parse.go    from bytes to that
//	adapt.go    from that to a data.Record; the only file that knows papers
//	write.go    from a data.Paper to bytes; leave it out if nobody exports the format
//	example.go  name, sniffing, and the loop that ties them together
//
// Then add a row to formats.All, and to formats.Writers if it writes.
package example

import (
	"bytes"
	"context"

	"paperboy/data"
	"paperboy/data/format"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{
		Name: "example", Title: "fields after percent signs", Sniff: sniff, Read: Read,
		Write: &format.Output{MediaType: "text/plain; charset=utf-8", Extension: "txt", New: NewWriter},
	}
}

// sniff looks at the first bytes. Be strict: formats are tried in order, so a format that accepts
// the input of another prevents it from being read.
func sniff(head []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(head), []byte("%T "))
}

// Read yields the papers of one input. If read returns an error for an invalid record, Each
// rejects the record and continues with the next.
func Read(_ context.Context, in format.Input) format.Records {
	return format.Each(in, records(in), func(w wireRecord) (data.Record, error) {
		// The name identifies the record in messages. The source is part of its provenance.
		r := in.NewRecord(w.name(), w.line, format.SourceFile)
		if w.title == "" {
			return r, format.ErrNoTitle("%T")
		}
		adapt(&r, w)
		return r, nil
	})
}
