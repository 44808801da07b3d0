package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data/text"
)

// word reads a word, with its field if it has one.
func (p *parser) word() Node {
	raw := p.text[p.pos:p.wordEnd()]
	if p.field == AnyText {
		if id, ok := citedID(raw); ok {
			p.pos += len(raw)
			return id
		}
	}
	if n, ok := p.comparison(raw); ok {
		return n
	}
	name, rest, found := strings.Cut(raw, ":")
	if !found || !isField(name, rest) {
		return p.plain()
	}
	name = strings.ToLower(name)
	field, column := fieldOf(name), columnOf(name)
	if has, ok := hasOf(name); ok && trimWord(rest) == "*" {
		p.pos += len(raw)
		return Has{has}
	}
	value := strings.TrimLeft(rest, separators+"-")
	at := p.pos + len(raw) - len(value)
	if value == "" && (at == len(p.text) || p.text[at] != '"' && p.text[at] != '(') {
		isKnown := strings.HasPrefix(raw, name) && (field != AnyText || column != "") && hasAlnum(p.text[at:])
		if !isKnown || !p.mayHaveSpace(at) {
			if isKnown {
				p.notice("To search by %s, write %s: without a space after it.", name, name)
			}
			return p.plain()
		}
		at += len(p.text[at:]) - len(strings.TrimLeft(p.text[at:], " "))
	}
	if field != AnyText {
		return p.value(field, at)
	}
	if column != "" {
		return p.bounds(column, at)
	}
	p.notice("There is no field %q; it was searched as text.", name)
	return p.plain()
}

// mayHaveSpace reports whether the value of a field may follow its colon after the space at an offset:
// author: "Ada Lovelace". A title has colons too, "the death of the author: reading", so that without
// quotation marks the query must begin with a field and be no prose.
func (p *parser) mayHaveSpace(at int) bool {
	if quoted, ok := strings.CutPrefix(strings.TrimLeft(p.text[at:], " "), `"`); ok && closingQuote(quoted) > 0 {
		return true
	}
	first, _, _ := strings.Cut(strings.TrimLeft(p.text, " "), ":")
	return (fieldOf(first) != AnyText || columnOf(first) != "") && strings.Count(p.text, " ") < ProseWords
}

// value reads what is searched in a field, from an offset on.
func (p *parser) value(field Field, at int) Node {
	outer := p.field
	p.pos, p.field = at, field
	defer func() { p.field = outer }()
	if p.has('=') { // title:="exact words", as a phrase
		p.pos++
	}
	if rest, ok := strings.CutPrefix(strings.TrimPrefix(p.text[p.pos:], `"`), "^"); ok && field == Author && rest != "" && rest[0] != ' ' {
		p.field = FirstAuthor
		if p.has('^') {
			p.pos++
		}
	}
	switch {
	case p.has('"'):
		return p.phrase()
	case p.has('('):
		return p.group()
	}
	n := p.plain()
	if w, ok := n.(Word); ok && (w.Field == Author || w.Field == FirstAuthor) {
		p.warnOfName(w)
	}
	return n
}

// warnOfName notes a name of which the field has only the first word.
func (p *parser) warnOfName(w Word) {
	if !strings.HasPrefix(p.text[p.pos:], " ") {
		return
	}
	next, _, _ := strings.Cut(p.text[p.pos+1:], " ")
	first, _ := utf8.DecodeRuneInString(next)
	if !unicode.IsUpper(first) || strings.ContainsAny(next, `:"(`) || next == "AND" || next == "OR" || next == "NOT" || strings.HasPrefix(next, "NEAR/") {
		return
	}
	p.notice(`%s: has the word %q only; for a whole name write %s:"%s %s".`, w.Field, w.Text, w.Field, w.Text, trimWord(next))
}

// comparison reads a range without a colon: year>=2020. It returns false if raw is not one.
func (p *parser) comparison(raw string) (Node, bool) {
	i := strings.IndexAny(raw, "<>=")
	if i <= 0 || strings.Contains(raw[:i], ":") {
		return nil, false
	}
	column := columnOf(strings.ToLower(raw[:i]))
	if column == "" {
		return nil, false
	}
	try := parser{text: p.text, pos: p.pos, field: p.field, open: p.open}
	if r, ok := try.bounds(column, p.pos+i).(Range); ok {
		p.pos = try.pos
		for _, n := range try.notices {
			p.notice("%s", n)
		}
		return r, true
	}
	return nil, false
}

// plain reads a word of the current field.
func (p *parser) plain() Node {
	start := p.pos
	p.pos = p.wordEnd()
	return p.leaf(p.text[start:p.pos])
}

// leaf makes a node of one word.
func (p *parser) leaf(raw string) Node {
	trimmed := trimWord(raw)
	if !hasAlnum(trimmed) {
		return nil
	}
	if isPattern(trimmed) && p.field != Category && p.field != ID && p.field != FirstAuthor {
		return Pattern{p.field, trimmed}
	}
	word, sign := cutSign(trimmed)
	if sign == 0 || strings.ContainsAny(word, `:"`) && p.field != ID {
		return p.plainWord(trimmed)
	}
	head, tail := cutTail(word)
	if p.field == Category || p.field == ID {
		head, tail = "", strings.TrimRight(word, ".")
		if sign == '~' || tail != word {
			return p.plainWord(tail)
		}
	}
	letters := utf8.RuneCountInString(tail)
	switch {
	case letters < 2 && sign == '*' || letters == 0:
		if r, _ := utf8.DecodeRuneInString(tail); sign == '*' && head == "" && unicode.IsLower(r) {
			p.notice("%s is searched as a name, like A*; the beginning of a word needs two letters.", trimmed)
		}
		return p.plainWord(trimmed) // "A*", "C^*"
	case strings.ContainsFunc(tail, text.IsCJK):
		return p.plainWord(word)
	case letters < 2 || letters < 3 && sign == '~':
		p.notice("%q is too short for %c; at least three letters are needed.", tail, sign)
		return p.plainWord(word)
	case sign == '~' && p.field == FirstAuthor:
		p.notice("A first author is not searched by similar spelling.")
		return p.plainWord(word)
	case sign == '~':
		return and(p.leaf(head), Fuzzy{p.field, tail})
	}
	return and(p.leaf(head), Prefix{p.field, tail})
}

// plainWord makes a Word that reads the same when it is parsed again.
func (p *parser) plainWord(text string) Node {
	switch {
	case p.field == ID:
		return idWord(text)
	case text == "AND" || text == "OR" || text == "NOT" || strings.HasPrefix(text, "NEAR/"):
		text = strings.ToLower(text)
	}
	return Word{p.field, text}
}

// trimWord removes punctuation after a word.
func trimWord(raw string) string { return strings.TrimRight(raw, separators+".<>=") }

// cutSign removes the sign of a prefix (*) or a fuzzy word (~, ~1, ~2).
func cutSign(text string) (word string, sign byte) {
	if word, ok := strings.CutSuffix(text, "*"); ok {
		return word, '*'
	}
	for _, suffix := range []string{"~", "~1", "~2"} {
		if word, ok := strings.CutSuffix(text, suffix); ok {
			return word, '~'
		}
	}
	return text, 0
}

// cutTail cuts a word before its last run of letters and digits, with points between digits:
// what an index holds as one word.
func cutTail(word string) (head, tail string) {
	at := len(word)
	for at > 0 {
		r, size := utf8.DecodeLastRuneInString(word[:at])
		point := r == '.' && at < len(word) && isDigit(word[at]) && at > 1 && isDigit(word[at-2])
		if !isAlnum(r) && !unicode.IsMark(r) && !point {
			break
		}
		at -= size
	}
	return strings.TrimRight(word[:at], "-"), word[at:]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// fieldOf returns the field with a name in lower case, or AnyText.
func fieldOf(name string) Field {
	switch name {
	case "title", "ti", "intitle":
		return Title
	case "abstract", "abs":
		return Abstract
	case "author", "au":
		return Author
	case "cat", "category", "categories":
		return Category
	case "venue", "journal":
		return Venue
	case "id":
		return ID
	case "first_author", "firstauthor":
		return FirstAuthor
	}
	return AnyText
}

// hasOf returns the field with a name in lower case that a paper may have or lack.
func hasOf(name string) (Field, bool) {
	switch f := fieldOf(name); {
	case f == Title, f == Abstract, f == Author, f == Category, f == Venue:
		return f, true
	case name == "doi":
		return DOI, true
	case columnOf(name) == DateColumn:
		return Date, true
	}
	return AnyText, false
}

// isField reports whether the colon between name and rest may make name a field. It does not
// in an address, "std::vector" and "3:1".
func isField(name, rest string) bool {
	return name != "" && strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz_") == "" &&
		!strings.HasPrefix(rest, "//") && !strings.HasPrefix(rest, ":")
}

// wordEnd returns where the word at pos ends: at a space, a quotation mark, or a
// bracket that has no partner within the word.
func (p *parser) wordEnd() int {
	end := p.pos
	for end < len(p.text) {
		switch c := p.text[end]; {
		case c == ' ' || c == ')' || c == '"' && !isUmlaut(p.text, end):
			return end
		case c == '(':
			if end == p.pos {
				return end
			}
			if p.brackets == nil {
				p.brackets = bracketEnds(p.text)
			}
			if p.brackets[end] == 0 {
				return end
			}
			end = p.brackets[end]
		default:
			end++
		}
	}
	return end
}

// bracketEnds returns, for each byte of text, where the bracketed text that begins there ends,
// after its closing bracket. It is 0 if none begins there, or if that has spaces or quotes.
func bracketEnds(text string) []int {
	ends := make([]int, len(text))
	var open []int
	for i := range len(text) {
		switch text[i] {
		case ' ', '"':
			open = open[:0]
		case '(':
			open = append(open, i)
		case ')':
			if n := len(open); n > 0 {
				ends[open[n-1]] = i + 1
				open = open[:n-1]
			}
		}
	}
	return ends
}
