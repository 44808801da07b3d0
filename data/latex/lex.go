package latex

import "unicode/utf8"

// commandName returns the name of the command whose backslash precedes s: a run of letters, or
// one other character. It is empty only if s is.
func commandName(s string) string {
	end := 0
	for end < len(s) && isLetter(s[end]) {
		end++
	}
	if end == 0 && s != "" {
		_, end = utf8.DecodeRuneInString(s)
	}
	return s[:end]
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
