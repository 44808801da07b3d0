// Package format reads papers from wherever they are.
//
// A Format knows one shape of input: it says whether the first bytes look like
// its own, and yields Records from a stream. Open takes a location (a file, a
// folder, a URL or "-"), reads through compression, asks the formats in order
// whose input it is, and yields one sequence of records. Each format is a small
// package below this one; the table of them is package formats.
//
// A malformed record is yielded as a *data.Rejection and reading goes on; any other
// error ends its input. Nothing here knows stores or indexes.
package format

import (
	"context"
	"io"
	"iter"
	"time"

	"paperboy/data"
)

// Records is a sequence of records and of the errors between them. An error
// that is (errors.As) a *data.Rejection concerns one record only and the sequence goes
// on; after any other error it ends. Breaking off releases what it holds.
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
