package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/index/analysis"
)

// readsAsText reports whether AND, OR, NOT and the hyphen of an exclusion are text throughout:
// whether a title or a sentence was typed, and not a formula. A text without any of them is
// neither, and reads the same both ways.
//
// A text is a formula if it has a field, ||, && or "-(", or an operator next to a bracket or a
// quoted phrase, unless it is full of function words or has NOT after one. Otherwise it is
// text in each of these cases, where function words of one letter do not count:
//
//   - It is in capitals, and has a function word ("PROTECTION OF DATA OR
//     INFORMATION") or, with CapitalWords words or more, alternatives of several words
//     ("COMPUTER AIDED DIAGNOSIS OR TREATMENT PLANNING"). "BERT OR ROBERTA" is a formula.
//   - NOT or OR is next to a function word, or a hyphen after one: "Do NOT Know",
//     "How NOT to", "close to -1".
//   - A number is excluded next to a function word ("of degree -1"), or a word by an
//     exclamation mark ("Lexical Networks in !Xung").
//   - It has a function word, and more words follow what would be excluded: "On the
//     Plug-and -Play Use of Priors", "A Controlled NOT Gate for Light". An exclusion
//     comes last: "models of attention -survey".
//   - It has ProseWords words and at least as many function words as operators.
func (p *parser) readsAsText() bool {
	s := takeSurvey(p.text)
	if s.operators == 0 && s.excluded == 0 {
		return false
	}
	long := s.words >= ProseWords
	full := long && s.function >= max(4, 2*s.operators)
	switch {
	case s.fields > 0 || s.symbols:
		return false
	case s.bound:
		return (full || s.denied) && !s.between
	case s.operators > 0 && s.capitals:
		return s.function > 0 || s.words >= CapitalWords && s.several
	case s.beside, s.shouted && s.function > 0:
		return true
	case s.function > 0 && s.goesOn:
		return true
	}
	return long && s.operators > 0 && s.function >= s.operators
}

// survey is what a text looks like before it is parsed.
type survey struct {
	words, function int // outside of quotes, without operators
	operators       int // AND, OR and NOT
	excluded        int // words after a hyphen or an exclamation mark
	fields          int
	shouted         bool // an exclamation mark is before a word
	symbols         bool // ||, && or an excluded bracket
	capitals        bool // no letter is in lower case
	bound           bool // an operator is next to a bracket or a quoted phrase
	between         bool // an operator is between two of these
	beside          bool // NOT or OR is next to a function word
	denied          bool // NOT follows a function word: "are NOT (yet)"
	several         bool // an operator is next to several words
	goesOn          bool // more words follow the one after NOT or a hyphen
}

// lexeme is one item of a surveyed text.
type lexeme struct {
	kind     lexemeKind
	text     string // of words, in lower case; of operators, as they are
	excluded bool
	group    bool // of a closing bracket: it ends a group, not an aside
}

type lexemeKind uint8

const (
	wordLexeme lexemeKind = iota
	operatorLexeme
	quoteLexeme
	openLexeme
	closeLexeme
)

func takeSurvey(text string) survey {
	s := survey{capitals: !strings.ContainsFunc(text, unicode.IsLower)}
	items := s.lexemes(text)
	markGroups(items)
	run, runs := 0, []int{} // words between operators
	for i, item := range items {
		switch item.kind {
		case wordLexeme:
			run++
			s.words++
			if isFunction(item.text) && !item.excluded {
				s.function++
			}
		case operatorLexeme:
			s.operators++
			s.lookAround(items, i)
			if item.text != "NOT" || run > 0 {
				runs = append(runs, run)
			}
			run = 0
		}
		if item.excluded {
			s.excluded++
			s.goesOn = s.goesOn || wordFollows(items[i+1:])
			s.beside = s.beside || i > 0 && items[i-1].kind == wordLexeme && isFunction(items[i-1].text) || isNumber(item.text) && s.function > 0
		}
	}
	for _, n := range append(runs, run) {
		s.several = s.several || n > 1
	}
	return s
}

// markGroups distinguishes the brackets of groups from those of asides. A group has an
// operator within, or does not follow a word as the aside in "network (CODASYL) OR
// hierarchical" does.
func markGroups(items []lexeme) {
	var open []bool
	for i, item := range items {
		switch last := len(open) - 1; {
		case item.kind == openLexeme:
			open = append(open, i == 0 || items[i-1].kind != wordLexeme)
		case last < 0:
		case item.kind == operatorLexeme:
			open[last] = true
		case item.kind == closeLexeme:
			items[i].group = open[last]
			open = open[:last]
		}
	}
}

// wordFollows reports whether items continue with a word that is not excluded.
func wordFollows(items []lexeme) bool {
	return len(items) > 0 && items[0].kind == wordLexeme && !items[0].excluded
}

// lookAround records what is next to the operator at i.
func (s *survey) lookAround(items []lexeme, i int) {
	var left, right bool
	if i > 0 {
		s.denied = s.denied || items[i].text == "NOT" && items[i-1].kind == wordLexeme && isFunction(items[i-1].text)
		left = items[i-1].kind == closeLexeme && items[i-1].group || items[i-1].kind == quoteLexeme
		s.beside = s.beside || items[i].text != "AND" && items[i-1].kind == wordLexeme && isFunction(items[i-1].text)
	}
	if i+1 < len(items) {
		next := items[i+1]
		right = next.kind == openLexeme || next.kind == quoteLexeme
		s.beside = s.beside || items[i].text != "AND" && next.kind == wordLexeme && isFunction(next.text)
		if items[i].text == "NOT" && next.kind == wordLexeme && (i == 0 || items[i-1].kind != operatorLexeme) {
			s.goesOn = s.goesOn || wordFollows(items[i+2:])
		}
	}
	s.bound = s.bound || left || right
	s.between = s.between || left && right
}

// lexemes splits a text as the parser does.
func (s *survey) lexemes(text string) (items []lexeme) {
	p := parser{text: text}
	for p.pos < len(text) {
		switch c := text[p.pos]; {
		case c == '(' || c == ')':
			kind := openLexeme
			if c == ')' {
				kind = closeLexeme
			}
			items = append(items, lexeme{kind: kind})
			p.pos++
			continue
		case c == '"':
			if n := closingQuote(text[p.pos+1:]); n >= 0 {
				items = append(items, lexeme{kind: quoteLexeme})
				p.pos += n + 1
			}
			p.pos++
			continue
		}
		excluded := p.excludes()
		if excluded {
			s.shouted = s.shouted || p.has('!')
			p.pos++
			if p.has('(') || p.has('"') {
				s.excluded++
				s.bound = true
				s.symbols = s.symbols || p.has('(')
				continue
			}
		}
		end := p.wordEnd()
		if end == p.pos {
			p.pos++
			continue
		}
		raw := text[p.pos:end]
		p.pos = end
		if _, ok := citedID(raw); ok {
			continue
		}
		switch raw {
		case "AND", "OR", "NOT":
			items = append(items, lexeme{kind: operatorLexeme, text: raw})
			continue
		case "|", "||", "&&":
			s.symbols = true
			continue
		}
		if s.isField(raw, text[end:]) || isComparison(raw) {
			s.fields++
		}
		if word := strings.ToLower(strings.Trim(raw, separators+"+-.'")); hasAlnum(word) {
			items = append(items, lexeme{kind: wordLexeme, text: word, excluded: excluded})
		}
	}
	return items
}

// isField reports whether a word, or what it begins, has a field. "Abstract:We show" is how
// people paste an abstract.
func (s *survey) isField(raw, rest string) bool {
	raw = strings.TrimLeft(raw, "+-")
	name, value, found := strings.Cut(raw, ":")
	if !found || !isField(name, value) {
		return false
	}
	lower := strings.ToLower(name)
	if value == "" && !strings.HasPrefix(rest, `"`) && !strings.HasPrefix(rest, "(") {
		return false
	}
	return fieldOf(lower) != AnyText && !isPastedLabel(name) || columnOf(lower) != ""
}

// isComparison reports whether a word begins like a range without a colon: year>=2020.
func isComparison(raw string) bool {
	i := strings.IndexAny(raw, "<>=")
	return i > 0 && columnOf(strings.ToLower(raw[:i])) != ""
}

// isPastedLabel reports whether the name of a field is written as the label that
// begins a pasted text.
func isPastedLabel(name string) bool {
	return name == "Title" || name == "Abstract" || name == "TITLE" || name == "ABSTRACT"
}

// isNumber reports whether a word is a number, or two with a point, comma or slash.
func isNumber(word string) bool { return strings.Trim(word, "0123456789.,/") == "" }

// isFunction reports whether a word in lower case is a function word of two letters or
// more: "A" and "I" also count things, as in "vitamin A OR B".
func isFunction(word string) bool { return len(word) > 1 && analysis.IsFunctionWord(word) }

// excludes reports whether a hyphen or an exclamation mark here excludes what follows. It does
// not within a word, nor after a bracket or a quotation mark, as in "(2+1)-dimensional".
func (p *parser) excludes() bool {
	if p.pos > 0 && strings.IndexByte(" (", p.text[p.pos-1]) < 0 || p.pos+1 >= len(p.text) {
		return false
	}
	switch next := p.text[p.pos+1]; p.text[p.pos] {
	case '-':
		return next != '-' && strings.IndexByte(separators+" )", next) < 0
	case '!':
		return next == '"' || next == '(' || next >= utf8.RuneSelf || isAlnum(rune(next))
	}
	return false
}
