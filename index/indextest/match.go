package indextest

import (
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// matcher decides whether a paper matches a query.
type matcher struct {
	query             query.Query
	way               index.Match
	keepFunctionWords bool
	all               []*paper // of the collection
	*meaning
}

// choose decides how many of the free terms a paper must have.
func (m *matcher) choose(asked index.Match, papers []*paper) index.Match {
	if m.way = asked; asked == "" || asked == index.MatchAuto {
		m.way = m.auto(papers)
	}
	return m.way
}

// countAll returns Result.All: how many papers of the filter match=all would find.
func (m *matcher) countAll(asked index.Match, filter index.Filter, papers []*paper) int {
	free := map[string]bool{}
	m.freeTerms(m.query.Root, true, free)
	if m.way != index.MatchMost || asked == index.MatchMost || len(free) > index.AutoTerms {
		return -1
	}
	all := *m
	all.way = index.MatchAll
	n := 0
	for _, p := range papers {
		if failed(filter, p) == 0 && all.matches(p) {
			n++
		}
	}
	return n
}

// auto counts the papers with all free terms, whatever else the query requires.
func (m *matcher) auto(papers []*paper) index.Match {
	free := map[string]bool{}
	m.freeTerms(m.query.Root, true, free)
	if len(free) > index.AutoTerms {
		return index.MatchMost
	}
	root := m.query.Root
	if all, ok := root.(query.And); ok {
		root = query.And{Nodes: slices.DeleteFunc(slices.Clone(all.Nodes), func(n query.Node) bool { return !query.IsFree(n) })}
	}
	m.way = index.MatchAll
	matched := 0
	for _, p := range papers {
		if is, part := m.match(root, p, true, false); is || !part {
			matched++
		}
	}
	if len(free) < 2 || matched >= index.AutoPapers {
		return index.MatchAll
	}
	return index.MatchMost
}

// matching returns the papers that match the query.
func (m *matcher) matching(papers []*paper) []*paper {
	matches := m.matches
	if least, ok := m.leastCovered(papers); ok {
		matches = func(p *paper) bool {
			return citedBonus(m.query, p) > 0 || m.hasRequired(p) && m.covered(m.clauseTerms(), p) >= least
		}
	}
	return slices.DeleteFunc(slices.Clone(papers), func(p *paper) bool { return !matches(p) })
}

// leastCovered returns how much of the free terms match=most asks for; ok is false if that
// does not apply, or no paper has any.
func (m *matcher) leastCovered(papers []*paper) (least float32, ok bool) {
	free := m.clauseTerms()
	if m.way != index.MatchMost || len(free) < 2 {
		return 0, false
	}
	best := float32(0)
	for _, p := range papers {
		if m.hasRequired(p) {
			best = max(best, m.covered(free, p))
		}
	}
	return index.MinCoverage * best, best > 0
}

// hasRequired reports whether a paper has what the query requires besides its free terms.
func (m *matcher) hasRequired(p *paper) bool {
	nodes := slices.DeleteFunc(slices.Clone(m.query.Clauses()), query.IsFree)
	matched, part := m.match(query.And{Nodes: nodes}, p, true, false)
	return matched || !part
}

// clauseTerms returns the different free terms side by side, with the parts of a compound in
// its place.
func (m *matcher) clauseTerms() []term {
	var free []term
	for _, n := range m.query.Clauses() {
		if !query.IsFree(n) {
			continue
		}
		terms := m.terms(n, false)
		if w, ok := n.(query.Word); ok && w.IsCompound() {
			terms = m.wordTerms(analysis.QueryTokens(nil, w.Text), false)
		}
		for _, t := range terms {
			if !slices.ContainsFunc(free, func(other term) bool { return other.name == t.name }) {
				free = append(free, t)
			}
		}
	}
	return free
}

// freeTerms collects the different free terms of n outside of any Not.
func (m *matcher) freeTerms(n query.Node, inAnd bool, into map[string]bool) {
	switch n := n.(type) {
	case query.And:
		for _, c := range n.Nodes {
			m.freeTerms(c, true, into)
		}
	case query.Or:
		for _, c := range n.Nodes {
			m.freeTerms(c, false, into)
		}
	default:
		if inAnd && query.IsFree(n) {
			for _, t := range m.terms(n, false) {
				into[t.name] = true
			}
		}
	}
}

func (m *matcher) matches(p *paper) bool {
	if citedBonus(m.query, p) > 0 {
		return true
	}
	matched, part := m.match(m.query.Root, p, true, false)
	return matched || !part
}

// match reports whether p matches n, and whether n takes part at all.
func (m *matcher) match(n query.Node, p *paper, inAnd, literal bool) (matched, part bool) {
	switch n := n.(type) {
	case query.And:
		return m.matchAnd(n.Nodes, p, literal)
	case query.Or:
		for _, c := range n.Nodes {
			ok, takes := m.match(c, p, false, literal)
			matched, part = matched || ok && takes, part || takes
		}
		return matched, part
	case query.Not:
		ok, takes := m.match(n.Node, p, false, true)
		return !ok, takes
	case query.Range:
		return inRange(n, p), true
	case query.Word:
		if n.Field == query.AnyText && inAnd {
			return m.matchAnd([]query.Node{n}, p, literal)
		}
		return m.matchText(n, n.Field, n.Text, p, literal)
	case query.Phrase:
		return m.matchText(n, n.Field, n.Text, p, true)
	case query.Prefix, query.Fuzzy, query.Pattern:
		field, text, _ := query.FieldText(n)
		return m.matchText(n, field, text, p, literal)
	case query.Typed:
		return m.matchAnd([]query.Node{n}, p, literal)
	case query.Near:
		t, ok := nearTerm(n)
		return ok && slices.ContainsFunc(p.places(n.Field), t.in), ok
	case query.Has:
		return p.has(n.Field), true
	}
	return false, false
}

func (m *matcher) matchAnd(nodes []query.Node, p *paper, literal bool) (matched, part bool) {
	matched = true
	free, found := 0, 0
	for _, n := range nodes {
		if !query.IsFree(n) {
			ok, takes := m.match(n, p, true, literal)
			matched, part = matched && (ok || !takes), part || takes
			continue
		}
		for _, t := range m.terms(n, literal) {
			free++
			if t.inText(p) || !literal && m.means(t, p, m.way == index.MatchAll) {
				found++
			}
		}
	}
	enough := free == 0 || found == free || found > 0 && m.way != index.MatchAll && !literal
	return matched && enough, part || free > 0
}

// matchText matches a leaf that is not a free term.
func (m *matcher) matchText(n query.Node, field query.Field, text string, p *paper, literal bool) (matched, part bool) {
	switch field {
	case query.Category:
		return slices.ContainsFunc(p.Categories, valueTest(n, isCategory)), text != ""
	case query.FirstAuthor:
		_, prefix := n.(query.Prefix)
		return nameQuery(text, prefix).Matches(firstAuthor(p)), text != ""
	case query.ID:
		return slices.ContainsFunc(p.ids(), valueTest(n, isID)), text != ""
	}
	switch n.(type) {
	case query.Prefix, query.Fuzzy, query.Pattern:
		if text == "" {
			return false, false
		}
		return slices.ContainsFunc(p.places(field), expansion(n, field).in), true
	}
	if field == query.Author {
		name := data.ParseName(text)
		return slices.ContainsFunc(p.authors, func(a author) bool { return a.isMeant(name) }), len(name.Words()) > 0
	}
	if w, ok := n.(query.Word); ok && w.IsCompound() {
		return slices.ContainsFunc(p.places(field), compoundTerm(text).in), true
	}
	words := analysis.QueryTokens(nil, text)
	if len(words) != 1 || isPhrase(n, field) {
		is := func(tokens []token) bool { return hasPhrase(tokens, words) }
		return slices.ContainsFunc(p.places(field), is), len(words) > 0
	}
	terms := m.terms(n, literal || field != query.AnyText)
	if len(terms) == 0 {
		return false, false
	}
	named := field == query.AnyText && !literal && m.means(terms[0], p, false)
	if _, isWord := n.(query.Word); isWord && p.hasOtherForm(words, text, p.places(field)) {
		return true, true
	}
	return named || slices.ContainsFunc(p.places(field), terms[0].in), true
}

// isPhrase reports whether n matches surface forms: names have no stems.
func isPhrase(n query.Node, field query.Field) bool {
	switch n.(type) {
	case query.Phrase:
		return true
	case query.Word:
		return field == query.Venue
	}
	return false
}

// places returns the token sequences of a field, one for each text or name.
func (p *paper) places(field query.Field) [][]token {
	switch field {
	case query.Title:
		return [][]token{p.title}
	case query.Abstract:
		return [][]token{p.abstract}
	case query.Venue:
		return [][]token{p.venue}
	case query.Author:
		var names [][]token
		for _, a := range p.authors {
			names = append(names, a.tokens())
		}
		return names
	}
	return [][]token{p.title, p.abstract}
}

// hasPhrase reports whether the words are as far from each other in tokens as in the query.
func hasPhrase(tokens []token, words []analysis.Token) bool {
	at := map[int]map[string]bool{}
	for _, t := range tokens {
		if at[t.Position] == nil {
			at[t.Position] = map[string]bool{}
		}
		at[t.Position][t.Form] = true
	}
	for start := range at {
		all := len(words) > 0
		for _, w := range words {
			all = all && at[start+w.Position-words[0].Position][w.Form]
		}
		if all {
			return true
		}
	}
	return false
}

// valueTest returns the test of one whole value, a category or an id, by n.
func valueTest(n query.Node, equal func(value, asked string) bool) func(string) bool {
	switch n := n.(type) {
	case query.Prefix:
		return func(v string) bool { return strings.HasPrefix(strings.ToLower(v), strings.ToLower(n.Text)) }
	case query.Fuzzy:
		return func(v string) bool { return isFuzzy(strings.ToLower(v), strings.ToLower(n.Text)) }
	case query.Pattern:
		return func(v string) bool { return query.MatchPattern(strings.ToLower(n.Text), strings.ToLower(v)) }
	}
	_, text, _ := query.FieldText(n)
	return func(v string) bool { return equal(v, text) }
}

func isCategory(value, asked string) bool {
	value, asked = strings.ToLower(value), strings.ToLower(asked)
	return value == asked || strings.HasPrefix(value, asked+".")
}

func isID(value, asked string) bool {
	if id, err := data.ParseID(asked); err == nil {
		asked = string(id)
	}
	return strings.EqualFold(value, asked)
}

func inRange(r query.Range, p *paper) bool {
	within := func(v *int) bool {
		return v != nil && (r.Min == nil || *v >= *r.Min) && (r.Max == nil || *v <= *r.Max)
	}
	switch r.Column {
	case query.DateColumn:
		return overlaps(p.Date, r.From, r.To)
	case query.AuthorsColumn:
		return within(authorCount(p))
	case query.UpvotesColumn:
		return within(p.Upvotes)
	}
	return false
}
