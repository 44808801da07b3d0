// Package mapped has files of sections that are read through a mapping into memory: a program
// that opens one has gigabytes of slices at once, and the memory of those it does not use
// belongs to the system.
//
// A file begins with a header, which has a checksum. It names what the file was made from and
// with which layout, where the sections are, and a checksum of each block. Open compares all of
// these, at about .3 ns a byte, by reading and not through the mapping: so a disk that fails is
// an error and no fault, and what nobody needs takes no memory afterwards. Damage that happens
// later is found by Check. A file that was cut short faults where it is read, which package
// panics turns into an error. Bytes that change under a mapping are believed until then.
//
// Files are written under another name and renamed, so there is a whole file or none. They are
// not synced, which would take longer than writing them: one that a power failure left
// unfinished does not match its checksums.
//
// Numbers are in the order of bytes of the machine, and a machine with the other order has no
// use for the file. Where files cannot be mapped, they are read.
package mapped

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"runtime"
	"sync"
	"unsafe"
)

// ErrUnfit means that a file is damaged, or is not the file that is wanted.
var ErrUnfit = errors.New("not the file wanted, or damaged")

// A header is, in numbers of 8 bytes each: magic, the checksum of what follows, its length in
// bytes, the length of the file, the number of words of the identity, these words, the number
// of sections, and where each begins and how many bytes it has; then the checksums of the
// blocks, in 4 bytes each. Sections begin at multiples of alignment.
const (
	magic       = 0x31_73_65_6e_61_6c_62_70 // differs in the other order of bytes
	fixedWords  = 4
	wordBytes   = 8
	sumBytes    = 4
	alignment   = 64
	maxSections = 1 << 12
)

// BlockSize is the number of bytes of a block, which is read at once. It fits the second cache,
// so that the checksum reads what is still there.
const BlockSize = 1 << 18

var order = binary.NativeEndian

// Identity says what a file was made from: it is used only if this is what is wanted.
type Identity []uint64

// File is an open file. It never changes. Its sections are valid until Close, or as long as it
// is reachable.
type File struct {
	path     string
	file     *os.File
	data     []byte
	size     int64
	begin    int64 // of the blocks
	sums     []uint32
	sections [][]byte
	unmap    func() // nil if there is no mapping
	cleanup  runtime.Cleanup
}

// Close ends the use of the file and of its sections.
func (f *File) Close() error {
	unmap := f.unmap
	f.unmap, f.data, f.sections = nil, nil, nil
	if unmap == nil { // read has closed it
		return nil
	}
	f.cleanup.Stop()
	unmap()
	return f.file.Close()
}

// Open opens a file of a known identity. Its error wraps ErrUnfit unless the file cannot be
// read.
func Open(path string, want Identity) (*File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	f := &File{path: path, file: file}
	if err := f.open(want); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), file.Close())
	}
	return f, nil
}

func (f *File) open(want Identity) error {
	info, err := f.file.Stat()
	if err != nil {
		return err
	}
	size := info.Size()
	f.size = size
	fixed := make([]byte, fixedWords*wordBytes)
	if _, err := f.file.ReadAt(fixed, 0); err != nil || size != int64(int(size)) {
		return errors.Join(ErrUnfit, err)
	}
	word := func(i int) uint64 { return order.Uint64(fixed[i*wordBytes:]) }
	if word(0) != magic || word(3) != uint64(size) || word(2) > uint64(size)-uint64(len(fixed)) {
		return ErrUnfit
	}
	rest := make([]byte, word(2))
	if _, err := f.file.ReadAt(rest, int64(len(fixed))); err != nil {
		return err
	}
	if uint64(headerSum(rest, size)) != word(1) {
		return ErrUnfit
	}
	f.begin = align(int64(len(fixed) + len(rest)))
	places, err := f.parse(rest, want, size)
	if err != nil {
		return err
	}
	for i := range f.sums {
		if _, err := f.CheckBlock(i); err != nil {
			return err
		}
	}
	if f.data, f.unmap, err = mapFile(f.file, size); err != nil {
		if err = f.read(); err != nil {
			return err
		}
	}
	if f.unmap != nil {
		f.cleanup = runtime.AddCleanup(f, func(unmap func()) { unmap() }, f.unmap)
	}
	for _, p := range places {
		f.sections = append(f.sections, f.data[p.from:p.from+p.length:p.from+p.length])
	}
	return nil
}

// headerSum is the checksum of a header. It covers the length of the file.
func headerSum(rest []byte, size int64) uint32 {
	length := order.AppendUint64(nil, uint64(size))
	return crc32.Update(crc32.ChecksumIEEE(rest), crc32.IEEETable, length)
}

type place struct{ from, length uint64 }

// parse reads a header whose checksum is right.
func (f *File) parse(rest []byte, want Identity, size int64) (places []place, err error) {
	next := func() (v uint64) {
		if len(rest) < wordBytes {
			err = ErrUnfit
			return 0
		}
		v, rest = order.Uint64(rest), rest[wordBytes:]
		return v
	}
	if next() != uint64(len(want)) {
		return nil, ErrUnfit
	}
	for _, w := range want {
		if next() != w {
			return nil, ErrUnfit
		}
	}
	n := next()
	if n > maxSections {
		return nil, ErrUnfit
	}
	for range n {
		p := place{next(), next()}
		if p.from%alignment != 0 || p.from > uint64(size) || p.length > uint64(size)-p.from {
			return nil, ErrUnfit
		}
		places = append(places, p)
	}
	for ; len(rest) >= sumBytes; rest = rest[sumBytes:] {
		f.sums = append(f.sums, order.Uint32(rest))
	}
	if blocks := (size - f.begin + BlockSize - 1) / BlockSize; int64(len(f.sums)) != max(blocks, 0) {
		return nil, ErrUnfit
	}
	return places, err
}

// Sections returns the number of sections.
func (f *File) Sections() int { return len(f.sections) }

// Section returns a section, which must not be changed.
func (f *File) Section(i int) []byte { return f.sections[i] }

// Path returns where the file was opened.
func (f *File) Path() string { return f.path }

// Len returns the length of the file in bytes.
func (f *File) Len() int64 { return f.size }

// Blocks returns the number of blocks that CheckBlock can compare: none if the file was read
// into memory, where no damage to the disk reaches it.
func (f *File) Blocks() int { return len(f.sums) }

// buffers holds memory for blocks.
var buffers = sync.Pool{New: func() any { return new([BlockSize]byte) }}

// CheckBlock compares a block on disk with its checksum, and returns its length in bytes.
func (f *File) CheckBlock(i int) (int, error) {
	buffer := buffers.Get().(*[BlockSize]byte)
	defer buffers.Put(buffer)
	from := f.begin + int64(i)*BlockSize
	n, err := f.file.ReadAt(buffer[:min(f.size-from, BlockSize)], from)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	if err != nil || crc32.ChecksumIEEE(buffer[:n]) != f.sums[i] {
		return 0, fmt.Errorf("block %d of %s: %w", i, f.path, ErrUnfit)
	}
	return n, nil
}

// Holds reports whether s begins in the memory of the file: such a string ends with it.
func (f *File) Holds(s string) bool {
	return len(s) > 0 && f.HoldsAddress(uintptr(unsafe.Pointer(unsafe.StringData(s))))
}

// HoldsAddress reports whether an address is in the memory of the file.
func (f *File) HoldsAddress(at uintptr) bool {
	from := uintptr(unsafe.Pointer(unsafe.SliceData(f.data)))
	return at >= from && at < from+uintptr(len(f.data))
}

func align(n int64) int64 { return (n + alignment - 1) / alignment * alignment }

// read makes data the content of the file, in memory that is aligned as a mapping is. Damage to
// the disk does not reach it any more.
func (f *File) read() error {
	words := make([]uint64, (f.size+wordBytes-1)/wordBytes)
	f.data, f.sums = Bytes(words)[:f.size], nil
	_, err := f.file.ReadAt(f.data, 0)
	return errors.Join(err, f.file.Close())
}

// Map returns the content of a file, which may be closed afterwards, and a function that gives it
// back. Where files cannot be mapped, it is read.
func Map(file *os.File) (data []byte, unmap func(), err error) {
	info, err := file.Stat()
	if err != nil || info.Size() == 0 {
		return nil, func() {}, err
	}
	data, unmap, err = mapFile(file, info.Size())
	if errors.Is(err, errors.ErrUnsupported) {
		data, err = io.ReadAll(file)
		return data, func() {}, err
	}
	return data, unmap, err
}

// The elements of the slices below must be numbers, or structs of numbers.

// Bytes returns the memory of a slice.
func Bytes[T any](list []T) []byte {
	if len(list) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&list[0])), len(list)*int(unsafe.Sizeof(list[0])))
}

// View returns a section as a slice, without a copy. It returns ErrUnfit if the
// section has a part of an element.
func View[T any](section []byte) ([]T, error) {
	var one T
	size := int(unsafe.Sizeof(one))
	if len(section)%size != 0 {
		return nil, ErrUnfit
	}
	if len(section) == 0 {
		return nil, nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&section[0])), len(section)/size), nil
}

// Text returns a section as a string, without a copy.
func Text(section []byte) string {
	if len(section) == 0 {
		return ""
	}
	return unsafe.String(&section[0], len(section))
}

// TextBytes returns the memory of a string, which must not be changed.
func TextBytes(s string) []byte {
	if s == "" {
		return nil
	}
	return unsafe.Slice(unsafe.StringData(s), len(s))
}
