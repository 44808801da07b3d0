package latex

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// arguments says what a command with arguments becomes in text. In a pattern, "#" stands for an
// argument that is text, "=" for one that is taken literally, "-" for one that is dropped, and "?"
// for an argument in brackets, which may be missing and is dropped. A reference begins with "<": the
// space before it is dropped too. Other characters are written.
// The argument of a command that has no row and is not in another table is text.
var arguments = func() map[string]string {
	all := map[string]string{}
	for pattern, names := range map[string]string{
		"<?-": "index",
		"<-":  "label ref pageref eqref autoref cref Cref nameref thanks nocite",
		"?-":  "color includegraphics",
		"-": "selectlanguage pagestyle input include end vspace " +
			"phantom hphantom vphantom noopsort NoopSort nosort SortNoop sortnoop sortkey hyphenation fontfamily fontseries " +
			"fontshape pagecolor bibliography bibliographystyle addtocounter citestyle fontencoding mathversion glsadd providecommand",
		"--":   "setlength addtolength setcounter fontsize definecolor",
		"----": "usefont",
		"<??-": "cite citep citet citealp citealt citeauthor citeyear citeyearpar citenum parencite textcite autocite footcite " +
			"fullcite supercite citetitle Cite Citep Citet smartcite footfullcite citeA",
		"<?":     "footnotemark",
		"?":      "nolinebreak pagebreak nopagebreak",
		"? ":     "newline linebreak item",
		"\n\n":   "par",
		"?--":    "rule",
		"?-#":    "foreignlanguage textcolor href rotatebox textlang hyperref",
		"-#":     "colorbox bibinfo hypertarget hyperlink texttransparent textscale otherlanguage bibfield translation",
		"--#":    "fcolorbox resizebox bibnamedelim multicolumn",
		"-?#":    "scalebox",
		"-??#":   "raisebox",
		"??#":    "makebox framebox",
		"???-#":  "parbox",
		"?#":     "textls num si unit ang num* pdftooltip",
		"?# #":   "SI qty",
		"#/#":    "nicefrac sfrac textfrac frac tfrac dfrac",
		"=":      "url path nolinkurl doi detokenize",
		"“#”":    "enquote mkbibquote textquote qq",
		"‘#’":    "enquote* mkbibsinglequote",
		"(#)":    "mkbibparens",
		"[#]":    "mkbibbrackets",
		"#":      "ce text mbox emph textbf",
		"#–#":    "numrange",
		"?#–# #": "SIrange",
	} {
		for _, name := range strings.Fields(names) {
			all[name] = pattern
		}
	}
	return all
}()

// follow writes a command by its pattern.
func (r *reader) follow(pattern string, nesting int) {
	for i, c := range pattern {
		switch c {
		case '<':
			r.dropSpace()
		case '?':
			r.optional()
		case '-':
			r.argument()
		case '=':
			arg, _ := r.argument()
			r.out.WriteString(arg)
		case '#':
			if i == len(pattern)-1 {
				return // the rest is text, and its braces are dropped
			}
			arg, _ := r.argument()
			r.out.WriteString(convert(arg, nesting))
		default:
			r.out.WriteRune(c)
		}
		if strings.HasPrefix(strings.TrimLeft(r.rest, " "), "{") && i+1 < len(pattern) && strings.ContainsRune("-=#", rune(pattern[i+1])) {
			r.rest = strings.TrimLeft(r.rest, " ")
		}
	}
}

// dropSpace drops the space that was written last.
func (r *reader) dropSpace() { r.out.Truncate(len(bytes.TrimRight(r.out.Bytes(), " \n"))) }

// footnote puts a footnote in parentheses. In a title, where it is not about the paper's subject, it is
// dropped.
func (r *reader) footnote(nesting int) {
	r.dropSpace()
	r.optional()
	if arg, ok := r.argument(); ok && !r.isTitle {
		r.out.WriteString(" (" + convert(arg, nesting) + ")")
	}
}

// optional skips an argument in brackets.
func (r *reader) optional() {
	if !strings.HasPrefix(r.rest, "[") {
		return
	}
	if end := strings.IndexByte(r.rest[:min(len(r.rest), maxArgumentBytes)], ']'); end > 0 {
		r.rest = r.rest[end+1:]
	}
}

// special converts a command whose text is neither a character nor a pattern. It returns false if
// the command is none of these.
func (r *reader) special(name string, nesting int) bool {
	switch name {
	case "ensuremath":
		arg, _ := r.argument()
		if turned, ok := convertMath(arg, maxNesting); ok {
			arg = turned
		} else if arg != "" {
			arg = "$" + arg + "$"
		}
		r.out.WriteString(arg)
	case "textsuperscript", "textsubscript", "sp", "sb":
		r.script(name, nesting)
	case "texorpdfstring":
		r.either(nesting)
	case "hspace", "hskip", "kern", "mkern", "mskip", "lower", "raise":
		r.length(name)
	case "footnote", "footnotetext":
		r.footnote(nesting)
	case "(", "[":
		r.delimited(name)
	case "begin":
		r.environment()
	case "uppercase", "MakeUppercase", "lowercase", "MakeLowercase":
		r.changeCase(name, nesting)
	case "char", "symbol", "unichar", "ElsevierGlyph", "ding", "UTF":
		return r.numbered(name)
	case "tone":
		r.tones()
	case "verb":
		r.verbatim()
	default:
		return false
	}
	return true
}

// script converts the argument to superscript or subscript characters, if all of it has them.
func (r *reader) script(name string, nesting int) {
	arg, _ := r.argument()
	sign := "^"
	if name == "textsubscript" || name == "sb" {
		sign = "_"
	}
	inner := convert(arg, nesting)
	if mark := map[string]string{"TM": "™", "SM": "℠", "R": "®"}[inner]; mark != "" && sign == "^" {
		inner = mark
	} else if turned, ok := scripted(sign, inner); ok {
		inner = turned
	}
	r.out.WriteString(inner)
}

// either converts the first argument of \texorpdfstring, or the second, which is plain text, if the
// first has no Unicode form.
func (r *reader) either(nesting int) {
	first, _ := r.argument()
	r.rest = strings.TrimLeft(r.rest, " \t\r\n")
	second, _ := r.argument()
	text := convert(first, nesting)
	if strings.ContainsAny(text, `\$`) && second != "" {
		text = convert(second, nesting)
	}
	r.out.WriteString(text)
}

// length skips the length after a command. Horizontal space becomes a space, unless it is negative,
// zero or a kern.
func (r *reader) length(name string) {
	r.rest = strings.TrimPrefix(r.rest, "*")
	arg, ok := r.argument()
	if !ok {
		rest := strings.TrimLeft(r.rest, " =")
		end := 0
		for end < len(rest) && strings.IndexByte("0123456789.,+-", rest[end]) >= 0 {
			end++
		}
		unit := 0
		for unit < 2 && end > 0 && end+unit < len(rest) && isLetter(rest[end+unit]) {
			unit++
		}
		arg, r.rest = rest[:end], strings.TrimPrefix(rest[end+unit:], " ")
	}
	isWide := strings.Trim(arg, "0.,ptemxcin ") != "" && !strings.HasPrefix(strings.TrimSpace(arg), "-")
	if isWide && strings.HasPrefix(name, "h") {
		r.out.WriteByte(' ')
	}
}

// delimited converts a formula in \(...\) or \[...\]. One that has no Unicode form stays.
func (r *reader) delimited(open string) {
	closing := map[string]string{"(": `\)`, "[": `\]`}[open]
	inner, _, found := strings.Cut(r.rest[:min(len(r.rest), maxBytes)], closing)
	if !found {
		r.out.WriteString(`\` + open)
		return
	}
	r.rest = r.rest[len(inner)+len(closing):]
	turned, ok := convertMath(strings.TrimSpace(inner), maxNesting)
	if !ok {
		turned = `\` + open + inner + closing
	}
	r.out.WriteString(turned)
}

// environment skips the beginning of an environment of text. One of formulas stays, as a formula in
// dollars if it is a single one.
func (r *reader) environment() {
	name, _ := r.argument()
	bare := strings.TrimSuffix(name, "*")
	dollars := map[string]string{"equation": "$$", "displaymath": "$$", "math": "$"}[bare]
	isMath := dollars != "" || strings.Contains(" align eqnarray gather multline alignat flalign ", " "+bare+" ")
	if closing := `\end{` + name + "}"; isMath && name != "" {
		if end := strings.Index(r.rest[:min(len(r.rest), maxBytes)], closing); end >= 0 {
			inner := r.rest[:end]
			r.rest = r.rest[end+len(closing):]
			if dollars == "" {
				inner = `\begin{` + name + "}" + inner + closing
			} else {
				inner = strings.TrimSpace(inner)
			}
			r.out.WriteString(dollars + inner + dollars)
			return
		}
	}
	r.optional()
	if bare == "tabular" || bare == "minipage" || bare == "otherlanguage" {
		r.argument()
	}
}

func (r *reader) changeCase(name string, nesting int) {
	arg, _ := r.argument()
	arg = convert(arg, nesting)
	if strings.HasSuffix(name, "ppercase") {
		arg = strings.ToUpper(arg)
	} else {
		arg = strings.ToLower(arg)
	}
	r.out.WriteString(arg)
}

// numbered writes the character with a number: that of \char in decimal, or after a quotation mark
// in hexadecimal, that of \ElsevierGlyph in hexadecimal, and that of \ding in Zapf Dingbats.
func (r *reader) numbered(name string) bool {
	before := r.rest
	arg, ok := r.argument()
	if !ok {
		r.rest = strings.TrimLeft(r.rest, " ")
		arg = r.takeNumber()
		r.rest = strings.TrimPrefix(r.rest, " ")
	}
	base := 10
	if hex, found := strings.CutPrefix(arg, `"`); found || name == "ElsevierGlyph" || name == "unichar" && strings.ContainsAny(arg, "ABCDEFabcdef") {
		base, arg = 16, strings.TrimPrefix(hex, `"`)
	} else if name == "ding" && strings.ContainsAny(arg, "ABCDEF") {
		base = 16
	}
	n, err := strconv.ParseUint(arg, base, 21)
	code := rune(n)
	if name == "ding" {
		code = dingbat(code)
	}
	if err != nil || code < ' ' || !utf8.ValidRune(code) {
		r.rest = before
		return false
	}
	r.out.WriteRune(code)
	return true
}

// takeNumber returns and skips a number as TeX writes it.
func (r *reader) takeNumber() string {
	end := 0
	if strings.HasPrefix(r.rest, `"`) {
		end = 1
	}
	for end < len(r.rest) && (isDigit(r.rest[end]) || r.rest[0] == '"' && 'A' <= r.rest[end] && r.rest[end] <= 'F') {
		end++
	}
	number := r.rest[:end]
	r.rest = r.rest[end:]
	return number
}

// dingbat returns the character of Unicode for a number in the font Zapf Dingbats, or 0. Apart from
// those that Unicode had before, Unicode has them in the same order.
func dingbat(n rune) rune {
	if there, ok := map[rune]rune{37: '☎', 42: '☛', 43: '☞', 72: '★', 108: '●', 110: '■', 115: '▲', 116: '▼', 117: '◆', 119: '◗',
		168: '♣', 169: '♦', 170: '♥', 171: '♠', 213: '→', 214: '↔', 215: '↕'}[n]; ok {
		return there
	}
	switch {
	case 33 <= n && n <= 126:
		return 0x2701 + n - 33
	case 161 <= n && n <= 167:
		return 0x2761 + n - 161
	case 172 <= n && n <= 181:
		return '①' + n - 172
	case 182 <= n && n <= 254 && n != 240:
		return 0x2776 + n - 182
	}
	return 0
}

// tones writes the tones of \tone{51}, which are numbers from 1 to 5.
func (r *reader) tones() {
	arg, ok := r.argument()
	if !ok {
		arg = r.takeNumber()
	}
	for _, c := range arg {
		if '1' <= c && c <= '5' {
			r.out.WriteRune('˩' - (c - '1'))
		}
	}
}

// verbatim writes what is between the character after \verb and its next occurrence.
func (r *reader) verbatim() {
	if r.rest == "" {
		return
	}
	_, n := utf8.DecodeRuneInString(r.rest)
	inner, _, found := strings.Cut(r.rest[n:min(len(r.rest), maxArgumentBytes)], r.rest[:n])
	if found {
		r.out.WriteString(inner)
		r.rest = r.rest[n+len(inner)+n:]
	}
}
