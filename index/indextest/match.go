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
	all               bool
	keepFunctionWords bool
}

// choose settles the match mode, and says which it is.
func (m *matcher) choose(asked index.Match, papers []*paper) index.Match {
	m.all = true
	if asked == index.MatchAny || asked != index.MatchAll && !m.autoIsAll(papers) {
		m.all = false
		return index.MatchAny
	}
	return index.MatchAll
}

func (m *matcher) autoIsAll(papers []*paper) bool {
	free := map[string]bool{}
	m.freeTerms(m.query.Root, true, free)
	if len(free) > index.AutoTerms {
		return false
	}
	matched := 0
	for _, p := range papers {
		if m.matches(p) {
			matched++
		}
	}
	return len(free) < 2 || matched >= index.AutoPapers
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
	case query.Word, query.Prefix, query.Fuzzy, query.Pattern:
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
	case query.Prefix:
		return m.matchText(n, n.Field, n.Text, p, literal)
	case query.Fuzzy:
		return m.matchText(n, n.Field, n.Text, p, literal)
	case query.Pattern:
		return m.matchText(n, n.Field, n.Text, p, literal)
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
			if t.in(p.title) || t.in(p.abstract) {
				found++
			}
		}
	}
	enough := free == 0 || found == free || found > 0 && !m.all && !literal
	return matched && enough, part || free > 0
}

// matchText matches one leaf where it is no free term.
func (m *matcher) matchText(n query.Node, field query.Field, text string, p *paper, literal bool) (matched, part bool) {
	switch field {
	case query.Category:
		return slices.ContainsFunc(p.Categories, valueTest(n, isCategory)), text != ""
	case query.FirstAuthor:
		_, prefix := n.(query.Prefix)
		return index.NewNameTest(text, prefix).Has(firstAuthor(p)), text != ""
	case query.ID:
		return slices.ContainsFunc(p.ids(), valueTest(n, isID)), text != ""
	}
	var t term
	switch n := n.(type) {
	case query.Prefix, query.Fuzzy, query.Pattern:
		if text == "" {
			return false, false
		}
		t = expansion(n, field)
	default:
		words := analysis.QueryTokens(nil, text)
		if w, ok := n.(query.Word); ok && w.IsCompound() {
			t = compoundTerm(text)
			break
		}
		if len(words) != 1 || isPhrase(n, field) {
			is := func(tokens []token) bool { return hasPhrase(tokens, words) }
			return slices.ContainsFunc(p.places(field), is), len(words) > 0
		}
		terms := m.terms(n, literal || field != query.AnyText)
		if len(terms) == 0 {
			return false, false
		}
		t = terms[0]
	}
	return slices.ContainsFunc(p.places(field), t.in), true
}

// isPhrase reports whether n matches surface forms: names have no stems.
func isPhrase(n query.Node, field query.Field) bool {
	switch n.(type) {
	case query.Phrase:
		return true
	case query.Word:
		return field == query.Author || field == query.Venue
	}
	return false
}

// places are the token sequences of a field, one a text or name.
func (p *paper) places(field query.Field) [][]token {
	switch field {
	case query.Title:
		return [][]token{p.title}
	case query.Abstract:
		return [][]token{p.abstract}
	case query.Venue:
		return [][]token{tokenize(p.Venue)}
	case query.Author:
		var names [][]token
		for _, a := range p.Authors {
			names = append(names, tokenize(a))
		}
		return names
	}
	return [][]token{p.title, p.abstract}
}

// hasPhrase reports whether the words stand in tokens as far from each other
// as they do in the query.
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

// valueTest is the test of one whole value, a category or an id, by n.
func valueTest(n query.Node, equal func(value, asked string) bool) func(string) bool {
	switch n := n.(type) {
	case query.Word:
		return func(v string) bool { return equal(v, n.Text) }
	case query.Phrase:
		return func(v string) bool { return equal(v, n.Text) }
	case query.Prefix:
		return func(v string) bool { return strings.HasPrefix(strings.ToLower(v), strings.ToLower(n.Text)) }
	case query.Fuzzy:
		return func(v string) bool { return isFuzzy(strings.ToLower(v), strings.ToLower(n.Text)) }
	case query.Pattern:
		return func(v string) bool { return query.MatchPattern(strings.ToLower(n.Text), strings.ToLower(v)) }
	}
	return func(string) bool { return false }
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
