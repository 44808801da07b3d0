package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
)

// MaxEntryBytes is the longest line, or element of a JSON array, that is read as
// one record: sixteen times the longest of 400,000 real ones, with a day of
// Daily Papers in it.
const MaxEntryBytes = 16 << 20

// Entry is one piece of an input, to be parsed on its own.
type Entry struct {
	// Number counts lines or elements from 1.
	Number int
	// Text is valid until the next step.
	Text []byte
	// TooLong is true for one of more than MaxEntryBytes, which was passed over
	// without being held; Text is then empty.
	TooLong bool
}

// Entries splits JSON into the pieces to be parsed one by one, and says what they
// are called: lines ("line"), or where the input is an array, or its first object
// spans lines, the elements or objects ("entry").
func Entries(r io.Reader) (entries iter.Seq2[Entry, error], unit string) {
	const peekLen = 4 << 10
	in := bufio.NewReaderSize(r, peekLen)
	head, _ := in.Peek(peekLen)
	head = bytes.TrimLeft(head, " \t\r\n")
	first, rest, _ := bytes.Cut(head, []byte("\n"))
	rest = bytes.TrimLeft(rest, " \t\r\n")
	spansLines := len(rest) > 0 && rest[0] != '{' && !json.Valid(first)
	if bytes.HasPrefix(head, []byte("[")) || spansLines {
		return Elements(in), "entry"
	}
	return Lines(in), "line"
}

// Lines yields the lines of r without their ends, empty ones included. An error
// of r is yielded last, and a line that it cut off is not.
func Lines(r io.Reader) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		in := bufio.NewReaderSize(r, 256<<10)
		var long []byte
		for n := 1; ; n++ {
			long = long[:0]
			entry := Entry{Number: n}
			part, err := in.ReadSlice('\n')
			for errors.Is(err, bufio.ErrBufferFull) {
				if len(long)+len(part) > MaxEntryBytes {
					entry.TooLong, long = true, nil
				}
				if !entry.TooLong {
					long = append(long, part...)
				}
				part, err = in.ReadSlice('\n')
			}
			if err != nil && err != io.EOF {
				yield(Entry{}, err)
				return
			}
			if entry.Text = part; len(long) > 0 {
				long = append(long, part...)
				entry.Text = long
			}
			if entry.TooLong = entry.TooLong || len(entry.Text) > MaxEntryBytes; entry.TooLong {
				entry.Text = nil
			}
			if err == io.EOF && len(entry.Text) == 0 && !entry.TooLong {
				return
			}
			entry.Text = trimLineEnd(entry.Text)
			if !yield(entry, nil) || err == io.EOF {
				return
			}
		}
	}
}

func trimLineEnd(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
	}
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line
}

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
	entry := Entry{Number: s.count}
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
