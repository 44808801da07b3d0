package tagged

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"paperboy/data/format"
)

// Mark says what a line is.
type Mark int

// The marks.
const (
	// Text is a line that continues the field above it, or that is between entries.
	Text Mark = iota
	// Field begins a field.
	Field
	// Begin begins a field which begins an entry, unless the entry above has no such field yet.
	Begin
	// Start is a line before the fields of an entry, such as its number.
	Start
	// End ends an entry.
	End
	// Skip is a line that belongs to no entry.
	Skip
)

// Line is a line of an input, split into its parts. Only a Field and a Begin have a tag and a value.
type Line struct {
	Mark       Mark
	Tag, Value string
}

// Entry is an entry of a format of tagged lines.
type Entry struct {
	// Line is the number of its first line, from 1.
	Line int
	// Fields are in the order of the entry, repeated tags included.
	Fields []Value
	// TooLong says that the entry has more than format.MaxEntryBytes. It was skipped, and Fields
	// is empty.
	TooLong bool

	size int
}

// Value is a field of an entry.
type Value struct {
	Tag   string
	lines []string
}

// Name returns the name of the entry for people: "line 12".
func (e *Entry) Name() string { return fmt.Sprintf("line %d", e.Line) }

// Text returns the text of the field. Its lines are separated by "\n", so that an empty line in an
// abstract separates paragraphs.
func (v Value) Text() string {
	if len(v.lines) == 1 {
		return strings.TrimSpace(v.lines[0])
	}
	return strings.TrimSpace(strings.Join(v.lines, "\n"))
}

// Has reports whether the entry has a field with the tag.
func (e *Entry) Has(tag string) bool {
	return slices.ContainsFunc(e.Fields, func(v Value) bool { return v.Tag == tag })
}

// All returns the texts of the fields with any of the tags, in the order of the entry and without
// empty ones.
func (e *Entry) All(tags ...string) []string {
	var texts []string
	for _, v := range e.Fields {
		if !slices.Contains(tags, v.Tag) {
			continue
		}
		if text := v.Text(); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// First returns the first text of the fields with one of the tags, which are tried in order. It
// ignores empty texts.
func (e *Entry) First(tags ...string) string {
	for _, tag := range tags {
		for _, v := range e.Fields {
			if v.Tag != tag {
				continue
			}
			if text := v.Text(); text != "" {
				return text
			}
		}
	}
	return ""
}

// entries yields the entries of r. An error of r is yielded last.
func (d *Dialect) entries(r io.Reader) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		s := splitter{Dialect: d, split: d.Split()}
		for line, err := range format.Lines(r) {
			if err != nil {
				yield(Entry{}, err)
				return
			}
			if done := s.line(line); done != nil && !yield(*done, nil) {
				return
			}
		}
		if done := s.close(); done != nil {
			yield(*done, nil)
		}
	}
}

// splitter splits the lines of one input into entries.
type splitter struct {
	*Dialect
	split func(line string) Line
	open  *Entry // nil between entries
	gap   bool   // the line above is empty
}

const byteOrderMark = "\uFEFF"

// line takes a line, and returns the entry above it if that is complete.
func (s *splitter) line(line format.Entry) (done *Entry) {
	text := string(line.Text)
	if line.Number == 1 {
		text = strings.TrimPrefix(text, byteOrderMark)
	}
	if !line.TooLong && strings.TrimSpace(text) == "" {
		s.split("")
		s.empty()
		return nil
	}
	at := s.split(text)
	gap := s.gap
	s.gap = false
	switch at.Mark {
	case Skip:
		return nil
	case End:
		done, s.open = s.open, nil
		return done
	case Start:
		done, s.open = s.close(), &Entry{Line: line.Number}
		return done
	case Text:
		if s.open == nil && !line.TooLong {
			return nil
		}
	case Field, Begin:
		if s.open != nil && (s.EmptyEnds && gap && (s.open.TooLong || len(s.open.Fields) > 0) || at.Mark == Begin && (s.open.TooLong || s.open.Has(at.Tag))) {
			done = s.close()
		}
	}
	if s.open == nil {
		s.open = &Entry{Line: line.Number}
	}
	s.open.add(at, text, line.TooLong)
	return done
}

// empty takes an empty line.
func (s *splitter) empty() {
	s.gap = true
	switch {
	case s.open == nil:
	case s.IsNoise != nil && !s.open.TooLong && s.IsNoise(s.open):
		s.open = nil
	default:
		s.open.add(Line{}, "", false)
	}
}

// close returns the open entry, or nil if it is not an entry.
func (s *splitter) close() *Entry {
	done := s.open
	s.open = nil
	if done == nil || !done.TooLong && (len(done.Fields) == 0 || s.IsNoise != nil && s.IsNoise(done)) {
		return nil
	}
	return done
}

// lineOverhead is the approximate memory for a line in addition to its text. It is counted so
// that many short lines are bounded too.
const lineOverhead = 64

// add adds one line to the entry.
func (e *Entry) add(at Line, text string, tooLong bool) {
	e.size += len(text) + lineOverhead
	if e.TooLong = e.TooLong || tooLong || e.size > format.MaxEntryBytes; e.TooLong {
		e.Fields = nil
		return
	}
	if at.Mark == Field || at.Mark == Begin {
		e.Fields = append(e.Fields, Value{Tag: at.Tag, lines: []string{at.Value}})
		return
	}
	if len(e.Fields) > 0 {
		last := &e.Fields[len(e.Fields)-1]
		last.lines = append(last.lines, strings.TrimSpace(text))
	}
}
