package index

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data"
)

// SameValue reports whether two values of a facet are the same but for case, accents and
// spaces. Authors are the same whose keys are (data.AuthorKey).
func SameValue(f Facet, a, b string) bool {
	return a == b || a != Unknown && b != Unknown && FoldValue(f, a) == FoldValue(f, b)
}

// FoldValue is what the spellings of a facet's value have in common.
func FoldValue(f Facet, value string) string {
	if f == FacetAuthor {
		return data.AuthorKey(value)
	}
	return strings.Join(strings.Fields(data.Fold(value)), " ")
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

// How many bytes of a title or a name order it. Few titles begin alike that long, and
// the keys of all papers are in memory.
const (
	maxTitleKey = 40
	maxNameKey  = 200
)

// TitleKey is what papers are sorted by for ByTitle: the beginning of the folded title
// from its first letter or digit on. It is empty for no title.
func TitleKey(title string) string {
	key := strings.Join(strings.Fields(data.Fold(title)), " ")
	key = strings.TrimLeftFunc(key, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return cut(key, maxTitleKey)
}

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

// NameTest tests whether the key of an author's name has the words of another name, in
// their order: "christopher manning" is in "christopher d manning".
type NameTest struct {
	words  []string
	prefix bool
}

// NewNameTest tests for the words of a name. With prefix the last one may go on.
func NewNameTest(name string, prefix bool) NameTest {
	return NameTest{strings.Fields(data.AuthorKey(name)), prefix}
}

// Has reports whether the author's key has the words. No words are in no name.
func (t NameTest) Has(authorKey string) bool {
	if len(t.words) == 0 || !strings.Contains(authorKey, t.words[len(t.words)-1]) {
		return false
	}
	next := 0
	for word := range strings.FieldsSeq(authorKey) {
		if next == len(t.words) {
			break
		}
		if word == t.words[next] || t.prefix && next == len(t.words)-1 && strings.HasPrefix(word, t.words[next]) {
			next++
		}
	}
	return next == len(t.words)
}
