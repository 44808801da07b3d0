package format

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// WarnEncodingMended: a text had been read in a wrong encoding before it came
// here, "MÃ¼ller" for "Müller", and is mended.
const WarnEncodingMended = "encoding_mended"

// mended undoes what a program does that takes UTF-8 for Windows-1252: letters
// that are bytes of UTF-8 in it become what they were. Right text that looks alike
// is a letter before a quotation mark or dash ("AVÔ" has the bytes of "AVÃ”"), so
// of such pairs alone nothing is mended.
func mended(s string) string {
	if isASCII(s) {
		return s
	}
	var out strings.Builder
	found, certain := false, false
	for i := 0; i < len(s); {
		if s[i] >= utf8.RuneSelf {
			if r, size, sure := unread(s[i:]); size > 0 {
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

// unread is the rune whose bytes of UTF-8 the letters at the front of s are in
// Windows-1252, and how much of s they take; 0 if they are no such. It is sure of
// it where no right text has those letters.
func unread(s string) (r rune, size int, sure bool) {
	var bytes [utf8.UTFMax]byte
	n, need := 0, 0
	for _, c := range s {
		b, ok := byteOf(c)
		switch {
		case !ok:
			return 0, 0, false
		case n == 0:
			if need = lengthOf(b); need == 0 {
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

// punctuation are the letters of Windows-1252 that stand behind a letter in right
// text and are second bytes of UTF-8.
const punctuation = "“”‘’‚„–—…‹›«»· \u00a0\u00ad™®©°´¨"

// lengthOf is the length of a rune whose first byte of UTF-8 is b, 0 for others.
func lengthOf(b byte) int {
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

// byteOf is a letter's byte in Windows-1252, or in Latin 1 where that has none.
func byteOf(c rune) (byte, bool) {
	if c >= utf8.RuneSelf && c <= 0xff {
		return byte(c), true
	}
	return charmap.Windows1252.EncodeRune(c)
}
