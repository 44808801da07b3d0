package embedded

import (
	"slices"
	"strings"

	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/segment"
	"paperboy/index/query"
)

// compound is what a hyphenated word asks for: its parts next to each other, by their stems
// (function words by their forms), or the stem of all parts as one word.
type compound struct {
	tokens []analysis.Token
	parts  []*term
	joined *term
}

// compound returns the term of a hyphenated word. The term selects papers; its parts are
// scored like any words, so its frequencies only say in which texts it is.
func (p *plan) compound(text string) *term {
	c := &compound{tokens: analysis.QueryTokens(nil, text)}
	var name, joined strings.Builder
	for i, t := range c.tokens {
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
	either := slices.Clone(inTitle)
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
// abstract. Positions are only read for the papers of among.
func (p *plan) compoundSets(c *compound, i int, among bitset.Set) (inTitle, inAbstract bitset.Set) {
	for _, f := range []struct {
		name  string
		field query.Field
		set   *bitset.Set
	}{{schema.TitleField, query.Title, &inTitle}, {schema.AbstractField, query.Abstract, &inAbstract}} {
		*f.set = bitset.New(p.snap.Segments[i].Papers)
		setTerm(p.sum(c.joined, i), f.field, *f.set)
		p.fail(p.setCompound(c, f.name, f.field, i, among, *f.set))
	}
	return inTitle, inAbstract
}

// setCompound adds to into those papers of among, in segment i, that have the parts of a
// compound next to each other in a field.
func (p *plan) setCompound(c *compound, name string, field query.Field, i int, among, into bitset.Set) error {
	seg := &p.snap.Segments[i]
	candidates := slices.Clone(among)
	candidates.AndNot(into)
	for _, t := range c.parts {
		has, ok := p.papersWith(t, field, i)
		if !ok {
			return nil
		}
		candidates.And(has)
	}
	if n := candidates.Count(); n == 0 || !p.spend(float64(n*len(c.parts)*positionsWork)) {
		return nil
	}
	return seg.ReadPositions(name, func() error {
		words, offsets := picksOf(c.parts, i), make([]int, len(c.tokens))
		for k, t := range c.tokens {
			offsets[k] = t.Position
		}
		return seg.MatchCompound(words, offsets, name, candidates, into)
	})
}

// picksOf returns the picks of terms in segment i.
func picksOf(terms []*term, i int) [][]segment.Pick {
	picks := make([][]segment.Pick, len(terms))
	for k, t := range terms {
		picks[k] = t.picks[i]
	}
	return picks
}
