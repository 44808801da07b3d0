package lexicon

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data/text"
	"paperboy/index/analysis"
)

// endings and negated match English contractions. As in package analysis, the former are
// dropped and the latter are joined ("LLM's" is LLM, "don't" is dont, but WMT'23 is two
// words), so that searching for a phrase finds the titles that were counted for it.
var (
	endings = regexp.MustCompile(`([\pL\pN\pM+#])['’ʼ](?i:s|re|ve|ll|d|m)([^\pL\pN\pM]|$)`)
	negated = regexp.MustCompile(`([nN])['’ʼ]([tT])([^\pL\pN\pM]|$)`)
)

// normalize returns a text as it is looked up: normalized words, separated by single spaces,
// without other characters except the + and # of names like c++ and c#.
func normalize(s string) string {
	if strings.ContainsAny(s, "'’ʼ") {
		s = endings.ReplaceAllString(s, "$1$2")
		s = negated.ReplaceAllString(s, "$1$2$3")
		s = strings.ReplaceAll(s, "ʼ", " ") // Unicode classes it as a letter
	}
	if strings.Contains(s, `\`) { // LaTeX: package analysis knows its accents and commands
		return tokens(s)
	}
	normalized := make([]byte, 0, len(s))
	space := false
	for _, r := range text.Normalize(s) {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			if space && len(normalized) > 0 {
				normalized = append(normalized, ' ')
			}
			space = false
			normalized = append(normalized, byte(r))
		case r < utf8.RuneSelf && r != '+' && r != '#':
			space = true
		case unicode.In(r, unicode.L, unicode.N, unicode.M) || (r == '+' || r == '#') && !space && len(normalized) > 0:
			if space && len(normalized) > 0 {
				normalized = append(normalized, ' ')
			}
			space = false
			normalized = utf8.AppendRune(normalized, r)
		default:
			space = true
		}
	}
	return string(normalized)
}

// tokens returns the words of a text as the index tokenizes it. It is several times as slow
// as normalize, too slow for all titles.
func tokens(s string) string {
	var words []string
	for _, t := range analysis.Tokenize(nil, s) {
		if !t.Extra {
			words = append(words, t.Form)
		}
	}
	return strings.Join(words, " ")
}

// normalizeTyped normalizes a text that is being typed. A space or hyphen at its end becomes a
// space, which says that the last word is complete.
func normalizeTyped(s string) string {
	typed := normalize(s)
	if last, _ := utf8.DecodeLastRuneInString(s); typed != "" && (unicode.IsSpace(last) || last == '-') {
		typed += " "
	}
	return typed
}

// normalizeName normalizes a name that is being typed. An apostrophe doesn't separate words in
// a name (see data.AuthorKey).
func normalizeName(s string) string {
	return normalizeTyped(apostrophes.Replace(s))
}

var apostrophes = strings.NewReplacer("'", "", "’", "", "‘", "", "`", "", "ʼ", "")

// isCJK reports whether a character is Chinese, Japanese or Korean; each such character is
// indexed as a word.
func isCJK(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}
