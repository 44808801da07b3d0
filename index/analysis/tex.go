package analysis

import (
	"strings"

	"paperboy/data/latex"
)

// tex reads TeX that begins with a backslash or a brace.
func (s *scanner) tex(i int) int {
	if _, end := latex.AccentedLetter(s.text, i); end > 0 {
		return s.word(i, "")
	}
	end := i + 1
	for s.text[i] == '\\' && s.is(end, letter) {
		end++
	}
	name := s.text[i+1 : end]
	if name == "" || latex.IsSilent(name) {
		return end
	}
	return s.word(end, strings.ToLower(trimVariant(name)))
}

// trimVariant removes the "var" of the name of a variant letter, such as \varepsilon.
func trimVariant(name string) string {
	if len(name) > len("var") {
		return strings.TrimPrefix(name, "var")
	}
	return name
}

// texJoint reads TeX between two parts of a word. The first part, from start to i, is in buf. Such
// TeX is a superscript or subscript number, which is added to buf, or the closing brace or dollar
// around the first part if the word continues after it. If the word ends at i, texJoint returns i.
func (s *scanner) texJoint(start, i int, command bool) int {
	k, dollars := i, 0
	for k-i < 3 && (s.has(k, '}') || s.has(k, '$')) {
		if s.text[k] == '$' {
			dollars++
		}
		k++
	}
	if s.has(k, '^') || s.has(k, '_') {
		if end := s.texScript(k+1, dollars > 0); end > 0 {
			return end
		}
		return i
	}
	enclosed := s.has(start-1, '$') || s.has(start-1, '{')
	if k > i && (command && dollars > 0 && s.is(k, digit) || !command && enclosed && s.is(k, alnum)) {
		return k
	}
	return i
}

// texScript reads a superscript or subscript number after a letter: "_2", "^{12}", "$_2$", with the
// closing dollar if there is an opening one. A power of a number is not read as one word.
func (s *scanner) texScript(k int, dollar bool) int {
	if len(s.buf) == 0 || class[s.buf[len(s.buf)-1]] == digit {
		return 0
	}
	braced := s.has(k, '{')
	if braced {
		k++
	}
	from := k
	for s.is(k, digit) || k > from && s.has(k, '.') && s.is(k+1, digit) {
		k++
	}
	if k == from || braced && !s.has(k, '}') {
		return 0
	}
	if string(s.buf) == "ell" {
		s.buf = append(s.buf[:0], 'l')
	}
	s.buf = append(s.buf, s.text[from:k]...)
	if braced {
		k++
	}
	if dollar && s.has(k, '$') {
		k++
	}
	return k
}

// texStar returns the length of a star after a letter: "*", "^*", "^{*}", "^\ast", "^{\ast}".
func texStar(rest string) int {
	for _, star := range []string{"*", "^*", "^{*}", `^\ast`, `^{\ast}`} {
		if strings.HasPrefix(rest, star) {
			return len(star)
		}
	}
	return 0
}
