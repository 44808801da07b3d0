package highlight

import (
	"unicode/utf8"

	"paperboy/data/text"
	"paperboy/index/query"
)

// isClose reports whether a query.Fuzzy of word matches form.
func isClose(form, word string) bool {
	edits := query.MaxEdits(word)
	if d := utf8.RuneCountInString(form) - utf8.RuneCountInString(word); d > edits || -d > edits {
		return false
	}
	return text.Distance([]rune(form), []rune(word)) <= edits
}
