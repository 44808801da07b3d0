package dailypapers

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// reprToJSON converts the repr of a Python dict, list, str, number, bool or None to JSON. Any
// other name is an error, because nothing is evaluated.
func reprToJSON(repr string) ([]byte, error) {
	out := make([]byte, 0, len(repr)+len(repr)/8)
	for i := 0; i < len(repr); {
		switch c := repr[i]; {
		case c == '\'' || c == '"':
			s, n, err := unquoteRepr(repr[i:])
			if err != nil {
				return nil, fmt.Errorf("python repr at byte %d: %w", i, err)
			}
			quoted, err := json.Marshal(s)
			if err != nil {
				return nil, err
			}
			out = append(out, quoted...)
			i += n
		case 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z':
			word := repr[i : i+wordLen(repr[i:])]
			literal, ok := map[string]string{"None": "null", "True": "true", "False": "false"}[word]
			if !ok {
				return nil, fmt.Errorf("python repr at byte %d: %q is no plain value", i, word)
			}
			out = append(out, literal...)
			i += len(word)
		case strings.IndexByte("-.0123456789", c) >= 0:
			n := len(repr[i:]) - len(strings.TrimLeft(repr[i:], "+-.0123456789e"))
			out = append(out, repr[i:i+n]...)
			i += n
		case strings.IndexByte("{}[]:, \t\r\n", c) >= 0:
			out = append(out, c)
			i++
		default:
			return nil, fmt.Errorf("python repr at byte %d: %q is not expected", i, c)
		}
	}
	return out, nil
}

func wordLen(s string) int {
	n := strings.IndexFunc(s, func(r rune) bool { return !('A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || r == '_') })
	if n < 0 {
		return len(s)
	}
	return n
}

// unquoteRepr decodes the string literal at the start of s, with the escapes of Python's
// str.__repr__. n is the length of the literal in bytes.
func unquoteRepr(s string) (text string, n int, err error) {
	quote := s[0]
	var out strings.Builder
	for i := 1; i < len(s); {
		switch c := s[i]; {
		case c == quote:
			return out.String(), i + 1, nil
		case c != '\\':
			out.WriteByte(c)
			i++
		case i+1 < len(s) && strings.IndexByte(`\'"`, s[i+1]) >= 0:
			out.WriteByte(s[i+1])
			i += 2
		default:
			// Python's other escapes are also Go's.
			r, multibyte, rest, err := strconv.UnquoteChar(s[i:], quote)
			if err != nil {
				return "", 0, fmt.Errorf("unknown escape %.6q", s[i:])
			}
			if !multibyte && r >= utf8.RuneSelf {
				r = rune(byte(r)) // \xe9 is a character here, not a byte
			}
			out.WriteRune(r)
			i = len(s) - len(rest)
		}
	}
	return "", 0, fmt.Errorf("a string is not closed")
}
