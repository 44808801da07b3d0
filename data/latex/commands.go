package latex

import "strings"

// command parses a command, whose backslash was already read.
func (p *parser) command() []Node {
	name := p.name()
	c, known := commands[name]
	switch {
	case name == "":
		return p.fail()
	case !known:
		return p.construct(name)
	}
	switch c.class {
	case letter:
		return []Node{leaf(Identifier, p.style.alphabet.convert(c.sign))}
	case macro:
		return []Node{leaf(Identifier, c.sign)}
	case capital:
		return []Node{upright(p.style.alphabet.convert(c.sign))}
	case operator, large, integral:
		return []Node{leaf(Operator, c.sign)}
	case delimiter:
		return []Node{leaf(Rigid, c.sign)}
	case space:
		if c.sign == "" {
			return nil
		}
		return []Node{quote(c.sign)}
	case function, limit:
		return p.function(name)
	case styled:
		return p.styled(name, style{alphabet: c.alphabet})
	case ignored:
		return nil
	case size:
		return p.fence()
	case words:
		return p.words(name)
	case mark:
		kind := Rigid
		if strings.HasPrefix(name, "wide") || strings.HasPrefix(name, "over") {
			kind = Operator
		}
		return []Node{branch(Accent, row(p.argument()), leaf(kind, c.sign))}
	case line:
		return []Node{branch(Underline, row(p.argument()), leaf(Operator, c.sign))}
	}
	return p.construct(name)
}

// function returns the name of a function, followed by a thin space unless its argument is in
// parentheses or missing.
func (p *parser) function(name string) []Node {
	n := upright(name)
	ahead := strings.TrimLeft(p.rest, " ")
	if ahead == "" || strings.IndexByte("([^_}|,.;:)]+-=/", ahead[0]) >= 0 || strings.HasPrefix(ahead, `\left`) || strings.HasPrefix(ahead, `\big`) || strings.HasPrefix(ahead, `\Big`) {
		return []Node{n}
	}
	return []Node{branch(Row, n, quote("\u2009"))}
}

// construct parses a command that builds something from its arguments.
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

// macro parses an unknown command. If it has no argument, it is shown as its name, since that
// is most often what the author's macro is for (\Hom, \GL, \g).
func (p *parser) macro(name string) []Node {
	if !isLetter(name[0]) || len(name) > maxMacro || strings.HasPrefix(p.rest, "{") || strings.HasPrefix(p.rest, "[") {
		return p.fail()
	}
	return []Node{upright(name)}
}

// fenced parses a formula between \left and \right.
func (p *parser) fenced() []Node {
	nodes := p.fence()
	nodes = append(nodes, p.list(`\right`)...)
	if p.failed {
		return nil
	}
	return []Node{branch(Row, append(nodes, p.fence()...)...)}
}

// fence parses the delimiter after \left, \right or a size. A point stands for no delimiter.
func (p *parser) fence() []Node {
	p.skipSpace()
	if inner, found := strings.CutPrefix(p.rest, `\`); found {
		p.rest = inner
		c := commands[p.name()]
		if c.class != delimiter && c.class != operator {
			return p.fail()
		}
		return []Node{leaf(Fence, c.sign)}
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

// styled parses the argument of a style command, or applies the style to the rest of the
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

// words parses the argument of a text command literally, with its spaces. An argument that
// contains formulas is parsed as a formula with upright letters.
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

// quote returns a text node whose spaces are kept.
func quote(s string) Node { return leaf(Text, strings.ReplaceAll(s, " ", "\u00A0")) }
