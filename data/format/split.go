package format

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
)

// MaxEntryBytes is the maximum length of a line, or element of a JSON array, that is read as one
// record. It is sixteen times the length of the longest of 400,000 real ones, which has a day of
// Daily Papers.
const MaxEntryBytes = 16 << 20

// Entry is a piece of an input that is parsed on its own.
type Entry struct {
	// Unit is "line" or "entry", and Number the number of this one, from 1.
	Unit   string
	Number int
	// Text is valid until the next step.
	Text []byte
	// TooLong says that the entry has more than MaxEntryBytes. It was skipped, and Text is
	// empty.
	TooLong bool
}

// Name returns the name of the entry for people: "line 12".
func (e Entry) Name() string { return fmt.Sprintf("%s %d", e.Unit, e.Number) }

// Entries splits JSON into entries, without surrounding white space and without empty ones. They
// are lines or, if the input is an array or its first object spans lines, elements or objects.
func Entries(r io.Reader) iter.Seq2[Entry, error] {
	const peekLen = 4 << 10
	in := bufio.NewReaderSize(r, peekLen)
	head, _ := in.Peek(peekLen)
	head = bytes.TrimLeft(head, " \t\r\n")
	first, rest, _ := bytes.Cut(head, []byte("\n"))
	rest = bytes.TrimLeft(rest, " \t\r\n")
	spansLines := len(rest) > 0 && rest[0] != '{' && !json.Valid(first)
	if bytes.HasPrefix(head, []byte("[")) || spansLines {
		return Elements(in)
	}
	return func(yield func(Entry, error) bool) {
		for line, err := range Lines(in) {
			line.Text = bytes.TrimSpace(line.Text)
			if (err != nil || line.TooLong || len(line.Text) > 0) && !yield(line, err) {
				return
			}
		}
	}
}

// Lines yields the lines of r without line ends, including empty ones. An error of r is yielded
// last; a line that it truncates is not yielded.
func Lines(r io.Reader) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		in := bufio.NewReaderSize(r, 256<<10)
		var long []byte
		for n := 1; ; n++ {
			long = long[:0]
			entry := Entry{Unit: "line", Number: n}
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
