package format

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
)

// errUnclosed is the error for an array, object or string that is not closed.
var errUnclosed = errors.New("the JSON ends in the middle: a closing bracket is missing")

// Elements yields the JSON values of r: the elements of an array, or the values of a stream,
// which may span lines. It looks only at brackets and quotes, so an error within a value does
// not affect the next. An error of r, or a missing closing bracket, is yielded last.
func Elements(r io.Reader) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		s := splitter{in: bufio.NewReaderSize(r, 256<<10)}
		for {
			entry, err := s.next()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(Entry{}, err)
				return
			}
			if !yield(entry, nil) {
				return
			}
		}
	}
}

// splitter splits a stream of JSON values.
type splitter struct {
	in      *bufio.Reader
	text    []byte
	count   int
	inArray bool
}

// next returns the next value. It skips space, commas, and the brackets of the outermost array.
func (s *splitter) next() (Entry, error) {
	for {
		c, err := s.in.ReadByte()
		switch {
		case err == io.EOF && s.inArray:
			return Entry{}, errUnclosed
		case err != nil:
			return Entry{}, err
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',':
		case c == '[' && !s.inArray:
			s.inArray = true
		case c == ']':
			s.inArray = false
		default:
			return s.value()
		}
	}
}

// value returns the value that begins with the last byte read.
func (s *splitter) value() (Entry, error) {
	if err := s.in.UnreadByte(); err != nil {
		return Entry{}, err
	}
	s.count++
	entry := Entry{Unit: "entry", Number: s.count}
	s.text = s.text[:0]
	var extent extent
	for {
		if _, err := s.in.Peek(1); err == io.EOF && extent.isWord() {
			break
		} else if err == io.EOF {
			return Entry{}, errUnclosed
		} else if err != nil {
			return Entry{}, err
		}
		window, _ := s.in.Peek(s.in.Buffered())
		n, ended := extent.scan(window)
		if entry.TooLong = entry.TooLong || len(s.text)+n > MaxEntryBytes; entry.TooLong {
			s.text = nil
		} else {
			s.text = append(s.text, window[:n]...)
		}
		if _, err := s.in.Discard(n); err != nil {
			return Entry{}, err
		}
		if ended {
			break
		}
	}
	entry.Text = s.text
	return entry, nil
}

// extent finds the end of a JSON value by its brackets and quotes.
type extent struct {
	depth, deepest    int
	inString, escaped bool
	begun             bool
}

// isWord reports whether the value so far is a number or a word, which ends at the first
// character that can't be part of it.
func (e *extent) isWord() bool { return e.begun && e.depth <= 0 && !e.inString }

// scan continues with text. It returns how many bytes of text belong to the value, and whether
// the value ends there.
func (e *extent) scan(text []byte) (n int, ended bool) {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if e.inString {
			switch {
			case e.escaped:
				e.escaped = false
			case c == '\\':
				e.escaped = true
			case c == '"':
				e.inString = false
				if e.depth <= 0 {
					return i + 1, true
				}
			default:
				i += plainLen(text[i:]) - 1
			}
			continue
		}
		switch c {
		case '"':
			if e.isWord() {
				return i, true
			}
			e.inString = true
		case '{', '[':
			if e.isWord() {
				return i, true
			}
			e.depth++
			e.deepest = max(e.deepest, e.depth)
		case '}', ']':
			if e.isWord() {
				return i, true
			}
			if e.depth--; e.depth <= 0 {
				return i + 1, true
			}
		case ' ', '\t', '\r', '\n', ',':
			if e.isWord() {
				return i, true
			}
		}
		e.begun = true
	}
	return len(text), false
}

// plainLen returns the number of bytes before the first quote or backslash.
func plainLen(text []byte) int {
	if quote := bytes.IndexByte(text, '"'); quote >= 0 {
		text = text[:quote]
	}
	if escape := bytes.IndexByte(text, '\\'); escape >= 0 {
		text = text[:escape]
	}
	return len(text)
}
