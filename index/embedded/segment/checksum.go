package segment

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"reflect"

	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/index/embedded/schema"
)

// Segments answer everything from memory except where words are in a text: phrases, hyphenated
// words and words near each other are read from Bleve's files. These are mapped into memory,
// and a bit that flips there would silently change the answer. So a segment remembers a
// checksum of each block of its file, taken when the file as a whole matched the checksum in
// its footer. A search compares the blocks that it will read with these checksums: damage that
// happened before is found, and the other papers of the segment can still be searched. A scrub
// (package bleveindex) compares all blocks from time to time.
//
// Comparing takes .04 to .15 ns a byte.

// blockSize is the number of bytes of a block. A smaller block means that less is read
// needlessly for a rare word; each block takes 4 bytes of memory.
const blockSize = 4096

// Checksums are those of a segment's file. They are nil for a segment that is not a file.
type Checksums struct {
	sums []uint32
	// Dictionaries says where in the file the dictionary of each field is.
	Dictionaries map[string]Range
}

// checkedFields are those with positions. Searches read them of venues alone.
var checkedFields = []string{schema.TitleField, schema.AbstractField, schema.VenueField}

// Range is the bytes of a file from From up to, but not including, To.
type Range struct{ From, To uint64 }

// File is implemented by those of Bleve's segments that are files.
type File interface {
	Data() []byte
	DictAddr(field string) (uint64, error)
}

// ChecksumLen is the length of the checksum at the end of a file.
const ChecksumLen = 4

// ErrChecksum means that bytes do not match their checksum.
var ErrChecksum = errors.New("wrong checksum")

// ReadChecksums compares a segment's file with its checksum and returns the checksums of its
// blocks. It returns nil for a segment that is not a file.
func ReadChecksums(seg zap.Segment) (*Checksums, error) {
	file, ok := seg.(File)
	if !ok {
		return nil, nil
	}
	data := file.Data()
	if len(data) < ChecksumLen {
		return nil, ErrChecksum
	}
	b := &Checksums{Dictionaries: map[string]Range{}}
	for from := 0; from < len(data); from += blockSize {
		b.sums = append(b.sums, crc32.ChecksumIEEE(data[from:min(from+blockSize, len(data))]))
	}
	end := len(data) - ChecksumLen
	if binary.BigEndian.Uint32(data[end:]) != crc32.ChecksumIEEE(data[:end]) {
		return nil, ErrChecksum
	}
	for _, field := range checkedFields {
		at, err := file.DictAddr(field)
		if err != nil {
			continue // no paper has text in this field
		}
		length, n := binary.Uvarint(data[at:])
		b.Dictionaries[field] = Range{at, at + uint64(n) + length}
	}
	return b, nil
}

// Check compares the blocks that r touches with their checksums.
func (b *Checksums) Check(data []byte, r Range) error {
	if r.From >= r.To || r.To > uint64(len(data)) {
		return ErrChecksum
	}
	for i := r.From / blockSize; i*blockSize < r.To; i++ {
		from := i * blockSize
		if crc32.ChecksumIEEE(data[from:min(from+blockSize, uint64(len(data)))]) != b.sums[i] {
			return fmt.Errorf("bytes %d to %d: %w", from, from+blockSize, ErrChecksum)
		}
	}
	return nil
}

// CheckChunk compares bytes from a place of the file on, a multiple of the size of a block, with
// their checksums.
func (b *Checksums) CheckChunk(chunk []byte, from uint64) error {
	for i := 0; i < len(chunk); i += blockSize {
		block := int(from)/blockSize + i/blockSize
		if block >= len(b.sums) || crc32.ChecksumIEEE(chunk[i:min(i+blockSize, len(chunk))]) != b.sums[block] {
			return fmt.Errorf("bytes from %d: %w", from+uint64(i), ErrChecksum)
		}
	}
	return nil
}

var errLayout = errors.New("bleve's postings lists are laid out in an unknown way")

// CheckList compares the blocks that a list is in with their checksums.
func (b *Checksums) CheckList(data []byte, list zap.PostingsList) error {
	r, err := b.listRange(data, list)
	if err == nil && r.To > 0 {
		err = b.Check(data, r)
	}
	return err
}

// listRange returns where a list is in the file: its frequencies, then its positions, then,
// after a header of three numbers, its papers. Bleve does not export where these begin. The
// range is empty for a list without papers.
func (b *Checksums) listRange(data []byte, list zap.PostingsList) (r Range, err error) {
	if list.Count() == 0 {
		return r, nil
	}
	fields := reflect.ValueOf(list).Elem()
	papers, frequencies := fields.FieldByName("postingsOffset"), fields.FieldByName("freqOffset")
	if !papers.IsValid() || !frequencies.IsValid() {
		return r, errLayout
	}
	from, at := frequencies.Uint(), papers.Uint()
	if at >= uint64(len(data)) {
		return r, ErrChecksum
	}
	if err := b.Check(data, Range{at, min(at+3*binary.MaxVarintLen64, uint64(len(data)))}); err != nil {
		return r, err
	}
	length := uint64(0)
	for range 3 { // where the frequencies and the positions begin, and the papers' length
		var n int
		length, n = binary.Uvarint(data[at:])
		at += uint64(n)
	}
	return Range{from, at + length}, nil
}
