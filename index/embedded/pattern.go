package embedded

import (
	"strings"

	"paperboy/data"
	"paperboy/index/query"
)

// matching are the terms of a dictionary that fit a folded pattern, by ordinal.
func (d *dictionary) matching(pattern string) []uint32 {
	from, to := 0, d.len()
	if n := strings.IndexAny(pattern, "*?"); n > 0 {
		from, to = d.prefixed(pattern[:n])
	}
	var found []uint32
	for i := from; i < to; i++ {
		if query.MatchPattern(pattern, d.at(i)) {
			found = append(found, uint32(i))
		}
	}
	return found
}

// pattern stands for all forms that fit it and are no function words.
func (p *plan) pattern(text string) *term {
	text = data.Fold(text)
	return p.term(term{name: "pattern " + text}, func(x *textIndex) []pick {
		if !p.spend(formWork * float64(x.forms.len())) {
			return nil
		}
		return x.pickContent(x.forms.matching(text))
	})
}
