package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzTidy compares OneLine and Paragraphs with their definitions, word by word.
func FuzzTidy(f *testing.F) {
	f.Add(" One\tline,\r\n  wrapped.\n \u00A0\nTwo\u200B \u200B \u00ADwords\x00.\u2028\n\n")
	f.Add("Already tidy; in the same way.")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		seen := strings.Map(func(r rune) rune {
			if isInvisible(r) {
				return -1
			}
			return r
		}, s)
		if got, want := OneLine(s), strings.Join(strings.Fields(seen), " "); got != want {
			t.Errorf("OneLine(%q) = %q, want %q", s, got, want)
		}
		var paragraphs []string
		words := ""
		for _, line := range strings.Split(seen, "\n") {
			line = strings.Join(strings.Fields(line), " ")
			if line == "" && words != "" {
				paragraphs, words = append(paragraphs, words), ""
			} else {
				words = strings.TrimSpace(words + " " + line)
			}
		}
		if words != "" {
			paragraphs = append(paragraphs, words)
		}
		if got, want := Paragraphs(s), strings.Join(paragraphs, "\n\n"); got != want {
			t.Errorf("Paragraphs(%q) = %q, want %q", s, got, want)
		}
	})
}
