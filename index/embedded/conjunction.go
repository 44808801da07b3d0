package embedded

import (
	"slices"

	"paperboy/index"
	"paperboy/index/query"
)

// evalAnd evaluates what reads positions last, and of that first what fewest papers can
// match.
func (p *plan) evalAnd(nodes []query.Node, i int, within bitset, literal bool) (set bitset, takesPart bool) {
	set = slices.Clone(within)
	var free []*term
	var late []query.Node
	and := func(n query.Node) {
		if s, ok := p.eval(n, i, set, true, literal); ok {
			set.and(s)
			takesPart = true
		}
	}
	for _, n := range nodes {
		switch {
		case query.IsFree(n):
			free = append(free, p.freeOf(n, literal)...)
		case readsPositions(n):
			late = append(late, n)
		default:
			and(n)
		}
	}
	if len(free) > 0 {
		set.and(p.evalFree(free, i, literal))
		takesPart = true
	}
	for _, n := range p.byPapers(distinct(late)) {
		if set.isEmpty() {
			return set, true
		}
		and(n)
	}
	return set, takesPart
}

// evalFree returns the papers of part i that have all of the free terms or, where the match
// is for some of them, any.
func (p *plan) evalFree(free []*term, i int, literal bool) bitset {
	papers := p.view.parts[i].papers
	set := fullBitset(papers)
	switch {
	case literal:
		for _, t := range free {
			has := newBitset(papers)
			has.setAll(p.sum(t, i).docs)
			set.and(has)
		}
	case p.way == index.MatchAll:
		for _, t := range free {
			has := newBitset(papers)
			p.setFree(t, i, true, has)
			set.and(has)
		}
	default:
		has := newBitset(papers)
		for _, t := range free {
			p.setFree(t, i, false, has)
		}
		set.and(has)
	}
	return set
}
