package data

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// OneLine collapses white space to single spaces and takes out what is invisible.
// The string must be UTF-8.
func OneLine(s string) string {
	if isTidy(s) {
		return s
	}
	return strings.Join(strings.Fields(visible(s)), " ")
}

// Paragraphs is OneLine of each paragraph, with an empty line between two.
func Paragraphs(s string) string {
	if isTidy(s) {
		return s
	}
	var paragraphs, words []string
	for line := range strings.Lines(visible(s) + "\n\n") {
		if fields := strings.Fields(line); len(fields) > 0 {
			words = append(words, fields...)
		} else if len(words) > 0 {
			paragraphs = append(paragraphs, strings.Join(words, " "))
			words = words[:0]
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// isTidy reports that OneLine would change nothing, as it would not for most texts.
func isTidy(s string) bool {
	last := ' '
	for _, r := range s {
		switch {
		case r == ' ' && last == ' ':
			return false
		case r > ' ' && r < 0x7F || r == ' ':
		case unicode.IsSpace(r) || isInvisible(r):
			return false
		}
		last = r
	}
	return last != ' ' || s == ""
}

// visible takes out what has no place in any text.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if isInvisible(r) {
			return -1
		}
		return r
	}, s)
}

// isInvisible reports control characters other than white space, soft hyphens,
// byte order marks, and the marks that reverse the direction of what follows.
// The joiners stay: Persian and Hindi are spelled with them.
func isInvisible(r rune) bool {
	switch {
	case r < ' ' || 0x7F <= r && r < 0xA0:
		return !unicode.IsSpace(r)
	case r < 0x7F:
		return false
	}
	return r == 0xAD || r == 0x200B || 0x202A <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069 ||
		r == 0xFEFF || r == 0xFFFE || r == 0xFFFF
}

func hasLetterOrDigit(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r)) })
}
