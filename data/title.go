package data

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// minTitleLetters is the least that a title must have to say which paper it is.
// "Introduction", "Editorial Board" and "Invited Talk" stay below.
const minTitleLetters = 16

// TitleKey is what is left of a title when spelling, markup and LaTeX are taken
// off: its folded letters and digits, Greek letters by their names, so that
// "PanGu-$\pi$", "PanGu-π" and "PanGu-pi" agree. It is empty where the title is
// too short to mean anything, or front matter; an ideograph counts as three letters.
func TitleKey(title string) string {
	folded := Fold(stripTeX(stripTags(title)))
	key := make([]byte, 0, len(folded))
	letters := 0
	for _, r := range folded {
		switch {
		case r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			key = append(key, byte(r))
		case greekNames[r] != "":
			key = append(key, greekNames[r]...)
		case r >= utf8.RuneSelf && unicode.In(r, unicode.L, unicode.N, unicode.M):
			key = utf8.AppendRune(key, r)
		default:
			continue
		}
		letters++
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			letters += 2
		}
	}
	if letters < minTitleLetters || isFrontMatter(folded) {
		return ""
	}
	return string(key)
}

var tag = regexp.MustCompile(`</?[A-Za-z][A-Za-z:]*(\s[^<>]*)?/?>`)

// stripTags takes HTML and JATS tags and entities out of a text.
func stripTags(s string) string {
	if strings.ContainsRune(s, '<') {
		s = tag.ReplaceAllString(s, "")
	}
	return html.UnescapeString(s)
}

// stripTeX replaces commands by the letters they stand for: an accent or font
// by nothing, \alpha by alpha, \ss by ss. Braces and dollars stay.
func stripTeX(s string) string {
	if !strings.ContainsRune(s, '\\') {
		return s
	}
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(s, `\`)
		out.WriteString(before)
		if !found {
			return out.String()
		}
		name := rest[:len(rest)-len(strings.TrimLeft(rest, asciiLetters))]
		if !slices.Contains(silentCommands, name) {
			out.WriteString(strings.TrimPrefix(name, "var"))
		}
		s = rest[len(name):]
	}
}

const asciiLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// silentCommands change how letters look, or put an accent on one.
var silentCommands = []string{
	"emph", "textbf", "textit", "textsc", "textsf", "texttt", "textrm", "textsl", "textnormal", "text", "textsuperscript",
	"textsubscript", "underline", "bf", "it", "em", "sc", "tt", "rm", "sf", "cal", "mathbf", "mathbb", "mathcal", "mathfrak",
	"mathit", "mathrm", "mathscr", "mathsf", "mathtt", "boldsymbol", "bm", "operatorname", "mbox", "hbox", "ensuremath",
	"tiny", "scriptsize", "footnotesize", "small", "normalsize", "large", "Large", "LARGE", "huge", "Huge", "left", "right",
	"big", "Big", "bigl", "bigr", "protect", "xspace", "c", "v", "u", "H", "k", "r", "b", "d", "t",
	"bar", "hat", "widehat", "tilde", "widetilde", "overline", "vec", "dot", "ddot", "acute", "grave", "breve", "check",
}

var greekNames = map[rune]string{
	'α': "alpha", 'β': "beta", 'γ': "gamma", 'δ': "delta", 'ε': "epsilon", 'ζ': "zeta", 'η': "eta", 'θ': "theta",
	'ι': "iota", 'κ': "kappa", 'λ': "lambda", 'μ': "mu", 'ν': "nu", 'ξ': "xi", 'ο': "omicron", 'π': "pi", 'ρ': "rho",
	'σ': "sigma", 'τ': "tau", 'υ': "upsilon", 'φ': "phi", 'χ': "chi", 'ψ': "psi", 'ω': "omega",
}
