package indextest

import (
	"strings"

	"paperboy/index/analysis"
)

// compoundTerm returns what a hyphenated word asks for: its parts next to each other by their
// stems, function words by their forms, or the stem of all of them as one word.
func compoundTerm(text string) term {
	words := analysis.QueryTokens(nil, text)
	var parts []term
	var names []string
	joined := ""
	for _, w := range words {
		part := stemTerm(analysis.Stem(w.Form))
		if analysis.IsFunctionWord(w.Form) {
			part = formTerm(w.Form)
		}
		parts, names, joined = append(parts, part), append(names, part.name), joined+w.Form
	}
	whole := stemTerm(analysis.Stem(joined))
	return term{name: "compound " + strings.Join(names, " "), parts: parts, within: func(tokens []token) bool {
		if whole.in(tokens) {
			return true
		}
		for _, start := range tokens {
			all := true
			for k, part := range parts {
				at := start.Position + words[k].Position - words[0].Position
				found := false
				for _, t := range tokens {
					found = found || t.Position == at && part.fits(t)
				}
				all = all && found
			}
			if all {
				return true
			}
		}
		return false
	}}
}
