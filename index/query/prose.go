package query

import "strings"

// prose reads the text again as words only if n shows that it is prose: many words, and no
// formula except what pasted text has by chance.
func (p *parser) prose(n Node) Node {
	var c counts
	if s := takeSurvey(p.text); s.fields > 0 || s.symbols || s.operators > 0 && !p.asText {
		return n
	}
	if !c.add(n) || c.words < ProseWords || c.bare < ProseWords/2 {
		return n
	}
	again := parser{text: p.text}
	var words []Node
	for again.skip(); again.pos < len(again.text); again.skip() {
		switch again.text[again.pos] {
		case '"', '(', ')':
			again.pos++
			continue
		}
		word := again.proseWord()
		if w, ok := word.(Word); ok && w.IsCompound() {
			for _, part := range compoundParts(w.Text) {
				words = append(words, Word{Text: part})
			}
			continue
		}
		words = append(words, word)
	}
	p.notices = nil
	if c.signs {
		p.notice("A text of this length is searched by its words; quotation marks and other signs in it were ignored.")
	}
	return and(words...)
}

// proseWord reads a word as it is, up to a colon that would make it look like a field.
func (p *parser) proseWord() Node {
	raw := p.text[p.pos:p.wordEnd()]
	if id, ok := citedID(raw); ok {
		p.pos += len(raw)
		return id
	}
	if name, rest, found := strings.Cut(raw, ":"); found && isField(name, rest) {
		raw = name + ":"
	}
	p.pos += len(raw)
	text := trimWord(raw)
	if !hasAlnum(text) {
		return nil
	}
	return p.plainWord(text)
}

// counts are what distinguishes prose from a formula.
type counts struct {
	words int  // all
	bare  int  // neither quoted nor excluded
	signs bool // it has something that is not a plain word
}

// add counts the words of n. It returns false if n is a formula.
func (c *counts) add(n Node) bool {
	switch n := n.(type) {
	case nil, cited:
	case And:
		for _, child := range n.Nodes {
			if !c.add(child) {
				return false
			}
		}
	case Not:
		c.signs = true
		bare := c.bare
		_, group := n.Node.(And)
		plain := !group && c.add(n.Node)
		c.bare = bare
		return plain
	case Word:
		c.words++
		c.bare++
		return n.Field.IsText()
	case Phrase:
		c.signs = true
		for _, w := range strings.Fields(n.Text) {
			if hasAlnum(w) {
				c.words++
			}
		}
		return n.Field == AnyText
	case Prefix, Fuzzy, Pattern:
		c.words++
		c.bare++
		c.signs = true
		return IsFree(n)
	default:
		return false
	}
	return true
}
