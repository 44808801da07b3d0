package embedded

import (
	"paperboy/data"
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
