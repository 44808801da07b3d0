package embedded

import (
	"strings"

	"paperboy/data"
	"paperboy/index/query"
)

// expand is the papers of all terms of a names' field that a Prefix, Fuzzy or
// Pattern stands for.
func (x *termIndex) expand(n query.Node, fold func(string) string, into bitset) {
	switch n := n.(type) {
	case query.Prefix:
		from, to := x.terms.prefixed(fold(n.Text))
		into.setAll(x.docs[x.start[from]:x.start[to]])
	case query.Fuzzy:
		text := fold(n.Text)
		for _, t := range x.terms.near(text, maxEdits(text)) {
			into.setAll(x.of(int(t)))
		}
	case query.Pattern:
		for _, t := range x.terms.matching(fold(n.Text)) {
			into.setAll(x.of(int(t)))
		}
	}
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
func (l *lane) evalAuthor(n query.Node, text string, keys []string, set bitset) (papers bitset, takesPart bool) {
	if query.IsExpansion(n) {
		l.people.words.expand(n, data.Fold, set)
		return set, true
	}
	name := data.ParseName(text)
	if len(name.Words()) == 0 {
		return nil, false
	}
	set.setAll(l.withName(name, keys))
	return set, true
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

// setHas sets the papers that have a value of a field.
func (l *lane) setHas(field query.Field, into bitset) {
	c := l.columns
	switch field {
	case query.DOI:
		from, to := l.ids.terms.prefixed("doi:")
		into.setAll(l.ids.docs[l.ids.start[from]:l.ids.start[to]])
		return
	case query.Author, query.Category, query.Venue:
		values := &c.values[map[query.Field]int{query.Author: authorValues, query.Category: categoryValues, query.Venue: venueValues}[field]]
		for doc := range uint32(l.papers) {
			if len(values.of(doc)) > 0 {
				into.set(doc)
			}
		}
		return
	}
	for doc := range uint32(l.papers) {
		var has bool
		switch field {
		case query.Title:
			has = c.titles.startOf(doc) != ""
		case query.Date:
			has = c.date.first[doc] != data.NoDay
		case query.Abstract:
			has = l.text.sequences.hasAbstract(doc)
		}
		if has {
			into.set(doc)
		}
	}
}
