package embedded

import (
	"cmp"
	"slices"

	"paperboy/data/text"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/segment"
	"paperboy/index/embedded/snapshot"
	"paperboy/index/query"
)

// match finds the live papers of the query by segment, and chooses how many of the free terms
// they must have.
func (p *plan) match(asked index.Match) (found []bitset.Set, way index.Match) {
	if p.chosen = asked; asked == index.MatchAuto || asked == "" {
		p.chosen, found = p.choose()
	}
	free := p.clauseTerms()
	switch {
	case p.chosen == index.MatchMost && len(free) > 1:
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
	return found, p.chosen
}

// choose returns what MatchAuto chooses, and the papers that match if they are known by then.
// If it chooses most because few papers have all free terms, it sets p.all.
func (p *plan) choose() (way index.Match, found []bitset.Set) {
	n := len(p.freeTerms(p.root, true, map[*term]bool{}))
	if n > index.AutoTerms {
		return index.MatchMost, nil
	}
	p.chosen = index.MatchAll
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

// freeOnly returns a query without its required parts, and whether it had any.
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
	found := make([]bitset.Set, len(p.snap.Segments))
	err := p.snap.ShareSegments(p.ctx, p.workers(p.matching), func(_, i int, seg *snapshot.Segment) {
		set, takesPart := p.eval(root, i, seg.Live, true, false)
		if !takesPart {
			set = p.copySet(i, seg.Live)
		}
		if _, within := root.(query.And); !within { // the result of evalAnd is
			set.And(seg.Live)
		}
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
			for _, t := range p.freeTermsOf(n, false) {
				into[t] = true
			}
		}
	}
	return into
}

// eval returns the papers of segment i that match n, and whether n takes part at all. The
// caller owns the set. Only the papers of within matter: the set may have any others. That way
// positions are read for few papers where the rest of an And leaves few.
func (p *plan) eval(n query.Node, i int, within bitset.Set, inAnd, literal bool) (set bitset.Set, takesPart bool) {
	seg := &p.snap.Segments[i]
	if !p.spend(nodeWork * float64(seg.Papers)) {
		return nil, false
	}
	switch n := n.(type) {
	case query.And:
		return p.evalAnd(n.Nodes, i, within, literal)
	case query.Or:
		set = p.newSet(i)
		for _, c := range distinct(n.Nodes) {
			if s, ok := p.eval(c, i, within, false, literal); ok {
				set.Or(s)
				p.dropSet(i, s)
				takesPart = true
			}
		}
		return set, takesPart
	case query.Not:
		s, ok := p.eval(n.Node, i, within, false, true)
		if !ok {
			return nil, false
		}
		set = p.copySet(i, seg.Live)
		set.AndNot(s)
		p.dropSet(i, s)
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
		set = p.newSet(i)
		p.setNear(near, n.Field, i, within, set)
		return set, true
	case query.Has:
		if !p.spend(hasWork * float64(seg.Papers)) {
			return nil, false
		}
		set = p.newSet(i)
		seg.AddHaving(n.Field, set)
		return set, true
	}
	if field, text, ok := query.FieldText(n); ok {
		return p.evalText(n, field, text, i, within, literal)
	}
	return nil, false
}

// evalText evaluates a leaf that is not a free term.
func (p *plan) evalText(n query.Node, field query.Field, words string, i int, within bitset.Set, literal bool) (set bitset.Set, takesPart bool) {
	if words == "" {
		return nil, false
	}
	seg := &p.snap.Segments[i]
	set = p.newSet(i)
	switch field {
	case query.Category:
		if !p.spend(categoryWork * float64(seg.Papers)) {
			return nil, false
		}
		seg.AddCategories(n, words, p.snap.Tables.Facets[schema.Categories].Values(), set)
		return set, true
	case query.FirstAuthor:
		_, prefix := n.(query.Prefix)
		set.AddAll(seg.ByFirstAuthor(nameQuery(words, prefix), p.snap.Tables.Facets[schema.Authors].Values()))
		return set, true
	case query.ID:
		if query.IsExpansion(n) {
			seg.IDs.AddExpansion(n, set)
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
		return seg.AddByAuthor(n, words, p.snap.Tables.Facets[schema.Authors].Values(), set)
	}
	if query.IsExpansion(n) {
		if names != nil {
			names.AddExpansion(n, text.Normalize, set)
			return set, true
		}
		t := p.freeTermsOf(n, literal)[0]
		if field == query.AnyText {
			set.Or(p.textSet(t, i))
		} else {
			setTerm(p.sum(t, i), field, set)
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
		terms := p.freeTermsOf(n, literal || field != query.AnyText)
		if len(terms) == 0 {
			return nil, false
		}
		setTerm(p.sum(terms[0], i), field, set)
		p.setOtherForms(tokens, words, field, i, set)
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

// setTerm adds to into the papers that have a term in a field of text.
func setTerm(s *segment.Postings, field query.Field, into bitset.Set) {
	for k, doc := range s.Docs {
		if field == query.AnyText && s.TF[k] > 0 || field == query.Title && s.TF[k].Title() > 0 || field == query.Abstract && s.TF[k].Abstract() > 0 {
			into.Add(doc)
		}
	}
}

// evalAnd evaluates the nodes that read texts last, and of these the ones that match the
// fewest papers first.
func (p *plan) evalAnd(nodes []query.Node, i int, within bitset.Set, literal bool) (set bitset.Set, takesPart bool) {
	set = p.copySet(i, within)
	var free []*term
	var late []query.Node
	and := func(n query.Node) {
		if s, ok := p.eval(n, i, set, true, literal); ok {
			set.And(s)
			p.dropSet(i, s)
			takesPart = true
		}
	}
	for _, n := range nodes {
		switch {
		case query.IsFree(n):
			free = append(free, p.freeTermsOf(n, literal)...)
		case readsTexts(n):
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

// evalFree returns the papers of within, in segment i, that have all of the free terms or, if
// the match asks for some of them, any.
func (p *plan) evalFree(free []*term, i int, within bitset.Set, literal bool) bitset.Set {
	set := p.copySet(i, within)
	switch {
	case literal:
		for _, t := range free {
			set.And(p.textSet(t, i))
		}
	case p.chosen == index.MatchAll:
		p.keepWith(free, i, set)
	default:
		has := p.newSet(i)
		known := map[*term]bool{}
		for _, t := range free {
			if !known[t] {
				known[t] = true
				has.Or(p.freeSet(t, i))
			}
		}
		set.And(has)
	}
	return set
}
