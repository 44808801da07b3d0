package view

import (
	"testing"

	"paperboy/data"
)

// TestReferenceHasLanguage checks the names of languages, and codes that have none.
func TestReferenceHasLanguage(t *testing.T) {
	for code, want := range map[string]string{"de": "German", "en": "English", "pt": "Portuguese", "haw": "Hawaiian", "not a code": "not a code", "": ""} {
		got := ""
		for _, f := range Reference(data.Paper{Language: code}) {
			if f.Name == "Language" {
				got = f.Value
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", code, got, want)
		}
	}
}
