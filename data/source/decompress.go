package source

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/unicode"
)

// maxLayers is how often an input may be compressed: twice happens, when a
// server compresses a file that is compressed already.
const maxLayers = 2

// stream is a decompressed input and what has to be closed behind it.
type stream struct {
	*bufio.Reader
	close []func()
}

func (s *stream) Close() {
	for _, c := range s.close {
		c()
	}
}

// unwrap puts the readers in place that compression and byte order ask for.
func (s *stream) unwrap() error {
	for range maxLayers {
		head, _ := s.Peek(4)
		var plain io.Reader
		var name string
		switch {
		case bytes.HasPrefix(head, []byte("\x1f\x8b")):
			z, err := gzip.NewReader(s.Reader)
			if err != nil {
				return broken{"gzip", err}
			}
			plain, name = z, "gzip"
		case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
			z, err := zstd.NewReader(s.Reader, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
			if err != nil {
				return broken{"zstd", err}
			}
			s.close = append(s.close, z.Close)
			plain, name = z, "zstd"
		}
		if plain == nil {
			break
		}
		s.Reader = bufio.NewReaderSize(decompressor{plain, name}, SniffLen)
	}
	switch head, _ := s.Peek(3); {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err := s.Discard(3)
		return err
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		utf16 := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
		s.Reader = bufio.NewReaderSize(utf16.Reader(s.Reader), SniffLen)
	}
	return nil
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
