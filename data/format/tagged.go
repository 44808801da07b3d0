package format

import (
	"fmt"
	"io"
	"iter"
	"strings"
)

// Tags describes a format of tagged lines, such as RIS and MEDLINE: a field begins with a line
// that has a tag, and lines without a tag continue it.
type Tags struct {
	// Begin and End are the tags of the lines at which an entry begins and ends. An entry
	// whose end is missing ends where the next begins. End may be empty.
	Begin, End string
	// Cut splits a line into tag and value. It returns false if the line has no tag.
	Cut func(line string) (tag, value string, ok bool)
}

// TaggedEntry is an entry of a format of tagged lines.
type TaggedEntry struct {
	// Line is the number of its first line, from 1.
	Line int
	// Fields are in the order of the entry, repeated tags included.
	Fields []TaggedField
	// TooLong says that the entry has more than MaxEntryBytes. It was skipped, and Fields is
	// empty.
	TooLong bool

	size int
}

// TaggedField is a field of an entry. Its lines are separated by "\n", so that an empty line in
// an abstract separates paragraphs.
type TaggedField struct {
	Tag   string
	lines []string
}

// Name returns the name of the entry for people: "line 12".
func (e *TaggedEntry) Name() string { return fmt.Sprintf("line %d", e.Line) }

// Value returns the text of the field.
func (f TaggedField) Value() string { return strings.TrimSpace(strings.Join(f.lines, "\n")) }

// Values returns the texts of the fields with a tag, without empty ones.
func (e *TaggedEntry) Values(tag string) []string {
	var values []string
	for _, f := range e.Fields {
		if value := f.Value(); f.Tag == tag && value != "" {
			values = append(values, value)
		}
	}
	return values
}

// First returns the first text of the fields with one of the tags, which are tried in order. It
// ignores empty texts.
func (e *TaggedEntry) First(tags ...string) string {
	for _, tag := range tags {
		if values := e.Values(tag); len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// Entries yields the entries of r. Lines without a tag outside of entries, such as the number of
// a record or the name of its provider, are skipped. An error of r is yielded last.
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

// lineOverhead is the approximate memory for a line in addition to its text. It is counted so
// that many short lines are bounded too.
const lineOverhead = 64

// add adds one line to the entry.
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
