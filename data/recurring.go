package data

import (
	"slices"
	"strings"

	"paperboy/data/text"
)

// isRecurring reports whether a title is used again every year for other contents: the
// report of a shared task, of a workshop, of a group. A title that names its year is not.
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

// reportWords begin the title of a report.
var reportWords = []string{"editorial", "findings", "introduction", "lectures", "message", "news", "notes", "overview", "preface", "report", "results", "summary", "welcome"}

// gatheringWords name what is held or printed regularly.
var gatheringWords = []string{"annual", "bulletin", "newsletter", "proceedings", "quarterly", "symposium", "workshop", "yearbook", "yearly"}

// titleSigns are the signs in a title that its key (text.TitleKey) lacks and that tell a
// work from its successor.
func titleSigns(title string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '+', '#', '≠':
			return r
		}
		return -1
	}, title)
}
