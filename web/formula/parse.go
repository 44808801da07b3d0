package formula

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxDepth bounds how deep groups, arguments and fences may stand in each other.
const maxDepth = 40

// maxMacro is the longest name, in characters, under which an unknown command is shown.
const maxMacro = 8

// Parse reads the LaTeX between the delimiters of a formula. ok is false where
// something in it cannot be read.
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

// parser reads the front of rest. Once failed, what it returns means nothing.
type parser struct {
	rest   string
	failed bool
	depth  int
	style  style
}

// style is how letters look: in an alphabet, upright or, by default, neither.
type style struct {
	alphabet alphabet
	upright  bool
}

func (p *parser) fail() []Node {
	p.failed, p.rest = true, ""
	return nil
}

// skipSpace goes to the next character that means something.
func (p *parser) skipSpace() { p.rest = strings.TrimLeft(p.rest, " \t\r\n~") }

// list reads up to end, which it takes: "}", "]", `\right` or "", the end of the
// formula. A declared style ends with it.
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

// startsLonger reports whether the command at the front only begins like name.
func (p *parser) startsLonger(name string) bool {
	return len(p.rest) > len(name) && isLetter(p.rest[len(name)])
}

// infixes are the commands that stand between the parts of what they build.
var infixes = []struct {
	name string
	kind Kind
}{{`\over`, Fraction}, {`\atop`, Binomial}, {`\choose`, Binomial}}

// infix takes a command that makes a fraction of all before and all behind it.
func (p *parser) infix() (Kind, bool) {
	for _, c := range infixes {
		if strings.HasPrefix(p.rest, c.name) && !p.startsLonger(c.name) {
			p.rest = p.rest[len(c.name):]
			return c.kind, true
		}
	}
	return "", false
}

// scripted reads an atom and what stands below and above it.
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

// attach puts scripts on the last of the base's nodes: a function comes with a space.
func attach(base, below, above []Node, hasBelow, hasAbove bool) []Node {
	last := Node{Kind: Row}
	if len(base) > 0 {
		last, base = base[len(base)-1], base[:len(base)-1]
	}
	kinds := [3]Kind{Sub, Super, SubSuper}
	if last.Kind == Operator && isLarge(last.Text) || last.Kind == Over || last.Kind == Under || last.Kind == Accent && last.Second().Text == "⏞" || last.Kind == Underline && last.Second().Text == "⏟" {
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

func isLarge(sign string) bool {
	for _, s := range large {
		if s == sign {
			return true
		}
	}
	return false
}

// argument reads what a command or a script applies to: a group, a command or one
// character.
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

// atom reads a group, a command, a number or a character.
func (p *parser) atom() []Node {
	switch c := p.rest[0]; {
	case c == '{':
		p.rest = p.rest[1:]
		return []Node{row(p.list("}"))}
	case c == '\\':
		p.rest = p.rest[1:]
		return p.command()
	case '0' <= c && c <= '9':
		return []Node{leaf(Number, p.style.alphabet.of(p.number()))}
	case p.style.upright && isLetter(c):
		return []Node{upright(p.take(isLetter))}
	}
	return p.argument()
}

// number takes digits, with points and commas between them.
func (p *parser) number() string {
	end := 1
	for end < len(p.rest) && (isDigit(p.rest[end]) || strings.IndexByte(".,", p.rest[end]) >= 0 && end+1 < len(p.rest) && isDigit(p.rest[end+1])) {
		end++
	}
	n := p.rest[:end]
	p.rest = p.rest[end:]
	return n
}

// take takes the bytes at the front that are so.
func (p *parser) take(is func(byte) bool) string {
	end := 0
	for end < len(p.rest) && is(p.rest[end]) {
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

// sign is a character that stands for itself.
func (p *parser) sign(s string) Node {
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case '0' <= r && r <= '9':
		return leaf(Number, p.style.alphabet.of(s))
	case p.style.upright && unicode.IsLetter(r):
		return leaf(Upright, s)
	case unicode.IsLetter(r):
		return leaf(Identifier, p.style.alphabet.of(s))
	case s == "-":
		return leaf(Operator, "−")
	case s == "/": // an operator of MathML stands far from its neighbours
		return leaf(Upright, s)
	case s == "*":
		return leaf(Operator, "∗")
	case strings.Contains("()[]|", s):
		return leaf(Rigid, s)
	}
	return leaf(Operator, s)
}

// command reads what follows a backslash.
func (p *parser) command() []Node {
	name := p.name()
	if n, ok := p.symbol(name); ok {
		return n
	}
	if a, ok := letters[name]; ok {
		return p.styled(name, style{alphabet: a})
	}
	switch {
	case name == "":
		return p.fail()
	case ignored[name]:
		return nil
	case sizes[name]:
		return p.fence()
	case words[name]:
		return p.words(name)
	case marks[name] != "":
		kind := Rigid
		if strings.HasPrefix(name, "wide") || strings.HasPrefix(name, "over") {
			kind = Operator
		}
		return []Node{branch(Accent, row(p.argument()), leaf(kind, marks[name]))}
	case lines[name] != "":
		return []Node{branch(Underline, row(p.argument()), leaf(Operator, lines[name]))}
	}
	return p.construct(name)
}

// symbol is a command that takes no argument.
func (p *parser) symbol(name string) ([]Node, bool) {
	one := func(n Node) ([]Node, bool) { return []Node{n}, true }
	if s, ok := identifiers[name]; ok {
		return one(leaf(Identifier, p.style.alphabet.of(s)))
	}
	if s, ok := abbreviations[name]; ok {
		return one(leaf(Identifier, s))
	}
	if s, ok := capitals[name]; ok {
		return one(upright(p.style.alphabet.of(s)))
	}
	if s, ok := operators[name]; ok {
		return one(leaf(Operator, s))
	}
	for _, signs := range []map[string]string{large, integrals} {
		if s, ok := signs[name]; ok {
			return one(leaf(Operator, s))
		}
	}
	if s, ok := fences[name]; ok {
		return one(leaf(Rigid, s))
	}
	if s, ok := spaces[name]; ok {
		if s == "" {
			return nil, true
		}
		return one(quote(s))
	}
	if _, ok := functions[name]; ok {
		return p.function(name), true
	}
	return nil, false
}

// function is the name of one, parted by a thin space from what it is of, unless that
// stands in parentheses.
func (p *parser) function(name string) []Node {
	n := upright(name)
	ahead := strings.TrimLeft(p.rest, " ")
	if ahead == "" || strings.IndexByte("([^_}|,.;:)]+-=/", ahead[0]) >= 0 || strings.HasPrefix(ahead, `\left`) || strings.HasPrefix(ahead, `\big`) || strings.HasPrefix(ahead, `\Big`) {
		return []Node{n}
	}
	return []Node{branch(Row, n, quote("\u2009"))}
}

// construct is a command that builds something of its arguments.
func (p *parser) construct(name string) []Node {
	arg := func() Node { return row(p.argument()) }
	two := func(k Kind) []Node {
		first := arg()
		return []Node{branch(k, first, arg())}
	}
	swapped := func(k Kind) []Node {
		script := arg()
		return []Node{branch(k, arg(), script)}
	}
	switch name {
	case "frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac":
		return two(Fraction)
	case "binom", "dbinom", "tbinom":
		return []Node{branch(Row, leaf(Fence, "("), two(Binomial)[0], leaf(Fence, ")"))}
	case "stackrel", "overset":
		return swapped(Over)
	case "underset":
		return swapped(Under)
	case "xrightarrow", "xleftarrow":
		arrow := map[string]string{"xrightarrow": "→", "xleftarrow": "←"}[name]
		return []Node{branch(Over, leaf(Operator, arrow), arg())}
	case "sqrt":
		if strings.HasPrefix(p.rest, "[") {
			p.rest = p.rest[1:]
			which := row(p.list("]"))
			return []Node{branch(NthRoot, arg(), which)}
		}
		return []Node{branch(Root, arg())}
	case "left":
		return p.fenced()
	case "not":
		n := arg()
		if n.Text == "" {
			return p.fail()
		}
		n.Text += "\u0338"
		return []Node{n}
	case "pmod":
		return []Node{branch(Row, quote(" (mod "), arg(), quote(")"))}
	case "phantom", "hphantom", "vphantom", "hspace", "vspace", "label", "color":
		p.argument()
		return nil
	case "textcolor":
		p.argument()
		return p.argument()
	case "\\":
		return []Node{quote(" ")}
	case "begin", "end", "right":
		return p.fail()
	}
	return p.macro(name)
}

// macro is a command that only its author knows: without an argument it is called by
// its name, since that is most often what it stands for (\Hom, \GL, \g).
func (p *parser) macro(name string) []Node {
	if !isLetter(name[0]) || len(name) > maxMacro || strings.HasPrefix(p.rest, "{") || strings.HasPrefix(p.rest, "[") {
		return p.fail()
	}
	return []Node{upright(name)}
}

// fenced is what stands between \left and \right.
func (p *parser) fenced() []Node {
	nodes := p.fence()
	nodes = append(nodes, p.list(`\right`)...)
	if p.failed {
		return nil
	}
	return []Node{branch(Row, append(nodes, p.fence()...)...)}
}

// fence reads what follows \left, \right or a size: nothing where it is a point.
func (p *parser) fence() []Node {
	p.skipSpace()
	if inner, found := strings.CutPrefix(p.rest, `\`); found {
		p.rest = inner
		name := p.name()
		sign, ok := fences[name]
		if !ok {
			sign, ok = operators[name]
		}
		if !ok {
			return p.fail()
		}
		return []Node{leaf(Fence, sign)}
	}
	if p.rest == "" || strings.IndexByte("()[]|/.<>", p.rest[0]) < 0 {
		return p.fail()
	}
	sign := p.rest[:1]
	p.rest = p.rest[1:]
	switch sign {
	case ".":
		return nil
	case "<":
		sign = "⟨"
	case ">":
		sign = "⟩"
	}
	return []Node{leaf(Fence, sign)}
}

// styled reads the argument of a command of style, or declares it for the rest of the
// group.
func (p *parser) styled(name string, s style) []Node {
	p.skipSpace()
	declares := !strings.HasPrefix(name, "math") && !strings.HasPrefix(p.rest, "{")
	outer := p.style
	p.style = s
	if declares {
		return nil
	}
	n := p.argument()
	p.style = outer
	return n
}

// words reads the argument of a command of text as it is written, spaces too. One
// with formulas in it is read as a formula of upright letters.
func (p *parser) words(name string) []Node {
	p.rest = strings.TrimLeft(p.rest, " ")
	inner, found := strings.CutPrefix(p.rest, "{")
	if end := strings.IndexAny(inner, `{}\^_$&~`); found && end >= 0 && inner[end] == '}' {
		p.rest = inner[end+1:]
		if inner[:end] == "" {
			return nil
		}
		if strings.HasPrefix(name, "math") || strings.HasPrefix(name, "op") {
			return []Node{upright(strings.TrimSpace(inner[:end]))}
		}
		return []Node{quote(inner[:end])}
	}
	return p.styled(name, style{upright: true})
}

// quote is text whose spaces stay.
func quote(s string) Node { return leaf(Text, strings.ReplaceAll(s, " ", "\u00A0")) }

// name is letters, or one other character.
func (p *parser) name() string {
	if letters := p.take(isLetter); letters != "" {
		if strings.HasPrefix(p.rest, "*") && words[letters+"*"] {
			p.rest = p.rest[1:]
		}
		return letters
	}
	_, n := utf8.DecodeRuneInString(p.rest)
	name := p.rest[:n]
	p.rest = p.rest[n:]
	return name
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
