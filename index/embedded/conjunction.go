package embedded

import (
	"slices"

	"paperboy/index"
	"paperboy/index/embedded/bitset"
	"paperboy/index/query"
)

// evalAnd evaluates what reads positions last, and of that first what fewest papers can
// match.
func (p *plan) evalAnd(nodes []query.Node, i int, within bitset.Set, literal bool) (set bitset.Set, takesPart bool) {
	set = slices.Clone(within)
	var free []*term
	var late []query.Node
	and := func(n query.Node) {
		if s, ok := p.eval(n, i, set, true, literal); ok {
			set.And(s)
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
		set = p.evalFree(free, i, set, literal)
		takesPart = true
	}
	for _, n := range p.byPapers(distinct(late)) {
		if set.IsEmpty() {
			return set, true
		}
		and(n)
	}
	return set, takesPart
}

// evalFree returns the papers of within, in part i, that have all of the free terms or, where the match
// is for some of them, any.
func (p *plan) evalFree(free []*term, i int, within bitset.Set, literal bool) bitset.Set {
	set := slices.Clone(within)
	switch {
	case literal:
		for _, t := range free {
			set.And(p.textSet(t, i))
		}
	case p.way == index.MatchAll:
		p.keepWith(free, i, set)
	default:
		has := bitset.New(p.view.Segments[i].Papers)
		for _, t := range free {
			has.Or(p.freeSet(t, i))
		}
		set.And(has)
	}
	return set
}
