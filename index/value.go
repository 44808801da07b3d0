package index

import (
	"strings"
	"unicode/utf8"

	"paperboy/data/text"

	"paperboy/data"
)

// SameValue reports whether two values of a facet are the same except for case, accents and
// spaces. Authors are the same whose keys are (data.AuthorKey).
func SameValue(f Facet, a, b string) bool {
	return a == b || a != Unknown && b != Unknown && FoldValue(f, a) == FoldValue(f, b)
}

// FoldValue is what the spellings of a facet's value have in common.
func FoldValue(f Facet, value string) string {
	if f == FacetAuthor {
		return data.AuthorKey(value)
	}
	return strings.Join(strings.Fields(text.Normalize(value)), " ")
}

// Venues are the different venues of a paper, of which a joint conference has several:
// "ACL; IJCNLP".
func Venues(venue string) []string {
	if !strings.Contains(venue, ";") {
		return []string{venue}
	}
	var venues []string
	for v := range strings.SplitSeq(venue, ";") {
		if v = strings.TrimSpace(v); v != "" {
			venues = append(venues, v)
		}
	}
	return venues
}

// maxNameKey is how many bytes of a name order it: the keys of all authors are in memory.
const maxNameKey = 200

// cut is the first bytes of a text, at most n and whole characters.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// NameKey is what papers are sorted by for ByFirstAuthor, from the author's key: the last
// word of the name before the others.
func NameKey(authorKey string) string {
	if i := strings.LastIndexByte(authorKey, ' '); i >= 0 {
		authorKey = authorKey[i+1:] + " " + authorKey[:i]
	}
	return cut(authorKey, maxNameKey)
}
