package embedded

import (
	"paperboy/data"
)

// pattern stands for all forms that fit it and are no function words.
func (p *plan) pattern(text string) *term {
	text = data.Fold(text)
	return p.term(term{name: "pattern " + text}, func(x *textIndex) []pick {
		if from, to := x.forms.mayMatch(text); !p.spend(patternWork * float64(to-from)) {
			return nil
		}
		return x.pickContent(x.forms.matching(text))
	})
}
