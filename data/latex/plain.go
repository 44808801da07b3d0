// Package latex reads the LaTeX of titles, abstracts and names.
//
// symbols.go, letters.go, operators.go and layout.go have the table of commands that all
// readers share, and lex.go what they read alike. plain.go and plainmath.go turn text into
// Unicode, for what is stored. split.go finds the formulas of a stored text, parse.go and
// commands.go read each into a tree of Nodes, which a template writes as MathML Core:
// browsers lay it out themselves, and screen readers read it. tokens.go is what the index
// reads of it, and escape.go writes text as LaTeX.
//
// What has no Unicode and no MathML here stays as it was written, so that it can still be
// read and searched. Nothing is executed, and no macros are expanded.
package latex

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Plain turns LaTeX into Unicode: accents, symbols, dashes, quotes and simple
// math. Braces and commands of style go, of any other command with an argument
// the argument stays, and math that has no Unicode stays as it was written, as
// does a text of more than a mebibyte, which is none.
func Plain(s string) string {
	if isPlain(s) || len(s) > maxTextBytes {
		return s
	}
	r := newReader(s)
	r.text(maxNesting)
	return norm.NFC.String(r.out.String())
}

// isPlain reports that nothing in s means anything else in LaTeX, as in most titles.
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

// maxTextBytes and maxArgumentBytes bound the work on text that was made to be
// slow, such as a million braces that are never closed.
const (
	maxTextBytes     = 1 << 20
	maxArgumentBytes = 1 << 10
)

// maxNesting bounds the depth of braces that are followed; what is deeper loses
// its commands' meaning, not its letters.
const maxNesting = 100

// reader turns the front of rest, the end of whole, into out.
type reader struct {
	whole, rest string
	out         strings.Builder
}

func newReader(s string) reader { return reader{whole: s, rest: s} }

// before is the byte before rest, a space at the beginning.
func (r *reader) before() byte {
	if at := len(r.whole) - len(r.rest); at > 0 {
		return r.whole[at-1]
	}
	return ' '
}

// text reads to the end.
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
		case c == '~' && strings.IndexByte(" \t\n(", r.before()) >= 0:
			r.emit(1, "~") // people write "about" so
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

// command reads what follows a backslash.
func (r *reader) command(nesting int) {
	name := r.name()
	c := commands[name]
	if c.is(inText) {
		if c.combining == "" {
			r.out.WriteString(c.text())
			r.space(name)
			return
		}
		if r.accent(c.combining, nesting) {
			return
		}
	}
	switch {
	case name == "":
	case c.is(traceless):
		r.space(name)
	case name == "ensuremath":
		arg, _ := r.argument()
		if turned, ok := turnMath(arg, maxNesting); ok {
			arg = turned
		}
		r.out.WriteString(arg)
	case name == "textsuperscript" || name == "textsubscript":
		arg, _ := r.argument()
		script := "^"
		if name == "textsubscript" {
			script = "_"
		}
		inner := sub(arg, nesting)
		if turned, ok := scripted(script, inner); ok {
			inner = turned
		}
		r.out.WriteString(inner)
	case name == "href":
		r.argument()
		r.rest = strings.TrimLeft(r.rest, " ")
	case name == "url":
		arg, _ := r.argument()
		r.out.WriteString(arg)
	case strings.HasPrefix(r.rest, "{"): // what it does is unknown, its argument is text
	default:
		if c.is(inMath) && c.combining == "" {
			r.out.WriteString(c.text())
			r.space(name)
			return
		}
		r.out.WriteString(`\` + name)
	}
}

// name takes the name of a command, whose backslash was read, off.
func (r *reader) name() string {
	name := commandName(r.rest)
	r.rest = r.rest[len(name):]
	return name
}

// space eats the one that ends a command of letters.
func (r *reader) space(name string) {
	if name != "" && isLetter(name[len(name)-1]) {
		r.rest = strings.TrimLeft(r.rest, " \t\r\n")
	}
}

// accent puts a mark on the letter that follows, in braces or not.
func (r *reader) accent(mark string, nesting int) bool {
	if nesting == 0 {
		return false
	}
	before := r.rest
	r.rest = strings.TrimLeft(r.rest, " \t\r\n")
	base := ""
	if arg, ok := r.argument(); ok {
		base = sub(arg, nesting)
	} else if inner, ok := strings.CutPrefix(r.rest, `\`); ok {
		in := newReader(inner)
		in.command(nesting - 1)
		base, r.rest = in.out.String(), in.rest
	} else if r.rest != "" && (isLetter(r.rest[0]) || r.rest[0] >= utf8.RuneSelf) {
		_, n := utf8.DecodeRuneInString(r.rest)
		base, r.rest = r.rest[:n], r.rest[n:]
	} else {
		r.rest = before
		return false
	}
	_, n := utf8.DecodeRuneInString(base)
	first := base[:n]
	if first == "ı" || first == "ȷ" { // the accent replaces the dot
		first = map[string]string{"ı": "i", "ȷ": "j"}[first]
	}
	if first != "" && strings.TrimSpace(first) != "" {
		first += mark
	}
	r.out.WriteString(first + base[n:])
	return true
}

// argument takes "{...}" off, without its braces.
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

// sub is the text of an argument.
func sub(s string, nesting int) string {
	if nesting == 0 {
		return s
	}
	r := newReader(s)
	r.text(nesting - 1)
	return r.out.String()
}
