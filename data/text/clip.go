package text

// maxQuoted is how many characters of a text a message quotes.
const maxQuoted = 40

// Clip shortens a text for quoting in a message: to its first 40 characters and an ellipsis.
func Clip(s string) string { return ClipTo(s, maxQuoted) }

// ClipTo returns s, or if it has more than limit characters, the first limit of them and an
// ellipsis.
func ClipTo(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return s
}
