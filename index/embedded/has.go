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

// authorsNamed are the ordinals of the authors whose keys have a name. They are looked
// for once a search: there are three names to a paper.
func (p *plan) authorsNamed(name string, prefix bool) bitset {
	key := name
	if prefix {
		key += "*"
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if named, ok := p.firstAuthors[key]; ok {
		return named
	}
	names := p.view.tables.names[authorValues].all()
	named, test := newBitset(len(names)), index.NewNameTest(name, prefix)
	if p.spend(nameWork * float64(len(names))) {
		for ord, author := range names {
			if test.Has(author) {
				named.set(uint32(ord))
			}
		}
	}
	if p.firstAuthors == nil {
		p.firstAuthors = map[string]bitset{}
	}
	p.firstAuthors[key] = named
	return named
}

// setFirstAuthor sets the papers whose first author is among some, by ordinal. A name
// that came in since these were looked for is of a later view.
func (l *lane) setFirstAuthor(named bitset, into bitset) {
	authors := &l.columns.values[authorValues]
	for doc := range uint32(l.papers) {
		if list := authors.of(doc); len(list) > 0 && int(list[0]/64) < len(named) && named.has(list[0]) {
			into.set(doc)
		}
	}
}
