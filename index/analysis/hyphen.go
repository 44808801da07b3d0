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
// ("pre-training").
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
	if n := hyphen(s.text[end:]); class[s.buf[0]] != digit && !named && (!isPrefix(first.Form) || n > 0 && s.wordBegins(end+n)) {
		return
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
