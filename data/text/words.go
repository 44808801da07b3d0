package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words returns the normalized words of s in order: the runs of letters, digits and
// marks. An apostrophe joins ("O'Brien" is obrien), any other character separates.
//
// These are the words of names and of overlapping abstracts. The tokens of a search come
// from index/analysis.
func Words(s string) []string {
	return strings.FieldsFunc(apostrophes.Replace(Normalize(s)), isSeparator)
}

// isSeparator reports whether r stands between words.
func isSeparator(r rune) bool { return !unicode.In(r, unicode.L, unicode.N, unicode.M) }

var apostrophes = strings.NewReplacer("'", "", "’", "", "‘", "", "`", "", "ʼ", "")

// HasLetterOrDigit reports whether s says anything: it has a letter or a number.
func HasLetterOrDigit(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r)) })
}
