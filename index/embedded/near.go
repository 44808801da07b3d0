package embedded

import (
	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/query"
)

// near is what a query.Near asks for.
type near struct {
	parts []*term // next to each other if slop is 0
	slop  int
}

// newNear resolves n; ok is false if it has no words.
func (p *plan) newNear(n query.Near) (r near, ok bool) {
	r.slop = n.Slop
	for _, part := range n.Parts() {
		if part.Wild {
			r.parts = append(r.parts, p.pattern(part.Text))
			continue
		}
		for _, t := range analysis.QueryTokens(nil, part.Text) {
			word := p.form(t.Form)
			if n.Slop > 0 && !analysis.IsFunctionWord(t.Form) {
				word = p.stem(t.Form)
			}
			r.parts = append(r.parts, word)
		}
	}
	return r, len(r.parts) > 0
}

// setNear adds to into the papers of segment i, among those of within, whose title or abstract
// has the words of n.
func (p *plan) setNear(n near, field query.Field, i int, within, into bitset.Set) {
	if n.slop == 0 {
		p.setAdjacent(n.parts, field, i, within, into)
		return
	}
	text := p.snap.Segments[i].Text
	words := text.NewNear(picksOf(n.parts, i), len(n.parts)-1+n.slop)
	if words == nil {
		return
	}
	candidates := p.withAll(n.parts, i, within)
	if !p.spend(float64(candidates.Count() * (nearWork + len(n.parts)))) {
		return
	}
	for doc := range candidates.Each {
		if words.IsIn(text.Sequences.TextOf(doc, field)) {
			into.Add(doc)
		}
	}
}
