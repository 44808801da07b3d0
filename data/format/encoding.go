package format

import (
	"bufio"
	"bytes"
	"io"
	"sync/atomic"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// WarnEncodingGuessed says that the input neither is UTF-8 nor declares its encoding, which was
// guessed. If such bytes occur only late in an input, only the records from shortly before the
// first of them on have the warning.
const WarnEncodingGuessed = "encoding_guessed"

// guess records whether the encoding of some of the input was guessed.
type guess struct{ made atomic.Bool }

// decode adds a decoder to the stream if necessary. It uses the encoding of a byte order mark,
// UTF-16 without one, or the encoding that the first bytes seem to have, and otherwise UTF-8
// with invalid bytes read as Windows-1252. XML and HTML declare their encoding and are left to
// their readers.
func (s *stream) decode() error {
	head, _ := s.Peek(SniffLen)
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		if _, err := s.Discard(3); err != nil {
			return err
		}
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		s.setReader(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Reader(s.Reader))
		return nil
	case declaresEncoding(head):
		return nil
	}
	if order, ok := utf16Order(head); ok {
		s.guessed.made.Store(true)
		s.setReader(unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Reader(s.Reader))
		return nil
	}
	if e := encodingOf(head); e != nil {
		s.guessed.made.Store(true)
		s.setReader(e.NewDecoder().Reader(s.Reader))
		return nil
	}
	s.setReader(&mixedReader{in: s.Reader, guessed: &s.guessed})
	return nil
}

func (s *stream) setReader(r io.Reader) { s.Reader = bufio.NewReaderSize(r, SniffLen) }

// declaresEncoding reports whether an input is markup that declares its encoding.
func declaresEncoding(head []byte) bool {
	head = bytes.ToLower(bytes.TrimSpace(head[:min(len(head), 2<<10)]))
	return bytes.HasPrefix(head, []byte("<")) && (bytes.Contains(head, []byte("encoding=")) || bytes.Contains(head, []byte("charset")) || bytes.Contains(head, []byte("<html")))
}

// utf16Order recognizes UTF-16 without a byte order mark: in mostly Latin text, every other
// byte is 0.
func utf16Order(head []byte) (unicode.Endianness, bool) {
	head = head[:min(len(head), 512)&^1]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	switch half := len(head) / 2; {
	case half < 4:
	case zeros[1] > half*3/4 && zeros[0] == 0:
		return unicode.LittleEndian, true
	case zeros[0] > half*3/4 && zeros[1] == 0:
		return unicode.BigEndian, true
	}
	return false, false
}

// detectLen is how many bytes the detector gets. It processes 2 MB a second.
const detectLen = 8 << 10

// notLatin lists the encodings that are accepted from the detector and the confidence that each
// needs. For a script with thousands of characters, the detector is right even with little
// confidence, because it prefers Latin encodings for texts in Latin letters. It can't
// distinguish Latin encodings; they are all read as Windows-1252.
var notLatin = []struct {
	detected string
	sure     float64
	readAs   string
}{
	{"GB2312", .2, "gb18030"}, {"GBK", .2, "gb18030"}, {"GB18030", .2, "gb18030"}, // a superset of the other two
	{"Big5", .2, "big5"}, {"Shift_JIS", .2, "shift_jis"}, {"CP932", .2, "shift_jis"}, {"EUC-JP", .2, "euc-jp"}, {"EUC-KR", .2, "euc-kr"}, {"CP949", .2, "euc-kr"},
	{"Windows-1251", .9, "windows-1251"}, {"KOI8-R", .9, "koi8-r"},
	{"x-mac-cyrillic", .9, "windows-1251"}, // has the same lower-case letters, and old Mac files are rare
}

// encodingOf returns the encoding that a text seems to have, or nil if that is UTF-8 or a Latin
// encoding.
func encodingOf(head []byte) encoding.Encoding {
	if utf8.Valid(head[:len(head)-incomplete(head)]) || bytes.IndexByte(head, 0) >= 0 {
		return nil
	}
	// The detector gets the text around the first bytes that are not ASCII.
	at := max(bytes.IndexFunc(head, func(r rune) bool { return r >= utf8.RuneSelf }), 0)
	sample := head[at:min(at+detectLen, len(head))]
	result := chardet.Detect(sample)
	for _, known := range notLatin {
		if known.detected != result.Charset || result.Confidence < known.sure {
			continue
		}
		e, _ := charset.Lookup(known.readAs)
		text, err := e.NewDecoder().Bytes(sample)
		if err == nil && bytes.Count(text, []byte("\uFFFD")) <= 1 { // the last character may be truncated
			return e
		}
	}
	return nil
}

// incomplete returns how many bytes at the end belong to a truncated rune.
func incomplete(text []byte) int {
	for n := 1; n <= min(utf8.UTFMax, len(text)); n++ {
		if c := text[len(text)-n]; utf8.RuneStart(c) {
			if !utf8.FullRune(text[len(text)-n:]) {
				return n
			}
			break
		}
	}
	return 0
}

// mixedReader reads UTF-8, with invalid bytes as Windows-1252, so that it can read files to
// which programs have appended in both encodings.
type mixedReader struct {
	in      *bufio.Reader
	guessed *guess
	rest    []byte // the rest of a rune that p had no room for
}

func (m *mixedReader) Read(p []byte) (int, error) {
	if len(m.rest) > 0 {
		n := copy(p, m.rest)
		m.rest = m.rest[n:]
		return n, nil
	}
	text, err := m.in.Peek(1)
	if len(text) == 0 {
		return 0, err
	}
	text, _ = m.in.Peek(min(m.in.Buffered(), len(p)))
	if len(text) == 0 {
		return 0, nil // p is empty
	}
	valid := validPrefix(text)
	if valid == 0 {
		return m.invalid(p)
	}
	copy(p, text[:valid])
	_, err = m.in.Discard(valid)
	return valid, err
}

// invalid reads one rune from bytes that are not valid UTF-8.
func (m *mixedReader) invalid(p []byte) (int, error) {
	text, _ := m.in.Peek(utf8.UTFMax)
	var out []byte
	if r, size := utf8.DecodeRune(text); r != utf8.RuneError || size > 1 {
		out = append(out, text[:size]...) // it was truncated by the buffer or by p
		if _, err := m.in.Discard(size); err != nil {
			return 0, err
		}
	} else {
		m.guessed.made.Store(true)
		out = utf8.AppendRune(nil, charmap.Windows1252.DecodeByte(text[0]))
		if _, err := m.in.Discard(1); err != nil {
			return 0, err
		}
	}
	n := copy(p, out)
	m.rest = out[n:]
	return n, nil
}

// validPrefix returns the length of the longest prefix of text that is valid UTF-8.
func validPrefix(text []byte) int {
	if utf8.Valid(text) {
		return len(text)
	}
	n := 0
	for n < len(text) {
		if text[n] < utf8.RuneSelf {
			n++
			continue
		}
		r, size := utf8.DecodeRune(text[n:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	return n
}
