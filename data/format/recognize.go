package format

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"regexp"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// ErrFormat is wrapped by the error of an input that no format recognizes.
var ErrFormat = errors.New("not a format that can be read")

// ErrNoRecords is wrapped by the error of a document that is in a known format and has no records,
// such as the answer of a service that found nothing.
var ErrNoRecords = errors.New("the document has no records")

// unwrap decompresses an input. It returns an error if the input is empty or can't be read.
func (o *opener) unwrap(location string, r io.Reader) (*stream, error) {
	in := &stream{Reader: bufio.NewReaderSize(r, SniffLen)}
	if err := in.decompress(); err != nil {
		in.Close()
		return nil, &inputError{location, err}
	}
	limit := int64(0)
	if IsURL(location) {
		limit = maxFetchBytes
	}
	in.Reader = bufio.NewReaderSize(&sticky{Reader: in.Reader, max: limit}, SniffLen)
	if _, err := in.Peek(1); err != nil {
		in.Close()
		if err == io.EOF {
			return nil, inputErrorf(location, "%w: it is empty", ErrFormat)
		}
		return nil, &inputError{location, err}
	}
	return in, nil
}

// recognize finds the format of a decompressed input and decodes its text.
func (o *opener) recognize(location string, in *stream) (Format, error) {
	head, _ := in.Peek(SniffLen)
	for _, f := range o.Formats {
		if f.Binary && f.Sniff(head) {
			return f, nil
		}
	}
	if kind := magicOf(head); kind != "" && o.Format == "" { // a named format is always tried
		return Format{}, o.unknown(location, kind)
	}
	if err := in.decode(); err != nil {
		return Format{}, &inputError{location, err}
	}
	head, _ = in.Peek(SniffLen)
	if f, ok := RecognizeText(o.Formats, head); ok {
		return f, nil
	}
	return Format{}, o.unknown(location, lookOf(head))
}

// RecognizeText returns the first format that recognizes the first bytes of a text, at most SniffLen. It
// returns false if none does.
func RecognizeText(formats []Format, head []byte) (Format, bool) {
	for _, f := range formats {
		if !f.Binary && f.IsSure != nil && f.IsSure(head) {
			return f, true
		}
	}
	for _, f := range formats {
		if !f.Binary && f.Sniff(head) {
			return f, true
		}
	}
	return Format{}, false
}

const byteOrderMark = "\uFEFF"

// entryMark matches the line at which an entry of BibTeX or of tagged lines begins.
var entryMark = regexp.MustCompile(`(?m)^[ \t]*@\w+[ \t]*[{(]|^(?:[A-Z][A-Z0-9]{1,3} {0,2}- |%[0-9A-Z@] |FN |PT |RT )`)

// BeginsOtherwise reports whether the text before a mark shows that it is part of an entry of BibTeX or of
// tagged lines, of markup or of JSON. Formats whose marks may be in any line, since people copy them from
// pages, look there.
func BeginsOtherwise(before []byte) bool {
	before = bytes.TrimSpace(bytes.TrimPrefix(before, []byte(byteOrderMark)))
	return len(before) > 0 && bytes.IndexByte([]byte("<{[@"), before[0]) >= 0 || entryMark.Match(before)
}

// unknown returns the error for an input that no format recognizes. It doesn't name the formats: there
// are too many for a sentence.
func (o *opener) unknown(location, look string) error {
	return inputErrorf(location, "%w: it looks like %s; the manual, under \"Adding papers\", lists the formats", ErrFormat, look)
}

// magicOf returns what kind of binary data an input is, by its first bytes, or "".
func magicOf(head []byte) string {
	for _, known := range []struct{ magic, name string }{
		{"%PDF", "a PDF"},
		{"PK\x03\x04", "a zip archive within an archive, or an Office document"},
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
	if isTar(head) {
		return "a tar archive within an archive"
	}
	return ""
}

// lookOf returns what a text seems to be.
func lookOf(head []byte) string {
	text := bytes.ToLower(bytes.TrimSpace(head[:min(len(head), 1024)]))
	switch {
	case bytes.IndexByte(head, 0) >= 0:
		return "binary data"
	case bytes.HasPrefix(text, []byte("<!doctype html")), bytes.HasPrefix(text, []byte("<html")):
		return "a web page that shows no papers"
	case bytes.HasPrefix(text, []byte("<?xml")):
		return "XML"
	case bytes.HasPrefix(text, []byte("<")):
		return "markup"
	case len(text) == 0:
		return "nothing but white space"
	case !utf8.Valid(head[:max(len(head)-utf8.UTFMax, 0)]):
		return "binary data"
	}
	return "plain text"
}

// IsHTML reports whether markup is HTML, by its declaration or its outermost element. XML may contain whole pages as
// text.
func IsHTML(head []byte) bool {
	rest := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head[:min(len(head), 16<<10)], []byte(byteOrderMark))))
	isXML := bytes.HasPrefix(rest, []byte("<?xml"))
	for {
		end := []byte(">")
		switch {
		case bytes.HasPrefix(rest, []byte("<!doctype html")):
			return true
		case bytes.HasPrefix(rest, []byte("<!--")):
			end = []byte("-->")
		case bytes.HasPrefix(rest, []byte("<?")), bytes.HasPrefix(rest, []byte("<!")):
		default:
			name := openingTag.FindSubmatch(rest)
			return name != nil && (string(name[1]) == "html" || !isXML && string(name[1]) != "article" && atom.Lookup(name[1]) != 0)
		}
		_, after, found := bytes.Cut(rest, end)
		if !found {
			return false
		}
		rest = bytes.TrimSpace(after)
	}
}

// openingTag matches a tag at the beginning.
var openingTag = regexp.MustCompile(`^<([a-z][a-z0-9]*)[\s/>]`)
