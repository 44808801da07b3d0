package embedded

import (
	"strings"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/query"
)

// addSpelled adds the papers that have another form of a free term, and not the term itself.
func (p *plan) addSpelled(free *freeTerm, form string) {
	other := p.knownStem(form)
	if other == nil {
		return
	}
	docs, papers := make([][]uint32, len(p.snap.Segments)), 0
	for i := range docs {
		docs[i] = p.without(i, other, free.term)
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
	whole := p.knownStem(form)
	if whole == nil {
		return
	}
	a, b := p.tokenTerm(first, 0), p.tokenTerm(second, 0)
	if a == nil || b == nil {
		return
	}
	if x, ok := p.asOneWord(whole, a.term, b.term); ok {
		p.extras = append(p.extras, x)
		a.named, b.named = append(a.named, x), append(b.named, x)
	}
}

// addWhole adds the papers that have a compound as one word, and lack one of its parts.
func (p *plan) addWhole(w freeWord) {
	free := p.free[p.compound(w.text)]
	if x, ok := p.asOneWord(free.compound.joined, free.compound.parts...); ok {
		p.addNamed(free, x)
	}
}

// knownStem returns the term of a form's stem, or nil if no paper has it, as is usual: that takes
// one look-up.
func (p *plan) knownStem(form string) *term {
	if !p.snap.Form(form).Known {
		return nil
	}
	return p.stem(form)
}

// asOneWord returns the papers that have several words as one, and lack one of them; ok is false
// if there are none.
func (p *plan) asOneWord(whole *term, parts ...*term) (x extra, ok bool) {
	if !whole.isStem {
		return extra{}, false
	}
	docs, papers := make([][]uint32, len(p.snap.Segments)), 0
	for i := range docs {
		docs[i] = p.without(i, whole, parts...)
		papers += p.snap.Segments[i].CountPapers(docs[i])
	}
	sum, words := 0., make([]string, len(parts))
	for k, part := range parts {
		sum += p.findScored(part).idf
		words[k] = strings.TrimPrefix(part.name, stemName)
	}
	return extra{strings.Join(words, " ") + " as one word", index.JoinedWeight * sum, docs}, papers > 0
}

// without returns the papers of segment i that have a term in their text and lack one of some parts,
// in ascending order. Where few have the term, as is usual, they are looked up among those of the
// parts. Making sets of these took a third of the time it takes to find out what three words mean.
func (p *plan) without(i int, t *term, parts ...*term) []uint32 {
	with := p.sum(t, i).Docs
	if len(with) == 0 {
		return nil
	}
	set, left := p.newSet(i), len(with)
	set.AddAll(with)
	for _, part := range parts {
		if left > 0 {
			p.keepText(part, i, set, left)
			left = set.Count()
		}
	}
	docs := make([]uint32, 0, len(with)-left)
	for _, doc := range with {
		if !set.Has(doc) {
			docs = append(docs, doc)
		}
	}
	p.dropSet(i, set)
	return docs
}

// keepText removes from set, which has this many papers, those of segment i that lack a term in their
// text.
func (p *plan) keepText(t *term, i int, set bitset.Set, papers int) {
	x := p.snap.Segments[i].Text
	if picks := t.picks[i]; t.sets[i] != nil || t.known[i] || len(picks) != 1 || papers*lookUpWork >= int(x.GroupPapers[picks[0].Group]) {
		set.And(p.textSet(t, i))
	} else if p.spend(float64(papers * lookUpWork)) {
		x.KeepPapers(picks[0], set)
	}
}

// setOtherForms adds to into the papers of segment i that have the one token of a text in another
// form in a field.
func (p *plan) setOtherForms(tokens []analysis.Token, text string, field query.Field, i int, into bitset.Set) {
	for _, form := range analysis.OtherForms(tokens, text)[0] {
		if other := p.knownStem(form); other != nil {
			setTerm(p.sum(other, i), field, into)
		}
	}
}
