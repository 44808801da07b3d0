package view

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/search"
	"paperboy/data"
)

// Authors that the query names are marked as they are written, including TeX.
func TestHighlightedByline(t *testing.T) {
	p := data.Paper{Authors: []string{`Paul Erd\H{o}s`, "A & <b>", "Ann", "Ben", "Cem", "Dan"}}
	got := highlightedByline(p, []search.Highlight{{{Text: `Paul Erd\H{o}s`, Marked: true}}, {{Text: "A & <b>", Marked: true}}, {{Text: "Dan", Marked: true}}})
	want := []Span{
		{Text: `Paul Erd\H{o}s`, Marked: true}, {Text: ", "}, {Text: "A & <b>", Marked: true}, {Text: ", "}, {Text: "Ann"}, {Text: ", "}, {Text: "Ben"},
		{Text: ", "}, {Text: "Dan", Marked: true}, {Text: " and 1 more"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
