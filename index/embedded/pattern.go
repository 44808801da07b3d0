package embedded

import (
	"paperboy/data/text"
	"paperboy/index/embedded/segment"
)

// pattern stands for all forms that fit it and are no function words.
func (p *plan) pattern(pattern string) *term {
	pattern = text.Normalize(pattern)
	return p.term(term{name: "pattern " + pattern}, func(x *segment.Text) []segment.Pick {
		if from, to := x.Forms.PatternRange(pattern); !p.spend(patternWork * float64(to-from)) {
			return nil
		}
		return x.PickContent(x.Forms.MatchPattern(pattern))
	})
}
