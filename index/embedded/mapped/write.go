package mapped

import (
	"bufio"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
)

// NewSuffix ends the name of a file that is being written.
const NewSuffix = ".new"

// Write writes a file of sections and opens it. What an earlier attempt left is overwritten.
// After an error there is no file, or the one before.
func Write(path string, id Identity, sections [][]byte) (*File, error) {
	if err := write(path, id, sections); err != nil {
		return nil, errors.Join(fmt.Errorf("write %s: %w", path, err), remove(path+NewSuffix))
	}
	return Open(path, id)
}

func write(path string, id Identity, sections [][]byte) error {
	file, err := os.OpenFile(path+NewSuffix, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := writeTo(file, id, sections); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(path+NewSuffix, path)
}

// remove removes a file if there is one.
func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// writeTo writes the sections after room for the header, then the header.
func writeTo(file *os.File, id Identity, sections [][]byte) error {
	length := int64(0) // of the blocks
	for _, s := range sections {
		length += align(int64(len(s)))
	}
	blocks := (length + BlockSize - 1) / BlockSize
	restLen := int64(wordBytes*(1+len(id)+1+2*len(sections))) + sumBytes*blocks
	begin := align(fixedWords*wordBytes + restLen)
	if _, err := file.Seek(begin, io.SeekStart); err != nil {
		return err
	}
	sums := summer{to: bufio.NewWriterSize(file, BlockSize)}
	rest := order.AppendUint64(nil, uint64(len(id)))
	for _, w := range id {
		rest = order.AppendUint64(rest, w)
	}
	rest = order.AppendUint64(rest, uint64(len(sections)))
	at := begin
	for _, s := range sections {
		rest = order.AppendUint64(rest, uint64(at))
		rest = order.AppendUint64(rest, uint64(len(s)))
		at += align(int64(len(s)))
		if err := sums.writePadded(s); err != nil {
			return err
		}
	}
	if err := sums.to.Flush(); err != nil {
		return err
	}
	for _, sum := range sums.all() {
		rest = order.AppendUint32(rest, sum)
	}
	header := order.AppendUint64(nil, magic)
	header = order.AppendUint64(header, uint64(headerSum(rest, at)))
	header = order.AppendUint64(header, uint64(len(rest)))
	header = order.AppendUint64(header, uint64(at))
	_, err := file.WriteAt(append(header, rest...), 0)
	return err
}

// summer writes sections and computes the checksums of blocks.
type summer struct {
	to   *bufio.Writer
	sums []uint32
	sum  uint32 // of the block that is not full
	n    int    // its length
}

var padding [alignment]byte

func (s *summer) writePadded(section []byte) error {
	err := s.write(section)
	if err == nil {
		err = s.write(padding[:align(int64(len(section)))-int64(len(section))])
	}
	return err
}

func (s *summer) write(b []byte) error {
	_, err := s.to.Write(b)
	for len(b) > 0 {
		n := min(len(b), BlockSize-s.n)
		s.sum, s.n, b = crc32.Update(s.sum, crc32.IEEETable, b[:n]), s.n+n, b[n:]
		if s.n == BlockSize {
			s.sums, s.sum, s.n = append(s.sums, s.sum), 0, 0
		}
	}
	return err
}

func (s *summer) all() []uint32 {
	if s.n > 0 {
		return append(s.sums, s.sum)
	}
	return s.sums
}
