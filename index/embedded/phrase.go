package embedded

import (
	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/schema"
	"paperboy/index/query"
)

// setPhrase adds to into the papers of a segment, among those of within, whose tokens are as
// far from each other as those of the query. Bleve's positions decide among the papers that
// have all of the forms.
func (p *plan) setPhrase(tokens []analysis.Token, field query.Field, part int, within, into bitset.Set) {
	fields := []string{schema.TitleField, schema.AbstractField}
	switch field {
	case query.Title:
		fields = fields[:1]
	case query.Abstract:
		fields = fields[1:]
	case query.Venue:
		fields = []string{schema.VenueField}
	}
	for _, name := range fields {
		if err := p.setPhraseInField(tokens, name, part, within, into); err != nil {
			p.fail(err)
		}
	}
}

func (p *plan) setPhraseInField(tokens []analysis.Token, name string, i int, within, into bitset.Set) error {
	seg := &p.snap.Segments[i]
	candidates := seg.Live.Intersection(within)
	candidates.AndNot(into)
	seen := map[string]bool{}
	for _, t := range tokens {
		if seen[t.Form] {
			continue
		}
		seen[t.Form] = true
		has, ok := p.papersWithForm(t.Form, name, i)
		if !ok {
			return nil
		}
		if candidates.And(has); candidates.IsEmpty() {
			return nil
		}
	}
	if n := candidates.Count(); n == 0 || !p.spend(float64(n*len(tokens)*positionsWork)) {
		return nil
	}
	return seg.ReadPositions(name, func() error {
		return seg.MatchPhrase(tokens, name, candidates, into)
	})
}

// papersWithForm returns the papers of segment i that have a form in a field; ok is false if
// there may be no more work.
func (p *plan) papersWithForm(form, name string, i int) (has bitset.Set, ok bool) {
	switch name {
	case schema.VenueField:
		has = bitset.New(p.snap.Segments[i].Papers)
		p.snap.Segments[i].Venues.AddExact(form, has)
		return has, true
	case schema.TitleField:
		return p.papersWith(p.form(form), query.Title, i)
	}
	return p.papersWith(p.form(form), query.Abstract, i)
}
