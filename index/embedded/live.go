package embedded

import (
	"math"
	"slices"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// countLive counts the live papers of a part that have a term.
func (p *part) countLive(s *postings) int {
	n := 0
	for i, f := range s.tf {
		is := f.isThere()
		if p.deleted {
			doc := s.docs[i]
			is &= int(p.live[doc/64] >> (doc % 64))
		}
		n += is
	}
	return n
}

// countDocs counts the live papers among docs.
func (p *part) countDocs(docs []uint32) int {
	if !p.deleted {
		return len(docs)
	}
	n := 0
	for _, doc := range docs {
		n += int(p.live[doc/64] >> (doc % 64) & 1)
	}
	return n
}

// countStem counts the live papers with a form of a stem, up to index.ManyPapers or more.
func (p *part) countStem(stem uint32, lend *scratch) int {
	if stem == noStem {
		return 0
	}
	switch groups := p.text.stems.groups(stem); {
	case len(groups) == 0:
		return 0
	case len(groups) > 1:
		found := p.text.sum(p.text.pickStem(stem), lend)
		defer lend.giveList(found)
		return p.countLive(&found)
	case !p.deleted:
		return int(p.text.papers[groups[0]])
	default:
		return p.text.countGroup(groups[0], -1, index.ManyPapers, p.live)
	}
}

// countForm counts the live papers with a form that is no function word.
func (p *part) countForm(form uint32) int {
	x := p.text
	group := x.group[form]
	forms := x.formsOf(group)
	switch {
	case !x.isContent(group):
		return 0
	case len(forms) > 1:
		rank, _ := slices.BinarySearch(forms, form)
		return x.countGroup(group, rank, math.MaxInt, p.live)
	case !p.deleted:
		return int(x.papers[group])
	default:
		return x.countGroup(group, -1, math.MaxInt, p.live)
	}
}

// countName counts the live papers that have a form in the name of an author or venue.
func (p *part) countName(form string) int {
	return p.countDocs(union(p.people.words.exactly(form), p.venue.exactly(form)))
}

// countContent counts the live papers with a form of a stem that is no function word.
func (p *part) countContent(stem uint32, lend *scratch) int {
	group, ok := p.text.contentGroup(stem)
	if !ok {
		return 0
	}
	if !p.deleted {
		return int(p.text.papers[group])
	}
	found := p.text.sum([]pick{{group: group}}, lend)
	defer lend.giveList(found)
	return p.countLive(&found)
}

// spelled is the dictionary of a field, nil for one without words, and a function that
// counts the live papers of one of its terms; function words have none.
func (p *part) spelled(field query.Field) (terms *dictionary, count func(term uint32) int) {
	names := func(x *termIndex) (*dictionary, func(uint32) int) {
		return &x.terms, func(t uint32) int { return p.countDocs(x.of(int(t))) }
	}
	switch field {
	case query.Author:
		return names(p.people.words)
	case query.Venue:
		return names(p.venue)
	case query.AnyText, query.Title, query.Abstract:
		return &p.text.forms, p.countForm
	}
	return nil, nil
}

// having is the papers that have a form as index.Speller says, live or not, in a set that
// is lent; it has no words at all where there are none.
func (p *part) having(form string, stem uint32, lend *scratch) bitset {
	names := [][]uint32{p.people.words.exactly(form), p.venue.exactly(form)}
	var groups []uint32
	if stem != noStem {
		groups = p.text.stems.groups(stem)
	}
	if len(groups) == 0 && len(names[0]) == 0 && len(names[1]) == 0 {
		return bitset{}
	}
	set := bitset(lend.sets.zeros((p.papers + 63) / 64))
	for _, docs := range names {
		set.setAll(docs)
	}
	for _, g := range groups {
		found := lend.list(int(p.text.papers[g]))
		p.text.read(&found, pick{group: g})
		set.setAll(found.docs)
		lend.giveList(found)
	}
	return set
}

// noStem is the ordinal of a stem that no paper ever had.
const noStem = 1<<32 - 1

// spelledStems are the ordinals of the forms' stems.
func (v *view) spelledStems(forms []string) []uint32 {
	stems := make([]uint32, len(forms))
	for i, form := range forms {
		stems[i] = noStem
		if stem, ok := v.tables.stems.lookup(analysis.Stem(form)); ok {
			stems[i] = stem
		}
	}
	return stems
}

// stemPapers counts the papers with a stem, those that were deleted since their segment
// was written too: to read the postings of the live ones alone would take half the time
// of the search.
func (v *view) stemPapers(stem string) int {
	ord, known := v.tables.stems.lookup(stem)
	if !known {
		return 0
	}
	papers := 0
	for i := range v.parts {
		text := v.parts[i].text
		if g, ok := text.contentGroup(ord); ok {
			papers += int(text.papers[g])
		}
	}
	return papers
}

// mentions counts the live papers that have the stem of a form in their text.
func (v *view) mentions(form string) int {
	if n, known := v.mentioned.Load(form); known {
		return n.(int)
	}
	n := 0
	if ord, known := v.tables.stems.lookup(analysis.Stem(form)); known {
		for i := range v.parts {
			n += v.parts[i].countContent(ord, &v.tables.scratch)
		}
	}
	v.mentioned.Store(form, n)
	return n
}

// newestDay is the newest first day of a live paper, data.NoDay where none has a date.
func (v *view) newestDay() int32 {
	newest := int32(data.NoDay)
	for i := range v.parts {
		for doc := range v.parts[i].live.each {
			if day := v.parts[i].columns.date.first[doc]; day != data.NoDay && (newest == data.NoDay || day > newest) {
				newest = day
			}
		}
	}
	return newest
}

func (v *view) countTerms() int {
	if len(v.parts) == 1 {
		return v.parts[0].text.forms.len()
	}
	forms := map[string]struct{}{}
	for i := range v.parts {
		d := &v.parts[i].text.forms
		for t := range d.len() {
			forms[d.at(t)] = struct{}{}
		}
	}
	return len(forms)
}
