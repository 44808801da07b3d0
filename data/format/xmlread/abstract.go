package xmlread

import (
	"slices"
	"strings"
)

// summaries lists the types of abstracts in JATS that are not the abstract of the paper: graphical
// abstracts, key points, summaries for laypeople.
var summaries = []string{"graphical", "teaser", "key-points", "toc", "precis", "plain-language-summary", "web-summary", "author-highlights", "editor-summary", "short"}

// Abstract returns the first of the abstracts in JATS that has no type, or else the first that is
// not a summary, or "". It has no heading "Abstract".
func Abstract(abstracts []Text) string {
	typed := ""
	for _, a := range abstracts {
		switch kind := a.Attr("abstract-type"); {
		case kind == "" && strings.TrimSpace(a.Plain()) != "":
			return withoutHeading(a.Plain())
		case typed == "" && !slices.Contains(summaries, kind):
			typed = withoutHeading(a.Plain())
		}
	}
	return typed
}

// withoutHeading removes the heading "Abstract" from an abstract. Its letters may be spaced, as in
// "A bstract", where small capitals are an element.
func withoutHeading(abstract string) string {
	first, rest, found := strings.Cut(strings.TrimSpace(abstract), "\n")
	if found && strings.EqualFold(strings.Trim(strings.ReplaceAll(first, " ", ""), ".:"), "abstract") {
		return rest
	}
	return abstract
}
