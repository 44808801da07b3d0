// Package highlight shows a reader where a text answers a query: Mark marks the
// words of a whole title, Snippet those of the best piece of an abstract.
//
// New takes from a query what can be seen in a text: its words by their stems,
// prefixes, patterns, fuzzy words, phrases and compounds. Each text is split into
// tokens by the rules of the index (package analysis), the tokens that answer the
// query are marked, and marks that touch or overlap become one. Function words are
// marked only in phrases, or if the query has nothing else. Excluded words are not
// marked, nor are those for authors, categories, venues and ids.
//
// The result is spans of plain text. Making HTML of them is left to the caller.
package highlight

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"paperboy/data/text"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// Span is a piece of a text. Marked is true if the piece answers the query.
type Span struct {
	Text   string
	Marked bool
}

// Highlighter marks what answers one query. It may be used concurrently.
type Highlighter struct {
	words    map[string]int // terms by stem, or by form for function words
	first    [256]bool      // the first bytes of words; stemming never changes that of a form
	prefixes []affix
	fuzzies  []affix
	patterns []affix
	phrases  []phrase
	terms    int // terms are numbered from 0

	mu sync.Mutex // guards byForm
	// byForm has the terms of the forms that texts had so far, noTerm for none. The abstracts of a
	// page share half of the forms that begin like a term, and stemming one takes an allocation.
	byForm map[string]int
}

// noTerm is the term of a form that answers none.
const noTerm = -1

type affix struct {
	text string
	term int
}

type phrase struct {
	forms []string
	stems bool // forms are stems, except function words
	term  int
}

// New returns a Highlighter for a query and for the words of further texts.
func New(q query.Query, texts ...string) *Highlighter {
	h := &Highlighter{words: map[string]int{}, byForm: map[string]int{}}
	functionWords := h.add(q.Root)
	for _, text := range texts {
		functionWords = append(functionWords, h.addWords(text)...)
	}
	if h.terms == 0 {
		for _, form := range functionWords {
			h.addWord(form)
		}
	}
	for word := range h.words {
		h.first[word[0]] = true
	}
	return h
}

// add adds the terms of n. It returns the function words that it left out.
func (h *Highlighter) add(n query.Node) (functionWords []string) {
	switch n := n.(type) {
	case query.And:
		for i, child := range n.Nodes {
			functionWords = append(functionWords, h.add(child)...)
			if i > 0 {
				h.addJoined(n.Nodes[i-1], child)
			}
		}
	case query.Or:
		for _, child := range n.Nodes {
			functionWords = append(functionWords, h.add(child)...)
		}
	case query.Word:
		switch {
		case n.IsCompound():
			h.addCompound(n.Text)
		case isText(n.Field):
			functionWords = h.addWords(n.Text)
			h.addPhrase(n.Text, 2)
		}
	case query.Typed:
		functionWords = h.addWords(n.Text)
		h.addTyped(n.Text)
	case query.Phrase:
		if isText(n.Field) {
			h.addPhrase(n.Text, 1)
		}
	case query.Prefix:
		if isText(n.Field) {
			h.prefixes = append(h.prefixes, affix{text.Normalize(n.Text), h.next()})
		}
	case query.Pattern:
		if isText(n.Field) {
			h.patterns = append(h.patterns, affix{text.Normalize(n.Text), h.next()})
		}
	case query.Near:
		for _, part := range n.Parts() {
			if part.Wild {
				h.patterns = append(h.patterns, affix{text.Normalize(part.Text), h.next()})
			} else {
				functionWords = append(functionWords, h.addWords(part.Text)...)
			}
		}
	case query.Fuzzy:
		if isText(n.Field) {
			h.fuzzies = append(h.fuzzies, affix{text.Normalize(n.Text), h.next()})
		}
	}
	return functionWords
}

func isText(f query.Field) bool { return f == query.AnyText || f == query.Title || f == query.Abstract }

func (h *Highlighter) next() int {
	h.terms++
	return h.terms - 1
}

func (h *Highlighter) addWords(text string) (functionWords []string) {
	tokens := analysis.QueryTokens(nil, text)
	others := analysis.OtherForms(tokens, text)
	for i, t := range tokens {
		if analysis.IsFunctionWord(t.Form) {
			functionWords = append(functionWords, t.Form)
			continue
		}
		stem := analysis.Stem(t.Form)
		h.addWord(stem)
		for _, other := range others[i] {
			h.addSpelling(analysis.Stem(other), stem)
		}
	}
	return functionWords
}

// addSpelling adds a word that answers the same term as another.
func (h *Highlighter) addSpelling(word, of string) {
	if _, known := h.words[word]; !known {
		h.words[word] = h.words[of]
	}
}

// addJoined adds successive words as one.
func (h *Highlighter) addJoined(first, second query.Node) {
	a, _ := first.(query.Word)
	b, _ := second.(query.Word)
	left, right := analysis.QueryTokens(nil, a.Text), analysis.QueryTokens(nil, b.Text)
	if a.Field != query.AnyText || b.Field != query.AnyText || len(left) != 1 || len(right) != 1 {
		return
	}
	if form := analysis.JoinedForm(left[0].Form, right[0].Form); form != "" {
		h.addSpelling(analysis.Stem(form), analysis.Stem(left[0].Form))
	}
}

func (h *Highlighter) addWord(word string) {
	if _, known := h.words[word]; !known {
		h.words[word] = h.next()
	}
}

// addTyped adds the last word of a text as a prefix, if it is long enough.
func (h *Highlighter) addTyped(text string) {
	tokens := analysis.QueryTokens(nil, text)
	if len(tokens) == 0 {
		return
	}
	if last := tokens[len(tokens)-1].Form; utf8.RuneCountInString(last) >= query.MinTyped {
		h.prefixes = append(h.prefixes, affix{last, h.next()})
	}
}

// addPhrase adds a text as a phrase if it has at least minWords words.
func (h *Highlighter) addPhrase(text string, minWords int) {
	var forms []string
	for _, t := range analysis.QueryTokens(nil, text) {
		forms = append(forms, t.Form)
	}
	if len(forms) >= minWords {
		h.phrases = append(h.phrases, phrase{forms: forms, term: h.next()})
	}
}

// addCompound adds a hyphenated word: as its parts next to each other, by their stems,
// and as one word without hyphens.
func (h *Highlighter) addCompound(text string) {
	p := phrase{stems: true}
	joined := ""
	for _, t := range analysis.QueryTokens(nil, text) {
		p.forms = append(p.forms, compoundForm(t.Form))
		joined += t.Form
	}
	if joined == "" {
		return
	}
	h.addWord(analysis.Stem(joined))
	p.term = h.words[analysis.Stem(joined)]
	h.phrases = append(h.phrases, p)
}

// compoundForm returns the form by which the parts of compounds are compared.
func compoundForm(form string) string {
	if analysis.IsFunctionWord(form) {
		return form
	}
	return analysis.Stem(form)
}

// Mark returns all of text, with what answers the query marked. Marked and unmarked
// spans alternate, and none is empty.
func (h *Highlighter) Mark(text string) []Span {
	return cut(text, 0, len(text), merged(h.matches(text)))
}

// cut returns the text from start to end, in bytes. Matches are marked as far as they
// lie in it; they are in ascending order and do not touch.
func cut(text string, start, end int, matches []match) []Span {
	if start == end {
		return nil
	}
	spans := make([]Span, 0, 2*len(matches)+1)
	at := start
	for _, m := range matches {
		from, to := max(m.start, start), min(m.end, end)
		if from >= to {
			continue
		}
		if at < from {
			spans = append(spans, Span{Text: text[at:from]})
		}
		spans = append(spans, Span{text[from:to], true})
		at = to
	}
	if at < end {
		spans = append(spans, Span{Text: text[at:end]})
	}
	return spans
}

// match is a piece of a text, in bytes, that answers a term.
type match struct{ start, end, term int }

// merged joins matches that touch or overlap.
func merged(matches []match) []match {
	var all []match
	for _, m := range matches {
		if n := len(all); n > 0 && m.start <= all[n-1].end {
			all[n-1].end = max(all[n-1].end, m.end)
		} else {
			all = append(all, m)
		}
	}
	return all
}

// matches returns the pieces of text that answer a term, in the order of their starts.
func (h *Highlighter) matches(text string) []match {
	if h.terms == 0 {
		return nil
	}
	buffer := tokenBuffers.Get().(*[]analysis.Token)
	tokens := analysis.Tokenize((*buffer)[:0], text)
	defer func() {
		clear(tokens) // their forms
		*buffer = tokens
		tokenBuffers.Put(buffer)
	}()
	found := h.answering(tokens)
	for _, p := range h.phrases {
		for i, t := range tokens {
			if t.Extra {
				continue
			}
			if end, ok := p.matchStart(tokens[i:]); ok {
				found = append(found, match{t.Start, end, p.term})
			}
		}
	}
	slices.SortFunc(found, func(a, b match) int { return a.start - b.start })
	return found
}

// tokenBuffers has the buffers for the tokens of a text: an abstract has 10 kB of them.
var tokenBuffers = sync.Pool{New: func() any { return new([]analysis.Token) }}

// answering returns the tokens that answer a term each alone.
func (h *Highlighter) answering(tokens []analysis.Token) (found []match) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range tokens {
		if term, ok := h.term(tokens[i].Form); ok {
			found = append(found, match{tokens[i].Start, tokens[i].End, term})
		}
	}
	return found
}

// term returns the term that a token of this form answers. The caller holds mu.
func (h *Highlighter) term(form string) (term int, ok bool) {
	if h.first[form[0]] {
		term, known := h.byForm[form]
		if !known {
			term = h.wordTerm(form)
			h.byForm[form] = term
		}
		if term != noTerm {
			return term, true
		}
	}
	if len(h.prefixes)+len(h.fuzzies)+len(h.patterns) == 0 || analysis.IsFunctionWord(form) {
		return 0, false
	}
	for _, p := range h.prefixes {
		if strings.HasPrefix(form, p.text) {
			return p.term, true
		}
	}
	for _, p := range h.patterns {
		if query.MatchPattern(p.text, form) {
			return p.term, true
		}
	}
	for _, f := range h.fuzzies {
		if isClose(form, f.text) {
			return f.term, true
		}
	}
	return 0, false
}

// wordTerm returns the term of the word that form is, by its stem or as it is; noTerm if there is none.
func (h *Highlighter) wordTerm(form string) int {
	if term, ok := h.words[analysis.Stem(form)]; ok {
		return term
	}
	if term, ok := h.words[form]; ok {
		return term
	}
	return noTerm
}

// matchStart reports whether the phrase is at the start of tokens, and where it ends in
// the text.
func (p phrase) matchStart(tokens []analysis.Token) (end int, ok bool) {
	position := tokens[0].Position
	for _, form := range p.forms {
		found := false
		for len(tokens) > 0 && tokens[0].Position == position {
			if !tokens[0].Extra {
				end = max(end, tokens[0].End)
			}
			found = found || !p.stems && tokens[0].Form == form || p.stems && compoundForm(tokens[0].Form) == form
			tokens = tokens[1:]
		}
		if !found {
			return 0, false
		}
		position++
	}
	return end, true
}
