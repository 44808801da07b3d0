package text

import "strings"

// maxQuoted is how many characters of a text a message quotes.
const maxQuoted = 40

// Clip shortens a text for quoting in a message: to its first 40 characters and an ellipsis.
func Clip(s string) string { return ClipTo(s, maxQuoted) }

// ClipWords shortens a text for people to at most limit characters, an ellipsis included. It cuts between
// two words, unless the last one alone is longer than half.
func ClipWords(s string, limit int) string {
	r := []rune(s)
	if len(r) <= limit {
		return s
	}
	cut := string(r[:limit-1])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.…") + "…"
}

// ClipTo returns s, or if it has more than limit characters, the first limit of them and an
// ellipsis.
func ClipTo(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return s
}
