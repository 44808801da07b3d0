package embedded

import (
	"strings"

	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/segment"
	"paperboy/index/query"
)

// compound is what a hyphenated word asks for: its parts next to each other, by their stems
// (function words by their forms), or the stem of all parts as one word.
type compound struct {
	parts  []*term
	joined *term
}

// compound returns the term of a hyphenated word. The term selects papers; its parts are
// scored like any words, so its frequencies only say in which texts it is.
func (p *plan) compound(text string) *term {
	c := &compound{}
	var name, joined strings.Builder
	for i, t := range analysis.QueryTokens(nil, text) {
		part := p.form(t.Form)
		if !analysis.IsFunctionWord(t.Form) {
			part = p.stem(t.Form)
		}
		c.parts = append(c.parts, part)
		if i > 0 {
			name.WriteByte(' ')
		}
		name.WriteString(part.name)
		joined.WriteString(t.Form)
	}
	c.joined = p.stem(joined.String())
	return p.term(term{name: "compound " + name.String(), compound: c}, func(*segment.Text) []segment.Pick { return nil })
}

// addCompound returns the papers of segment i with a compound.
func (p *plan) addCompound(c *compound, i int) segment.Postings {
	inTitle, inAbstract := p.compoundSets(c, i, p.snap.Segments[i].Live)
	var found segment.Postings
	either := p.copySet(i, inTitle)
	either.Or(inAbstract)
	for doc := range either.Each {
		var title, abstract uint32
		if inTitle.Has(doc) {
			title = 1
		}
		if inAbstract.Has(doc) {
			abstract = 1
		}
		found.Docs = append(found.Docs, doc)
		found.TF = append(found.TF, segment.NewFrequency(title, abstract))
	}
	return found
}

// compoundSets returns the papers of segment i with a compound in their title and in their
// abstract. Only the papers of among are looked at for the parts.
func (p *plan) compoundSets(c *compound, i int, among bitset.Set) (inTitle, inAbstract bitset.Set) {
	seg := &p.snap.Segments[i]
	inTitle, inAbstract = p.newSet(i), p.newSet(i)
	joined := p.sum(c.joined, i)
	setTerm(joined, query.Title, inTitle)
	setTerm(joined, query.Abstract, inAbstract)
	phrase := seg.Text.NewPhrase(picksOf(c.parts, i))
	if phrase == nil {
		return inTitle, inAbstract
	}
	candidates := p.withAll(c.parts, i, among)
	if !p.spend(float64(candidates.Count() * phraseWork)) {
		return inTitle, inAbstract
	}
	for doc := range candidates.Each {
		title, abstract := seg.Text.Sequences.Texts(doc)
		if phrase.IsIn(title) {
			inTitle.Add(doc)
		}
		if phrase.IsIn(abstract) {
			inAbstract.Add(doc)
		}
	}
	return inTitle, inAbstract
}
