// Package latex reads the LaTeX of titles, abstracts and names.
//
// All readers share the table of commands in symbols.go, letters.go, operators.go and
// layout.go, and the lexer in lex.go. plain.go and plainmath.go convert text to Unicode before
// it is stored. split.go finds the formulas in a stored text; parse.go and commands.go parse
// each into a tree of Nodes, which a template writes as MathML Core, so that browsers can lay
// it out and screen readers can read it. tokens.go serves the index and the keys of titles,
// and escape.go writes text as LaTeX.
//
// LaTeX that can't be converted to Unicode or MathML stays as it was written, so that it can
// still be read and searched. Nothing is executed, and no macros are expanded.
package latex

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Plain converts LaTeX to Unicode: accents, symbols, dashes, quotation marks and simple math.
// Braces and style commands are removed. Of other commands with an argument, the argument
// stays. Math that has no Unicode form stays as it was written, and so do texts of more than
// a mebibyte.
func Plain(s string) string { return plain(s, false) }

// Title is like Plain, for a title. Scripts whose base is outside of the formula, as in
// "Cu$_{2-\delta}$O", are put on the line if they have no Unicode form: "Cu2-δO".
func Title(s string) string { return plain(s, true) }

func plain(s string, isTitle bool) string {
	if isPlain(s) || len(s) > maxTextBytes {
		return s
	}
	r := newReader(s)
	r.isTitle = isTitle
	r.text(maxNesting)
	return norm.NFC.String(r.out.String())
}

// isPlain reports whether s has no special characters of LaTeX, as most titles.
func isPlain(s string) bool {
	for i := range len(s) {
		switch c := s[i]; c {
		case '\\', '{', '}', '$', '~':
			return false
		case '-', '`', '\'':
			if i > 0 && s[i-1] == c {
				return false
			}
		}
	}
	return true
}

// maxTextBytes and maxArgumentBytes bound the work on malicious texts, such as a million
// braces that are never closed.
const (
	maxTextBytes     = 1 << 20
	maxArgumentBytes = 1 << 10
)

// maxNesting bounds the nesting of braces. Commands that are nested deeper are not converted,
// but their letters are kept.
const maxNesting = 100

// reader converts rest, which is the end of whole, and writes the result to out.
type reader struct {
	whole, rest string
	out         bytes.Buffer
	isTitle     bool
}

func newReader(s string) reader { return reader{whole: s, rest: s} }

// lastByte returns the byte before rest, or a space at the beginning.
func (r *reader) lastByte() byte {
	if at := len(r.whole) - len(r.rest); at > 0 {
		return r.whole[at-1]
	}
	return ' '
}

// text converts all of rest.
func (r *reader) text(nesting int) {
	for r.rest != "" {
		c := r.rest[0]
		switch {
		case c == '\\':
			r.rest = r.rest[1:]
			r.command(nesting)
		case c == '$':
			r.math()
		case c == '{' || c == '}':
			r.rest = r.rest[1:]
		case c == '~' && strings.IndexByte(" \t\n(", r.lastByte()) >= 0:
			r.emit(1, "~") // people write ~ for "about"
		case c == '~':
			r.emit(1, " ")
		case strings.HasPrefix(r.rest, "---"):
			r.emit(3, "—")
		case strings.HasPrefix(r.rest, "--"):
			r.emit(2, "–")
		case strings.HasPrefix(r.rest, "``"):
			r.emit(2, "“")
		case strings.HasPrefix(r.rest, "''"):
			r.emit(2, "”")
		default:
			end := strings.IndexAny(r.rest[1:], "\\${}~-`'") + 1
			if end == 0 {
				end = len(r.rest)
			}
			r.emit(end, r.rest[:end])
		}
	}
}

func (r *reader) emit(n int, s string) {
	r.rest = r.rest[n:]
	r.out.WriteString(s)
}

// command converts a command, whose backslash was already read.
func (r *reader) command(nesting int) {
	name := r.name()
	c := commands[name]
	if c.is(inText) {
		if c.combining == "" {
			r.out.WriteString(c.text())
			r.space(name)
			if name == `\` {
				r.optional() // the space after a line
			}
			return
		}
		if r.accent(c.combining, nesting) {
			return
		}
		if name == "~" || name == "^" {
			r.out.WriteString(name) // how people write the sign
			return
		}
	}
	if c.is(traceless) {
		r.space(name)
		return
	}
	if r.special(name, nesting) {
		return
	}
	if pattern, ok := arguments[name]; ok {
		r.rest = strings.TrimPrefix(r.rest, "*")
		r.space(name)
		r.follow(pattern, nesting)
		return
	}
	switch {
	case name == "":
	case c.combining != "" && r.hasOneLetter() && r.accent(c.combining, nesting): // an accent of formulas
	case c.isSymbol():
		r.out.WriteString(c.text())
		r.space(name)
	case name == "not" && r.negate():
	case c.class == space:
		r.out.WriteString(strings.Repeat(" ", min(1, len(c.sign))))
		r.space(name)
	case c.class == ignored, c.class == size, (c.class == styled || c.class == words) && !strings.HasPrefix(r.rest, "{"):
		r.space(name)
	case strings.HasPrefix(r.rest, "{") && !strings.HasPrefix(r.rest, "{}"): // its argument is text
	default:
		r.out.WriteString(`\` + name)
		if strings.HasPrefix(r.rest, "{}") && len(r.rest) > 2 && isLetter(r.rest[2]) {
			r.emit(2, "{}") // which ends the name
		}
	}
}

// negate writes the next symbol with a stroke through it. It returns false if there is none.
func (r *reader) negate() bool {
	item, ok := r.item(maxNesting)
	if ok {
		r.out.WriteString(negated(item))
	}
	return ok
}

// hasOneLetter reports whether a letter or digit in braces follows.
func (r *reader) hasOneLetter() bool {
	return len(r.rest) > 2 && r.rest[0] == '{' && (isLetter(r.rest[1]) || isDigit(r.rest[1])) && r.rest[2] == '}'
}

// macron is the mark that indices of crystals have on digits.
const macron = "\u0304"

// name returns and skips the name of a command, whose backslash was already read.
func (r *reader) name() string {
	name := commandName(r.rest)
	r.rest = r.rest[len(name):]
	return name
}

// space skips the space that ends a command of letters.
func (r *reader) space(name string) {
	if name != "" && isLetter(name[len(name)-1]) {
		r.rest = strings.TrimLeft(r.rest, " \t\r\n")
	}
}

// accent puts a combining mark on the next letter, which may be in braces. It returns false if
// there is none.
func (r *reader) accent(mark string, nesting int) bool {
	if nesting == 0 {
		return false
	}
	before := r.rest
	r.rest = strings.TrimLeft(r.rest, " \t\r\n")
	base := ""
	if arg, ok := r.argument(); ok {
		base = convert(arg, nesting)
	} else if inner, ok := strings.CutPrefix(r.rest, `\`); ok {
		in := newReader(inner)
		in.command(nesting - 1)
		base, r.rest = in.out.String(), in.rest
	} else if r.rest != "" && (isLetter(r.rest[0]) || r.rest[0] >= utf8.RuneSelf || mark == macron && isDigit(r.rest[0])) {
		_, n := utf8.DecodeRuneInString(r.rest)
		base, r.rest = r.rest[:n], r.rest[n:]
	} else {
		r.rest = before
		return false
	}
	if strings.TrimSpace(base) == "" {
		r.out.WriteString(spacing[mark])
		return true
	}
	_, n := utf8.DecodeRuneInString(base)
	first := base[:n]
	if first == "ı" || first == "ȷ" { // the accent replaces the dot
		first = map[string]string{"ı": "i", "ȷ": "j"}[first]
	}
	if strings.TrimSpace(first) != "" {
		first += mark
	}
	r.out.WriteString(first + base[n:])
	return true
}

// spacing has the characters for marks that are put on nothing. People write \~{} and \^{} for the
// signs. Other marks are typing errors then.
var spacing = map[string]string{"\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0306": "˘", "\u030a": "˚", "\u030b": "˝", "\u030c": "ˇ", "\u0327": "¸", "\u0328": "˛"}

// argument skips "{...}" and returns it without its braces.
func (r *reader) argument() (string, bool) {
	if !strings.HasPrefix(r.rest, "{") {
		return "", false
	}
	depth := 0
	for i := range min(len(r.rest), maxArgumentBytes) {
		switch r.rest[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				arg := r.rest[1:i]
				r.rest = r.rest[i+1:]
				return arg, true
			}
		}
	}
	return "", false
}

// convert returns an argument converted to Unicode.
func convert(s string, nesting int) string {
	if nesting == 0 {
		return s
	}
	r := newReader(s)
	r.text(nesting - 1)
	return r.out.String()
}
