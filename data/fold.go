package data

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"
)

//go:generate go run gen_fold.go

// Fold prepares text for matching, never for display: lower case; accents off
// Latin and Greek letters, written as one rune or two; ligatures, full width,
// superscripts and mathematical alphabets undone; ß as ss, æ as ae, ø as o,
// final sigma as sigma. A Cyrillic й stays й, for there the mark makes another
// letter. Fold(Fold(s)) is Fold(s). Invalid bytes become U+FFFD.
func Fold(s string) string {
	return string(AppendFold(make([]byte, 0, len(s)+len(s)/8), s))
}

// AppendFold appends Fold(s) to dst.
func AppendFold(dst []byte, s string) []byte {
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
			dst = appendFoldedRune(dst, r)
		}
	}
	return dst
}

// FoldRune folds a rune that stands alone. It is empty for an accent.
func FoldRune(r rune) string {
	if isAccent(r) {
		return ""
	}
	return string(appendFoldedRune(nil, r))
}

// foldEntry says what one rune folds to.
type foldEntry struct {
	from rune
	to   string
}

func appendFoldedRune(dst []byte, r rune) []byte {
	if !isIdeographOrHangul(r) {
		i, found := slices.BinarySearchFunc(foldTable[:], r, func(e foldEntry, r rune) int { return cmp.Compare(e.from, r) })
		if found {
			return append(dst, foldTable[i].to...)
		}
		r = unicode.ToLower(r)
	}
	return utf8.AppendRune(dst, r)
}

// isIdeographOrHangul reports the blocks that have no case and no entry in the
// table, to be quick about them.
func isIdeographOrHangul(r rune) bool { return 0x3400 <= r && r < 0xA490 || 0xAC00 <= r && r < 0xD7B0 }

// isAccent reports a mark of the block Combining Diacritical Marks.
func isAccent(r rune) bool { return 0x300 <= r && r <= 0x36F }

// appendAccent drops a mark behind a Latin or Greek letter, joins it with a
// Cyrillic one, and keeps it behind any other.
func appendAccent(dst []byte, start int, mark rune) []byte {
	base, size := utf8.DecodeLastRune(dst[start:])
	if size == 0 || base < utf8.RuneSelf || unicode.In(base, unicode.Latin, unicode.Greek) {
		return dst
	}
	for _, c := range composeTable {
		if c.base == base && c.mark == mark {
			return append(dst[:len(dst)-size], c.to...)
		}
	}
	return utf8.AppendRune(dst, mark)
}
