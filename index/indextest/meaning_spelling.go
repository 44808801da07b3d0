package indextest

import (
	"paperboy/index"
	"paperboy/index/analysis"
)

// spelled adds the papers that have another form of a free term, and not the term itself.
func (m *meaning) spelled(free *freeMeaning, form string) {
	other := stemTerm(analysis.Stem(form))
	has := func(p *paper) bool { return other.inText(p) && !free.inText(p) }
	n := m.count(has)
	if n == 0 {
		return
	}
	m.add("another spelling", index.SpellingWeight*idf(len(m.papers), n+m.count(free.inText)), has)
	free.named = append(free.named, has)
}

// joined adds the papers that have two successive words as one, and lack one of the two.
func (m *meaning) joined(first, second freeWord) {
	if len(first.tokens) != 1 || len(second.tokens) != 1 || first.compound || second.compound || second.typed {
		return
	}
	form := analysis.JoinedForm(first.tokens[0].Form, second.tokens[0].Form)
	a, b := m.freeOf(first, 0), m.freeOf(second, 0)
	if form == "" || a == nil || b == nil {
		return
	}
	both := stemTerm(analysis.Stem(form))
	has := func(p *paper) bool { return both.inText(p) && !(a.inText(p) && b.inText(p)) }
	if m.count(has) == 0 {
		return
	}
	m.add("both as one word", index.SpellingWeight*(m.scored(a.term).idf+m.scored(b.term).idf), has)
	a.named, b.named = append(a.named, has), append(b.named, has)
}

// hasOtherForm reports whether a paper has the one token of a text in another form in a field.
func (p *paper) hasOtherForm(words []analysis.Token, text string, places [][]token) bool {
	for _, form := range analysis.OtherForms(words, text)[0] {
		for _, tokens := range places {
			if stemTerm(analysis.Stem(form)).in(tokens) {
				return true
			}
		}
	}
	return false
}
