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

// maxLayers is how many times an input may be compressed. Twice happens when a server
// compresses a file that is already compressed.
const maxLayers = 2

// stream is a decompressed input, with the decompressors to close after it.
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

// decompress adds decompressors to the stream as needed. They fail if the input expands to more
// than any text would, as in an archive.
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

// tally counts the bytes read.
type tally struct {
	io.Reader
	n int64
}

func (t *tally) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	t.n += int64(n)
	return n, err
}

// maxWindow is the memory that reading the output of `zstd --long` needs.
const maxWindow = 128 << 20

// broken is an error in compressed data.
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

// decompressor adds the name of the compression to errors.
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

// sticky returns an error of its reader on every later Read: a bufio.Reader forgets an error
// that it met in Peek. It also counts the bytes, and fails after max bytes if max is not 0.
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
