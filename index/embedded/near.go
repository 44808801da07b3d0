package embedded

import (
	"slices"

	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/schema"
	"paperboy/index/query"
)

// near is what a query.Near asks for.
type near struct {
	parts []*term
	at    []int // how many places after the first of parts each is
	slop  int
}

// newNear resolves n; ok is false if it has no words.
func (p *plan) newNear(n query.Near) (r near, ok bool) {
	r.slop = n.Slop
	place := 0
	for _, part := range n.Parts() {
		if part.Wild {
			r.parts, r.at = append(r.parts, p.pattern(part.Text)), append(r.at, place)
			place++
			continue
		}
		tokens := analysis.QueryTokens(nil, part.Text)
		for _, t := range tokens {
			word := p.form(t.Form)
			if n.Slop > 0 && !analysis.IsFunctionWord(t.Form) {
				word = p.stem(t.Form)
			}
			r.parts, r.at = append(r.parts, word), append(r.at, place+t.Position)
		}
		if len(tokens) > 0 {
			place += tokens[len(tokens)-1].Position + 1
		}
	}
	return r, len(r.parts) > 0
}

// setNear adds to into the papers of segment i, among those of within, whose title or abstract
// has the words of n.
func (p *plan) setNear(n near, field query.Field, i int, within, into bitset.Set) {
	if field != query.Abstract {
		if err := p.setNearInField(n, schema.TitleField, query.Title, i, within, into); err != nil {
			p.fail(err)
		}
	}
	if field != query.Title {
		if err := p.setNearInField(n, schema.AbstractField, query.Abstract, i, within, into); err != nil {
			p.fail(err)
		}
	}
}

func (p *plan) setNearInField(n near, name string, field query.Field, i int, within, into bitset.Set) error {
	seg := &p.snap.Segments[i]
	candidates := seg.Live.Intersection(within)
	candidates.AndNot(into)
	forms := 0
	for _, t := range n.parts {
		has, ok := p.papersWith(t, field, i)
		if !ok {
			return nil
		}
		if candidates.And(has); candidates.IsEmpty() {
			return nil
		}
		forms += len(t.picks[i])
	}
	if k := candidates.Count(); k == 0 || !p.spend(float64(k*(len(n.parts)+forms/formsAtOnce)*positionsWork+forms*openWork)) {
		return nil
	}
	return seg.ReadPositions(name, func() error {
		readers, err := seg.PositionReaders(picksOf(n.parts, i), name)
		if err != nil {
			return err
		}
		places := make([][]int, len(readers))
		for doc := range candidates.Each {
			for k, r := range readers {
				if places[k], err = r.Positions(doc); err != nil {
					return err
				}
			}
			if n.matches(places) {
				into.Add(doc)
			}
		}
		return nil
	})
}

// matches reports whether the words of n, at these places of one text, are as near to each
// other as n asks.
func (n near) matches(places [][]int) bool {
	if n.slop == 0 {
		return slices.ContainsFunc(places[0], func(first int) bool {
			for k := range places {
				if !slices.Contains(places[k], first-n.at[0]+n.at[k]) {
					return false
				}
			}
			return true
		})
	}
	width := len(places) - 1 + n.slop
	for _, starts := range places {
		for _, first := range starts {
			all := true
			for _, other := range places {
				all = all && slices.ContainsFunc(other, func(at int) bool { return first <= at && at <= first+width })
			}
			if all {
				return true
			}
		}
	}
	return false
}
