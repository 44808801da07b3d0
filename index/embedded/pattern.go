package embedded

import (
	"paperboy/data"
	"paperboy/index/embedded/segment"
)

// pattern stands for all forms that fit it and are no function words.
func (p *plan) pattern(text string) *term {
	text = data.Fold(text)
	return p.term(term{name: "pattern " + text}, func(x *segment.Text) []segment.Pick {
		if from, to := x.Forms.PatternRange(text); !p.spend(patternWork * float64(to-from)) {
			return nil
		}
		return x.PickContent(x.Forms.MatchPattern(text))
	})
}
