package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/index/analysis"
)

// acronym is a short form and what it stands for, as a paper writes them.
type acronym struct{ short, long string }

const (
	// shortest and longest are how many characters a short form has (Schwartz and Hearst
	// take two to ten).
	shortest, longest = 2, 10
	// mostAcronyms is how many a paper has at most: more is a table of them.
	mostAcronyms = 20
	// longestInside is how many bytes parentheses may enclose.
	longestInside = 120
)

// acronyms finds "long form (LF)" and "LF (long form)" in a text, by the algorithm of
// Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation
// definitions in biomedical text": each character of the short form has to stand in the
// long one, in order, the first at the beginning of a word.
func acronyms(text string) []acronym {
	var found []acronym
	for open := strings.IndexByte(text, '('); open >= 0 && len(found) < mostAcronyms; {
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

// enclosed is what stands before the parenthesis that closes, unless others are within.
func enclosed(rest string) (string, bool) {
	end := strings.IndexAny(rest[:min(len(rest), longestInside)], "()")
	if end <= 0 || rest[end] == '(' {
		return "", false
	}
	inside := rest[:end]
	if cut := strings.IndexAny(inside, ",;"); cut >= 0 { // "(LLM, or large model)"
		inside = inside[:cut]
	}
	return strings.TrimSpace(inside), true
}

// define takes the text before a parenthesis and what stands in it.
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

// sentence is the end of a text, from its last sentence on.
func sentence(s string) string {
	s = s[max(0, len(s)-2*longestInside):]
	for _, stop := range []string{". ", "? ", "! ", "; ", ": ", "("} {
		if i := strings.LastIndex(s, stop); i >= 0 {
			s = s[i+len(stop):]
		}
	}
	return s
}

// shortForm is a word of capitals, perhaps with digits, hyphens and some small letters
// between; the s of a plural goes.
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
	return s, n >= shortest && n <= longest && 2*capitals >= n && capitals >= 2 && (unicode.IsLetter(first) || unicode.IsDigit(first))
}

// longForm is the end of a text that a short form stands for.
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
	for at > 0 && l[at-1] != ' ' { // the whole of a hyphenated word
		at--
	}
	long := strings.TrimSpace(string([]rune(text)[at:]))
	folded := analysis.Words(long)
	words := strings.Count(folded, " ") + 1
	isSame := strings.Contains(" "+folded+" ", " "+analysis.Words(short)+" ")
	return long, words >= 2 && words <= len(s)+5 && !isSame && len(long) <= longestInside
}

// lower keeps the number of characters, as strings.ToLower does not.
func lower(s string) []rune { return []rune(strings.Map(unicode.ToLower, s)) }

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
