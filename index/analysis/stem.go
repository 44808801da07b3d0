package analysis

import (
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// Stem is the Snowball English (Porter 2) stem of a form. Forms with anything
// but a to z in them are returned as they are: names, numbers, other scripts.
func Stem(form string) string {
	for i := 0; i < len(form); i++ {
		if form[i] < 'a' || form[i] > 'z' {
			return form
		}
	}
	env := snowballstem.NewEnv(form)
	english.Stem(env)
	return env.Current()
}
