package segmentfile

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"os"

	"paperboy/index/embedded/mapped"
)

// fileWriter writes the parts of a file one after the other.
type fileWriter struct {
	to     io.Writer
	sum    hash.Hash32
	report func(bytes int)
	size   uint64
	footer footer
	papers blockWriter
}

func newFileWriter(to io.Writer, report func(bytes int)) *fileWriter {
	w := &fileWriter{to: to, sum: crc32.NewIEEE(), report: report}
	w.papers.emit = w.write
	return w
}

func (w *fileWriter) write(b []byte) error {
	w.sum.Write(b)
	w.size += uint64(len(b))
	w.report(len(b))
	_, err := w.to.Write(b)
	return err
}

// begin writes what comes before the papers.
func (w *fileWriter) begin(numbers []uint32, dictionary []byte) error {
	w.footer = footer{papers: uint64(len(numbers)), dictionary: uint64(len(dictionary))}
	if err := w.write(mapped.Bytes(numbers)); err != nil {
		return err
	}
	return w.write(dictionary)
}

// end writes what comes after the papers.
func (w *fileWriter) end() error {
	if err := w.papers.flush(); err != nil {
		return err
	}
	w.footer.blocks = w.papers.written
	if err := w.write(w.footer.append(nil)); err != nil {
		return err
	}
	_, err := w.to.Write(binary.BigEndian.AppendUint32(nil, w.sum.Sum32()))
	w.size += sumBytes
	return err
}

// writeFile makes a file of what write writes, and syncs it. If that fails, it removes the file.
func writeFile(path string, write func(io.Writer) error) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, file.Close()); err != nil {
			os.Remove(path)
		}
	}()
	to := bufio.NewWriterSize(file, blockBytes)
	if err := write(to); err != nil {
		return err
	}
	if err := to.Flush(); err != nil {
		return err
	}
	return file.Sync()
}

// Persist writes the segment to a file.
func (f *File) Persist(path string) error {
	return writeFile(path, func(w io.Writer) error {
		_, err := io.Copy(w, bytes.NewReader(f.data))
		return err
	})
}
