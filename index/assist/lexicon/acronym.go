package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/index/analysis"
)

// acronym is a short form and its long form, as a paper writes them.
type acronym struct{ short, long string }

const (
	// minShort and maxShort bound the length of a short form in characters, as in Schwartz
	// and Hearst.
	minShort, maxShort = 2, 10
	// maxAcronyms is the number of acronyms read from a text. A text with more is a
	// table of abbreviations.
	maxAcronyms = 20
	// maxInside is the length in bytes of the text between parentheses.
	maxInside = 120
)

// acronyms finds "long form (LF)" and "LF (long form)" in a text, by the algorithm of
// Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation
// definitions in biomedical text": the characters of the short form must occur in the long
// form, in the same order, and the first one at the beginning of a word.
func acronyms(text string) []acronym {
	var found []acronym
	for open := strings.IndexByte(text, '('); open >= 0 && len(found) < maxAcronyms; {
		rest := text[open+1:]
		if inside, ok := enclosed(rest); ok {
			if a, ok := define(text[:open], inside); ok {
				found = append(found, a)
			}
		}
		next := strings.IndexByte(rest, '(')
		if next < 0 {
			break
		}
		open += 1 + next
	}
	return found
}

// enclosed returns the text up to the closing parenthesis, and only up to the first comma
// or semicolon in it. It returns false if there is no closing parenthesis, if it is too far
// away, or if another one opens before it.
func enclosed(rest string) (string, bool) {
	end := strings.IndexAny(rest[:min(len(rest), maxInside)], "()")
	if end <= 0 || rest[end] == '(' {
		return "", false
	}
	inside := rest[:end]
	if cut := strings.IndexAny(inside, ",;"); cut >= 0 { // "(LLM, or large model)"
		inside = inside[:cut]
	}
	return strings.TrimSpace(inside), true
}

// define returns the acronym that a text inside parentheses defines, or is defined by, with
// the text before them.
func define(before, inside string) (acronym, bool) {
	if short, ok := shortForm(inside); ok {
		words := strings.Fields(sentence(before))
		most := min(utf8.RuneCountInString(short)+5, 2*utf8.RuneCountInString(short))
		long, ok := longForm(short, strings.Join(words[max(0, len(words)-most):], " "))
		return acronym{short, long}, ok
	}
	words := strings.Fields(sentence(before))
	if len(words) == 0 || !strings.Contains(inside, " ") {
		return acronym{}, false
	}
	short, ok := shortForm(words[len(words)-1])
	if !ok {
		return acronym{}, false
	}
	long, ok := longForm(short, inside)
	return acronym{short, long}, ok && len(long) == len(strings.Trim(inside, " .")) // all of it
}

// sentence returns the last sentence of a text, as far as it is within reach.
func sentence(s string) string {
	s = s[max(0, len(s)-2*maxInside):]
	for _, stop := range []string{". ", "? ", "! ", "; ", ": ", "("} {
		if i := strings.LastIndex(s, stop); i >= 0 {
			s = s[i+len(stop):]
		}
	}
	return s
}

// shortForm returns s without quotation marks and without the s of a plural, and reports
// whether it can be a short form: at least half of it capital letters, the rest lower-case
// letters, digits, hyphens and plus signs.
func shortForm(s string) (string, bool) {
	s = strings.Trim(s, `"'“”‘’`)
	capitals := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case unicode.IsLower(r), unicode.IsDigit(r), r == '-', r == '+':
		default:
			return "", false
		}
	}
	if plural, ok := strings.CutSuffix(s, "s"); ok && capitals == utf8.RuneCountInString(plural) {
		s = plural
	}
	n := utf8.RuneCountInString(s)
	first, _ := utf8.DecodeRuneInString(s)
	return s, n >= minShort && n <= maxShort && 2*capitals >= n && capitals >= 2 && (unicode.IsLetter(first) || unicode.IsDigit(first))
}

// longForm returns the shortest end of a text that a short form can abbreviate.
func longForm(short, text string) (string, bool) {
	s, l := lower(short), lower(text)
	at := len(l)
	for i := len(s) - 1; i >= 0; i-- {
		if !unicode.IsLetter(s[i]) && !unicode.IsDigit(s[i]) {
			continue
		}
		for at--; at >= 0 && (l[at] != s[i] || i == 0 && at > 0 && isWordRune(l[at-1])); at-- {
		}
		if at < 0 {
			return "", false
		}
	}
	for at > 0 && l[at-1] != ' ' { // all of a hyphenated word
		at--
	}
	long := strings.TrimSpace(string([]rune(text)[at:]))
	normalized := analysis.Words(long)
	words := strings.Count(normalized, " ") + 1
	isSame := strings.Contains(" "+normalized+" ", " "+analysis.Words(short)+" ")
	return long, words >= 2 && words <= len(s)+5 && !isSame && len(long) <= maxInside
}

// lower returns s in lower case, with the same number of characters. strings.ToLower may
// change it.
func lower(s string) []rune { return []rune(strings.Map(unicode.ToLower, s)) }

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
