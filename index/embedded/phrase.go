package embedded

import (
	"slices"

	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/segment"
	"paperboy/index/query"
)

// setPhrase adds to into the papers of a segment, among those of within, that have the tokens
// next to each other.
//
// The papers with all of the forms are found first, from the rarest form, and then looked at
// one by one (segment.Phrase). With Bleve's positions instead, "state of the art" took four
// times as long.
func (p *plan) setPhrase(tokens []analysis.Token, field query.Field, i int, within, into bitset.Set) {
	if field == query.Venue {
		p.setVenuePhrase(tokens, i, within, into)
		return
	}
	forms := make([]*term, len(tokens))
	for k, t := range tokens {
		forms[k] = p.form(t.Form)
	}
	p.setAdjacent(forms, field, i, within, into)
}

// setAdjacent adds to into the papers of segment i, among those of within, that have terms next
// to each other in a field of text.
func (p *plan) setAdjacent(terms []*term, field query.Field, i int, within, into bitset.Set) {
	text := p.snap.Segments[i].Text
	phrase := text.NewPhrase(picksOf(terms, i))
	if phrase == nil {
		return
	}
	if candidates := p.withAll(terms, i, within); p.spend(float64(candidates.Count() * phraseWork)) {
		for doc := range candidates.Each {
			if phrase.IsIn(text.Sequences.TextOf(doc, field)) {
				into.Add(doc)
			}
		}
	}
}

// withAll returns the live papers of segment i, among those of within, that have all of some
// terms. It is empty if there may be no more work.
func (p *plan) withAll(terms []*term, i int, within bitset.Set) bitset.Set {
	set := p.copySet(i, p.snap.Segments[i].Live)
	set.And(within)
	left := set.Count()
	for _, t := range distinctTerms(p.rarestFirst(terms, i)) {
		if left == 0 {
			break
		}
		if !p.keepTerm(t, i, set, left) {
			clear(set)
			break
		}
		left = set.Count()
	}
	return set
}

func distinctTerms(terms []*term) []*term {
	seen := make(map[*term]bool, len(terms))
	return slices.DeleteFunc(terms, func(t *term) bool {
		known := seen[t]
		seen[t] = true
		return known
	})
}

// keepTerm removes from set, which has this many papers, those of segment i without a term. It
// reports whether there may be more work.
func (p *plan) keepTerm(t *term, i int, set bitset.Set, papers int) bool {
	text := p.snap.Segments[i].Text
	if picks := t.picks[i]; len(picks) == 1 && papers*lookUpWork < int(text.GroupPapers[picks[0].Group]) {
		text.KeepPapers(picks[0], set)
		return p.spend(float64(papers * lookUpWork))
	}
	has := bitset.Set(p.snap.Tables.Sets.GetZeroed(len(set)))
	for _, k := range t.picks[i] {
		text.AddPapers(k, has)
	}
	set.And(has)
	p.snap.Tables.Sets.Put(has)
	return p.spend(float64(papersOf(text, t.picks[i])))
}

// papersOf returns how many papers of a segment some picks select, at most.
func papersOf(text *segment.Text, picks []segment.Pick) (n int) {
	for _, k := range picks {
		n += int(text.GroupPapers[k.Group])
	}
	return n
}

// setVenuePhrase adds to into the papers of segment i, among those of within, whose venue has
// tokens next to each other. Names are looked at only if some paper has all of the forms.
func (p *plan) setVenuePhrase(tokens []analysis.Token, i int, within, into bitset.Set) {
	seg := &p.snap.Segments[i]
	candidates := p.copySet(i, seg.Live)
	candidates.And(within)
	candidates.AndNot(into)
	for _, t := range tokens {
		has := p.newSet(i)
		seg.Venues.Words.AddExact(t.Form, has)
		candidates.And(has)
	}
	if n := candidates.Count(); n > 0 && p.spend(float64(n*len(tokens)*venueWork)+namesWork*float64(seg.Papers)) {
		seg.Venues.AddPhrase(tokens, candidates, into)
	}
}

// picksOf returns the picks of terms in segment i.
func picksOf(terms []*term, i int) [][]segment.Pick {
	picks := make([][]segment.Pick, len(terms))
	for k, t := range terms {
		picks[k] = t.picks[i]
	}
	return picks
}
