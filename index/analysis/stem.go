package analysis

import (
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"

	"paperboy/data/text"
)

// IsFunctionWord reports whether a form is a function word (text.IsFunctionWord), or hidden: such
// forms are neither scored nor counted nor offered.
func IsFunctionWord(form string) bool { return isHidden(form) || text.IsFunctionWord(form) }

// Stem returns the Snowball English (Porter 2) stem of a form. A form with anything but a
// to z in it, such as a number or a word in another script, is returned unchanged. The stem of
// a hidden form is that of its letters, hidden.
func Stem(form string) string {
	if isHidden(form) {
		return form[:len(hiddenMark)] + Stem(form[len(hiddenMark):])
	}
	for i := 0; i < len(form); i++ {
		if form[i] < 'a' || form[i] > 'z' {
			return form
		}
	}
	env := snowballstem.NewEnv(form)
	english.Stem(env)
	return env.Current()
}
