package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/data/text"
	"paperboy/index/analysis"
)

// typedText is what a person has typed of a title, as words of the index. A space at the
// end says that the last word is complete.
func typedText(s string) string { return markEnd(analysis.Words(s), s) }

// otherSpellings returns what a person may have typed of a title in another spelling, as words of
// the index: with umlauts as two letters, and with such two letters as one.
func otherSpellings(s, typed string) []string {
	var others []string
	if other := typedText(data.Transcribe(s)); other != typed {
		others = append(others, other)
	}
	if other := markEnd(data.FoldName(strings.TrimSpace(typed), !strings.HasSuffix(typed, " ")), s); other != typed {
		others = append(others, other)
	}
	return others
}

// typedName is what a person has typed of a name, as data.AuthorKey writes names.
func typedName(s string) string { return markEnd(strings.Join(text.Words(s), " "), s) }

// markEnd adds a space to the words of typed if its last word is complete.
func markEnd(words, typed string) string {
	if last, _ := utf8.DecodeLastRuneInString(typed); words != "" && (unicode.IsSpace(last) || last == '-') {
		words += " "
	}
	return words
}
