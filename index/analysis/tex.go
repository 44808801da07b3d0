package analysis

import "strings"

// tex reads what begins with a backslash or a brace.
func (s *scanner) tex(i int) int {
	if _, end := texAccent(s.text, i); end > 0 {
		return s.word(i, "")
	}
	end := i + 1
	for s.text[i] == '\\' && s.is(end, letter) {
		end++
	}
	name := s.text[i+1 : end]
	if name == "" || isSilent(name) {
		return end
	}
	return s.word(end, strings.ToLower(trimVariant(name)))
}

// trimVariant makes \varepsilon an epsilon.
func trimVariant(name string) string {
	if len(name) > len("var") {
		return strings.TrimPrefix(name, "var")
	}
	return name
}

// isSilent reports whether a command sets type or is an operator or relation,
// which nobody searches for by name.
func isSilent(name string) bool {
	switch name {
	case "em", "emph", "it", "bf", "rm", "sf", "sc", "tt", "cal", "textbf", "textit", "textrm", "textsf", "textsc", "texttt", "text",
		"textnormal", "textup", "textmd", "underline", "overline", "mathbf", "mathit", "mathrm", "mathsf", "mathtt", "mathcal", "mathbb",
		"mathfrak", "mathscr", "mathnormal", "boldsymbol", "bm", "pmb", "mbox", "hbox", "fbox", "operatorname", "ensuremath", "rom",
		"tiny", "scriptsize", "footnotesize", "small", "normalsize", "large", "Large", "LARGE", "huge",
		"hat", "widehat", "tilde", "widetilde", "bar", "vec", "dot", "ddot", "check", "breve", "overrightarrow", "overset", "underset",
		"left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "mid", "vert", "Vert", "lvert", "rvert", "lVert", "rVert",
		"langle", "rangle", "lfloor", "rfloor", "lceil", "rceil", "lbrace", "rbrace",
		"frac", "tfrac", "dfrac", "sqrt", "over", "choose", "binom", "sum", "prod", "int", "lim", "limits",
		"times", "cdot", "cdots", "ldots", "dots", "circ", "bullet", "ast", "star", "pm", "mp", "div", "oplus", "otimes", "cup", "cap", "setminus", "wedge", "vee",
		"le", "leq", "leqslant", "ge", "geq", "geqslant", "ne", "neq", "ll", "gg", "lesssim", "gtrsim", "sim", "simeq", "approx", "cong", "equiv", "propto",
		"in", "ni", "not", "notin", "subset", "subseteq", "supset", "supseteq", "forall", "exists", "varnothing", "emptyset",
		"to", "mapsto", "rightarrow", "leftarrow", "leftrightarrow", "Rightarrow", "Leftarrow", "Leftrightarrow", "longrightarrow", "longmapsto",
		"uparrow", "downarrow", "perp", "parallel", "prime", "colon", "quad", "qquad", "hspace", "vspace", "newline", "par", "noindent",
		"cite", "citep", "citet", "ref", "label", "footnote", "url", "href", "begin", "end", "item", "ce", "textless", "textgreater":
		return true
	}
	return false
}

// texAccent reads an accented or special letter at i, in every usual spelling:
// \"o \"{o} {\"o} \'{\i} \c{c} \v s \ss{} {\o}. It returns the bare letters in
// lower case and the offset behind, or 0 where there is none.
func texAccent(text string, i int) (letters string, end int) {
	rest := text[i:]
	if strings.HasPrefix(rest, "{") {
		letters, n := texAccent(text[:min(len(text), i+12)], i+1)
		if n > 0 && text[i+1] == '\\' && n < len(text) && text[n] == '}' {
			return letters, n + 1
		}
		return "", 0
	}
	if len(rest) < 2 || rest[0] != '\\' {
		return "", 0
	}
	if strings.IndexByte("\"'`^~=.", rest[1]) >= 0 {
		letters, n := texBase(rest[2:])
		return letters, behind(i+2, n)
	}
	name := 1
	for name < len(rest) && class[rest[name]]&letter != 0 {
		name++
	}
	if letters := texLetter(rest[1:name]); letters != "" {
		n := i + name
		switch {
		case strings.HasPrefix(text[n:], "{}"):
			n += 2
		case len(text) > n+1 && text[n] == ' ' && class[text[n+1]] == lower && letters != "a":
			n++
		}
		return letters, n
	}
	if name == 2 && strings.IndexByte("cvHukrd", rest[1]) >= 0 && len(rest) > 3 {
		if rest[2] == '{' || rest[2] == ' ' {
			letters, n := texBase(strings.TrimPrefix(rest[2:], " "))
			return letters, behind(i+2+len(rest[2:])-len(strings.TrimPrefix(rest[2:], " ")), n)
		}
	}
	return "", 0
}

// behind is the offset n behind i, or 0 where n is.
func behind(i, n int) int {
	if n == 0 {
		return 0
	}
	return i + n
}

// texBase reads the letter under an accent, bare or in braces, and its length.
func texBase(rest string) (letter string, n int) {
	bare := strings.TrimPrefix(rest, "{")
	switch {
	case bare == "":
		return "", 0
	case class[bare[0]]&(lower|upper) != 0:
		letter, n = strings.ToLower(bare[:1]), 1
	case strings.HasPrefix(bare, `\i`), strings.HasPrefix(bare, `\j`):
		letter, n = bare[1:2], 2
	default:
		return "", 0
	}
	if len(bare) < len(rest) {
		if !strings.HasPrefix(bare[n:], "}") {
			return "", 0
		}
		n += 2
	}
	return letter, n
}

// texLetter is the folded form of a special letter's command, or "".
func texLetter(name string) string {
	switch name {
	case "i", "j", "o", "l", "O", "L":
		return strings.ToLower(name)
	case "ss", "ae", "oe", "AE", "OE":
		return strings.ToLower(name)
	case "aa", "AA":
		return "a"
	}
	return ""
}

// texJoint reads what TeX sets between two parts of one word, of which the
// first, read from start to i, stands in buf. Such are a number above or below
// it (added to buf), and the end of the braces or dollars that enclose it where
// the word goes on behind them. It returns i where the word ends there.
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

// texScript reads a number above or below a letter, with the dollar behind it
// if one was passed before it: "_2", "^{12}", "$_2$". Powers of numbers are two
// numbers.
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

// texStar returns the length of the star that follows a letter: "*", "^*",
// "^{*}", "^\ast", "^{\ast}".
func texStar(rest string) int {
	for _, star := range []string{"*", "^*", "^{*}", `^\ast`, `^{\ast}`} {
		if strings.HasPrefix(rest, star) {
			return len(star)
		}
	}
	return 0
}
