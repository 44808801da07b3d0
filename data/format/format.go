// Package format reads papers from wherever they are, and writes them where people take
// them along.
//
// A Format knows one shape of data: it says whether the first bytes look like its own,
// yields Records from a stream, and, if people export it, writes papers to one. Open takes a
// location (a file, a folder, a URL or "-"), reads through compression, asks the formats in
// order whose input it is, and yields one sequence of records. Each format is a package
// below this one; package formats has the table of them.
//
// A malformed record is yielded as a *data.Rejection and reading goes on; any other error
// ends its input. Nothing here knows stores or indexes.
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
// and one row in formats.All, and in formats.Writers if it writes. Test it with package
// formattest: real files, a round trip (FuzzRoundTrip), and hostile input (Fuzz).
package format

import (
	"context"
	"io"
	"iter"
	"time"

	"paperboy/data"
)

// Records is a sequence of records and of the errors between them. After an error that is
// (errors.As) a *data.Rejection, which concerns one record, the sequence goes on; after any
// other it ends. To stop early, break out of the loop: that releases what the sequence holds.
type Records = iter.Seq2[data.Record, error]

// Format reads one shape of input.
type Format struct {
	// Name is what --format takes: "hf-page", "hf-text", "hf-api", "bibtex", "jsonl".
	Name string
	// Title names it for people: "Hugging Face Daily Papers page (HTML)".
	Title string
	// Sniff reports whether head, the first bytes of the decompressed input (at
	// most SniffLen, perhaps cut in mid-rune), is of this format.
	Sniff func(head []byte) bool
	// Read yields the records of one input, in its order.
	Read func(ctx context.Context, in Input) Records
	// Write is how papers are written; nil for a format that is only read.
	Write *Output
}

// SniffLen is how many bytes Sniff is shown: enough to pass the longest
// preamble seen, the head of a Daily Papers page (its data-props begin 9 kB in).
const SniffLen = 64 << 10

// Input is one decompressed stream and what is known of it.
type Input struct {
	io.Reader
	// Location is the path or URL for provenance and messages.
	Location string
	// AsOf is the day on which a page was seen, for dates without a year; zero
	// where unknown.
	AsOf data.Date
	// Fetched goes into the provenance.
	Fetched time.Time
	// Source overrides the name of the source in the provenance, if not empty.
	Source string

	// guessed, if not nil, remembers that some of it was read by a guess.
	guessed *guess
}
