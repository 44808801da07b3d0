package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words returns the normalized words of s in order. A word is a run of letters, digits and
// marks. An apostrophe doesn't separate words ("O'Brien" is obrien); any other character does.
//
// Words is used to compare names and abstracts. The tokens of the index come from package
// index/analysis.
func Words(s string) []string {
	return strings.FieldsFunc(apostrophes.Replace(Normalize(s)), isSeparator)
}

// isSeparator reports whether r separates words.
func isSeparator(r rune) bool { return !unicode.In(r, unicode.L, unicode.N, unicode.M) }

var apostrophes = strings.NewReplacer("'", "", "’", "", "‘", "", "`", "", "ʼ", "")

// HasLetterOrDigit reports whether s contains a letter or a number.
func HasLetterOrDigit(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r)) })
}
