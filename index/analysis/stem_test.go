package analysis

import (
	"os"
	"strings"
	"testing"

	"paperboy/data/sharedtest"
)

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

func TestFunctionWordsAreThoseMeasured(t *testing.T) {
	list, err := os.ReadFile(sharedtest.Path(t, "function-words.txt"))
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields(string(list))
	if len(words) != 128 {
		t.Errorf("the list has %d words, want 128", len(words))
	}
	for _, w := range words {
		if !IsFunctionWord(w) {
			t.Errorf("IsFunctionWord(%q) = false", w)
		}
	}
}
