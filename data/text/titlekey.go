package text

import (
	"unicode"
	"unicode/utf8"

	"paperboy/data/latex"
)

// minTitleLetters is the number of letters that a title needs to identify a paper.
// "Introduction", "Editorial Board" and "Invited Talk" have fewer.
const minTitleLetters = 16

// TitleKey returns a key that is the same for different spellings of a title: its normalized
// letters and digits, without markup and LaTeX, and with Greek letters by their names, so
// that "PanGu-$\pi$", "PanGu-π" and "PanGu-pi" agree. It is empty if the title is front
// matter or too short to identify a paper. An ideograph counts as three letters.
func TitleKey(title string) string {
	normalized := Normalize(latex.Letters(Plain(title)))
	key := make([]byte, 0, len(normalized))
	letters := 0
	for _, r := range normalized {
		switch {
		case r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			key = append(key, byte(r))
		case GreekName(r) != "":
			key = append(key, GreekName(r)...)
		case r >= utf8.RuneSelf && unicode.In(r, unicode.L, unicode.N, unicode.M):
			key = utf8.AppendRune(key, r)
		default:
			continue
		}
		letters++
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			letters += 2
		}
	}
	if letters < minTitleLetters || isFrontMatter(normalized) {
		return ""
	}
	return string(key)
}
