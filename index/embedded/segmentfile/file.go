// Package segmentfile is the file of a segment, in the form in which Bleve's scorch writes, opens
// and merges it through the interface of its segment plugins. It holds what cannot be derived: of
// each paper a packed record (schema.Record) and the words of its title and abstract in order.
// Everything that searches read is made of it by package segment.
//
//	numbers     the number of each paper, in 4 bytes
//	dictionary  the forms of all words in ascending order, each without what it begins with in
//	            common with the one before, and how often it occurs
//	papers      in compressed blocks: of each paper its record, its words as codes of the
//	            dictionary (codes.go), and its hidden forms
//	footer      the lengths of these parts, footerMagic, and a CRC-32 of all before it
//
// A paper takes 336 bytes: 236 for words, 88 for its record. Bleve's own format (zapx) took 1,690:
// 1,000 for positions, 315 for frequencies, 250 for postings and terms that nobody read again, since
// searches have their own in the lanes, and the rest for records. Building it took a third of the CPU
// time of an ingest, and merging two segments of 200,000 papers 20 us a paper instead of 5. What
// scorch asks of a segment is only how many papers it has and which of them have some ids, so there
// are no postings in it, and Dictionary returns an error.
//
// Numbers are in the order of bytes of the machine, as in package mapped. A machine with the other
// order does not open the file, and the index is made again from the store.
package segmentfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"

	"paperboy/index/embedded/mapped"
)

// ErrDamaged means that a file is not what was written.
var ErrDamaged = errors.New("the file of a segment is damaged")

// footerMagic differs in the other order of bytes, and with every change of the format.
const footerMagic = 0x31_72_65_70_61_70_62_70

// The footer is footerWords words of 8 bytes (footer), then the checksum.
const (
	wordBytes   = 8
	footerWords = 4
	sumBytes    = 4
	footerBytes = footerWords*wordBytes + sumBytes
)

// footer is the lengths of the parts.
type footer struct{ papers, dictionary, blocks uint64 }

func (f footer) append(b []byte) []byte {
	for _, w := range []uint64{f.papers, f.dictionary, f.blocks, footerMagic} {
		b = binary.NativeEndian.AppendUint64(b, w)
	}
	return b
}

// File is a segment: a file that is mapped, or one that is not written yet. It never changes, and
// is valid while there are references to it.
type File struct {
	data    []byte
	path    string // "" if it is not written
	close   func() error
	refs    atomic.Int64
	numbers []uint32
	// dictionary and blocks are the parts of data.
	dictionary, blocks []byte
	// byNumber returns the papers sorted by their numbers.
	byNumber func() []numbered
}

// numbered is a paper and its number.
type numbered struct{ number, doc uint32 }

// parse returns the segment in a file's content.
func parse(data []byte, path string, closing func() error) (*File, error) {
	if len(data) < footerBytes {
		return nil, ErrDamaged
	}
	end := data[len(data)-footerBytes:]
	word := func(i int) uint64 { return binary.NativeEndian.Uint64(end[i*wordBytes:]) }
	left := uint64(len(data) - footerBytes)
	papers, dictionary, blocks := word(0), word(1), word(2)
	if word(3) != footerMagic || papers > left/numberBytes || dictionary > left || blocks > left || papers*numberBytes+dictionary+blocks != left {
		return nil, ErrDamaged
	}
	from := papers * numberBytes
	numbers, err := mapped.View[uint32](data[:from:from])
	if err != nil {
		return nil, err
	}
	f := &File{data: data, path: path, close: closing, numbers: numbers, dictionary: data[from : from+dictionary], blocks: data[from+dictionary : left]}
	f.byNumber = sync.OnceValue(f.sortByNumber)
	f.refs.Store(1)
	return f, nil
}

const numberBytes = 4

// Open opens a file. It reads only the footer: whether the rest is sound is for the caller to find
// out by its checksum (bleveindex).
func Open(path string) (*File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	data, unmap, err := mapped.Map(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	f, err := parse(data, path, func() error { unmap(); return nil })
	if err != nil {
		unmap()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return f, nil
}

// Numbers returns the number of each paper. The caller must not change the list.
func (f *File) Numbers() []uint32 { return f.numbers }

func (f *File) sortByNumber() []numbered {
	all := make([]numbered, len(f.numbers))
	for doc, n := range f.numbers {
		all[doc] = numbered{n, uint32(doc)}
	}
	slices.SortFunc(all, func(a, b numbered) int { return int(int64(a.number) - int64(b.number)) })
	return all
}

// find returns the paper with a number.
func (f *File) find(number uint32) (doc uint32, ok bool) {
	all := f.byNumber()
	i, ok := slices.BinarySearchFunc(all, number, func(a numbered, n uint32) int { return int(int64(a.number) - int64(n)) })
	if !ok {
		return 0, false
	}
	return all[i].doc, true
}
