package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data/text"
)

// minPattern is the least number of letters in a pattern, two of them next to each other: with
// fewer it would match half of the dictionary.
const minPattern = 3

// isPattern reports whether a word is a pattern: letters and digits with a star for any
// letters or a question mark for one, other than a star at its end.
func isPattern(word string) bool {
	if !strings.ContainsAny(strings.TrimRight(word, "*"), "*?") || strings.HasSuffix(word, "?") {
		return false
	}
	before := ' '
	letters, run, longest := 0, 0, 0
	for i, r := range word {
		switch {
		case r == '*' || r == '?':
			run = 0
			next, _ := utf8.DecodeRuneInString(word[i+1:])
			if unicode.IsUpper(next) || unicode.IsUpper(before) && isAlnum(next) {
				return false // a name like O*NET and A*esque, or two sentences
			}
		case isAlnum(r) && !text.IsCJK(r) || unicode.IsMark(r):
			letters++
			run++
			longest = max(longest, run)
		default:
			return false
		}
		before = r
	}
	return letters >= minPattern && longest >= 2
}

// isWild reports whether a word stands for several, as a pattern or a prefix.
func isWild(word string) bool {
	head, ok := strings.CutSuffix(word, "*")
	if ok && utf8.RuneCountInString(head) >= minPattern && !strings.ContainsFunc(head, func(r rune) bool { return !isAlnum(r) || text.IsCJK(r) }) {
		return true
	}
	return isPattern(word)
}

// MatchPattern reports whether a normalized form matches a normalized pattern: * is any
// letters or none, ? is one.
func MatchPattern(pattern, form string) bool {
	star, again := -1, 0 // places after the last star and in form to try next
	p, f := 0, 0
	for f < len(form) {
		r, size := utf8.DecodeRuneInString(form[f:])
		if p < len(pattern) {
			if pattern[p] == '*' {
				p++
				star, again = p, f
				continue
			}
			if q, n := utf8.DecodeRuneInString(pattern[p:]); q == '?' || q == r {
				p, f = p+n, f+size
				continue
			}
		}
		if star < 0 {
			return false
		}
		_, size = utf8.DecodeRuneInString(form[again:])
		again += size
		p, f = star, again
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// Part is a word of a Near: a pattern or a plain word, which an engine tokenizes.
type Part struct {
	Text string
	Wild bool
}

// Parts returns the words of n.
func (n Near) Parts() []Part {
	var parts []Part
	for word := range strings.FieldsSeq(n.Text) {
		parts = append(parts, Part{word, isWild(word)})
	}
	return parts
}
