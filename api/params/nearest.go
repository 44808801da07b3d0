package params

// Nearest returns the name that is nearest to s: at most two edits away, and no more than half
// of its letters; "" if there is none.
func Nearest(s string, names []string) string {
	best, least := "", 3
	for _, name := range names {
		if len(s) > 64 {
			break
		}
		if d := EditDistance([]byte(s), []byte(name)); d < least && 2*d <= len(name) {
			best, least = name, d
		}
	}
	return best
}

// EditDistance is the Levenshtein distance.
func EditDistance[T comparable](a, b []T) int {
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
