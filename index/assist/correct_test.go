package assist_test

import (
	"fmt"
	"testing"

	"paperboy/data"
	"paperboy/index/assist"
	"paperboy/index/indextest"
	"paperboy/index/query"
)

// TestCorrect uses the oracle engine and a small library in which one word is misspelled
// twice.
func TestCorrect(t *testing.T) {
	oracle := indextest.NewOracle(indextest.Store)
	var changes []data.Change
	add := func(n int, title string, authors ...string) {
		for range n {
			i := len(changes) + 1
			changes = append(changes, data.Change{Sequence: data.Sequence(i), Number: data.Number(i), Paper: &data.Paper{ID: data.ID(fmt.Sprint("acl:", i)), Title: title, Authors: authors}})
		}
	}
	add(250, "Language models of machine translation")
	add(2, "Langauge models")
	add(1, "The langauge of birds")
	add(120, "Graph networks")
	add(1, "Graphnetworks")
	add(300, "Many graph networks")
	add(40, "Grape harvest", "Ada Grapf")
	if err := oracle.Apply(t.Context(), changes, changes[len(changes)-1].Sequence); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, typed, want string
		apply             bool
	}{
		{"no paper has the word", "langwage models", "language models", true},
		{"few papers have it", "langauge translation", "language translation", true},
		{"a paper has it beside a rare word", "langauge birds", "", false},
		{"two words", "langwage translaton", "language translation", true},
		{"a stem beside another word", "machin translaton", "machine translation", true},
		{"context decides", "grapx harvest", "grape harvest", true},
		{"context against a known word", "grape networks", "graph networks", false},
		{"the name of an author", "grapf", "", false},
		{"two edits", "trnslaton", "translation", false},
		{"in quotes", `"langwage models"`, `"language models"`, false},
		{"in a field", "title:langwage", "title:language", false},
		{"of an author", "author:grapg", "author:grapf", false},
		{"typed as one", "machinetranslation", "machine translation", false},
		{"typed as one in a paper", "graphnetworks", "graph networks", false},
		{"typed as two", "lang uage", "language", false},
		{"nothing near", "zzzzzz models", "", false},
		{"too many unknown", "qqqqqq wwwwww zzzzzz langwage", "", false},
		{"an acronym", "LANGWAGe", "", false},
		{"nothing", "", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := assist.Correct(t.Context(), oracle, query.Parse(test.typed))
			if err != nil || got.Text != test.want || got.Apply != test.apply {
				t.Errorf("%q: %+v, %v; want %q, apply %v", test.typed, got, err, test.want, test.apply)
			}
			if (got.Text == "") != (len(got.Replacements) == 0) {
				t.Errorf("%q: %d replacements", got.Text, len(got.Replacements))
			}
		})
	}
}
