package format

import (
	"bufio"
	"errors"
	"io"
	"iter"
)

// maxFindDepth is how many objects and arrays may be around the objects that Find looks for.
const maxFindDepth = 6

// Find yields the objects of r that are records, wherever they are in lists and objects: isRecord is
// called with the beginning of an object, and whether it is an element of a list. What is in a
// record is not searched. An outermost object without records is yielded itself, without the objects
// and lists in it, so that no object of a stream is lost. At most one record is held at a time.
func Find(r io.Reader, isRecord func(head []byte, inList bool) bool) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		f := finder{listReader{splitter: splitter{in: bufio.NewReaderSize(r, 256<<10)}, yield: yield}, isRecord}
		if err := f.values(0, 0); err != nil && !errors.Is(err, errStopped) {
			yield(Entry{}, err)
		}
	}
}

// finder searches objects for records.
type finder struct {
	listReader
	isRecord func(head []byte, inList bool) bool
}

// values searches the values up to the bracket end, or up to the end of the input if end is 0.
func (f *finder) values(end byte, depth int) error {
	return f.each(end, func(c byte) error {
		return f.search(c, depth, end == ']' || end == 0, end == ']' && depth == 1)
	})
}

// search searches the value that begins with c, which was already read. isOuter says that it is an
// element of the outermost list, which is yielded whatever it is.
func (f *finder) search(c byte, depth int, inList, isOuter bool) error {
	switch {
	case c == '[' && depth < maxFindDepth:
		return f.values(']', depth+1)
	case c == '{':
		if err := f.in.UnreadByte(); err != nil {
			return err
		}
		head, _ := f.in.Peek(SniffLen)
		if _, err := f.in.ReadByte(); err != nil {
			return err
		}
		if !f.isRecord(head, inList) && depth < maxFindDepth {
			return f.object(depth, depth == 0 || isOuter)
		}
		entry, err := f.value()
		if err == nil {
			err = f.emit(entry)
		}
		return err
	}
	entry, err := f.value()
	if err == nil && (depth == 0 || isOuter) {
		err = f.emit(entry)
	}
	return err
}

// object searches the members of an object, whose first bracket was already read.
func (f *finder) object(depth int, isOuter bool) error {
	rest := members{}
	before := f.found
	for {
		c, err := f.skip()
		if err == nil && c == '}' {
			break
		}
		if err == nil && c != '"' {
			err = errKey
		}
		var key Entry
		if err == nil {
			key, err = f.value()
		}
		if err == nil {
			if isOuter {
				rest.add(key)
			}
			c, err = f.skip()
		}
		switch {
		case err == io.EOF:
			return errUnclosed
		case err != nil:
			return err
		case c == '{' || c == '[':
			err = f.search(c, depth+1, false, false)
			if isOuter {
				rest.add(Entry{Text: []byte("null")})
			}
		default:
			var value Entry
			if value, err = f.value(); err == nil && isOuter {
				rest.add(value)
			}
		}
		if err != nil {
			return err
		}
	}
	if f.found > before || !isOuter {
		return nil
	}
	return f.emit(Entry{Unit: "entry", Text: rest.object(), TooLong: rest.tooLong})
}
