package embedded

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/segment"
	"paperboy/index/query"
)

// setPhrase adds to into the papers of a segment, among those of within, that have the tokens
// next to each other.
//
// The papers with all of the forms are found first, from the rarest form, and then looked at
// one by one (segment.Phrase). For two words of a title, of 1.2 ms that reading Bleve's
// positions took, .1 are left.
func (p *plan) setPhrase(tokens []analysis.Token, field query.Field, i int, within, into bitset.Set) {
	if field == query.Venue {
		p.fail(p.setVenuePhrase(tokens, i, within, into))
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
	seg := &p.snap.Segments[i]
	set := seg.Live.Intersection(within)
	papers := func(t *term) (n int) {
		for _, k := range t.picks[i] {
			if exact, ok := seg.Text.PickPapers(k); ok {
				n += exact
			} else {
				n += int(seg.Text.GroupPapers[k.Group])
			}
		}
		return n
	}
	terms = slices.SortedFunc(slices.Values(terms), func(a, b *term) int {
		return cmp.Or(cmp.Compare(papers(a), papers(b)), strings.Compare(a.name, b.name))
	})
	left := set.Count()
	for _, t := range slices.Compact(terms) {
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

// keepTerm removes from set, which has this many papers, those of segment i without a term. It
// reports whether there may be more work.
func (p *plan) keepTerm(t *term, i int, set bitset.Set, papers int) bool {
	text := p.snap.Segments[i].Text
	if picks := t.picks[i]; len(picks) == 1 {
		if all := int(text.GroupPapers[picks[0].Group]); papers*seekWork < all {
			text.KeepPapers(picks[0], set)
			return p.spend(float64(papers * seekWork))
		}
	}
	has := bitset.Set(p.snap.Tables.Sets.GetZeroed(len(set)))
	defer p.snap.Tables.Sets.Put(has)
	for _, k := range t.picks[i] {
		if !p.spend(float64(text.GroupPapers[k.Group])) {
			return false
		}
		text.AddPapers(k, has)
	}
	set.And(has)
	return true
}

// setVenuePhrase adds to into the papers of segment i, among those of within, whose venue has
// tokens next to each other. Bleve's positions decide among the papers that have all of the
// forms.
func (p *plan) setVenuePhrase(tokens []analysis.Token, i int, within, into bitset.Set) error {
	seg := &p.snap.Segments[i]
	candidates := seg.Live.Intersection(within)
	candidates.AndNot(into)
	for _, t := range tokens {
		has := bitset.New(seg.Papers)
		seg.Venues.AddExact(t.Form, has)
		candidates.And(has)
	}
	if n := candidates.Count(); n == 0 || !p.spend(float64(n*len(tokens)*positionsWork)) {
		return nil
	}
	return seg.ReadPositions(schema.VenueField, func() error {
		return seg.MatchPhrase(tokens, schema.VenueField, candidates, into)
	})
}

// picksOf returns the picks of terms in segment i.
func picksOf(terms []*term, i int) [][]segment.Pick {
	picks := make([][]segment.Pick, len(terms))
	for k, t := range terms {
		picks[k] = t.picks[i]
	}
	return picks
}
