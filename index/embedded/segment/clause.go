package segment

import (
	"strings"

	"paperboy/data"
	"paperboy/data/text"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/schema"
	"paperboy/index/query"
)

// AddExpansion adds to into the papers of all terms that a Prefix, Fuzzy or Pattern stands
// for.
func (x *TermIndex) AddExpansion(n query.Node, fold func(string) string, into bitset.Set) {
	switch n := n.(type) {
	case query.Prefix:
		from, to := x.Terms.PrefixRange(fold(n.Text))
		into.AddAll(x.docs[x.start[from]:x.start[to]])
	case query.Fuzzy:
		text := fold(n.Text)
		for _, t := range x.Terms.Near(text, query.MaxEdits(text)) {
			into.AddAll(x.Papers(int(t)))
		}
	case query.Pattern:
		for _, t := range x.Terms.MatchPattern(fold(n.Text)) {
			into.AddAll(x.Papers(int(t)))
		}
	}
}

// NameIndex returns the index of a field of names, or nil for a field of text.
func (s *Segment) NameIndex(field query.Field) *TermIndex {
	switch field {
	case query.Author:
		return s.Authors.Words
	case query.Venue:
		return s.Venues.Words
	}
	return nil
}

// AddByAuthor adds to set the papers with an author that n means. keys are the author names by
// ordinal. takesPart is false if n has no words.
func (s *Segment) AddByAuthor(n query.Node, words string, keys Texts, set bitset.Set) (papers bitset.Set, takesPart bool) {
	if query.IsExpansion(n) {
		s.Authors.Words.AddExpansion(n, text.Normalize, set)
		return set, true
	}
	name := data.ParseName(words)
	if len(name.Words()) == 0 {
		return nil, false
	}
	set.AddAll(s.byName(name, keys))
	return set, true
}

// AddCategories adds to into the papers with a category that n means. names are the categories
// by ordinal.
func (s *Segment) AddCategories(n query.Node, text string, names Texts, into bitset.Set) {
	text = strings.ToLower(text)
	wanted := bitset.New(names.Len())
	for ord, name := range names.Each {
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
			wanted.Add(ord)
		}
	}
	column := &s.Columns.Values[schema.Categories]
	for doc := range uint32(s.Papers) {
		for _, ord := range column.Ordinals(doc) {
			if wanted.Has(ord) {
				into.Add(doc)
			}
		}
	}
}

// InCategory reports whether a category equals another or is below it.
func InCategory(category, other string) bool {
	category, other = strings.ToLower(category), strings.ToLower(other)
	return category == other || strings.HasPrefix(category, other+".")
}

// InRange returns the papers whose date, authors or upvotes are in the range of r.
func (s *Segment) InRange(r query.Range) bitset.Set {
	set := bitset.New(s.Papers)
	c := s.Columns
	if r.Column == query.DateColumn {
		within := schema.NewDayRange(r.From, r.To)
		for doc := range uint32(s.Papers) {
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

// AddHaving adds to into the papers that have a value of a field.
func (s *Segment) AddHaving(field query.Field, into bitset.Set) {
	c := s.Columns
	switch field {
	case query.DOI:
		s.IDs.addPrefix("doi:", into)
		return
	case query.Author, query.Category, query.Venue:
		values := &c.Values[map[query.Field]int{query.Author: schema.Authors, query.Category: schema.Categories, query.Venue: schema.Venues}[field]]
		for doc := range uint32(s.Papers) {
			if len(values.Ordinals(doc)) > 0 {
				into.Add(doc)
			}
		}
		return
	}
	for doc := range uint32(s.Papers) {
		var has bool
		switch field {
		case query.Title:
			has = c.Titles.Start(doc) != ""
		case query.Date:
			has = c.Dates.First[doc] != data.NoDay
		case query.Abstract:
			has = s.Text.hasAbstract(doc)
		}
		if has {
			into.Add(doc)
		}
	}
}
