package pdf

import (
	"bytes"
	"errors"
	"strconv"
)

// The objects of a PDF (ISO 32000-1, 7.3). Booleans, null, operators and stray delimiters are
// keywords, numbers are float64, strings are string.
type (
	name    string
	keyword string
	array   []any
	dict    map[name]any
	// ref is the number of an indirect object. Its generation is ignored.
	ref int
	// stream is a dictionary with the raw bytes that follow it.
	stream struct {
		dict dict
		raw  []byte
	}
)

const (
	// maxNesting is the maximum depth of arrays and dictionaries. Real files need about ten.
	maxNesting = 64
	// maxValues is the maximum number of values that are parsed in one file, all together. A
	// thesis of 300 pages has about half a million.
	maxValues = 4 << 20
)

var (
	errDeep    = errors.New("its objects are nested too deeply")
	errComplex = errors.New("it has too many objects")
)

// A lexer reads objects from data. It panics with an error of this package where a limit is
// exceeded; load and text recover that.
type lexer struct {
	data   []byte
	at     int
	values *int // how many more values may be parsed
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// skip moves to the next byte that is neither white space nor in a comment. It reports false at
// the end.
func (l *lexer) skip() bool {
	for ; l.at < len(l.data); l.at++ {
		c := l.data[l.at]
		if c == '%' {
			end := bytes.IndexAny(l.data[l.at:], "\r\n")
			if end < 0 {
				l.at = len(l.data)
				return false
			}
			l.at += end
		} else if !isSpace(c) {
			return true
		}
	}
	return false
}

// object reads the next object, which has no stream. At the end it returns nil.
func (l *lexer) object(depth int) any {
	if depth > maxNesting {
		panic(errDeep)
	}
	if !l.skip() {
		return nil
	}
	if *l.values--; *l.values < 0 {
		panic(errComplex)
	}
	rest := l.data[l.at:]
	switch c := rest[0]; {
	case c == '/':
		l.at++
		return l.name()
	case c == '(':
		l.at++
		return l.text()
	case bytes.HasPrefix(rest, []byte("<<")):
		l.at += 2
		return l.dict(depth)
	case c == '<':
		l.at++
		return l.hex()
	case c == '[':
		l.at++
		return l.array(depth)
	case bytes.HasPrefix(rest, []byte(">>")):
		l.at += 2
		return keyword(">>")
	case isDelimiter(c):
		l.at++
		return keyword(c)
	}
	word := l.word()
	if n, ok := number(word); ok {
		return l.reference(n)
	}
	return keyword(word)
}

// word reads up to the next white space or delimiter.
func (l *lexer) word() string {
	start := l.at
	for l.at < len(l.data) && !isSpace(l.data[l.at]) && !isDelimiter(l.data[l.at]) {
		l.at++
	}
	return string(l.data[start:min(l.at, start+maxWord)])
}

// maxWord is the maximum length of an operator or number. The rest of a longer one is ignored.
const maxWord = 64

func number(word string) (float64, bool) {
	if word == "" || !isDigit(word[0]) && word[0] != '-' && word[0] != '+' && word[0] != '.' {
		return 0, false
	}
	n, err := strconv.ParseFloat(word, 64)
	return n, err == nil
}

// reference returns the reference that starts with the number n, such as "12 0 R", or else n.
func (l *lexer) reference(n float64) any {
	if n < 0 || n >= 1<<31 || n != float64(int(n)) {
		return n
	}
	i := l.at
	for i < len(l.data) && isSpace(l.data[i]) {
		i++
	}
	start := i
	for i < len(l.data) && isDigit(l.data[i]) {
		i++
	}
	if i == start || i-start > 5 {
		return n
	}
	start = i
	for i < len(l.data) && isSpace(l.data[i]) {
		i++
	}
	if i == start || i >= len(l.data) || l.data[i] != 'R' || i+1 < len(l.data) && !isSpace(l.data[i+1]) && !isDelimiter(l.data[i+1]) {
		return n
	}
	l.at = i + 1
	return ref(int(n))
}

func (l *lexer) name() name {
	start := l.at
	l.word()
	raw := l.data[start:l.at]
	if bytes.IndexByte(raw, '#') < 0 {
		return name(raw)
	}
	var b []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			if c, err := strconv.ParseUint(string(raw[i+1:i+3]), 16, 8); err == nil {
				b = append(b, byte(c))
				i += 2
				continue
			}
		}
		b = append(b, raw[i])
	}
	return name(b)
}

// escapes are the characters that stand for others after a backslash.
var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

// text reads a string in parentheses, after the first of them.
func (l *lexer) text() string {
	var b []byte
	for depth := 1; l.at < len(l.data); l.at++ {
		c := l.data[l.at]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.at++
				return string(b)
			}
		case '\\':
			b = l.escaped(b)
			continue
		}
		b = append(b, c)
	}
	return string(b)
}

// escaped appends what the backslash at l.at stands for, and moves to its last byte.
func (l *lexer) escaped(b []byte) []byte {
	l.at++
	if l.at >= len(l.data) {
		return b
	}
	c := l.data[l.at]
	switch {
	case c == '\r':
		if l.at+1 < len(l.data) && l.data[l.at+1] == '\n' {
			l.at++
		}
		return b
	case c == '\n':
		return b
	case '0' <= c && c <= '7':
		code := int(c - '0')
		for i := 0; i < 2 && l.at+1 < len(l.data) && '0' <= l.data[l.at+1] && l.data[l.at+1] <= '7'; i++ {
			l.at++
			code = code<<3 | int(l.data[l.at]-'0')
		}
		return append(b, byte(code))
	}
	if known, ok := escapes[c]; ok {
		c = known
	}
	return append(b, c)
}

// hex reads a string in hexadecimal digits, after "<".
func (l *lexer) hex() string {
	var b []byte
	high, half := byte(0), false
	for ; l.at < len(l.data); l.at++ {
		c := l.data[l.at]
		if c == '>' {
			l.at++
			break
		}
		digit, ok := hexDigit(c)
		if !ok {
			continue
		}
		if half {
			b = append(b, high<<4|digit)
		}
		high, half = digit, !half
	}
	if half {
		b = append(b, high<<4)
	}
	return string(b)
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case isDigit(c):
		return c - '0', true
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}

func (l *lexer) array(depth int) array {
	a := array{}
	for {
		switch o := l.object(depth + 1); o {
		case nil, keyword("]"):
			return a
		default:
			a = append(a, o)
		}
	}
}

func (l *lexer) dict(depth int) dict {
	d := dict{}
	for {
		key, ok := l.object(depth + 1).(name)
		if !ok { // the end, or damage
			return d
		}
		value := l.object(depth + 1)
		if value == keyword(">>") {
			return d
		}
		d[key] = value
	}
}
