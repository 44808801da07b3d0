package embedded

import (
	"paperboy/data"
	"paperboy/index"
	"paperboy/index/query"
)

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
			has = c.titles.at(int(doc)) != ""
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

// hasAbstract reports whether a paper has a content word after its title.
func (s *sequences) hasAbstract(doc uint32) bool {
	r := sequenceReader{s.of(doc)}
	for len(r.codes) > 0 {
		if r.next() == endOfTitle {
			return len(r.codes) > 0
		}
	}
	return false
}

// setFirstAuthor sets the papers whose first author has a name (index.NameTest).
func (l *lane) setFirstAuthor(name string, prefix bool, names []string, into bitset) {
	has := newBitset(len(names))
	test := index.NewNameTest(name, prefix)
	for ord, key := range names {
		if test.Has(key) {
			has.set(uint32(ord))
		}
	}
	authors := &l.columns.values[authorValues]
	for doc := range uint32(l.papers) {
		if list := authors.of(doc); len(list) > 0 && has.has(list[0]) {
			into.set(doc)
		}
	}
}
