package analysis

import (
	"strings"
	"unicode/utf8"
)

// hyphened is a word that is followed by a hyphen: its token, its place in the chain of hyphens (1
// is the first), and the offset after the hyphen, or 0 if there is no such word.
type hyphened struct{ token, place, end int }

// note records the word of a token, from start to end, if a hyphen follows, which may come after a
// dollar as in "$k$-means".
func (s *scanner) note(token, start, end int) {
	if s.has(end, '$') {
		end++
	}
	n := hyphen(s.text[end:])
	if n == 0 {
		return
	}
	place := 1
	if s.hyphen.end == start {
		place += s.hyphen.place
	}
	s.hyphen = hyphened{token, place, end + n}
}

// join adds the joined reading of a hyphenated pair at the position of the first part. The second
// part, from start to end, is in buf. Pairs are joined that consist of a word and a number
// ("GPT-4") or a named Greek letter ("TGF-β"), or of a prefix and a word that ends the chain
// ("pre-training"). Other pairs may have a hidden form.
func (s *scanner) join(start, end int, named bool) {
	if s.hyphen.end != start || s.hyphen.place != 1 {
		return
	}
	first := s.tokens[s.hyphen.token]
	for _, c := range []byte(first.Form) {
		if c < utf8.RuneSelf && class[c] != lower {
			return
		}
	}
	if n := hyphen(s.text[end:]); class[s.buf[0]] != digit && !named {
		if n > 0 && s.wordBegins(end+n) {
			return
		}
		if !isPrefix(first.Form) {
			if isOpener(first.Form) {
				s.hide(first, end)
			}
			return
		}
	}
	second := len(s.buf)
	s.buf = append(s.buf, first.Form...)
	s.buf = append(s.buf, s.buf[:second]...)
	s.add(s.buf[second:], first.Start, end, true)
	joined := &s.tokens[len(s.tokens)-1]
	joined.Position, joined.Joined = first.Position, true
	s.buf = s.buf[:second]
}

// hyphen returns the length of the hyphen at the beginning of text, or 0.
func hyphen(text string) int {
	switch {
	case strings.HasPrefix(text, "-"):
		return len("-")
	case strings.HasPrefix(text, "\u2010"), strings.HasPrefix(text, "\u2011"):
		return len("\u2010")
	}
	return 0
}

// isPrefix reports whether a form is a prefix that people write with or without a hyphen.
func isPrefix(form string) bool {
	switch form {
	case "anti", "auto", "cross", "data", "fine", "hyper", "inter", "intra", "macro", "meta", "micro", "mini",
		"multi", "over", "post", "semi", "super", "trans", "ultra":
		return true
	}
	return utf8.RuneCountInString(form) <= 3
}

// hiddenMark begins a hidden form. No form of a text begins with it.
const hiddenMark = "\x01"

// Hidden returns the hidden form of a compound, given as one word. A text that writes the
// compound as two words has it at the position of the first: it is there to be found by the one
// word, and counts in no other way.
func Hidden(form string) string { return hiddenMark + form }

func isHidden(form string) bool { return len(form) > 0 && form[0] == hiddenMark[0] }

// opener is a word after which another may be written without a space: its token, and where it
// ends; end is 0 if there is none.
type opener struct{ token, end int }

// noteOpener records the last token if it may be the first part of a compound.
func (s *scanner) noteOpener(end int) {
	if t := len(s.tokens) - 1; s.has(end, ' ') && isOpener(s.tokens[t].Form) {
		s.opener = opener{t, end}
	}
}

// joinSpaced adds the hidden form of the opener before the word from start to end, whose letters
// are in buf.
func (s *scanner) joinSpaced(start, end int) {
	if s.opener.end+1 == start && start > 1 {
		s.hide(s.tokens[s.opener.token], end)
	}
}

// minSecondPart is the least number of letters of the second part of a hidden form.
const minSecondPart = 3

// hide adds the hidden form of a compound at the position of its first part. The second part,
// which ends at end, is in buf.
func (s *scanner) hide(first Token, end int) {
	second := len(s.buf)
	if second < minSecondPart || IsFunctionWord(string(s.buf)) || !isPlainWord(string(s.buf)) {
		return
	}
	s.buf = append(append(append(s.buf, hiddenMark...), first.Form...), s.buf[:second]...)
	s.add(s.buf[second:], first.Start, end, true)
	s.tokens[len(s.tokens)-1].Position = first.Position
	s.buf = s.buf[:second]
}

// isPlainWord reports whether a form has only the letters a to z.
func isPlainWord(form string) bool {
	for _, c := range []byte(form) {
		if class[c] != lower {
			return false
		}
	}
	return true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// maxOpener is the length of the longest opener.
const maxOpener = len("pseudo")

// isOpener reports whether a form is the first part of compounds that people write with a
// hyphen, with a space and as one word.
func isOpener(form string) bool {
	switch form {
	case "anti", "auto", "bi", "bio", "co", "cross", "cyber", "data", "fine", "high", "hyper", "inter", "intra", "key",
		"long", "low", "macro", "meta", "micro", "mini", "mono", "multi", "nano", "net", "neuro", "non", "open", "peer", "point",
		"poly", "post", "pre", "pseudo", "quasi", "re", "real", "self", "semi", "short", "sub", "super", "tele", "time",
		"trans", "tri", "ultra", "un", "uni", "web", "zero":
		return true
	}
	return false
}
