// Package pagefile reads the rows of a SQLite file without SQLite, for files that SQLite
// refuses to open. The format is that of sqlite.org/fileformat2.html.
package pagefile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
)

// A File is the pages of a SQLite file. It does not follow references between pages, except
// to overflow pages, but looks for rows on each page.
type File struct {
	text   []byte         // the file
	newer  map[int][]byte // pages from the log, by number
	size   int            // of a page
	usable int            // bytes of a page
}

// maxPageSize is SQLite's maximum.
const maxPageSize = 64 << 10

// Open reads a file, and its write-ahead log if there is one, into memory.
func Open(path string) (*File, error) {
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	f := &File{text: text, size: 4096, newer: map[int][]byte{}}
	if len(text) >= 100 && string(text[:16]) == "SQLite format 3\x00" {
		size := int(binary.BigEndian.Uint16(text[16:]))
		if size == 1 {
			size = maxPageSize
		}
		if size >= 512 && size&(size-1) == 0 {
			f.size = size
		}
	}
	log, err := os.ReadFile(path + "-wal")
	if len(text) == 0 && len(log) >= 12 {
		f.size = min(maxPageSize, max(512, int(binary.BigEndian.Uint32(log[8:]))))
	}
	f.usable = f.size
	if err == nil {
		f.readLog(log)
	}
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return f, err
}

// readLog adds the pages of the complete transactions in a log.
func (f *File) readLog(log []byte) {
	const header, frameHeader = 32, 24
	if len(log) < header || int(binary.BigEndian.Uint32(log[8:])) != f.size {
		return
	}
	salt := string(log[16:24])
	pending := map[int][]byte{}
	for at := header; at+frameHeader+f.size <= len(log); at += frameHeader + f.size {
		frame := log[at:]
		if string(frame[8:16]) != salt {
			return
		}
		pending[int(binary.BigEndian.Uint32(frame))] = frame[frameHeader : frameHeader+f.size]
		if binary.BigEndian.Uint32(frame[4:]) > 0 { // ends a transaction
			for number, page := range pending {
				f.newer[number] = page
			}
			clear(pending)
		}
	}
}

// Count returns the number of pages.
func (f *File) Count() int {
	n := (len(f.text) + f.size - 1) / f.size
	for number := range f.newer {
		n = max(n, number)
	}
	return n
}

// page returns the page with a number, counted from 1, or nil if it is not in the file.
func (f *File) page(number int) []byte {
	if page := f.newer[number]; page != nil {
		return page
	}
	from := (number - 1) * f.size
	if number < 1 || from+f.size > len(f.text) {
		return nil
	}
	return f.text[from : from+f.size]
}

// The types of pages that contain rows.
const (
	tableLeaf  = 13 // of a table with rowids
	keyLeaf    = 10
	keyInside  = 2
	maxColumns = 100
)

// A Cell is a row on a page. Its values are nil, int64, float64, string or []byte.
type Cell struct {
	Keyed  bool // from a table or index without rowids
	Rowid  int64
	Values []any
}

// Cells calls take for each readable cell of a page.
func (f *File) Cells(number int, take func(Cell) error) error {
	page := f.page(number)
	if page == nil {
		return nil
	}
	head := page
	if number == 1 {
		head = page[100:]
	}
	kind := head[0]
	if kind != tableLeaf && kind != keyLeaf && kind != keyInside {
		return nil
	}
	pointers := head[8:]
	if kind == keyInside {
		pointers = head[12:]
	}
	n := int(binary.BigEndian.Uint16(head[3:]))
	for i := range min(n, len(pointers)/2) {
		at := int(binary.BigEndian.Uint16(pointers[2*i:]))
		if at < 8 || at >= len(page) {
			continue
		}
		c, err := f.cell(kind, page[at:])
		if err != nil {
			continue
		}
		if err := take(c); err != nil {
			return err
		}
	}
	return nil
}

var errCell = errors.New("not a cell")

// cell parses the cell at the beginning of at, on a page of some kind.
func (f *File) cell(kind byte, at []byte) (c Cell, err error) {
	if kind == keyInside {
		if len(at) < 4 {
			return c, errCell
		}
		at = at[4:]
	}
	size, n := varint(at)
	if n == 0 || size > math.MaxInt32 {
		return c, errCell
	}
	at = at[n:]
	inPage := f.usable - 35
	if kind == tableLeaf {
		rowid, n := varint(at)
		if n == 0 {
			return c, errCell
		}
		c.Rowid, at = int64(rowid), at[n:]
	} else {
		c.Keyed = true
		inPage = (f.usable-12)*64/255 - 23
	}
	payload, err := f.payload(at, int(size), inPage)
	if err != nil {
		return c, err
	}
	c.Values, err = record(payload)
	return c, err
}

// payload assembles a row from its page and its overflow pages.
func (f *File) payload(at []byte, size, inPage int) ([]byte, error) {
	if size <= inPage {
		if size > len(at) {
			return nil, errCell
		}
		return at[:size], nil
	}
	minLocal := (f.usable-12)*32/255 - 23
	local := minLocal + (size-minLocal)%(f.usable-4)
	if local > inPage {
		local = minLocal
	}
	if local+4 > len(at) || size > len(f.text)+len(f.newer)*f.size {
		return nil, errCell
	}
	payload := append(make([]byte, 0, size), at[:local]...)
	next := int(binary.BigEndian.Uint32(at[local:]))
	for len(payload) < size {
		page := f.page(next)
		if page == nil {
			return nil, fmt.Errorf("%w: a page is missing", errCell)
		}
		next = int(binary.BigEndian.Uint32(page))
		payload = append(payload, page[4:min(f.usable, 4+size-len(payload))]...)
	}
	return payload, nil
}

// record splits a row into its values.
func record(b []byte) (values []any, err error) {
	size, n := varint(b)
	if n == 0 || size > uint64(len(b)) || int(size) < n {
		return nil, errCell
	}
	head, body := b[n:size], b[size:]
	for len(head) > 0 {
		kind, n := varint(head)
		if n == 0 || len(values) == maxColumns {
			return nil, errCell
		}
		head = head[n:]
		value, length, err := column(kind, body)
		if err != nil {
			return nil, err
		}
		values, body = append(values, value), body[length:]
	}
	return values, nil
}

// column reads one value of a serial type.
func column(kind uint64, body []byte) (value any, length int, err error) {
	switch {
	case kind == 0:
		return nil, 0, nil
	case kind <= 6:
		length = []int{0, 1, 2, 3, 4, 6, 8}[kind]
		if length > len(body) {
			return nil, 0, errCell
		}
		n := int64(int8(body[0]))
		for _, b := range body[1:length] {
			n = n<<8 | int64(b)
		}
		return n, length, nil
	case kind == 7:
		if len(body) < 8 {
			return nil, 0, errCell
		}
		return math.Float64frombits(binary.BigEndian.Uint64(body)), 8, nil
	case kind == 8, kind == 9:
		return int64(kind - 8), 0, nil
	case kind < 12 || (kind-12)/2 > uint64(len(body)):
		return nil, 0, errCell
	}
	length = int(kind-12) / 2
	if kind%2 == 1 {
		return string(body[:length]), length, nil
	}
	return append([]byte{}, body[:length]...), length, nil
}

// varint decodes a variable-length integer of SQLite and returns its length n, which is 0
// if there is none.
func varint(b []byte) (value uint64, n int) {
	for i, c := range b[:min(9, len(b))] {
		if i == 8 {
			return value<<8 | uint64(c), 9
		}
		value = value<<7 | uint64(c&0x7f)
		if c < 0x80 {
			return value, i + 1
		}
	}
	return 0, 0
}
