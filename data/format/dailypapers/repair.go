package dailypapers

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// repair puts back what a page's text lost of its LaTeX and typography, where only
// one reading is possible. A bare "policy pi" could be a name, and stays.
func repair(s string) string {
	for _, r := range repairs {
		s = r.broken.ReplaceAllString(s, r.mended)
	}
	s = texAccent.ReplaceAllStringFunc(s, composeAccent)
	return strings.TrimSpace(s)
}

var repairs = []struct {
	broken *regexp.Regexp
	mended string
}{
	{regexp.MustCompile(`([\p{L})])x2013`), "$1–"}, // an entity that lost its "&#" and ";": "separationx2013under"
	{regexp.MustCompile(`([\p{L})])x2014`), "$1—"},
	{regexp.MustCompile(`([\p{L})])x2019`), "$1’"},
	{regexp.MustCompile(`\b(\d+(?:\.\d+)?)times\b`), "$1×"},             // $3.18\times$
	{regexp.MustCompile(`\bell_(\d+)\b`), "ℓ$1"},                        // $\ell_2$
	{regexp.MustCompile(`\b(?:scriptsize|footnotesize)(\p{Lu})`), "$1"}, // a font size in front of a capital
	{regexp.MustCompile("``([^`']*)''"), "“$1”"},
	{regexp.MustCompile(` --- `), " — "},
	{regexp.MustCompile(` -- `), " – "},
	{regexp.MustCompile(`\\ `), " "}, // "e.g.\ the"
}

// texAccent is an accent over a letter, with or without braces.
var texAccent = regexp.MustCompile("\\{?\\\\([\"'`^~=.])\\{?(\\pL)\\}?\\}?|\\{?\\\\([cvuH])\\{(\\pL)\\}\\}?")

var accents = map[string]string{
	`"`: "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
	"c": "\u0327", "v": "\u030C", "u": "\u0306", "H": "\u030B",
}

// composeAccent writes one accented letter as a letter.
func composeAccent(tex string) string {
	m := texAccent.FindStringSubmatch(tex)
	letter, mark := m[2]+m[4], accents[m[1]+m[3]]
	composed := norm.NFC.String(letter + mark)
	if composed == letter+mark { // there is no such letter
		return tex
	}
	opened, closed := strings.Count(tex, "{"), strings.Count(tex, "}")
	return strings.Repeat("{", max(opened-closed, 0)) + composed + strings.Repeat("}", max(closed-opened, 0))
}
