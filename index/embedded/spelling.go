package embedded

import (
	"slices"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/query"
)

// addSpelled adds the papers that have another form of a free term, and not the term itself.
func (p *plan) addSpelled(free *freeTerm, form string) {
	other := p.stem(form)
	if !other.isStem {
		return
	}
	docs, papers := make([][]uint32, len(p.snap.Segments)), 0
	for i := range docs {
		docs[i] = p.without(other, i, func() bitset.Set { return p.textSet(free.term, i) })
		papers += p.snap.Segments[i].CountPapers(docs[i])
	}
	if papers == 0 {
		return
	}
	for i := range docs {
		papers += p.count(free.term, i)
	}
	p.addNamed(free, extra{"another spelling of " + free.typed, index.SpellingWeight * index.SearchIDF(p.snap.Papers, papers), docs})
}

// addJoined adds the papers that have two successive words as one, and lack one of the two.
func (p *plan) addJoined(first, second freeWord) {
	if len(first.tokens) != 1 || len(second.tokens) != 1 || first.compound || second.compound || second.typed {
		return
	}
	form := analysis.JoinedForm(first.tokens[0].Form, second.tokens[0].Form)
	if form == "" {
		return
	}
	both, a, b := p.stem(form), p.tokenTerm(first, 0), p.tokenTerm(second, 0)
	if !both.isStem || a == nil || b == nil {
		return
	}
	docs, papers := make([][]uint32, len(p.snap.Segments)), 0
	for i := range docs {
		docs[i] = p.without(both, i, func() bitset.Set {
			set := slices.Clone(p.textSet(a.term, i))
			set.And(p.textSet(b.term, i))
			return set
		})
		papers += p.snap.Segments[i].CountPapers(docs[i])
	}
	if papers == 0 {
		return
	}
	x := extra{first.text + " " + second.text + " as one word", index.SpellingWeight * (p.findScored(a.term).idf + p.findScored(b.term).idf), docs}
	p.extras = append(p.extras, x)
	a.named, b.named = append(a.named, x), append(b.named, x)
}

// without returns the papers of segment i that have a term in their text and are not in the set
// that except returns, in ascending order.
func (p *plan) without(t *term, i int, except func() bitset.Set) []uint32 {
	with := p.sum(t, i).Docs
	if len(with) == 0 {
		return nil
	}
	set := except()
	docs := make([]uint32, 0, len(with))
	for _, doc := range with {
		if !set.Has(doc) {
			docs = append(docs, doc)
		}
	}
	slices.Sort(docs)
	return docs
}

// setOtherForms adds to into the papers of segment i that have the one token of a text in another
// form in a field.
func (p *plan) setOtherForms(tokens []analysis.Token, text string, field query.Field, i int, into bitset.Set) {
	for _, form := range analysis.OtherForms(tokens, text)[0] {
		if other := p.stem(form); other.isStem {
			setTerm(p.sum(other, i), field, into)
		}
	}
}
