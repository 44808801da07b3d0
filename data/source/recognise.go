package source

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/unicode"
)

// ErrFormat is wrapped by the error of an input that no format recognises.
var ErrFormat = errors.New("not a format that can be read")

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

// recognise unwraps an input and finds its format.
func (o *opener) recognise(location string, r io.Reader) (*stream, Format, error) {
	in := &stream{Reader: bufio.NewReaderSize(r, SniffLen)}
	if err := in.unwrap(); err != nil {
		in.Close()
		return nil, Format{}, fmt.Errorf("read %s: %w", location, err)
	}
	limit := int64(0)
	if isURL(location) {
		limit = maxFetchBytes
	}
	in.Reader = bufio.NewReaderSize(&sticky{Reader: in.Reader, max: limit}, SniffLen)
	head, err := in.Peek(SniffLen)
	if len(head) == 0 && err != nil {
		in.Close()
		if err == io.EOF {
			return nil, Format{}, fmt.Errorf("read %s: %w: it is empty", location, ErrFormat)
		}
		return nil, Format{}, fmt.Errorf("read %s: %w", location, err)
	}
	for _, f := range o.Formats {
		if f.Sniff(head) {
			return in, f, nil
		}
	}
	in.Close()
	return nil, Format{}, fmt.Errorf("read %s: %w: it looks like %s; can be read: %s", location, ErrFormat, lookOf(head), titles(o.Formats))
}

func titles(formats []Format) string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.Title
	}
	return strings.Join(names, ", ")
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

// lookOf says what an input seems to be, by its first bytes.
func lookOf(head []byte) string {
	for _, known := range []struct{ magic, name string }{
		{"%PDF", "a PDF"},
		{"PK\x03\x04", "a zip archive or an Office document"},
		{"\x89PNG", "an image"}, {"\xff\xd8\xff", "an image"}, {"GIF8", "an image"},
		{"BZh", "bzip2 data"}, {"\xfd7zXZ", "xz data"}, {"7z\xbc\xaf", "a 7-Zip archive"}, {"Rar!", "a RAR archive"},
		{"SQLite format 3", "an SQLite database"}, {"PAR1", "a Parquet file"}, {"\x7fELF", "a program"},
		{"\xd0\xcf\x11\xe0", "an old Office document"}, {"%!PS", "PostScript"}, {"{\\rtf", "an RTF document"},
		{"\x1f\x8b", "data compressed more than twice"}, {"\x28\xb5\x2f\xfd", "data compressed more than twice"},
	} {
		if bytes.HasPrefix(head, []byte(known.magic)) {
			return known.name
		}
	}
	text := bytes.ToLower(bytes.TrimSpace(head[:min(len(head), 1024)]))
	switch {
	case len(head) > 262 && bytes.Equal(head[257:262], []byte("ustar")):
		return "a tar archive"
	case bytes.IndexByte(head, 0) >= 0:
		return "binary data"
	case bytes.HasPrefix(text, []byte("<!doctype html")), bytes.HasPrefix(text, []byte("<html")):
		return "a web page that shows no papers"
	case bytes.HasPrefix(text, []byte("<?xml")):
		return "XML"
	case bytes.HasPrefix(text, []byte("<")):
		return "markup"
	case bytes.HasPrefix(text, []byte("@")):
		return "BibTeX"
	case len(text) == 0:
		return "blank"
	case !utf8.Valid(head[:max(len(head)-utf8.UTFMax, 0)]):
		return "binary data"
	}
	return "plain text"
}
