package lexicon

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data/text"
	"paperboy/index/analysis"
)

// The index drops these English endings, and joins the last, so that a phrase's search
// finds the titles that were counted: "LLM's" is LLM there, WMT'23 two words.
var (
	endings = regexp.MustCompile(`([\pL\pN\pM+#])['’ʼ](?i:s|re|ve|ll|d|m)([^\pL\pN\pM]|$)`)
	negated = regexp.MustCompile(`([nN])['’ʼ]([tT])([^\pL\pN\pM]|$)`)
)

// fold is a text as it is looked up: folded, a space between words, and no other sign
// but those of names like c++ and c#.
func fold(s string) string {
	if strings.ContainsAny(s, "'’ʼ") {
		s = endings.ReplaceAllString(s, "$1$2")
		s = negated.ReplaceAllString(s, "$1$2$3")
		s = strings.ReplaceAll(s, "ʼ", " ") // a letter to Unicode
	}
	if strings.Contains(s, `\`) { // LaTeX: the index knows its accents and commands
		return tokens(s)
	}
	folded := make([]byte, 0, len(s))
	space := false
	for _, r := range text.Normalize(s) {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			if space && len(folded) > 0 {
				folded = append(folded, ' ')
			}
			space = false
			folded = append(folded, byte(r))
		case r < utf8.RuneSelf && r != '+' && r != '#':
			space = true
		case unicode.In(r, unicode.L, unicode.N, unicode.M) || (r == '+' || r == '#') && !space && len(folded) > 0:
			if space && len(folded) > 0 {
				folded = append(folded, ' ')
			}
			space = false
			folded = utf8.AppendRune(folded, r)
		default:
			space = true
		}
	}
	return string(folded)
}

// tokens are the words of a text as the index has them. For all titles it would take
// several times as long as fold.
func tokens(s string) string {
	var words []string
	for _, t := range analysis.Tokenize(nil, s) {
		if !t.Extra {
			words = append(words, t.Form)
		}
	}
	return strings.Join(words, " ")
}

// foldTyped is fold of what is being typed: a space at the end says that the last word
// is whole.
func foldTyped(s string) string {
	typed := fold(s)
	if last, _ := utf8.DecodeLastRuneInString(s); typed != "" && (unicode.IsSpace(last) || last == '-') {
		typed += " "
	}
	return typed
}

// foldName is foldTyped of a name, whose words an apostrophe joins (see data.AuthorKey).
func foldName(s string) string {
	return foldTyped(joined.Replace(s))
}

var joined = strings.NewReplacer("'", "", "’", "", "‘", "", "`", "", "ʼ", "")

// isCJK reports whether a character is written without spaces around words.
func isCJK(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}
