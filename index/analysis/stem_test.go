package analysis

import "testing"

func TestStem(t *testing.T) {
	for form, want := range map[string]string{
		"transformers": "transform", "generously": "generous", "translation": "translat", "translate": "translat",
		"skies": "sky", "a": "a", "": "", "gpt4s": "gpt4s", "c++": "c++", "модели": "модели", "2024": "2024",
	} {
		if got := Stem(form); got != want {
			t.Errorf("Stem(%q) = %q, want %q", form, got, want)
		}
	}
}

func TestIsFunctionWord(t *testing.T) {
	for form, want := range map[string]bool{"the": true, "yourselves": false, "yours": true, "transformer": false, "": false, "The": false} {
		if got := IsFunctionWord(form); got != want {
			t.Errorf("IsFunctionWord(%q) = %v, want %v", form, got, want)
		}
	}
}
