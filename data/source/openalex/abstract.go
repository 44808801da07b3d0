package openalex

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/data"
)

// invertedIndex has for each word of a text the places at which it stands,
// counted from 0.
type invertedIndex map[string][]int

// text puts the words in their order. Only that is taken from the places, so that
// hostile ones cost nothing: gaps close, and of two words at one place the lesser
// comes first. A text that is longer than an abstract may be is refused before it
// is put together.
func (index invertedIndex) text() (string, error) {
	type placed struct {
		place int
		word  string
	}
	runes, count := 0, 0
	for word, places := range index {
		runes += len(places) * (utf8.RuneCountInString(word) + 1)
		count += len(places)
		if runes > data.MaxAbstractRunes {
			return "", &data.FieldError{
				Field: "abstract", Code: "abstract_too_long",
				Reason: fmt.Sprintf("the words of the abstract have more than %d characters", data.MaxAbstractRunes),
			}
		}
	}
	words := make([]placed, 0, count)
	for word, places := range index {
		for _, place := range places {
			words = append(words, placed{place, word})
		}
	}
	slices.SortFunc(words, func(a, b placed) int {
		if a.place != b.place {
			return cmp.Compare(a.place, b.place)
		}
		return cmp.Compare(a.word, b.word)
	})
	var text strings.Builder
	for _, w := range words {
		if text.Len() > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(w.word)
	}
	return text.String(), nil
}
