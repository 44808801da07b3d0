package highlight

import "unicode/utf8"

// isClose reports whether form is within the edit distance of query.Fuzzy of
// text: 1 up to five characters, else 2 (Levenshtein, in characters).
func isClose(form, text string) bool {
	edits, length := 2, utf8.RuneCountInString(text)
	if length <= 5 {
		edits = 1
	}
	if d := utf8.RuneCountInString(form) - length; d > edits || -d > edits {
		return false
	}
	a, b := []rune(form), []rune(text)
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)] <= edits
}
