package format

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// maxLayers is how often an input may be compressed: twice happens, when a
// server compresses a file that is compressed already.
const maxLayers = 2

// stream is a decompressed input and what has to be closed behind it.
type stream struct {
	*bufio.Reader
	close   []func()
	guessed guess
}

func (s *stream) Close() {
	for _, c := range s.close {
		c()
	}
}

// decompress puts the readers in place that compression asks for. What unfolds to
// more than any text would is a bomb, as it is in an archive.
func (s *stream) decompress() error {
	for range maxLayers {
		packed := &tally{Reader: s.Reader}
		head, _ := s.Peek(4)
		var plain io.Reader
		var name string
		switch {
		case bytes.HasPrefix(head, []byte("\x1f\x8b")):
			z, err := gzip.NewReader(packed)
			if err != nil {
				return broken{"gzip", err}
			}
			plain, name = z, "gzip"
		case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
			z, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
			if err != nil {
				return broken{"zstd", err}
			}
			s.close = append(s.close, z.Close)
			plain, name = z, "zstd"
		}
		if plain == nil {
			break
		}
		bounds := &unfolding{archive: func() int64 { return packed.n }}
		s.setReader(bounds.reader(decompressor{plain, name}))
	}
	return nil
}

// tally counts what is read.
type tally struct {
	io.Reader
	n int64
}

func (t *tally) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	t.n += int64(n)
	return n, err
}

// maxWindow is what `zstd --long` asks of a reader's memory.
const maxWindow = 128 << 20

// broken is the error of compressed data.
type broken struct {
	name string
	err  error
}

func (b broken) Error() string {
	if errors.Is(b.err, io.ErrUnexpectedEOF) {
		return fmt.Sprintf("the %s data is cut off", b.name)
	}
	return fmt.Sprintf("the %s data is damaged: %v", b.name, b.err)
}

func (b broken) Unwrap() error { return b.err }

// decompressor names the compression in its errors.
type decompressor struct {
	io.Reader
	name string
}

func (d decompressor) Read(p []byte) (int, error) {
	n, err := d.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = broken{d.name, err}
	}
	return n, err
}

// sticky repeats an error of its reader and counts what it gives, at most max
// bytes if max is not 0. A bufio.Reader that peeks into an error forgets it.
type sticky struct {
	io.Reader
	read, max int64
	err       error
}

func (s *sticky) Read(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.Reader.Read(p)
	if s.read += int64(n); s.max > 0 && s.read > s.max {
		err = fmt.Errorf("more than %d MiB: download it and read the file", s.max>>20)
	}
	s.err = err
	return n, err
}
