package xmlread

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"

	"paperboy/data/format"
)

// WarnEntityUnknown says that the text has an entity that is neither one of HTML nor of the ISO
// sets of JATS, and that it was left out.
const WarnEntityUnknown = "entity_unknown"

// source is a document as the decoder reads it: in UTF-8, without an XML declaration, with known
// entities as numbers and without whatever would end the document.
type source struct {
	in  *bufio.Reader
	out []byte
	at  int
	// start is the offset of out in everything that was handed out.
	start int64
	// section is what ends the comment, CDATA section or instruction that the input is in, or "".
	section string
	// before has the last bytes before out.
	before string
	// faults are not forgotten yet.
	faults []fault
}

// fault is something that was mended at an offset.
type fault struct {
	offset int64
	warned string
}

// windowBytes is how much of a document is processed at once. maxFaults bounds how many faults are
// remembered for an element.
const (
	windowBytes = 32 << 10
	maxFaults   = 1000
)

func newSource(r io.Reader) *source {
	in := bufio.NewReaderSize(r, windowBytes)
	label := skipDeclaration(in)
	if e := encodingNamed(label); e != nil {
		in = bufio.NewReaderSize(e.NewDecoder().Reader(in), windowBytes)
	}
	return &source{in: in}
}

// declared matches the encoding in a declaration.
var declared = regexp.MustCompile(`encoding\s*=\s*["']\s*([^"'\s]+)`)

// skipDeclaration skips the declaration at the beginning of a document and returns the encoding
// that it names.
func skipDeclaration(in *bufio.Reader) string {
	head, _ := in.Peek(1 << 10)
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\uFEFF")), " \t\r\n")
	declaration, _, found := bytes.Cut(trimmed, []byte("?>"))
	if !found || !bytes.HasPrefix(trimmed, []byte("<?xml")) || bytes.HasPrefix(trimmed, []byte("<?xml-")) {
		if bytes.HasPrefix(head, []byte("\uFEFF")) {
			_, _ = in.Discard(len("\uFEFF"))
		}
		return ""
	}
	label := ""
	if match := declared.FindSubmatch(declaration); match != nil {
		label = string(match[1])
	}
	_, _ = in.Discard(len(head) - len(trimmed) + len(declaration) + len("?>"))
	return label
}

// encodingNamed returns the encoding with a name of IANA or of browsers. It returns nil for UTF-8
// and ASCII, for an unknown name, and for UTF-16, since a declaration that can be read as ASCII is
// not in it.
func encodingNamed(label string) encoding.Encoding {
	if lower := strings.ToLower(label); label == "" || strings.HasPrefix(lower, "utf") || strings.HasPrefix(lower, "ucs") || strings.HasPrefix(lower, "iso-10646") {
		return nil
	}
	e, name := charset.Lookup(label)
	if e == nil {
		e, _ = ianaindex.IANA.Encoding(label)
		if e == nil {
			return nil
		}
		name, _ = ianaindex.IANA.Name(e)
	}
	if name == "utf-8" || name == "US-ASCII" || name == "replacement" {
		return nil
	}
	return e
}

func (s *source) ReadByte() (byte, error) {
	for s.at == len(s.out) {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	b := s.out[s.at]
	s.at++
	return b, nil
}

func (s *source) Read(p []byte) (int, error) {
	b, err := s.ReadByte()
	if err != nil || len(p) == 0 {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

// forget returns the warnings about faults before an offset, without duplicates, and forgets these
// faults.
func (s *source) forget(offset int64) []string {
	var warnings []string
	n := 0
	for _, f := range s.faults {
		if f.offset >= offset {
			break
		}
		if n++; len(warnings) == 0 || warnings[len(warnings)-1] != f.warned {
			warnings = append(warnings, f.warned)
		}
	}
	s.faults = append(s.faults[:0], s.faults[n:]...)
	return warnings
}

func (s *source) warn(code string) {
	if len(s.faults) < maxFaults {
		s.faults = append(s.faults, fault{s.start + int64(len(s.out)), code})
	}
}

// fill processes the next piece of the input.
func (s *source) fill() error {
	s.start += int64(len(s.out))
	s.before = string(append([]byte(s.before), s.out[max(len(s.out)-len("--"), 0):]...))
	s.before = s.before[max(len(s.before)-len("--"), 0):]
	s.out, s.at = s.out[:0], 0
	if _, err := s.in.Peek(1); err != nil {
		return err
	}
	window, _ := s.in.Peek(s.in.Buffered())
	n := s.plainPrefix(window)
	s.out = append(s.out, window[:n]...)
	if _, err := s.in.Discard(n); err != nil {
		return err
	}
	if n == len(window) {
		return nil
	}
	window, _ = s.in.Peek(max(maxReferenceBytes, utf8.UTFMax)) // may be the rest of the input
	_, err := s.in.Discard(s.special(window))
	return err
}

// plainPrefix returns how many bytes at the beginning of a window need no change and neither begin
// nor end a section.
func (s *source) plainPrefix(window []byte) int {
	for i := 0; i < len(window); {
		switch c := window[i]; {
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRune(window[i:])
			if r == utf8.RuneError && size == 1 || r == 0xFFFE || r == 0xFFFF {
				return i
			}
			i += size
		case c == '&' && s.section == "", c < ' ' && c != '\t' && c != '\n' && c != '\r':
			return i
		case c == '<' && s.section == "":
			if i+1 == len(window) || window[i+1] == '!' || window[i+1] == '?' {
				return i
			}
			i++
		case c == '>' && s.section != "":
			return i
		default:
			i++
		}
	}
	return len(window)
}

// sectionEnd returns what ends the comment, CDATA section or instruction that begins a text, or "".
func sectionEnd(text []byte) string {
	for begin, end := range map[string]string{"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"} {
		if bytes.HasPrefix(text, []byte(begin)) {
			return end
		}
	}
	return ""
}

// special processes the reference, character or byte at the beginning of a window, and returns its
// size.
func (s *source) special(window []byte) int {
	switch c := window[0]; {
	case c == '<' && s.section == "":
		s.section = sectionEnd(window)
		s.out = append(s.out, c)
	case c == '>' && s.section != "":
		s.out = append(s.out, c)
		if strings.HasSuffix(s.before+string(s.out[max(len(s.out)-len("-->"), 0):]), s.section) {
			s.section = ""
		}
	case c == '&' && s.section == "":
		text, size := reference(window)
		if text == "" {
			s.warn(WarnEntityUnknown)
		}
		s.out = append(s.out, text...)
		return size
	case c < utf8.RuneSelf && (c >= ' ' || c == '\t' || c == '\n' || c == '\r'):
		s.out = append(s.out, c)
	case c >= utf8.RuneSelf:
		r, size := utf8.DecodeRune(window)
		if r == 0xFFFE || r == 0xFFFF {
			return size
		}
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(c)
			s.warn(format.WarnEncodingGuessed)
		}
		s.out = utf8.AppendRune(s.out, r)
		return size
	}
	return 1
}
