package embedded

import (
	"strings"

	"paperboy/data/text"

	"paperboy/index/query"
)

// matching are the terms of a dictionary that fit a folded pattern, by ordinal.
func (d *dictionary) matching(pattern string) []uint32 {
	from, to := d.mayMatch(pattern)
	var found []uint32
	for i := from; i < to; i++ {
		if query.MatchPattern(pattern, d.at(i)) {
			found = append(found, uint32(i))
		}
	}
	return found
}

// mayMatch are the terms that begin as a folded pattern does.
func (d *dictionary) mayMatch(pattern string) (from, to int) {
	if n := strings.IndexAny(pattern, "*?"); n > 0 {
		return d.prefixed(pattern[:n])
	}
	return 0, d.len()
}

// pattern stands for all forms that fit it and are no function words.
func (p *plan) pattern(pattern string) *term {
	pattern = text.Normalize(pattern)
	return p.term(term{name: "pattern " + pattern}, func(x *textIndex) []pick {
		if from, to := x.forms.mayMatch(pattern); !p.spend(patternWork * float64(to-from)) {
			return nil
		}
		return x.pickContent(x.forms.matching(pattern))
	})
}
