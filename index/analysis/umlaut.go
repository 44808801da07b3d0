package analysis

import "strings"

// umlaut is a vowel of the word being read that is also written as two letters, as ü is
// ue: the length of buf after it, and the second letter.
type umlaut struct {
	end    int
	second byte
}

// umlaut returns the second letter of the two-letter spelling of a rune, or of the letter that a
// combining mark makes with the one before it: ä, ö, ü and ø are ae, oe, ue and oe, å is aa. It
// returns 0 for any other rune.
func (s *scanner) umlaut(r rune, marksLetter bool) byte {
	switch r {
	case 'ä', 'ö', 'ü', 'ø', 'Ä', 'Ö', 'Ü', 'Ø':
		return 'e'
	case 'å', 'Å':
		return 'a'
	}
	if !marksLetter || len(s.buf) == 0 {
		return 0
	}
	last := s.buf[len(s.buf)-1]
	switch {
	case r == 0x308 && isUmlautVowel(last):
		return 'e'
	case r == 0x30A && last == 'a':
		return 'a'
	}
	return 0
}

func isUmlautVowel(c byte) bool { return c == 'a' || c == 'o' || c == 'u' }

// noteTeXUmlaut records an umlaut that was written in TeX: \"o, {\"o} or \o.
func (s *scanner) noteTeXUmlaut(letters, tex string) {
	if len(letters) == 1 && isUmlautVowel(letters[0]) && (strings.Contains(tex, `\"`) || strings.Contains(tex, `\o`)) {
		s.umlauts = append(s.umlauts, umlaut{len(s.buf), 'e'})
	}
}

// addSpelledOut adds the reading in which every umlaut of the word is two letters.
func (s *scanner) addSpelledOut(start, end int) {
	if len(s.umlauts) == 0 {
		return
	}
	word, from := len(s.buf), 0
	for _, u := range s.umlauts {
		s.buf = append(s.buf, s.buf[from:u.end]...)
		s.buf = append(s.buf, u.second)
		from = u.end
	}
	s.buf = append(s.buf, s.buf[from:word]...)
	s.add(s.buf[word:], start, end, true)
	s.tokens[len(s.tokens)-1].SpelledOut = true
	s.buf = s.buf[:word]
}
