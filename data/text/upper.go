package text

import (
	"strings"
	"unicode/utf8"
)

// UpperFirst returns s with a capital at the start.
func UpperFirst(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:n]) + s[n:]
}
