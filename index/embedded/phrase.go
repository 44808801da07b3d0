package embedded

import (
	"slices"

	segment "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/index/analysis"
	"paperboy/index/query"
)

// setPhrase sets the papers of a part in which the tokens stand as far from
// each other as they do in the query: the papers that have all of the forms, of
// which Bleve's positions tell the right ones.
func (p *plan) setPhrase(tokens []analysis.Token, field query.Field, part *part, into bitset) {
	fields := []string{titleField, abstractField}
	switch field {
	case query.Title:
		fields = fields[:1]
	case query.Abstract:
		fields = fields[1:]
	case query.Author:
		fields = []string{authorField}
	case query.Venue:
		fields = []string{venueField}
	}
	for _, name := range fields {
		if err := setPhraseInField(tokens, name, part, into); err != nil {
			p.fail(err)
		}
	}
}

func setPhraseInField(tokens []analysis.Token, name string, part *part, into bitset) error {
	candidates := slices.Clone(part.live)
	for _, t := range tokens {
		has := newBitset(part.papers)
		part.setForm(t.Form, name, has)
		candidates.and(has)
	}
	if candidates.count() == 0 {
		return nil
	}
	dictionary, err := part.segment.Dictionary(name)
	if err != nil {
		return err
	}
	iterators := make([]segment.PostingsIterator, len(tokens))
	for i, t := range tokens {
		list, err := dictionary.PostingsList([]byte(t.Form), nil, nil)
		if err != nil {
			return err
		}
		iterators[i] = list.Iterator(true, false, true, nil)
	}
	var starts, next []int
	for doc := range candidates.each {
		for i, t := range tokens {
			p, err := iterators[i].Advance(uint64(doc))
			if err != nil {
				return err
			}
			if p == nil || p.Number() != uint64(doc) {
				return errPostings
			}
			next = next[:0]
			for _, l := range p.Locations() {
				start := int(l.Pos()) - t.Position
				if i == 0 || slices.Contains(starts, start) {
					next = append(next, start)
				}
			}
			starts, next = next, starts
		}
		if len(starts) > 0 {
			into.set(doc)
		}
	}
	return nil
}

// setForm sets the papers that have a form in one of Bleve's fields.
func (l *lane) setForm(form, name string, into bitset) {
	switch name {
	case authorField:
		l.author.find(form, into)
	case venueField:
		l.venue.find(form, into)
	default:
		i, ok := l.text.forms.find(form)
		if !ok {
			return
		}
		field := query.Title
		if name == abstractField {
			field = query.Abstract
		}
		s := l.text.of(uint32(i))
		setTerm(&s, field, into)
	}
}
