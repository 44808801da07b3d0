package embedded

import (
	"cmp"
	"slices"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/snapshot"
	"paperboy/index/query"
)

// How much of a query a paper has, for match=most and for the words that it lacks.

// textSet returns the papers of segment i that have a term in their text. The plan owns the
// set.
func (p *plan) textSet(t *term, i int) bitset.Set {
	if t.sets[i] == nil {
		t.sets[i] = p.newTextSet(t, i)
	}
	return t.sets[i]
}

func (p *plan) newTextSet(t *term, i int) bitset.Set {
	set := p.newSet(i)
	p.addText(t, i, set)
	return set
}

// addText adds to set the papers of segment i that have a term in their text.
func (p *plan) addText(t *term, i int, set bitset.Set) {
	x := p.snap.Segments[i].Text
	if t.compound != nil || t.known[i] {
		setTerm(p.sum(t, i), query.AnyText, set)
		return
	}
	for _, k := range t.picks[i] {
		if !p.spend(float64(x.GroupPapers[k.Group])) {
			return
		}
		x.AddPapers(k, set)
	}
}

// freeSet returns the papers of segment i that have a free term, in their text or by a name.
// The plan owns the set.
func (p *plan) freeSet(t *term, i int) bitset.Set {
	free := p.free[t]
	if free == nil || len(free.named) == 0 {
		return p.textSet(t, i)
	}
	if free.sets[i] == nil {
		set := p.copySet(i, p.textSet(t, i))
		free.setNamed(i, set)
		free.sets[i] = set
	}
	return free.sets[i]
}

// setNamed adds to into the papers of segment i that have a free term by a name.
func (f *freeTerm) setNamed(i int, into bitset.Set) {
	for _, x := range f.named {
		into.AddAll(x.docs[i])
	}
}

// keepWith removes from set the papers of segment i that lack one of some free terms. In a
// query with other terms, a year counts as one too. Compounds come last, since they are looked
// for among the papers that are left.
func (p *plan) keepWith(free []*term, i int, set bitset.Set) {
	if papers, ok := p.listWith(free, i, set); ok {
		clear(set)
		set.AddAll(papers)
		return
	}
	for _, t := range p.rarestFirst(free, i) {
		if t.compound == nil || t.known[i] {
			p.keepWithOne(t, i, set)
		}
	}
	for _, t := range free {
		if t.compound == nil || t.known[i] {
			continue
		}
		title, abstract := p.compoundSets(t.compound, i, set)
		title.Or(abstract)
		if f := p.free[t]; f != nil {
			f.setNamed(i, title)
		}
		set.And(title)
	}
}

// rarestFirst returns terms by how many papers of segment i may have them.
func (p *plan) rarestFirst(terms []*term, i int) []*term {
	x := p.snap.Segments[i].Text
	return slices.SortedStableFunc(slices.Values(terms), func(a, b *term) int {
		return cmp.Compare(papersOf(x, a.picks[i]), papersOf(x, b.picks[i]))
	})
}

// keepWithOne removes from set the papers of segment i that lack a free term. If few are left
// of many that have the term, these are looked up instead of reading all.
func (p *plan) keepWithOne(t *term, i int, set bitset.Set) {
	x := p.snap.Segments[i].Text
	f := p.free[t]
	if t.sets[i] == nil && len(t.picks[i]) == 1 && !t.known[i] {
		left, have := set.Count(), int(x.GroupPapers[t.picks[i][0].Group])
		if left*lookUpWork < have && p.spend(float64(left*lookUpWork)) {
			with := p.copySet(i, set)
			x.KeepPapers(t.picks[i][0], with)
			p.addElsewhere(f, i, with)
			set.And(with)
			return
		}
	}
	has := p.freeSet(t, i)
	if f != nil && f.years != nil && len(p.order) > 1 {
		has = p.copySet(i, has)
		has.AddAll(f.years.docs[i])
	}
	set.And(has)
}

// addElsewhere adds to set the papers of segment i that have a free term by a name or, in a
// query with other terms, by its year.
func (p *plan) addElsewhere(f *freeTerm, i int, set bitset.Set) {
	if f == nil {
		return
	}
	f.setNamed(i, set)
	if f.years != nil && len(p.order) > 1 {
		set.AddAll(f.years.docs[i])
	}
}

// clauseTerms returns the different free terms side by side, with the parts of a compound in
// its place: finding compounds takes far longer than finding words.
func (p *plan) clauseTerms() []*term {
	var free []*term
	for _, n := range (query.Query{Root: p.root}).Clauses() {
		if !query.IsFree(n) {
			continue
		}
		terms := p.freeTermsOf(n, false)
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

// matchMost finds the papers that have enough of some free terms, and whatever else the query
// requires. If no paper has any of them except perhaps by its year, any will do.
func (p *plan) matchMost(free []*term) []bitset.Set {
	terms, idf := p.weighty(free)
	found := p.matchParts(p.requiredOnly())
	most := p.maxCoverage(terms, idf, found)
	if most == 0 {
		return p.matchParts(p.root)
	}
	enough, ok := newEnough(idf, index.MinCoverage*most)
	err := p.snap.EachSegment(p.ctx, func(_, i int, seg *snapshot.Segment) {
		if ok {
			enough.keep(found[i], p.freeSets(terms, i))
			return
		}
		sums := p.cover(terms, idf, i)
		keepCovered(found[i], sums, index.MinCoverage*most)
		p.snap.Tables.RoughScores.Put(sums)
	})
	p.fail(err)
	return found
}

// weighty returns the free terms that count in how much of a query a paper has, with their
// idf. A year does not count, unless there is nothing else.
func (p *plan) weighty(free []*term) (terms []*term, idf []float32) {
	for _, t := range free {
		if p.isYear(t) && len(p.order) > 1 {
			continue
		}
		if weight := float32(p.findScored(t).idf); weight > 0 {
			terms, idf = append(terms, t), append(idf, weight)
		}
	}
	return terms, idf
}

// freeSets returns those of some terms in segment i.
func (p *plan) freeSets(terms []*term, i int) []bitset.Set {
	sets := make([]bitset.Set, len(terms))
	for k, t := range terms {
		sets[k] = p.freeSet(t, i)
	}
	return sets
}

// maxCoverage returns the greatest sum of idf that a paper of some sets has of some terms. If
// one has them all, as is usual, nothing is added up paper by paper.
func (p *plan) maxCoverage(terms []*term, idf []float32, sets []bitset.Set) float32 {
	if len(terms) == 0 {
		return 0
	}
	most := make([]float32, len(sets))
	err := p.snap.EachSegment(p.ctx, func(_, i int, seg *snapshot.Segment) {
		if anyIn(sets[i], p.freeSets(terms, i)) {
			most[i] = reach(0, idf)
		}
	})
	p.fail(err)
	if best := slices.Max(append(most, 0)); best > 0 {
		return best
	}
	err = p.snap.EachSegment(p.ctx, func(_, i int, seg *snapshot.Segment) {
		sums := p.cover(terms, idf, i)
		most[i] = maxCovered(sums, sets[i])
		p.snap.Tables.RoughScores.Put(sums)
	})
	p.fail(err)
	return slices.Max(append(most, 0))
}

// anyIn reports whether a set has a member that all others have.
func anyIn(set bitset.Set, others []bitset.Set) bool {
	for w, common := range set {
		for _, s := range others {
			common &= s[w]
		}
		if common != 0 {
			return true
		}
	}
	return false
}

// requiredOnly returns the query without its free terms.
func (p *plan) requiredOnly() query.Node {
	return query.And{Nodes: slices.DeleteFunc(slices.Clone(query.Query{Root: p.root}.Clauses()), query.IsFree)}
}

// maxCovered returns the greatest sum of a paper in a set.
func maxCovered(sums []float32, set bitset.Set) float32 {
	most := float32(0)
	for i, sum := range sums {
		if sum > most && set.Has(uint32(i)) {
			most = sum
		}
	}
	return most
}

// keepCovered removes from a set the papers with a sum below least.
func keepCovered(set bitset.Set, sums []float32, least float32) {
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

// cover adds up the idf of those terms that each paper of segment i has.
func (p *plan) cover(terms []*term, idf []float32, i int) []float32 {
	covered := p.snap.Tables.RoughScores.GetZeroed(p.snap.Segments[i].Papers)
	for k, t := range terms {
		for doc := range p.freeSet(t, i).Each {
			covered[doc] += idf[k]
		}
	}
	return covered
}

// missing returns the words that a paper has nowhere, as they were typed.
func (p *plan) missing(i int, doc uint32) []string {
	var missing []string
	for _, free := range p.order {
		if slices.Contains(missing, free.typed) || p.inText(free.term, i, doc) || free.isNamed(i, doc) {
			continue
		}
		missing = append(missing, free.typed)
	}
	return missing
}

// isNamed reports whether a paper has a free term by a name or by its year.
func (f *freeTerm) isNamed(i int, doc uint32) bool {
	has := func(x extra) bool {
		_, ok := slices.BinarySearch(x.docs[i], doc)
		return ok
	}
	return f.years != nil && has(*f.years) || slices.ContainsFunc(f.named, has)
}

// inText reports whether a paper has a term in its text; of a compound, all words.
func (p *plan) inText(t *term, i int, doc uint32) bool {
	if t.compound != nil {
		return !slices.ContainsFunc(t.compound.parts, func(part *term) bool { return !p.inText(part, i, doc) })
	}
	_, ok := p.frequency(t, i, doc)
	return ok
}
