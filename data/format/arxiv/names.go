package arxiv

import (
	"regexp"
	"strings"

	"paperboy/data"
	"paperboy/data/text"
)

// splitNames splits a list of authors as arXiv prints it: names separated by commas and "and",
// with affiliations in brackets, which are removed. A suffix ("B. Smith, Jr.") is part of the
// name, and the name of a collaboration before a colon is an author. incomplete is true if the
// list ends in "et al.". Commas always separate names here, which format.SplitNames can't know.
func splitNames(list string) (names []string, incomplete bool) {
	list = collaboration.ReplaceAllString(withoutBrackets(list), "$1,")
	for _, part := range separators.Split(list, -1) {
		part = text.OneLine(part)
		switch {
		case part == "":
		case data.IsEtAl(part):
			incomplete = true
		case len(names) > 0 && suffix.MatchString(part):
			names[len(names)-1] += " " + part
		default:
			if name, ok := data.CutEtAl(part); ok {
				part, incomplete = name, true
			}
			names = append(names, part)
		}
	}
	return names, incomplete
}

var (
	collaboration = regexp.MustCompile(`(?i)\b(collaborations?|team|group|consortium)\s*:`)
	separators    = regexp.MustCompile(`[,;]|\s+(?:and|AND|And|&)\s+`)
	suffix        = regexp.MustCompile(`^(?:Jr|Sr|jr|sr|I{2,3}|IV)\.?$`)
)

// withoutBrackets removes text in round brackets, which may be nested. As on arXiv, a bracket that
// is not closed extends to the end.
func withoutBrackets(s string) string {
	if !strings.ContainsAny(s, "()") {
		return s
	}
	var kept strings.Builder
	depth := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '(':
			depth++
		case c == ')':
			depth = max(depth-1, 0)
		case depth == 0:
			kept.WriteByte(c)
		}
	}
	return kept.String()
}
