package query

import (
	"strconv"
	"strings"
)

// maxSlop caps Near.Slop: half an abstract.
const maxSlop = 100

// slop reads the number after a tilde; ok is false if there is none.
func (p *parser) slop() (n int, ok bool) {
	start := p.pos
	for p.pos < len(p.text) && isDigit(p.text[p.pos]) {
		p.pos++
	}
	n, err := strconv.Atoi(p.text[start:p.pos])
	return n, err == nil && n <= maxSlop
}

// quoted makes the node of a phrase, which a tilde and a number may follow.
func (p *parser) quoted(text string) Node {
	isText := p.field.IsText()
	wild := false
	for word := range strings.FieldsSeq(text) {
		wild = wild || isWild(word)
	}
	if p.has('~') {
		p.pos++
		if n, ok := p.slop(); ok && n > 0 && isText && len(strings.Fields(text)) > 1 {
			return Near{p.field, text, n}
		}
		p.notice("Words near each other are asked for in the text, as in \"neural translation\"~3; a phrase was searched.")
	}
	switch {
	case wild && isText:
		return Near{p.field, text, 0}
	case wild:
		p.notice("Signs for other letters have no meaning in a quoted name.")
	}
	return Phrase{p.field, text}
}

// nearby reads what may follow an operand: NEAR/n and another operand.
func (p *parser) nearby(left Node) Node {
	for left != nil && !p.asText {
		start := p.pos
		p.skip()
		rest, ok := strings.CutPrefix(p.text[p.pos:], "NEAR/")
		if !ok {
			p.pos = start
			return left
		}
		p.pos = len(p.text) - len(rest)
		n, ok := p.slop()
		if !ok || n == 0 || p.pos < len(p.text) && p.text[p.pos] != ' ' {
			p.pos = start
			return left
		}
		p.skip()
		right := p.operand()
		near, ok := joinNear(left, right, n)
		if !ok {
			p.notice("NEAR stands between two words or phrases; both were searched without it.")
			return and(left, right)
		}
		left = near
	}
	return left
}

// joinNear makes one Near of two operands that are words of one field.
func joinNear(left, right Node, n int) (Near, bool) {
	field, text, ok := nearText(left, n)
	other, more, ok2 := nearText(right, n)
	return Near{field, text + " " + more, n}, ok && ok2 && field == other
}

func nearText(n Node, slop int) (field Field, text string, ok bool) {
	switch n := n.(type) {
	case Word:
		field, text, ok = n.Field, n.Text, true
	case Pattern:
		field, text, ok = n.Field, n.Text, true
	case Prefix:
		field, text, ok = n.Field, n.Text+"*", true
	case Near:
		field, text, ok = n.Field, n.Text, n.Slop == slop
	}
	ok = ok && (field == AnyText || field == Title || field == Abstract) && !strings.Contains(text, `"`)
	return field, text, ok
}
