package index

import (
	"context"
	"unicode"
	"unicode/utf8"

	"paperboy/index/query"
)

// Speller says how the papers spell words: what package assist judges a typed word by. All
// forms are normalized surface forms of package analysis. Only live papers count.
type Speller interface {
	// Forms counts, for each form, the papers that have it, up to ManyPapers.
	Forms(ctx context.Context, forms []string) ([]FormPapers, error)
	// Near returns the forms within a number of edits (0 to 2) of a form: the nearest first,
	// then those that most papers have, then by alphabet, and at most MaxNear at each
	// Distance. It only returns forms that papers have, that CanSpell accepts and that are not
	// function words. The field says where to look: in author or venue, otherwise in title and
	// abstract; the other fields have no words. A form that CanSpell rejects has nothing near.
	Near(ctx context.Context, field query.Field, form string, edits int) ([]NearForm, error)
	// Together counts the papers that have several words. Words holds the alternative forms of
	// each word, and each choice says, by word, which of them a paper must have: NoForm if it
	// need not have any. A paper has a form as Forms says, by its stem or in a name.
	Together(ctx context.Context, words [][]string, choices [][]int) ([]int, error)
}

// NoForm in a choice leaves a word out.
const NoForm = -1

// ManyPapers is where Forms stops counting.
const ManyPapers = 1000

// FormPapers is how many papers have a form. Each number is at most ManyPapers.
type FormPapers struct {
	// Text is how many have a form of the same stem in title or abstract.
	Text int
	// Names is how many have the form itself in the name of an author or venue.
	Names int
}

// NearForm is a form near another.
type NearForm struct {
	Form string
	// Distance is 0 for the form itself; 1 for a character inserted, deleted or replaced, or
	// two neighbours swapped; 2 for two characters inserted, deleted or replaced, after a
	// first character that is the same. Forms of up to five characters have nothing at 2,
	// since all short words are near each other.
	Distance int
	// Papers is how many have the form itself in the field.
	Papers int
}

// MaxNear is how many forms Near returns at each distance. The forms after these have
// so few papers that only chance would make one of them what was meant.
const MaxNear = 12

// minSpelled is the least number of characters of a form whose spelling is checked. Shorter
// ones are within an edit of anything; Han, kana and Hangul are indexed in pairs, which have
// no spelling.
const minSpelled = 3

// CanSpell reports whether form is a word of letters that may be misspelled, rather than a
// number, a formula or a name like "c++".
func CanSpell(form string) bool {
	if utf8.RuneCountInString(form) < minSpelled {
		return false
	}
	for _, r := range form {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			return false
		}
	}
	return true
}
