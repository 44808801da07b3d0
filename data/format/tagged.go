package format

import (
	"fmt"
	"io"
	"iter"
	"strings"
)

// Tags says how a format of tagged lines is read, such as RIS and MEDLINE: a field
// is a line with a tag, and what has none continues the field above it.
type Tags struct {
	// Begin and End are the tags of the lines at which an entry begins and ends.
	// An entry whose end is missing ends where the next begins; End may be empty.
	Begin, End string
	// Cut takes a line apart, if it has a tag.
	Cut func(line string) (tag, value string, ok bool)
}

// TaggedEntry is one entry of a format of tagged lines.
type TaggedEntry struct {
	// Line is the number of its first line, from 1.
	Line int
	// Fields are in the order of the entry, repeated tags included.
	Fields []TaggedField
	// TooLong is true for an entry of more than MaxEntryBytes, which was passed
	// over without being held; Fields is then empty.
	TooLong bool

	size int
}

// TaggedField is a field of an entry. Its lines are separated by "\n", so that
// those of an abstract with an empty line between them are paragraphs.
type TaggedField struct {
	Tag   string
	lines []string
}

// Name is how people find the entry again.
func (e *TaggedEntry) Name() string { return fmt.Sprintf("line %d", e.Line) }

// Value is the text of the field.
func (f TaggedField) Value() string { return strings.TrimSpace(strings.Join(f.lines, "\n")) }

// Values are the texts that are not empty of the fields with a tag.
func (e *TaggedEntry) Values(tag string) []string {
	var values []string
	for _, f := range e.Fields {
		if value := f.Value(); f.Tag == tag && value != "" {
			values = append(values, value)
		}
	}
	return values
}

// First is the first text that is not empty, of the tags in the order given.
func (e *TaggedEntry) First(tags ...string) string {
	for _, tag := range tags {
		if values := e.Values(tag); len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// Entries yields the entries of r one by one; what stands outside of them and has
// no tag (the number of a record, the name of its provider) is passed over. An
// error of r is yielded last.
func (t Tags) Entries(r io.Reader) iter.Seq2[TaggedEntry, error] {
	return func(yield func(TaggedEntry, error) bool) {
		var open *TaggedEntry
		for line, err := range Lines(r) {
			if err != nil {
				yield(TaggedEntry{}, err)
				return
			}
			text := string(line.Text)
			if line.Number == 1 {
				text = strings.TrimPrefix(text, byteOrderMark)
			}
			tag, value, tagged := t.Cut(text)
			if tagged && tag == t.Begin && open != nil {
				if !yield(*open, nil) {
					return
				}
				open = nil
			}
			switch {
			case tagged && tag == t.End:
				if open != nil && !yield(*open, nil) {
					return
				}
				open = nil
				continue
			case open == nil && (tagged || line.TooLong):
				open = &TaggedEntry{Line: line.Number}
			case open == nil:
				continue
			}
			open.add(tag, value, text, tagged, line.TooLong)
		}
		if open != nil {
			yield(*open, nil)
		}
	}
}

const byteOrderMark = "\uFEFF"

// lineOverhead is about what a line costs besides its text, so that many short
// ones are bounded as well.
const lineOverhead = 64

// add takes one line into the entry.
func (e *TaggedEntry) add(tag, value, text string, tagged, tooLong bool) {
	e.size += len(text) + lineOverhead
	if e.TooLong = e.TooLong || tooLong || e.size > MaxEntryBytes; e.TooLong {
		e.Fields = nil
		return
	}
	if tagged {
		e.Fields = append(e.Fields, TaggedField{Tag: tag, lines: []string{value}})
		return
	}
	last := &e.Fields[len(e.Fields)-1]
	last.lines = append(last.lines, strings.TrimSpace(text))
}
