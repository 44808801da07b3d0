package params

import "paperboy/data/text"

// Nearest returns the name with the fewest edits from s, or "" if none is near. A name is near if
// it is at most two edits from s and at most half of its own length. Edits and lengths are in bytes.
// If s is longer than 64 bytes, no name is near.
func Nearest(s string, names []string) string {
	best, least := "", 3
	for _, name := range names {
		if len(s) > 64 {
			break
		}
		if d := text.Distance([]byte(s), []byte(name)); d < least && 2*d <= len(name) {
			best, least = name, d
		}
	}
	return best
}
