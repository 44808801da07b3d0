package index

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/index/query"
)

// Speller tells how the papers spell. All forms are surface forms of package
// analysis, folded; papers that were deleted have no say.
type Speller interface {
	// Known says of each form whether any paper has it: a form of its stem in
	// title or abstract, or itself in the name of an author or venue.
	Known(ctx context.Context, forms []string) ([]bool, error)
	// Near returns the forms nearest to one, all at the same Distance, most papers
	// first, then by alphabet, at most MaxNear. Only forms with papers, which CanSpell
	// and are no function words, are offered. The field says where to look: in author or
	// venue, else in title and abstract; the others have no words. What cannot be
	// spelled has nothing near.
	Near(ctx context.Context, field query.Field, form string) ([]NearForm, error)
}

// NearForm is a form near another.
type NearForm struct {
	Form string
	// Distance is 1 for a character more, less or other, or two neighbours in each
	// other's place; 2 for two characters more, less or other, behind a first
	// character that is the same. Forms of up to five characters have nothing at 2,
	// since all short words are near each other.
	Distance int
	// Papers is how many have the form in the field.
	Papers int
}

// MaxNear is how many forms Near returns: more than anyone tries.
const MaxNear = 5

// minSpelled is the length in characters from which a form is spelled. Shorter ones
// are within an edit of anything; Han, kana and Hangul are indexed in pairs, which
// have no spelling.
const minSpelled = 3

// CanSpell reports whether form is a word of letters that may be misspelled, and
// no number, formula or name like "c++".
func CanSpell(form string) bool {
	return utf8.RuneCountInString(form) >= minSpelled &&
		!strings.ContainsFunc(form, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
}
