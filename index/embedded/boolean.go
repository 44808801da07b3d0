package embedded

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data/text"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// match finds the live papers of the query by part, and chooses how many of the
// free terms they must have.
func (p *plan) match(asked index.Match) (found []bitset, way index.Match) {
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
func (p *plan) choose() (way index.Match, found []bitset) {
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

func size(sets []bitset) int {
	n := 0
	for _, s := range sets {
		n += s.count()
	}
	return n
}

// fail keeps the first error.
func (p *plan) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.err = cmp.Or(p.err, err)
}

func (p *plan) matchParts(root query.Node) []bitset {
	found := make([]bitset, len(p.view.parts))
	err := p.view.shareParts(p.ctx, func(_, i int, part *part) {
		set, takesPart := p.eval(root, i, part.live, true, false)
		if !takesPart {
			set = fullBitset(part.papers)
		}
		set.and(part.live)
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
func (p *plan) eval(n query.Node, i int, within bitset, inAnd, literal bool) (set bitset, takesPart bool) {
	part := &p.view.parts[i]
	if !p.spend(nodeWork * float64(part.papers)) {
		return nil, false
	}
	switch n := n.(type) {
	case query.And:
		return p.evalAnd(n.Nodes, i, within, literal)
	case query.Or:
		set = newBitset(part.papers)
		for _, c := range distinct(n.Nodes) {
			if s, ok := p.eval(c, i, within, false, literal); ok {
				set.or(s)
				takesPart = true
			}
		}
		return set, takesPart
	case query.Not:
		s, ok := p.eval(n.Node, i, within, false, true)
		if !ok {
			return nil, false
		}
		set = fullBitset(part.papers)
		set.andNot(s)
		return set, true
	case query.Range:
		if !p.spend(rangeWork * float64(part.papers)) {
			return nil, false
		}
		return part.inRange(n), true
	case query.Word:
		if inAnd && query.IsFree(n) {
			return p.evalAnd([]query.Node{n}, i, within, literal)
		}
		return p.evalText(n, n.Field, n.Text, i, within, literal)
	case query.Phrase:
		return p.evalText(n, n.Field, n.Text, i, within, literal)
	case query.Prefix:
		return p.evalText(n, n.Field, n.Text, i, within, literal)
	case query.Fuzzy:
		return p.evalText(n, n.Field, n.Text, i, within, literal)
	case query.Typed:
		return p.evalAnd([]query.Node{n}, i, within, literal)
	case query.Pattern:
		return p.evalText(n, n.Field, n.Text, i, within, literal)
	case query.Near:
		near, ok := p.newNear(n)
		if !ok {
			return nil, false
		}
		set = newBitset(part.papers)
		p.setNear(near, n.Field, i, within, set)
		return set, true
	case query.Has:
		if !p.spend(hasWork * float64(part.papers)) {
			return nil, false
		}
		set = newBitset(part.papers)
		part.setHas(n.Field, set)
		return set, true
	}
	return nil, false
}

// evalText evaluates one leaf where it is no free term.
func (p *plan) evalText(n query.Node, field query.Field, words string, i int, within bitset, literal bool) (set bitset, takesPart bool) {
	if words == "" {
		return nil, false
	}
	part := &p.view.parts[i]
	set = newBitset(part.papers)
	switch field {
	case query.Category:
		if !p.spend(categoryWork * float64(part.papers)) {
			return nil, false
		}
		part.setCategories(n, words, p.view.tables.names[categoryValues].all(), set)
		return set, true
	case query.FirstAuthor:
		_, prefix := n.(query.Prefix)
		set.setAll(part.withFirstAuthor(nameQuery(words, prefix), p.view.tables.names[authorValues].all()))
		return set, true
	case query.ID:
		if isExpansion(n) {
			part.ids.expand(n, strings.ToLower, set)
		} else {
			part.ids.find(idSpelling(words), set)
		}
		return set, true
	}
	names := part.names(field)
	if _, prefix := n.(query.Prefix); names != nil && isExpansion(n) && !prefix && !p.spend(formWork*float64(names.terms.len())) {
		return nil, false
	}
	if field == query.Author {
		return part.evalAuthor(n, words, p.view.tables.names[authorValues].all(), set)
	}
	if isExpansion(n) {
		if names != nil {
			names.expand(n, text.Normalize, set)
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
		names.find(tokens[0].Form, set)
	case len(tokens) == 1 && isWord:
		terms := p.freeOf(n, literal || field != query.AnyText)
		if len(terms) == 0 {
			return nil, false
		}
		setTerm(p.sum(terms[0], i), field, set)
		if field == query.AnyText && !literal {
			set.or(p.freeSet(terms[0], i))
		}
	case len(tokens) == 1:
		setTerm(p.sum(p.form(tokens[0].Form), i), field, set)
	default:
		p.setPhrase(tokens, field, i, within, set)
	}
	return set, true
}

func isExpansion(n query.Node) bool {
	switch n.(type) {
	case query.Prefix, query.Fuzzy, query.Pattern:
		return true
	}
	return false
}

// names is the index of a field of names, nil for a field of text.
func (l *lane) names(field query.Field) *termIndex {
	switch field {
	case query.Author:
		return l.people.words
	case query.Venue:
		return l.venue
	}
	return nil
}

// evalAuthor sets the papers with an author that n means. keys are the names by ordinal.
func (l *lane) evalAuthor(n query.Node, words string, keys []string, set bitset) (papers bitset, takesPart bool) {
	if isExpansion(n) {
		l.people.words.expand(n, text.Normalize, set)
		return set, true
	}
	name := data.ParseName(words)
	if len(name.Words()) == 0 {
		return nil, false
	}
	set.setAll(l.withName(name, keys))
	return set, true
}

// setTerm sets the papers that have a term in a field of text.
func setTerm(s *postings, field query.Field, into bitset) {
	for k, doc := range s.docs {
		if field == query.AnyText && s.tf[k] > 0 || field == query.Title && s.tf[k].title() > 0 || field == query.Abstract && s.tf[k].abstract() > 0 {
			into.set(doc)
		}
	}
}

// setCategories sets the papers with a category that n means.
func (l *lane) setCategories(n query.Node, text string, names []string, into bitset) {
	text = strings.ToLower(text)
	wanted := newBitset(len(names))
	for ord, name := range names {
		name = strings.ToLower(name)
		var is bool
		switch n.(type) {
		case query.Prefix:
			is = strings.HasPrefix(name, text)
		case query.Fuzzy:
			is = isNear(name, text)
		case query.Pattern:
			is = query.MatchPattern(text, name)
		default:
			is = isWithin(name, text)
		}
		if is {
			wanted.set(uint32(ord))
		}
	}
	column := &l.columns.values[categoryValues]
	for doc := range uint32(l.papers) {
		for _, ord := range column.of(doc) {
			if wanted.has(ord) {
				into.set(doc)
			}
		}
	}
}

// isWithin reports whether a category is another or below it.
func isWithin(category, other string) bool {
	category, other = strings.ToLower(category), strings.ToLower(other)
	return category == other || strings.HasPrefix(category, other+".")
}

func (l *lane) inRange(r query.Range) bitset {
	set := newBitset(l.papers)
	c := l.columns
	if r.Column == query.DateColumn {
		within := newDayRange(r.From, r.To)
		for doc := range uint32(l.papers) {
			if within.overlaps(c.date.at(doc)) {
				set.set(doc)
			}
		}
		return set
	}
	column, least := c.upvotes, int32(0)
	if r.Column == query.AuthorsColumn {
		column, least = c.authorCount, 1
	}
	for doc, v := range column {
		if v >= least && (r.Min == nil || int(v) >= *r.Min) && (r.Max == nil || int(v) <= *r.Max) {
			set.set(uint32(doc))
		}
	}
	return set
}
