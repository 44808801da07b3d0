package text

import (
	"strings"
	"unicode"
)

// SpellGreek replaces each Greek letter by its name, "β" by "beta", unless another Greek
// letter is next to it: single letters are symbols, several are a word. word must be
// normalized.
func SpellGreek(word string) string {
	if !strings.ContainsFunc(word, isGreek) {
		return word
	}
	var out strings.Builder
	runes := []rune(word)
	for i, r := range runes {
		isInWord := i > 0 && isGreek(runes[i-1]) || i+1 < len(runes) && isGreek(runes[i+1])
		if name := greekNames[r]; name != "" && !isInWord {
			out.WriteString(name)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

func isGreek(r rune) bool { return unicode.Is(unicode.Greek, r) }

var greekNames = map[rune]string{
	'α': "alpha", 'β': "beta", 'γ': "gamma", 'δ': "delta", 'ε': "epsilon", 'ζ': "zeta", 'η': "eta", 'θ': "theta",
	'ι': "iota", 'κ': "kappa", 'λ': "lambda", 'μ': "mu", 'ν': "nu", 'ξ': "xi", 'ο': "omicron", 'π': "pi", 'ρ': "rho",
	'σ': "sigma", 'τ': "tau", 'υ': "upsilon", 'φ': "phi", 'χ': "chi", 'ψ': "psi", 'ω': "omega",
}
