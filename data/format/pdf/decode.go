package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"fmt"
	"io"
)

// budget is how many more bytes may be unpacked.
type budget int64

const (
	// MaxUnpacked is the maximum number of bytes that the streams of a file unpack to, all
	// together. Only those are unpacked that are needed for the first pages.
	MaxUnpacked = 96 << 20
	// maxFilters is the maximum number of filters of one stream.
	maxFilters = 4
)

var (
	errUnpacked = fmt.Errorf("its first pages unpack to more than %d MiB", MaxUnpacked>>20)
	errFilter   = errors.New("a stream is packed in an unusual way")
)

// decode returns the content of a stream. Of damaged data, it returns what precedes the damage.
func (f *file) decode(s stream) ([]byte, error) {
	var filters array
	switch filter := f.get(s.dict["Filter"]).(type) {
	case name:
		filters = array{filter}
	case array:
		filters = filter
	}
	if len(filters) > maxFilters {
		return nil, errFilter
	}
	if parameters := f.dict(s.dict["DecodeParms"]); f.number(parameters["Predictor"], 1) > 1 {
		return nil, errFilter // only images and cross-reference streams have a predictor
	}
	content := s.raw
	for _, filter := range filters {
		var r io.Reader
		switch f.get(filter) {
		case name("FlateDecode"), name("Fl"):
			z, err := zlib.NewReader(bytes.NewReader(content))
			if err != nil {
				return nil, err
			}
			r = z
		case name("ASCII85Decode"), name("A85"):
			if end := bytes.Index(content, []byte("~>")); end >= 0 {
				content = content[:end]
			}
			r = ascii85.NewDecoder(bytes.NewReader(bytes.TrimPrefix(bytes.TrimSpace(content), []byte("<~"))))
		case name("ASCIIHexDecode"), name("AHx"):
			l := lexer{data: content, values: &f.values}
			r = bytes.NewReader([]byte(l.hex()))
		default:
			return nil, errFilter
		}
		var err error
		if content, err = f.unpack.read(r); err != nil && len(content) == 0 {
			return nil, err
		}
	}
	return content, nil
}

// read reads all of r, and panics with errUnpacked if that is more than the budget.
func (b *budget) read(r io.Reader) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(r, int64(*b)+1))
	if *b -= budget(len(content)); *b < 0 {
		panic(errUnpacked)
	}
	return content, err
}
