package dailypapers

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// repair restores LaTeX and typography that the text of a page has lost, where only one reading is
// possible. A bare "policy pi", for example, could be a name, so it is not changed.
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
	{regexp.MustCompile(`\b(?:scriptsize|footnotesize)(\p{Lu})`), "$1"}, // a font size before a capital
	{regexp.MustCompile("``([^`']*)''"), "“$1”"},
	{regexp.MustCompile(` --- `), " — "},
	{regexp.MustCompile(` -- `), " – "},
	{regexp.MustCompile(`\\ `), " "}, // "e.g.\ the"
}

// texAccent matches a LaTeX accent and its letter, with or without braces.
var texAccent = regexp.MustCompile("\\{?\\\\([\"'`^~=.])\\{?(\\pL)\\}?\\}?|\\{?\\\\([cvuH])\\{(\\pL)\\}\\}?")

var accents = map[string]string{
	`"`: "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
	"c": "\u0327", "v": "\u030C", "u": "\u0306", "H": "\u030B",
}

// composeAccent returns the accented letter for a match of texAccent, with any unbalanced
// braces of the match. It returns the match unchanged if Unicode has no such letter.
func composeAccent(tex string) string {
	m := texAccent.FindStringSubmatch(tex)
	letter, mark := m[2]+m[4], accents[m[1]+m[3]]
	composed := norm.NFC.String(letter + mark)
	if composed == letter+mark { // Unicode has no such letter
		return tex
	}
	opened, closed := strings.Count(tex, "{"), strings.Count(tex, "}")
	return strings.Repeat("{", max(opened-closed, 0)) + composed + strings.Repeat("}", max(closed-opened, 0))
}
