// Package highlight shows a reader where a text answers a query: Mark marks a
// whole title, Snippet cuts the best piece out of an abstract.
//
// New takes from a query what can be seen in a text: its words by their stems,
// prefixes, fuzzy words, phrases and compounds. Each text is then tokenized by the rules of
// the index (package analysis), the tokens that answer are marked, and marks
// that touch or overlap become one. Function words are marked in phrases only,
// or where the query has nothing else. What a query excludes, or asks of
// authors, categories, venues and ids, is not marked.
//
// The result is HTML: all text is escaped, and <mark> is the only tag.
package highlight

import (
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/data/text"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// Highlighter marks what answers one query. It may be used concurrently.
type Highlighter struct {
	words    map[string]int // terms by stem, or by form for function words
	first    [256]bool      // first bytes of words: no stemming changes that of a form
	prefixes []affix
	fuzzies  []affix
	patterns []affix
	phrases  []phrase
	terms    int // terms are numbered from 0
}

type affix struct {
	text string
	term int
}

type phrase struct {
	forms []string
	stems bool // forms are stems, function words as they are
	term  int
}

// New makes a Highlighter of a query, and of the words of further texts.
func New(q query.Query, texts ...string) *Highlighter {
	h := &Highlighter{words: map[string]int{}}
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

// add takes the terms of n and returns the function words left out.
func (h *Highlighter) add(n query.Node) (functionWords []string) {
	switch n := n.(type) {
	case query.And:
		for _, child := range n.Nodes {
			functionWords = append(functionWords, h.add(child)...)
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
	for _, t := range analysis.QueryTokens(nil, text) {
		if analysis.IsFunctionWord(t.Form) {
			functionWords = append(functionWords, t.Form)
		} else {
			h.addWord(analysis.Stem(t.Form))
		}
	}
	return functionWords
}

func (h *Highlighter) addWord(word string) {
	if _, known := h.words[word]; !known {
		h.words[word] = h.next()
	}
}

// addTyped adds the words that begin as the last word of a text does.
func (h *Highlighter) addTyped(text string) {
	tokens := analysis.QueryTokens(nil, text)
	if len(tokens) == 0 {
		return
	}
	if last := tokens[len(tokens)-1].Form; utf8.RuneCountInString(last) >= query.MinTyped {
		h.prefixes = append(h.prefixes, affix{last, h.next()})
	}
}

// addPhrase adds a text of at least so many words.
func (h *Highlighter) addPhrase(text string, least int) {
	var forms []string
	for _, t := range analysis.QueryTokens(nil, text) {
		forms = append(forms, t.Form)
	}
	if len(forms) >= least {
		h.phrases = append(h.phrases, phrase{forms: forms, term: h.next()})
	}
}

// addCompound adds a hyphenated word: its parts by their stems, next to each other, or
// all of them as one word.
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

// compoundForm is how a part of a compound is compared.
func compoundForm(form string) string {
	if analysis.IsFunctionWord(form) {
		return form
	}
	return analysis.Stem(form)
}

// Mark is all of text, marked.
func (h *Highlighter) Mark(text string) string {
	var b strings.Builder
	writeMarked(&b, text, 0, len(text), merged(h.matches(text)))
	return b.String()
}

// writeMarked writes the text from start to end, escaped, with the spans in it
// marked; a span is marked as far as it lies within.
func writeMarked(b *strings.Builder, text string, start, end int, spans []span) {
	at := start
	for _, s := range spans {
		from, to := max(s.start, start), min(s.end, end)
		if from >= to {
			continue
		}
		b.WriteString(html.EscapeString(text[at:from]))
		b.WriteString("<mark>")
		b.WriteString(html.EscapeString(text[from:to]))
		b.WriteString("</mark>")
		at = to
	}
	b.WriteString(html.EscapeString(text[at:end]))
}

// span is a piece of a text, in bytes, that answers a term.
type span struct{ start, end, term int }

// merged joins spans that touch or overlap.
func merged(spans []span) []span {
	var all []span
	for _, s := range spans {
		if n := len(all); n > 0 && s.start <= all[n-1].end {
			all[n-1].end = max(all[n-1].end, s.end)
		} else {
			all = append(all, s)
		}
	}
	return all
}

// matches returns the pieces of text that answer a term, by their start.
func (h *Highlighter) matches(text string) []span {
	if h.terms == 0 {
		return nil
	}
	var spans []span
	tokens := analysis.Tokenize(make([]analysis.Token, 0, 16+len(text)/4), text)
	for _, t := range tokens {
		if term, ok := h.term(t.Form); ok {
			spans = append(spans, span{t.Start, t.End, term})
		}
	}
	for _, p := range h.phrases {
		for i, t := range tokens {
			if t.Extra {
				continue
			}
			if end, ok := p.at(tokens[i:]); ok {
				spans = append(spans, span{t.Start, end, p.term})
			}
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return a.start - b.start })
	return spans
}

// term returns the term that a form answers.
func (h *Highlighter) term(form string) (term int, ok bool) {
	if h.first[form[0]] {
		if term, ok = h.words[analysis.Stem(form)]; ok {
			return term, true
		}
		if term, ok = h.words[form]; ok {
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

// at reports whether tokens, from a first reading on, begin with the phrase, and
// where it ends.
func (p phrase) at(tokens []analysis.Token) (end int, ok bool) {
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
