package segment

import (
	"strings"

	"paperboy/data"
	"paperboy/data/text"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/schema"
	"paperboy/index/query"
)

// AddExpansion is the papers of all terms of a names' field that a Prefix, Fuzzy or
// Pattern stands for.
func (x *TermIndex) AddExpansion(n query.Node, fold func(string) string, into bitset.Set) {
	switch n := n.(type) {
	case query.Prefix:
		from, to := x.Terms.PrefixRange(fold(n.Text))
		into.AddAll(x.docs[x.start[from]:x.start[to]])
	case query.Fuzzy:
		text := fold(n.Text)
		for _, t := range x.Terms.Near(text, MaxEdits(text)) {
			into.AddAll(x.Papers(int(t)))
		}
	case query.Pattern:
		for _, t := range x.Terms.MatchPattern(fold(n.Text)) {
			into.AddAll(x.Papers(int(t)))
		}
	}
}

// NameIndex is the index of a field of names, nil for a field of text.
func (l *Segment) NameIndex(field query.Field) *TermIndex {
	switch field {
	case query.Author:
		return l.Authors.Words
	case query.Venue:
		return l.Venues
	}
	return nil
}

// AddByAuthor sets the papers with an author that n means. keys are the names by ordinal.
func (l *Segment) AddByAuthor(n query.Node, words string, keys []string, set bitset.Set) (papers bitset.Set, takesPart bool) {
	if query.IsExpansion(n) {
		l.Authors.Words.AddExpansion(n, text.Normalize, set)
		return set, true
	}
	name := data.ParseName(words)
	if len(name.Words()) == 0 {
		return nil, false
	}
	set.AddAll(l.byName(name, keys))
	return set, true
}

// AddCategories sets the papers with a category that n means.
func (l *Segment) AddCategories(n query.Node, text string, names []string, into bitset.Set) {
	text = strings.ToLower(text)
	wanted := bitset.New(len(names))
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
			is = InCategory(name, text)
		}
		if is {
			wanted.Add(uint32(ord))
		}
	}
	column := &l.Columns.Values[schema.Categories]
	for doc := range uint32(l.Papers) {
		for _, ord := range column.Ordinals(doc) {
			if wanted.Has(ord) {
				into.Add(doc)
			}
		}
	}
}

// InCategory reports whether a category is another or below it.
func InCategory(category, other string) bool {
	category, other = strings.ToLower(category), strings.ToLower(other)
	return category == other || strings.HasPrefix(category, other+".")
}

func (l *Segment) InRange(r query.Range) bitset.Set {
	set := bitset.New(l.Papers)
	c := l.Columns
	if r.Column == query.DateColumn {
		within := schema.NewDayRange(r.From, r.To)
		for doc := range uint32(l.Papers) {
			if within.Overlaps(c.Dates.Period(doc)) {
				set.Add(doc)
			}
		}
		return set
	}
	column, least := c.Upvotes, int32(0)
	if r.Column == query.AuthorsColumn {
		column, least = c.AuthorCounts, 1
	}
	for doc, v := range column {
		if v >= least && (r.Min == nil || int(v) >= *r.Min) && (r.Max == nil || int(v) <= *r.Max) {
			set.Add(uint32(doc))
		}
	}
	return set
}

// AddHaving sets the papers that have a value of a field.
func (l *Segment) AddHaving(field query.Field, into bitset.Set) {
	c := l.Columns
	switch field {
	case query.DOI:
		from, to := l.IDs.Terms.PrefixRange("doi:")
		into.AddAll(l.IDs.docs[l.IDs.start[from]:l.IDs.start[to]])
		return
	case query.Author, query.Category, query.Venue:
		values := &c.Values[map[query.Field]int{query.Author: schema.Authors, query.Category: schema.Categories, query.Venue: schema.Venues}[field]]
		for doc := range uint32(l.Papers) {
			if len(values.Ordinals(doc)) > 0 {
				into.Add(doc)
			}
		}
		return
	}
	for doc := range uint32(l.Papers) {
		var has bool
		switch field {
		case query.Title:
			has = c.Titles.Start(doc) != ""
		case query.Date:
			has = c.Dates.First[doc] != data.NoDay
		case query.Abstract:
			has = l.Text.Sequences.hasAbstract(doc)
		}
		if has {
			into.Add(doc)
		}
	}
}
