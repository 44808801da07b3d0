package format

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"iter"
	"strings"

	"paperboy/data"
	"paperboy/data/text"
)

// Catalogue describes how to read the JSON of a catalogue or library. Entries are objects of
// type W: an array of them, one per line, a single one, or lists in the responses of an API.
type Catalogue[W any] struct {
	// Source is the default source of the records.
	Source string
	// Lists has the paths of the lists in responses, as for the function Lists.
	Lists []string
	// Label returns the name of an entry in its library, which is shown after its number.
	// It may be nil or return "".
	Label func(W) string
	// Adapt fills the record of an entry. Its error is handled as by Each.
	Adapt func(*data.Record, W) error
}

// errNull rejects a null in place of an entry.
var errNull = &data.FieldError{Code: "null_entry", Reason: "null: the catalogue has no such paper"}

// maxLabelRunes is the number of characters of a label in the name of an entry.
const maxLabelRunes = 60

// Read yields the records of one input.
func (c Catalogue[W]) Read(_ context.Context, in Input) Records {
	entries := ResponseEntries(in, c.Lists...)
	names := fieldNames[W]()
	return OrNone(in, Each(in, entries, func(entry Entry) (data.Record, error) {
		r := in.NewRecord(entry.Name(), entry.Number, c.Source)
		switch {
		case entry.TooLong:
			return r, ErrTooLong
		case string(entry.Text) == "null":
			return r, errNull
		}
		var w W
		err := Unmarshal(pick(entry.Text, names), &w)
		if c.Label != nil {
			if label := []rune(text.OneLine(c.Label(w))); len(label) > 0 {
				r.Entry += " (" + string(label[:min(len(label), maxLabelRunes)]) + ")"
			}
		}
		if err != nil {
			return r, err
		}
		return r, c.Adapt(&r, w)
	}))
}

// ResponseEntries splits the JSON of a catalogue into entries: the elements of the lists in
// responses of its API, whose paths are given as for Lists, or else as Entries does.
func ResponseEntries(r io.Reader, lists ...string) iter.Seq2[Entry, error] {
	in := bufio.NewReaderSize(r, SniffLen)
	if head, _ := in.Peek(SniffLen); isResponse(head, lists) {
		return Lists(in, lists...)
	}
	return Entries(in)
}

// isResponse reports whether the first object is a response with lists rather than an entry: it
// has one of the lists, or head ends before that is known.
func isResponse(head []byte, lists []string) bool {
	for key, value := range Members(head) {
		for _, path := range lists {
			first, _, deep := strings.Cut(path, ".")
			opening := byte('[')
			if deep {
				opening = '{'
			}
			if key == first && len(value) > 0 && value[0] == opening {
				return true
			}
		}
	}
	for _, err := range Elements(bytes.NewReader(head)) {
		return err != nil
	}
	return false
}
