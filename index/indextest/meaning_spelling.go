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
	m.add("both as one word", index.JoinedWeight*(m.scored(a.term).idf+m.scored(b.term).idf), has)
	a.named, b.named = append(a.named, has), append(b.named, has)
}

// wordOf adds the papers that have a compound as one word, and lack one of its parts.
func (m *meaning) wordOf(w freeWord) {
	free := m.free[compoundTerm(w.text).name]
	form, sum := "", 0.
	for i, t := range w.tokens {
		form, sum = form+t.Form, sum+m.scored(free.parts[i]).idf
	}
	whole := stemTerm(analysis.Stem(form))
	has := func(p *paper) bool { return whole.inText(p) && !free.isIn(p) }
	if m.count(has) == 0 {
		return
	}
	m.add("compound as one word", index.JoinedWeight*sum, has)
	free.named = append(free.named, has)
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
