package index

import (
	"context"
	"unicode"
	"unicode/utf8"

	"paperboy/index/query"
)

// Speller tells how the papers spell: what package assist judges a typed word by. All
// forms are surface forms of package analysis, folded. Only live papers count.
type Speller interface {
	// Forms counts, for each form, the papers that have it, up to ManyPapers.
	Forms(ctx context.Context, forms []string) ([]FormPapers, error)
	// Near returns the forms within so many edits of one, 0 to 2, the nearest first, then
	// those that most papers have, then by alphabet, and at most MaxNear at each
	// Distance. Only forms that papers have, that CanSpell accepts and that are no
	// function words are offered. The field says where to look: in author or venue,
	// else in title and abstract; the other fields have no words. A form that
	// CanSpell rejects has nothing near.
	Near(ctx context.Context, field query.Field, form string, edits int) ([]NearForm, error)
	// Together counts the papers that have several words. Words holds the alternative
	// forms of each word, and each choice says, by word, which of them a paper has to
	// have: NoForm where it need not have any. A paper has a form as Forms says, by its
	// stem or in a name.
	Together(ctx context.Context, words [][]string, choices [][]int) ([]int, error)
}

// NoForm in a choice leaves a word out.
const NoForm = -1

// ManyPapers is where Forms stops to count.
const ManyPapers = 1000

// FormPapers is how many papers have a form, ManyPapers where more have.
type FormPapers struct {
	// Text is how many have a form of the same stem in title or abstract.
	Text int
	// Names is how many have the form itself in the name of an author or venue.
	Names int
}

// NearForm is a form near another.
type NearForm struct {
	Form string
	// Distance is 0 for the form itself; 1 for a character more, less or other, or two
	// neighbours that changed places; 2 for two characters more, less or other, after a
	// first character that is the same. Forms of up to five characters have nothing
	// at 2, since all short words are near each other.
	Distance int
	// Papers is how many have the form itself in the field.
	Papers int
}

// MaxNear is how many forms Near returns at each distance. The forms after these have
// so few papers that only chance would make one of them what was meant.
const MaxNear = 12

// minSpelled is the length in characters from which a form is spelled. Shorter ones
// are within an edit of anything; Han, kana and Hangul are indexed in pairs, which
// have no spelling.
const minSpelled = 3

// CanSpell reports whether form is a word of letters that may be misspelled, and
// no number, formula or name like "c++".
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

// MaxEdits is how many edits Near allows at most for a form.
func MaxEdits(form string) int {
	if utf8.RuneCountInString(form) <= 5 {
		return 1
	}
	return 2
}
