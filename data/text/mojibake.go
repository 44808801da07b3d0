package text

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// RepairMojibake undoes the mistake of reading UTF-8 as Windows-1252, which makes
// "MÃ¼ller" of "Müller": letters that are bytes of UTF-8 in that encoding become the rune
// that the bytes encode. Correct text has such pairs too, a letter before a quotation mark
// or a dash ("AVÔ" has the bytes of "AVÃ”"), so that s is returned unchanged unless at
// least one sequence cannot be correct text.
func RepairMojibake(s string) string {
	if isASCII(s) {
		return s
	}
	var out strings.Builder
	found, certain := false, false
	for i := 0; i < len(s); {
		if s[i] >= utf8.RuneSelf {
			if r, size, sure := decodeMojibake(s[i:]); size > 0 {
				out.WriteRune(r)
				found, certain = true, certain || sure
				i += size
				continue
			}
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		out.WriteString(s[i : i+size])
		i += size
	}
	if !found || !certain {
		return s
	}
	return out.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// decodeMojibake returns the rune whose bytes of UTF-8 the letters at the front of s are
// in Windows-1252, and how many bytes of s they take, 0 if they are no such bytes. It is
// sure where no correct text has those letters in a row.
func decodeMojibake(s string) (r rune, size int, sure bool) {
	var bytes [utf8.UTFMax]byte
	n, need := 0, 0
	for _, c := range s {
		b, ok := encodeByte(c)
		switch {
		case !ok:
			return 0, 0, false
		case n == 0:
			if need = runeLen(b); need == 0 {
				return 0, 0, false
			}
		case b&0xc0 != 0x80:
			return 0, 0, false
		default:
			sure = sure || !strings.ContainsRune(punctuation, c)
		}
		bytes[n] = b
		size += utf8.RuneLen(c)
		if n++; n == need {
			break
		}
	}
	r, width := utf8.DecodeRune(bytes[:n])
	if n < need || r == utf8.RuneError || width != n {
		return 0, 0, false
	}
	return r, size, sure || need > 2
}

// punctuation are the characters of Windows-1252 that may follow a letter in correct text
// and are second bytes of UTF-8.
const punctuation = "“”‘’‚„–—…‹›«»· \u00a0\u00ad™®©°´¨"

// runeLen is the length of a rune whose first byte of UTF-8 is b, 0 if none begins so.
func runeLen(b byte) int {
	switch {
	case 0xc2 <= b && b <= 0xdf:
		return 2
	case 0xe0 <= b && b <= 0xef:
		return 3
	case 0xf0 <= b && b <= 0xf4:
		return 4
	}
	return 0
}

// encodeByte is the byte of c in Windows-1252, or in Latin-1 where that has none.
func encodeByte(c rune) (byte, bool) {
	if c >= utf8.RuneSelf && c <= 0xff {
		return byte(c), true
	}
	return charmap.Windows1252.EncodeRune(c)
}
