package text

import (
	"unicode"
	"unicode/utf8"
)

// OneLine collapses white space to single spaces and removes invisible characters. s must
// be valid UTF-8.
func OneLine(s string) string {
	if isTidy(s) {
		return s
	}
	return tidy(s, " ")
}

// Paragraphs applies OneLine to each paragraph and puts one empty line between paragraphs.
func Paragraphs(s string) string {
	if isTidy(s) {
		return s
	}
	return tidy(s, "\n\n")
}

// paragraphSeparator is the character that Unicode has for the end of a paragraph.
const paragraphSeparator = '\u2029'

// tidy puts one space between words, or paragraphBreak instead of an empty line.
func tidy(s, paragraphBreak string) string {
	tidied := make([]byte, 0, len(s))
	space, newlines := false, 0
	word := func(w string) {
		switch {
		case !space || len(tidied) == 0:
		case newlines > 1:
			tidied = append(tidied, paragraphBreak...)
		default:
			tidied = append(tidied, ' ')
		}
		tidied = append(tidied, w...)
		space, newlines = false, 0
	}
	for i := 0; i < len(s); {
		end := i // the end of the bytes that are copied unchanged, often a whole line
		for end < len(s) && (isPrintable(s[end]) || s[end] == ' ' && end > i && end+1 < len(s) && isPrintable(s[end+1])) {
			end++
		}
		if end > i {
			word(s[i:end])
			i = end
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(r):
			space = true
			switch r {
			case '\n':
				newlines++
			case paragraphSeparator:
				newlines += 2
			}
		case !isInvisible(r):
			word(s[i : i+size])
		}
		i += size
	}
	return string(tidied)
}

// isPrintable reports whether c is a visible ASCII character.
func isPrintable(c byte) bool { return ' ' < c && c < 0x7F }

// isTidy reports whether OneLine would change nothing, as for most texts.
func isTidy(s string) bool {
	space := true
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == ' ' && space:
			return false
		case ' ' <= c && c < 0x7F:
			space = c == ' '
			i++
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if unicode.IsSpace(r) || isInvisible(r) {
				return false
			}
			space = false
			i += size
		}
	}
	return !space || s == ""
}

// isInvisible reports whether r is a control character other than white space, a soft
// hyphen, a byte order mark, or a directional mark. Joiners count as visible, since Persian
// and Hindi are spelled with them.
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
