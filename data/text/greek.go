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
		if name := GreekName(r); name != "" && !isInWord {
			out.WriteString(name)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

func isGreek(r rune) bool { return unicode.Is(unicode.Greek, r) }

// GreekName returns the name of a normalized Greek letter, "beta" for β, and "" for any
// other rune.
func GreekName(r rune) string {
	if i := int(r - 'α'); 0 <= i && i < len(greekNames) {
		return greekNames[i]
	}
	return ""
}

// greekNames are the names of the letters from U+03B1 on.
var greekNames = [...]string{
	"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
	"omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
}
