package api

// nearest is the name at most two edits, and half its letters, away
// from s; empty where there is none.
func nearest(s string, names []string) string {
	best, least := "", 3
	for _, name := range names {
		if len(s) > 64 {
			break
		}
		if d := editDistance([]byte(s), []byte(name)); d < least && 2*d <= len(name) {
			best, least = name, d
		}
	}
	return best
}

// editDistance is Levenshtein's.
func editDistance[T comparable](a, b []T) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			substitute := diagonal
			if a[i] != b[j] {
				substitute++
			}
			diagonal = row[j+1]
			row[j+1] = min(substitute, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
