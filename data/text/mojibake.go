package text

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// RepairMojibake undoes the mistake of reading UTF-8 as Windows-1252, which turns "Müller"
// into "MÃ¼ller": sequences of characters whose Windows-1252 bytes are valid UTF-8 are
// replaced by the rune that the bytes encode. Correct text may contain such sequences too,
// when a letter precedes a quotation mark or a dash ("AVÃ”" has the bytes of "AVÔ"). So s is
// returned unchanged unless at least one sequence can't be correct text.
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

// decodeMojibake returns the rune whose UTF-8 bytes are the Windows-1252 encoding of the
// characters at the beginning of s, and how many bytes of s these take, or 0 if there is no
// such rune. sure says that correct text never contains these characters in a row.
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

// punctuation has the Windows-1252 characters that may follow a letter in correct text and
// whose bytes continue a rune in UTF-8.
const punctuation = "“”‘’‚„–—…‹›«»· \u00a0\u00ad™®©°´¨"

// runeLen returns the length of a rune whose first UTF-8 byte is b, or 0 if b can't be one.
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

// encodeByte returns the byte of c in Windows-1252 or, if it has none, in Latin-1.
func encodeByte(c rune) (byte, bool) {
	if c >= utf8.RuneSelf && c <= 0xff {
		return byte(c), true
	}
	return charmap.Windows1252.EncodeRune(c)
}
