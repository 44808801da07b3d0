package bibtex

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data/text"
)

// protectCapitals puts what has to keep its capitals in braces, so that a style does not convert it to
// lower case: words with a capital after the first letter ("{BERT}", "{Q\&As}"), single letters
// ("Vitamin {D}", "{E}-commerce", "{C}++"), formulas with a capital, and, in a title in which most
// words are in lower case, names ("the {Riemann} hypothesis"). title is in LaTeX.
func protectCapitals(title string) string {
	if strings.IndexFunc(title, unicode.IsUpper) < 0 {
		return title
	}
	words := titleWords(title)
	isSentence := isSentenceCase(words)
	var b strings.Builder
	b.Grow(len(title) + 16)
	for i, word := range words {
		switch {
		case word == " " || isBrace(word):
			b.WriteString(word)
		case hasInnerCapital(word) || isSentence && i > 0 && startsWithCapital(word):
			protect(&b, word)
		default:
			protectLetter(&b, word, i == 0)
		}
	}
	return b.String()
}

// titleWords splits a title in LaTeX into words, spaces and escaped braces. A formula belongs to the
// word that it is in.
func titleWords(title string) []string {
	var words []string
	start, inFormula := 0, false
	add := func(end int) {
		if end > start {
			words = append(words, title[start:end])
		}
	}
	for i := 0; i < len(title); i++ {
		switch c := title[i]; {
		case c == '$':
			inFormula = !inFormula
		case c == '\\' && i+1 < len(title):
			switch next := title[i+1]; {
			case next == '(' || next == ')':
				inFormula = next == '('
			case !inFormula && (next == '{' || next == '}'):
				add(i)
				words = append(words, title[i:i+2])
				start = i + 2
			}
			i++
		case c == ' ' && !inFormula:
			add(i)
			words = append(words, " ")
			start = i + 1
		}
	}
	add(len(title))
	return words
}

func isBrace(word string) bool { return word == `\{` || word == `\}` }

// protect writes a word in braces, without the punctuation at its end, since BibTeX looks for a colon.
// Directly after an opening brace, BibTeX takes a backslash for the beginning of an accented letter, in
// which it changes capitals: a second pair of braces prevents it.
func protect(b *strings.Builder, word string) {
	bare := strings.TrimRight(word, ":;,.?!")
	if bare[0] == '\\' {
		b.WriteString("{{" + bare + "}}")
	} else {
		b.WriteString("{" + bare + "}")
	}
	b.WriteString(word[len(bare):])
}

// protectLetter writes a word, with a capital that stands alone between punctuation in braces. An "A"
// that is the whole word is the article. The first letter of a title keeps its capital anyway.
func protectLetter(b *strings.Builder, word string, isFirst bool) {
	start := strings.IndexFunc(word, unicode.IsLetter)
	if start < 0 {
		b.WriteString(word)
		return
	}
	letter, n := utf8.DecodeRuneInString(word[start:])
	next, _ := utf8.DecodeRuneInString(word[start+n:])
	if !unicode.IsUpper(letter) || unicode.In(next, unicode.L, unicode.M) || next == '\'' || next == '’' || word == "A" || isFirst && start+n == len(word) || start > 0 && word[start-1] == '\\' {
		b.WriteString(word)
		return
	}
	b.WriteString(word[:start] + "{" + word[start:start+n] + "}" + word[start+n:])
}

// hasInnerCapital reports whether a word has a capital after its first letter. The commands of LaTeX
// outside formulas have none.
func hasInnerCapital(word string) bool {
	seen := false
	for i, c := range word {
		if !unicode.IsLetter(c) {
			continue
		}
		if unicode.IsUpper(c) && (seen || isInFormula(word, i) || i > 0 && isHidden(word[:i])) {
			return true
		}
		seen = true
	}
	return false
}

func isInFormula(word string, i int) bool {
	return strings.Count(word[:i], "$")-strings.Count(word[:i], `\$`) == 1
}

// isHidden reports whether a letter after before is not the first of its word for BibTeX, which would
// change it: it follows a digit or a command.
func isHidden(before string) bool {
	return strings.ContainsAny(before, `\0123456789@#`)
}

// startsWithCapital reports whether the first letter of a word is a capital.
func startsWithCapital(word string) bool {
	first := strings.IndexFunc(word, unicode.IsLetter)
	if first < 0 {
		return false
	}
	letter, _ := utf8.DecodeRuneInString(word[first:])
	return unicode.IsUpper(letter)
}

// isSentenceCase reports whether most of the words that a title in title case would begin with a
// capital begin with a small letter. The first word and function words do not count.
func isSentenceCase(words []string) bool {
	small, capitals := 0, 0
	for i, word := range words {
		if i == 0 || word == " " || len(word) < 4 || text.IsFunctionWord(strings.ToLower(word)) || hasInnerCapital(word) {
			continue
		}
		switch first, _ := utf8.DecodeRuneInString(word); {
		case unicode.IsLower(first):
			small++
		case unicode.IsUpper(first):
			capitals++
		}
	}
	return small > 1 && small > capitals
}
