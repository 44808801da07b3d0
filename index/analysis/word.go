package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data/latex"
	"paperboy/data/text"
)

// word reads the word that begins at i. If there is a name of a TeX command, which ends before i, the
// word begins with that name.
func (s *scanner) word(i int, command string) int {
	start := i
	s.buf, s.umlauts = append(s.buf[:0], command...), s.umlauts[:0]
	if command != "" {
		start = strings.LastIndexByte(s.text[:i], '\\')
	}
	end := s.letters(i, command != "")
	if len(s.buf) == 0 || s.isScheme(end) {
		return end
	}
	named := s.nameGreek()
	s.join(start, end, named)
	s.joinSpaced(start, end)
	first, next := len(s.tokens), end
	if sign, n := s.sign(start, end); n > 0 {
		bare := len(s.buf)
		s.buf = append(s.buf, sign...)
		s.add(s.buf, start, end+n, false)
		s.add(s.buf[:bare], start, end, true)
		next += n + s.contraction(end+n)
	} else if s.isDotNet(start, end) {
		s.add([]byte(".net"), start-1, end, false)
		s.add(s.buf, start, end, true)
	} else {
		next += s.contraction(end)
		if next > end && toLower(s.text[next-1]) == 't' {
			s.buf = append(s.buf, 't')
			end = next
		}
		s.add(s.buf, start, end, false)
		if n := modelName(s.buf); n > 0 {
			s.add(s.buf[:n], start, end, true)
		}
		s.addSpelledOut(start, end)
	}
	s.position++
	s.note(first, start, next)
	if first == len(s.tokens)-1 {
		s.noteOpener(next)
	}
	return next
}

// letters reads letters, digits and marks, and the characters that join parts of a word, into buf.
func (s *scanner) letters(start int, command bool) int {
	for i := start; ; {
		from := i
		switch {
		case s.is(i, alnum):
			s.buf = append(s.buf, toLower(s.text[i]))
			i++
		case i == len(s.text):
			return i
		case s.text[i] >= utf8.RuneSelf:
			i = s.foreign(i)
		case s.text[i] == '.':
			if s.is(i-1, digit) && s.is(i+1, digit) {
				s.buf = append(s.buf, '.')
				i++
			} else if s.initials(start, i) {
				i++
			}
		case s.text[i] == '\\' || s.text[i] == '{':
			if accented, end := latex.AccentedLetter(s.text, i); end > 0 {
				s.buf = append(s.buf, accented...)
				s.noteTeXUmlaut(accented, s.text[i:end])
				i = end
			}
		default:
			i = s.texJoint(start, i, command)
		}
		if i == from {
			return i
		}
	}
}

// foreign reads a run of letters, numbers and marks outside of ASCII at i. It reads them together
// because a mark is normalized with its letter.
func (s *scanner) foreign(i int) int {
	start := i
	for i < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[i:])
		if isInvisible(r) {
			s.buf = text.AppendNormalized(s.buf, s.text[start:i])
			start = i + size
		} else if second := s.umlaut(r, start == i); second != 0 {
			s.buf = text.AppendNormalized(s.buf, s.text[start:i+size])
			s.umlauts = append(s.umlauts, umlaut{len(s.buf), second})
			start = i + size
		} else if r < utf8.RuneSelf || isCJK(r) || !isWordRune(r) && !unicode.IsMark(r) {
			break
		}
		i += size
	}
	s.buf = text.AppendNormalized(s.buf, s.text[start:i])
	return i
}

// initials reports whether the point at i is between single letters, and so are all others from start
// on: "i.i.d".
func (s *scanner) initials(start, i int) bool {
	before := s.is(i-1, letter) && (i-1 == start || s.has(i-2, '.') && s.is(i-3, letter))
	return before && s.is(i+1, letter) && !s.wordBegins(i+2)
}

// wordBegins reports whether there is a letter or digit at i.
func (s *scanner) wordBegins(i int) bool {
	if i >= len(s.text) || s.text[i] < utf8.RuneSelf {
		return s.is(i, alnum)
	}
	r, _ := utf8.DecodeRuneInString(s.text[i:])
	return isWordRune(r)
}

// isScheme reports whether buf, which was read up to end, is the scheme or the "www" of a URL.
func (s *scanner) isScheme(end int) bool {
	return strings.HasPrefix(s.text[end:], "://") || string(s.buf) == "www" && s.has(end, '.') && s.wordBegins(end+1)
}

// modifierApostrophe is an apostrophe that Unicode classes as a letter.
const modifierApostrophe = 'ʼ'

// contraction returns the length of an apostrophe at i with the English ending after it. It returns
// 0 if there is none, and for "'t" after anything but an n.
func (s *scanner) contraction(i int) int {
	r, size := utf8.DecodeRuneInString(s.text[i:])
	if r != '\'' && r != '’' && r != modifierApostrophe {
		return 0
	}
	end := i + size
	for s.is(end, letter) && end < i+size+2 {
		end++
	}
	if s.wordBegins(end) {
		return 0
	}
	switch strings.ToLower(s.text[i+size : end]) {
	case "s", "re", "ve", "ll", "d", "m":
		return end - i
	case "t":
		if s.buf[len(s.buf)-1] == 'n' {
			return end - i
		}
	}
	return 0
}

// sign returns the sign after the word from start to end that is part of a name, as in C++, C# and
// C*, and its length in the text.
func (s *scanner) sign(start, end int) (string, int) {
	if strings.HasPrefix(s.text[end:], "++") && !s.has(end+2, '+') {
		return "++", len("++")
	}
	if len(s.buf) > 1 || class[s.buf[0]]&letter == 0 {
		return "", 0
	}
	if s.has(end, '#') && !s.wordBegins(end+1) {
		return "#", len("#")
	}
	if n := texStar(s.text[end:]); n > 0 && !s.wordBegins(end+n) && !s.has(end+n, '*') && !s.has(start-1, '*') {
		return "*", n
	}
	return "", 0
}

// isDotNet reports whether the word is the NET of ".NET".
func (s *scanner) isDotNet(start, end int) bool {
	return string(s.buf) == "net" && s.has(start-1, '.') && (s.text[start:end] == "NET" || !s.is(start-2, alnum))
}

// modelName returns the number of letters at the beginning of a form that is at least three letters
// followed by a number, such as "resnet50" or "qwen2.5", or else 0.
func modelName(form []byte) int {
	n := 0
	for n < len(form) && class[form[n]] == lower {
		n++
	}
	if n < 3 || n == len(form) {
		return 0
	}
	for _, c := range form[n:] {
		if class[c] != digit && c != '.' {
			return 0
		}
	}
	return n
}
