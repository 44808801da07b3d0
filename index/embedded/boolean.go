package embedded

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data/text"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/segment"
	"paperboy/index/embedded/snapshot"
	"paperboy/index/query"
)

// match finds the live papers of the query by part, and chooses how many of the
// free terms they must have.
func (p *plan) match(asked index.Match) (found []bitset.Set, way index.Match) {
	if p.way = asked; asked == index.MatchAuto || asked == "" {
		p.way, found = p.choose()
	}
	free := p.clauseTerms()
	switch {
	case p.way == index.MatchMost && len(free) > 1:
		found = p.matchMost(free)
	case found == nil:
		found = p.matchParts(p.root)
	}
	for i := range found {
		p.setCited(i, found[i])
		if p.all != nil {
			p.setCited(i, p.all[i])
		}
	}
	return found, p.way
}

// choose is what MatchAuto comes to, with the papers that match where they are known by
// then. Where it is most, because few papers have all free terms, it sets p.all.
func (p *plan) choose() (way index.Match, found []bitset.Set) {
	n := len(p.freeTerms(p.root, true, map[*term]bool{}))
	if n > index.AutoTerms {
		return index.MatchMost, nil
	}
	p.way = index.MatchAll
	if n < 2 {
		return index.MatchAll, nil
	}
	free, more := freeOnly(p.root)
	found = p.matchParts(free)
	enough := size(found) >= index.AutoPapers
	if more && (!enough || len(p.freeTerms(free, true, map[*term]bool{})) < n) { // alternatives have terms to match too
		found = p.matchParts(p.root)
	} else if more {
		found = nil
	}
	if enough {
		return index.MatchAll, found
	}
	p.all = found
	return index.MatchMost, nil
}

// freeOnly is a query without what is required whatever the match, and whether there is
// any of that.
func freeOnly(root query.Node) (free query.Node, more bool) {
	all, ok := root.(query.And)
	if !ok {
		return root, false
	}
	nodes := slices.DeleteFunc(slices.Clone(all.Nodes), func(n query.Node) bool { return !query.IsFree(n) })
	return query.And{Nodes: nodes}, len(nodes) < len(all.Nodes)
}

func size(sets []bitset.Set) int {
	n := 0
	for _, s := range sets {
		n += s.Count()
	}
	return n
}

// fail keeps the first error.
func (p *plan) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.err = cmp.Or(p.err, err)
}

func (p *plan) matchParts(root query.Node) []bitset.Set {
	found := make([]bitset.Set, len(p.view.Segments))
	err := p.view.EachSegment(p.ctx, func(_, i int, seg *snapshot.Segment) {
		set, takesPart := p.eval(root, i, seg.Live, true, false)
		if !takesPart {
			set = bitset.Full(seg.Papers)
		}
		set.And(seg.Live)
		found[i] = set
	})
	p.fail(err)
	return found
}

// freeTerms collects the different free terms of n outside of any Not.
func (p *plan) freeTerms(n query.Node, inAnd bool, into map[*term]bool) map[*term]bool {
	switch n := n.(type) {
	case query.And:
		for _, c := range n.Nodes {
			p.freeTerms(c, true, into)
		}
	case query.Or:
		for _, c := range n.Nodes {
			p.freeTerms(c, false, into)
		}
	default:
		if inAnd && query.IsFree(n) {
			for _, t := range p.freeOf(n, false) {
				into[t] = true
			}
		}
	}
	return into
}

// eval returns the papers of part i that match n, and whether n takes part at all. The set
// is the caller's. Only the papers of within are asked about: of others, the set may have
// any, so that positions are read of few papers where the rest of an And leaves few.
func (p *plan) eval(n query.Node, i int, within bitset.Set, inAnd, literal bool) (set bitset.Set, takesPart bool) {
	seg := &p.view.Segments[i]
	if !p.spend(nodeWork * float64(seg.Papers)) {
		return nil, false
	}
	switch n := n.(type) {
	case query.And:
		return p.evalAnd(n.Nodes, i, within, literal)
	case query.Or:
		set = bitset.New(seg.Papers)
		for _, c := range distinct(n.Nodes) {
			if s, ok := p.eval(c, i, within, false, literal); ok {
				set.Or(s)
				takesPart = true
			}
		}
		return set, takesPart
	case query.Not:
		s, ok := p.eval(n.Node, i, within, false, true)
		if !ok {
			return nil, false
		}
		set = bitset.Full(seg.Papers)
		set.AndNot(s)
		return set, true
	case query.Range:
		if !p.spend(rangeWork * float64(seg.Papers)) {
			return nil, false
		}
		return seg.InRange(n), true
	case query.Word:
		if inAnd && query.IsFree(n) {
			return p.evalAnd([]query.Node{n}, i, within, literal)
		}
	case query.Typed:
		return p.evalAnd([]query.Node{n}, i, within, literal)
	case query.Near:
		near, ok := p.newNear(n)
		if !ok {
			return nil, false
		}
		set = bitset.New(seg.Papers)
		p.setNear(near, n.Field, i, within, set)
		return set, true
	case query.Has:
		if !p.spend(hasWork * float64(seg.Papers)) {
			return nil, false
		}
		set = bitset.New(seg.Papers)
		seg.AddHaving(n.Field, set)
		return set, true
	}
	if field, text, ok := query.FieldText(n); ok {
		return p.evalText(n, field, text, i, within, literal)
	}
	return nil, false
}

// evalText evaluates one leaf where it is no free term.
func (p *plan) evalText(n query.Node, field query.Field, words string, i int, within bitset.Set, literal bool) (set bitset.Set, takesPart bool) {
	if words == "" {
		return nil, false
	}
	seg := &p.view.Segments[i]
	set = bitset.New(seg.Papers)
	switch field {
	case query.Category:
		if !p.spend(categoryWork * float64(seg.Papers)) {
			return nil, false
		}
		seg.AddCategories(n, words, p.view.Tables.Facets[schema.Categories].Values(), set)
		return set, true
	case query.FirstAuthor:
		_, prefix := n.(query.Prefix)
		set.AddAll(seg.ByFirstAuthor(nameQuery(words, prefix), p.view.Tables.Facets[schema.Authors].Values()))
		return set, true
	case query.ID:
		if query.IsExpansion(n) {
			seg.IDs.AddExpansion(n, strings.ToLower, set)
		} else {
			seg.IDs.AddExact(idSpelling(words), set)
		}
		return set, true
	}
	names := seg.NameIndex(field)
	if _, prefix := n.(query.Prefix); names != nil && query.IsExpansion(n) && !prefix && !p.spend(formWork*float64(names.Terms.Len())) {
		return nil, false
	}
	if field == query.Author {
		return seg.AddByAuthor(n, words, p.view.Tables.Facets[schema.Authors].Values(), set)
	}
	if query.IsExpansion(n) {
		if names != nil {
			names.AddExpansion(n, text.Normalize, set)
		} else {
			setTerm(p.sum(p.freeOf(n, literal)[0], i), field, set)
		}
		return set, true
	}

	tokens := analysis.QueryTokens(nil, words)
	word, isWord := n.(query.Word)
	switch {
	case isWord && word.IsCompound():
		setTerm(p.sum(p.compound(words), i), field, set)
	case len(tokens) == 0:
		return nil, false
	case len(tokens) == 1 && names != nil:
		names.AddExact(tokens[0].Form, set)
	case len(tokens) == 1 && isWord:
		terms := p.freeOf(n, literal || field != query.AnyText)
		if len(terms) == 0 {
			return nil, false
		}
		setTerm(p.sum(terms[0], i), field, set)
		if field == query.AnyText && !literal {
			set.Or(p.freeSet(terms[0], i))
		}
	case len(tokens) == 1:
		setTerm(p.sum(p.form(tokens[0].Form), i), field, set)
	default:
		p.setPhrase(tokens, field, i, within, set)
	}
	return set, true
}

// setTerm sets the papers that have a term in a field of text.
func setTerm(s *segment.Postings, field query.Field, into bitset.Set) {
	for k, doc := range s.Docs {
		if field == query.AnyText && s.TF[k] > 0 || field == query.Title && s.TF[k].Title() > 0 || field == query.Abstract && s.TF[k].Abstract() > 0 {
			into.Add(doc)
		}
	}
}
