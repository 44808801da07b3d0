// Package format reads papers from files, folders, URLs and streams, and writes them.
//
// A Format recognizes its data by the first bytes, yields Records from a stream and, if people
// export to it, writes papers to a stream. Open takes a location (a file, a folder, a URL or
// "-"), decompresses it, finds the first Format that recognizes it, and yields its records.
// Each format is a package below this one; package formats has the table of them.
//
// A malformed record is yielded as a *data.Rejection, and reading continues; any other error
// ends its input. The package doesn't know about stores or indexes.
//
// # Adding a format
//
// Package example is a small format with comments. Copy it; a format has
//
//	x.go      Format, its entry in the table: name, sniff, read and write
//	wire.go   the shape of the data, as it is written
//	parse.go  from bytes to that shape
//	adapt.go  from that shape to a data.Record: the only file that knows papers
//	write.go  from a data.Paper to bytes, if people export it
//
// and a row in formats.All, and in formats.Writers if it writes. Test it with package
// formattest: real files, a round trip (FuzzRoundTrip), and hostile input (Fuzz).
package format

import (
	"context"
	"io"
	"iter"
	"time"

	"paperboy/data"
)

// Records is a sequence of records and errors. After an error that is (errors.As) a
// *data.Rejection of one record, the sequence continues; after any other error it ends. To
// stop early, break out of the loop: this releases the resources of the sequence.
type Records = iter.Seq2[data.Record, error]

// Format is a format of papers.
type Format struct {
	// Name is the value for --format: "hf-page", "hf-text", "hf-api", "bibtex", "jsonl".
	Name string
	// Title is the name for people: "Hugging Face Daily Papers page (HTML)".
	Title string
	// Binary is true if the data is not text: no character encoding is detected, and Sniff gets the
	// bytes as they are.
	Binary bool
	// Sniff reports whether head, the first bytes of the decompressed input, is in this
	// format. head has at most SniffLen bytes and may end within a rune.
	Sniff func(head []byte) bool
	// IsSure reports whether head is in this format, whatever else it contains. It is called for all formats before
	// any Sniff. It is nil except for tables, whose cells may hold entries of other formats.
	IsSure func(head []byte) bool
	// Read yields the records of one input, in order.
	Read func(ctx context.Context, in Input) Records
	// Write says how to write papers. It is nil for a format that is only read.
	Write *Output
}

// SniffLen is how many bytes Sniff gets. It is more than the longest preamble seen, that of a
// Daily Papers page, whose data-props begin after 9 kB.
const SniffLen = 64 << 10

// Input is a decompressed stream and what is known about it.
type Input struct {
	io.Reader
	// Location is the path or URL for provenance and messages.
	Location string
	// AsOf is the day on which a page was seen, for dates without a year and for its votes. It
	// may be unknown.
	AsOf data.Date
	// Fetched is the time for the provenance.
	Fetched time.Time
	// Source overrides the name of the source in the provenance, if not empty.
	Source string

	// guessed, if not nil, records whether the encoding of some of the input was guessed.
	guessed *guess
}
