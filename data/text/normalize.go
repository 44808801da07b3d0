package text

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"
)

//go:generate go test -run TestNormalizeTableIsFresh -update

// Normalize prepares s for matching, not for display. It converts to lower case; removes
// accents from Latin and Greek letters, composed or not; replaces ligatures, full-width
// forms, superscripts and mathematical alphabets by plain letters and digits; and writes ß as
// ss, æ as ae, ø as o and final sigma as sigma. Half-width kana become full-width ones with
// their voicing marks. A Cyrillic й stays й, because in Cyrillic the mark makes a different
// letter, but ё becomes е, as most people write it. Invalid bytes become U+FFFD.
//
// Normalize(Normalize(s)) is Normalize(s).
func Normalize(s string) string {
	return string(AppendNormalized(make([]byte, 0, len(s)+len(s)/8), s))
}

// AppendNormalized appends Normalize(s) to dst.
func AppendNormalized(dst []byte, s string) []byte {
	start := len(dst)
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if isAccent(r) {
			dst = appendAccent(dst, start, r)
		} else {
			dst = appendRune(dst, r)
		}
	}
	return dst
}

// NormalizeRune normalizes a single rune. The result is empty for an accent.
func NormalizeRune(r rune) string {
	if isAccent(r) {
		return ""
	}
	return string(appendRune(nil, r))
}

// replacement says what a rune is replaced by.
type replacement struct {
	from rune
	to   string
}

func appendRune(dst []byte, r rune) []byte {
	if !isIdeographOrHangul(r) {
		i, found := slices.BinarySearchFunc(replacements[:], r, func(e replacement, r rune) int { return cmp.Compare(e.from, r) })
		if found {
			return append(dst, replacements[i].to...)
		}
		r = unicode.ToLower(r)
	}
	return utf8.AppendRune(dst, r)
}

// isIdeographOrHangul reports whether r is in one of the large blocks that have neither case
// nor replacements, so that the table need not be searched.
func isIdeographOrHangul(r rune) bool { return 0x3400 <= r && r < 0xA490 || 0xAC00 <= r && r < 0xD7B0 }

// isAccent reports whether r is in the block Combining Diacritical Marks, or voices kana.
func isAccent(r rune) bool { return 0x300 <= r && r <= 0x36F || IsVoicing(r) }

// IsVoicing reports whether r voices the kana before it, as a combining mark or in half width.
func IsVoicing(r rune) bool {
	return r == 0x3099 || r == 0x309A || r == halfWidthVoiced || r == halfWidthVoiced+1
}

const (
	voiced          = 0x3099 // the next rune is the mark of ぱ
	halfWidthVoiced = 0xFF9E
)

// appendAccent appends a combining mark: it drops the mark after a Latin or Greek letter,
// composes it with a Cyrillic one or kana, and keeps it after any other.
func appendAccent(dst []byte, start int, mark rune) []byte {
	if mark >= halfWidthVoiced {
		mark += voiced - halfWidthVoiced
	}
	base, size := utf8.DecodeLastRune(dst[start:])
	if size == 0 || base < utf8.RuneSelf || unicode.In(base, unicode.Latin, unicode.Greek) {
		return dst
	}
	for _, c := range compositions {
		if c.base == base && c.mark == mark {
			return append(dst[:len(dst)-size], c.to...)
		}
	}
	return utf8.AppendRune(dst, mark)
}
