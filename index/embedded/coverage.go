package embedded

import (
	"slices"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// How much of a query a paper has, for match=most and for the words that it lacks.

// setFree sets the papers of part i that have a free term, in the text or by a name. Those
// that have it by their year alone are set if years are asked for.
func (p *plan) setFree(t *term, i int, years bool, into bitset) {
	into.setAll(p.sum(t, i).docs)
	free := p.free[t]
	if free == nil {
		return
	}
	for _, x := range free.named {
		into.setAll(x.docs[i])
	}
	if years && free.years != nil && len(p.order) > 1 {
		into.setAll(free.years.docs[i])
	}
}

// clauseTerms are the different free terms that stand side by side, with the parts of a
// compound in its place: to find compounds takes far longer than to find words.
func (p *plan) clauseTerms() []*term {
	var free []*term
	for _, n := range (query.Query{Root: p.root}).Clauses() {
		if !query.IsFree(n) {
			continue
		}
		terms := p.freeOf(n, false)
		if w, ok := n.(query.Word); ok && w.IsCompound() {
			terms = p.wordTerms(analysis.QueryTokens(nil, w.Text), false)
		}
		for _, t := range terms {
			if !slices.Contains(free, t) {
				free = append(free, t)
			}
		}
	}
	return free
}

// matchMost finds the papers that have enough of some free terms, and whatever else the
// query requires. Where no paper has any of them but perhaps by its year, any will do.
func (p *plan) matchMost(free []*term) []bitset {
	n := len(p.view.parts)
	covered, best := make([][]float32, n), make([]float32, n)
	found := p.matchParts(p.requiredOnly())
	err := p.view.shareParts(p.ctx, func(_, i int, part *part) {
		covered[i] = p.cover(free, i)
		best[i] = maxCovered(covered[i], found[i])
	})
	p.fail(err)
	most := slices.Max(append(best, 0))
	if most == 0 {
		found = p.matchParts(p.root)
	}
	for i, sums := range covered {
		if sums == nil {
			continue
		}
		if most > 0 {
			keepCovered(found[i], sums, index.MinCoverage*most)
		}
		p.view.tables.roughScores.give(sums)
	}
	return found
}

// requiredOnly is the query without its free terms.
func (p *plan) requiredOnly() query.Node {
	return query.And{Nodes: slices.DeleteFunc(slices.Clone(query.Query{Root: p.root}.Clauses()), query.IsFree)}
}

// maxCovered is the greatest sum of a paper in a set.
func maxCovered(sums []float32, set bitset) float32 {
	most := float32(0)
	for i, sum := range sums {
		if sum > most && set.has(uint32(i)) {
			most = sum
		}
	}
	return most
}

// keepCovered leaves of a set the papers with a sum of at least so much.
func keepCovered(set bitset, sums []float32, least float32) {
	for w := range set {
		if set[w] == 0 {
			continue
		}
		block := sums[w*64 : min(w*64+64, len(sums))]
		var enough uint64
		for i, sum := range block {
			if sum >= least {
				enough |= 1 << i
			}
		}
		set[w] &= enough
	}
}

// isYear reports whether a free term is the year of some paper.
func (p *plan) isYear(t *term) bool { return p.free[t] != nil && p.free[t].years != nil }

// cover adds up the idf of the free terms that each paper of part i has. A year has none,
// unless there is nothing else.
func (p *plan) cover(free []*term, i int) []float32 {
	papers := p.view.parts[i].papers
	covered := p.view.tables.roughScores.zeros(papers)
	has := newBitset(papers)
	for _, t := range free {
		if p.isYear(t) && len(p.order) > 1 {
			continue
		}
		idf := float32(p.scoredOf(t).idf)
		if meant := p.free[t]; meant == nil || len(meant.named) == 0 {
			for _, doc := range p.sum(t, i).docs {
				covered[doc] += idf
			}
			continue
		}
		clear(has)
		p.setFree(t, i, false, has)
		for doc := range has.each {
			covered[doc] += idf
		}
	}
	return covered
}

// missing are the words that a paper has nowhere, as they were typed.
func (p *plan) missing(i int, doc uint32) []string {
	var missing []string
	for _, free := range p.order {
		has := func(x *extra) bool { return x != nil && slices.Contains(x.docs[i], doc) }
		if slices.Contains(missing, free.typed) || p.inText(free.term, i, doc) || has(free.years) ||
			slices.ContainsFunc(free.named, func(x extra) bool { return has(&x) }) {
			continue
		}
		missing = append(missing, free.typed)
	}
	return missing
}

// inText reports whether a paper has a term in its text, of a compound all words.
func (p *plan) inText(t *term, i int, doc uint32) bool {
	if t.compound != nil {
		return !slices.ContainsFunc(t.compound.parts, func(part *term) bool { return !p.inText(part, i, doc) })
	}
	_, ok := p.frequency(t, i, doc)
	return ok
}
