package format

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
)

// Lists yields the JSON values of r as Elements does, but takes the elements of lists in the
// outermost objects, which are responses of an API and may be in an array. The lists are at paths
// such as "results" or "message.items". If an object has such a list, only the elements of the list
// are yielded. If "message" is an object without "items", the "message" object is yielded, and if an
// object has none of the paths, the object itself. At most one element, or the other members of an
// object, is held at a time.
func Lists(r io.Reader, paths ...string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		l := listReader{splitter: splitter{in: bufio.NewReaderSize(r, 256<<10)}, paths: paths, yield: yield}
		if err := l.values(0, true); err != nil && !errors.Is(err, errStopped) {
			yield(Entry{}, err)
		}
	}
}

// listReader searches objects for lists.
type listReader struct {
	splitter
	paths []string
	yield func(Entry, error) bool
	found int
}

// values yields the values up to the bracket end, or up to the end of the input if end is 0. Objects
// may be responses if they are outermost.
func (l *listReader) values(end byte, outermost bool) error {
	return l.each(end, func(c byte) error {
		switch {
		case c == '[' && end == 0:
			return l.values(']', true)
		case c == '{' && outermost:
			return l.object("")
		}
		entry, err := l.value()
		if err != nil {
			return err
		}
		return l.emit(entry)
	})
}

// each calls visit with the first byte, already read, of each value up to the bracket end, or up to
// the end of the input if end is 0. visit must read the rest of the value.
func (l *listReader) each(end byte, visit func(c byte) error) error {
	for {
		c, err := l.skip()
		switch {
		case err == io.EOF && end == 0:
			return nil
		case err == io.EOF:
			return errUnclosed
		case err != nil:
			return err
		case c == end:
			return nil
		}
		if err := visit(c); err != nil {
			return err
		}
	}
}

// skip returns the next byte that is neither white space nor a comma.
func (l *listReader) skip() (byte, error) {
	for {
		c, err := l.in.ReadByte()
		if err != nil || strings.IndexByte(" \t\r\n,:", c) < 0 {
			return c, err
		}
	}
}

func (l *listReader) emit(e Entry) error {
	l.found++
	e.Number = l.found
	if !l.yield(e, nil) {
		return errStopped
	}
	return nil
}

// object reads the object at path, whose first bracket was already read.
func (l *listReader) object(path string) error {
	rest := members{}
	wraps := false
	for {
		c, err := l.skip()
		if err == nil && c == '}' {
			break
		}
		if err == nil && c != '"' {
			err = errKey
		}
		var key, value Entry
		if err == nil {
			key, err = l.value()
		}
		if err == nil {
			rest.add(key)
			c, err = l.skip()
		}
		if err == io.EOF {
			err = errUnclosed
		}
		if err != nil {
			return err
		}
		at := join(path, rest.lastKey)
		switch {
		case c == '[' && slices.Contains(l.paths, at):
			wraps, err = true, l.values(']', false)
		case c == '{' && slices.ContainsFunc(l.paths, func(p string) bool { return strings.HasPrefix(p, at+".") }):
			wraps, err = true, l.object(at)
		default:
			if value, err = l.value(); err == nil {
				rest.add(value)
			}
		}
		if err != nil {
			return err
		}
	}
	if wraps {
		return nil
	}
	return l.emit(Entry{Unit: "entry", Text: rest.object(), TooLong: rest.tooLong})
}

// errKey is the error for an object with a key that is not a string.
var errKey = errors.New("not valid JSON: the key of an object is not in quotes")

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// members reassembles an object from its keys and values.
type members struct {
	text    bytes.Buffer
	count   int
	lastKey string
	tooLong bool
}

// add adds a key or its value.
func (m *members) add(e Entry) {
	isKey := m.count%2 == 0
	m.count++
	if m.tooLong = m.tooLong || e.TooLong || m.text.Len()+len(e.Text) > MaxEntryBytes; m.tooLong {
		m.text = bytes.Buffer{}
	}
	switch {
	case !isKey:
		m.text.WriteByte(':')
	case m.count > 1:
		m.text.WriteByte(',')
	}
	if isKey {
		m.lastKey = ""
		_ = json.Unmarshal(e.Text, &m.lastKey) // an invalid key is on no path
	}
	if !m.tooLong {
		m.text.Write(e.Text)
	}
}

func (m *members) object() []byte {
	if m.tooLong {
		return nil
	}
	return slices.Concat([]byte("{"), m.text.Bytes(), []byte("}"))
}
