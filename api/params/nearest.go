package params

import "paperboy/data/text"

// Nearest returns the name with the fewest edits from s, in bytes, or "" if none is near: at
// most two edits and half of the name's length. A longer s than 64 bytes is near to none.
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
