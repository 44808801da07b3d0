package data

import (
	"slices"
	"strings"

	"paperboy/data/text"
)

// isRecurring reports whether a title is reused every year for a different paper, such as the
// report of a shared task, a workshop or a group. A title that contains a year is not.
func isRecurring(title string) bool {
	words := text.Words(title)
	recurring := len(words) > 0 && slices.Contains(reportWords, words[0])
	for i, word := range words {
		if len(word) == 4 && allDigits(word) && (word[:2] == "19" || word[:2] == "20") {
			return false
		}
		recurring = recurring || slices.Contains(gatheringWords, word) || word == "task" && i > 0 && words[i-1] == "shared"
	}
	return recurring
}

// reportWords lists words with which the title of a report begins.
var reportWords = []string{"editorial", "findings", "introduction", "lectures", "message", "news", "notes", "overview", "preface", "report", "results", "summary", "welcome"}

// gatheringWords lists words for regular events and publications.
var gatheringWords = []string{"annual", "bulletin", "newsletter", "proceedings", "quarterly", "symposium", "workshop", "yearbook", "yearly"}

// titleSigns returns the signs in a title that its key (text.TitleKey) lacks and that
// distinguish a work from its successor, as in "EvTexture++".
func titleSigns(title string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '+', '#', '≠':
			return r
		}
		return -1
	}, title)
}
