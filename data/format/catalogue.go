package format

import (
	"bufio"
	"bytes"
	"context"
	"strings"

	"paperboy/data"
	"paperboy/data/text"
)

// Catalogue says how the JSON of a catalogue or library is read, whose entries are
// objects of one shape W: an array of them, one a line, one alone, or the lists
// within the answers of an API.
type Catalogue[W any] struct {
	// Source is the usual source of its records.
	Source string
	// Lists are the paths of the lists within answers, as Lists takes them.
	Lists []string
	// Label names an entry as its library does, besides its number; it may be nil,
	// and the label empty.
	Label func(W) string
	// Adapt fills the record of an entry; what it returns is what Each takes.
	Adapt func(*data.Record, W) error
}

// errNull refuses the place that a catalogue leaves empty.
var errNull = &data.FieldError{Code: "null_entry", Reason: "null: the catalogue has no such paper"}

// maxLabelRunes is how much of an entry's label its name for people has.
const maxLabelRunes = 60

// Read yields the records of one input.
func (c Catalogue[W]) Read(_ context.Context, in Input) Records {
	buffered := bufio.NewReaderSize(in, SniffLen)
	entries := Entries(buffered)
	if head, _ := buffered.Peek(SniffLen); c.isAnswer(head) {
		entries = Lists(buffered, c.Lists...)
	}
	names := fieldNames[W]()
	return Each(in, entries, func(entry Entry) (data.Record, error) {
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
	})
}

// isAnswer reports that the lists within the first object are to be read, and not
// the object: it has one of them, or breaks off before it shows.
func (c Catalogue[W]) isAnswer(head []byte) bool {
	for key, value := range Members(head) {
		for _, path := range c.Lists {
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
