package index

import (
	"strings"
	"unicode/utf8"
)

// maxNameKey is how many bytes of a name order it. The keys of all authors are in memory.
const maxNameKey = 200

// cut returns the first bytes of a text, at most n and whole characters.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// NameKey returns what papers are sorted by for ByFirstAuthor, given the author's key: the
// last word of the name before the others.
func NameKey(authorKey string) string {
	if i := strings.LastIndexByte(authorKey, ' '); i >= 0 {
		authorKey = authorKey[i+1:] + " " + authorKey[:i]
	}
	return cut(authorKey, maxNameKey)
}
