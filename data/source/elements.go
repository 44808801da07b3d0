package source

import (
	"bufio"
	"errors"
	"io"
	"iter"
)

// errUnclosed ends an array, object or string that is not closed.
var errUnclosed = errors.New("the JSON ends in the middle: a closing bracket is missing")

// Elements yields the JSON values of r: the elements of an array, or the values
// of a stream, which may span lines. Values are split by their brackets alone, so
// one that is wrong inside does not hide the next. An error of r, or the lack of
// a closing bracket, is yielded last.
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

// splitter cuts a stream of JSON values.
type splitter struct {
	in      *bufio.Reader
	text    []byte
	count   int
	inArray bool
}

// next is the next value. It skips what stands between values: space, commas,
// and the brackets of the outermost array.
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
			return s.value(c)
		}
	}
}

// value reads the value that begins with c.
func (s *splitter) value(c byte) (Entry, error) {
	s.count++
	entry := Entry{Unit: "entry", Number: s.count}
	s.text = s.text[:0]
	depth, inString, escaped := 0, false, false
	for {
		if len(s.text) == MaxEntryBytes {
			entry.TooLong, s.text = true, nil
		}
		if !entry.TooLong {
			s.text = append(s.text, c)
		}
		switch {
		case escaped:
			escaped = false
		case inString:
			escaped, inString = c == '\\', c != '"'
		case c == '"':
			inString = true
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if depth <= 0 && !inString && s.atEnd(c) {
			entry.Text = s.text
			return entry, nil
		}
		var err error
		if c, err = s.in.ReadByte(); err == io.EOF {
			err = errUnclosed
		}
		if err != nil {
			return Entry{}, err
		}
	}
}

// atEnd reports whether a value whose brackets are balanced ends with c.
func (s *splitter) atEnd(c byte) bool {
	if c == '}' || c == ']' || c == '"' {
		return true
	}
	next, err := s.in.Peek(1)
	if err != nil {
		return true
	}
	switch next[0] {
	case ' ', '\t', '\n', '\r', ',', ']', '}', '{', '[', '"':
		return true
	}
	return false
}
