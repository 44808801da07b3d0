package text

import "unicode"

// IsCJK reports whether r is of a script that has no spaces around words: Han, kana or Hangul.
// What the index holds in pairs of characters is a little more: see package analysis.
func IsCJK(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}
