package latex

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxDepth bounds the nesting of groups, arguments and fences.
const maxDepth = 40

// maxMacro is the length in characters up to which an unknown command is shown as its name.
const maxMacro = 8

// Parse parses the LaTeX between the delimiters of a formula. ok is false if some of it can't
// be parsed.
func Parse(latex string) (n *Node, ok bool) {
	if len(latex) > maxBytes || !utf8.ValidString(latex) {
		return nil, false
	}
	p := parser{rest: latex}
	children := p.list("")
	if p.failed || p.rest != "" || len(children) == 0 {
		return nil, false
	}
	return &Node{Kind: Row, Children: children}, true
}

// parser parses rest. Once failed is true, the results of its methods are meaningless.
type parser struct {
	rest   string
	failed bool
	depth  int
	style  style
}

// style is the appearance of letters: in an alphabet, upright or, by default, neither.
type style struct {
	alphabet alphabet
	upright  bool
}

func (p *parser) fail() []Node {
	p.failed, p.rest = true, ""
	return nil
}

// skipSpace skips white space and ties, which mean nothing in a formula.
func (p *parser) skipSpace() { p.rest = strings.TrimLeft(p.rest, " \t\r\n~") }

// list parses up to end and skips it. end is "}", "]", `\right` or "", which is the end of the
// formula. A style that is declared in the list ends with it.
func (p *parser) list(end string) []Node {
	if p.depth++; p.depth > maxDepth {
		return p.fail()
	}
	outer := p.style
	defer func() { p.depth--; p.style = outer }()
	var nodes []Node
	for !p.failed {
		p.skipSpace()
		switch {
		case p.rest == "":
			if end != "" {
				return p.fail()
			}
			return nodes
		case end != "" && strings.HasPrefix(p.rest, end) && !(end == `\right` && p.startsLonger(end)):
			p.rest = p.rest[len(end):]
			return nodes
		case p.rest[0] == '}' || p.rest[0] == '&':
			return p.fail()
		}
		if kind, found := p.infix(); found {
			return []Node{branch(kind, row(nodes), row(p.list(end)))}
		}
		nodes = append(nodes, p.scripted()...)
	}
	return nil
}

// startsLonger reports whether rest starts with a command whose name is longer than name.
func (p *parser) startsLonger(name string) bool {
	return len(p.rest) > len(name) && isLetter(p.rest[len(name)])
}

// infixes lists the commands that are written between their operands.
var infixes = []struct {
	name string
	kind Kind
}{{`\over`, Fraction}, {`\atop`, Binomial}, {`\choose`, Binomial}}

// infix skips a command that makes a fraction of everything before and after it, and returns
// the kind of the fraction.
func (p *parser) infix() (Kind, bool) {
	for _, c := range infixes {
		if strings.HasPrefix(p.rest, c.name) && !p.startsLonger(c.name) {
			p.rest = p.rest[len(c.name):]
			return c.kind, true
		}
	}
	return "", false
}

// scripted parses an atom with its subscripts and superscripts.
func (p *parser) scripted() []Node {
	var base []Node
	if p.rest[0] != '^' && p.rest[0] != '_' && p.rest[0] != '\'' {
		base = p.atom()
	}
	var below, above []Node
	hasBelow, hasAbove := false, false
	for !p.failed {
		p.rest = strings.TrimLeft(p.rest, " ")
		switch {
		case strings.HasPrefix(p.rest, "'"):
			n := len(p.rest) - len(strings.TrimLeft(p.rest, "'"))
			p.rest = p.rest[n:]
			above = append(above, leaf(Operator, strings.Repeat("′", n)))
			hasAbove = true
			continue
		case strings.HasPrefix(p.rest, "^") && (!hasAbove || len(above) == 1 && strings.HasPrefix(above[0].Text, "′")):
			p.rest = p.rest[1:]
			above, hasAbove = append(above, p.argument()...), true
			continue
		case strings.HasPrefix(p.rest, "_") && !hasBelow:
			p.rest = p.rest[1:]
			below, hasBelow = p.argument(), true
			continue
		case strings.HasPrefix(p.rest, "^"), strings.HasPrefix(p.rest, "_"):
			return p.fail()
		}
		break
	}
	if !hasBelow && !hasAbove {
		return base
	}
	return attach(base, below, above, hasBelow, hasAbove)
}

// attach adds subscripts and superscripts to the last node of a base. A function has two
// nodes, its name and a space.
func attach(base, below, above []Node, hasBelow, hasAbove bool) []Node {
	last := Node{Kind: Row}
	if len(base) > 0 {
		last, base = base[len(base)-1], base[:len(base)-1]
	}
	kinds := [3]Kind{Sub, Super, SubSuper}
	if last.Kind == Operator && largeSigns[last.Text] || last.Kind == Over || last.Kind == Under || last.Kind == Accent && last.Second().Text == "⏞" || last.Kind == Underline && last.Second().Text == "⏟" {
		kinds = [3]Kind{Under, Over, UnderOver}
	}
	switch {
	case hasBelow && hasAbove:
		last = branch(kinds[2], last, row(below), row(above))
	case hasBelow:
		last = branch(kinds[0], last, row(below))
	default:
		last = branch(kinds[1], last, row(above))
	}
	return append(base, last)
}

// largeSigns is the set of signs of class large.
var largeSigns = func() map[string]bool {
	signs := map[string]bool{}
	for _, c := range commands {
		if c.class == large {
			signs[c.sign] = true
		}
	}
	return signs
}()

// argument parses the argument of a command or a script: a group, a command or one character.
func (p *parser) argument() []Node {
	p.skipSpace()
	switch {
	case p.rest == "" || strings.IndexByte("}^_&'", p.rest[0]) >= 0:
		return p.fail()
	case p.rest[0] == '{' || p.rest[0] == '\\':
		if p.depth++; p.depth > maxDepth {
			return p.fail()
		}
		defer func() { p.depth-- }()
		return p.atom()
	}
	_, n := utf8.DecodeRuneInString(p.rest)
	one := p.rest[:n]
	p.rest = p.rest[n:]
	return []Node{p.sign(one)}
}

// atom parses a group, a command, a number or a character.
func (p *parser) atom() []Node {
	switch c := p.rest[0]; {
	case c == '{':
		p.rest = p.rest[1:]
		return []Node{row(p.list("}"))}
	case c == '\\':
		p.rest = p.rest[1:]
		return p.command()
	case '0' <= c && c <= '9':
		return []Node{leaf(Number, p.style.alphabet.convert(p.number()))}
	case p.style.upright && isLetter(c):
		return []Node{upright(p.takeWhile(isLetter))}
	}
	return p.argument()
}

// number returns and skips digits, with points and commas between them.
func (p *parser) number() string {
	end := 1
	for end < len(p.rest) && (isDigit(p.rest[end]) || strings.IndexByte(".,", p.rest[end]) >= 0 && end+1 < len(p.rest) && isDigit(p.rest[end+1])) {
		end++
	}
	n := p.rest[:end]
	p.rest = p.rest[end:]
	return n
}

// takeWhile returns and skips the bytes at the beginning that are in a class.
func (p *parser) takeWhile(isInClass func(byte) bool) string {
	end := 0
	for end < len(p.rest) && isInClass(p.rest[end]) {
		end++
	}
	taken := p.rest[:end]
	p.rest = p.rest[end:]
	return taken
}

func upright(letters string) Node {
	if utf8.RuneCountInString(letters) == 1 {
		return leaf(Upright, letters)
	}
	return leaf(Identifier, letters)
}

// sign returns the node of a character that is not a command.
func (p *parser) sign(s string) Node {
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case '0' <= r && r <= '9':
		return leaf(Number, p.style.alphabet.convert(s))
	case p.style.upright && unicode.IsLetter(r):
		return leaf(Upright, s)
	case unicode.IsLetter(r):
		return leaf(Identifier, p.style.alphabet.convert(s))
	case s == "-":
		return leaf(Operator, "−")
	case s == "/": // as an operator, it would be set with too much space
		return leaf(Upright, s)
	case s == "*":
		return leaf(Operator, "∗")
	case strings.Contains("()[]|", s):
		return leaf(Rigid, s)
	}
	return leaf(Operator, s)
}

// name returns and skips the name of a command and its star. The backslash was already read.
func (p *parser) name() string {
	name := commandName(p.rest)
	p.rest = p.rest[len(name):]
	if strings.HasPrefix(p.rest, "*") && commands[name+"*"].class == words {
		p.rest = p.rest[1:]
	}
	return name
}
