package view

import (
	"slices"
	"strings"
	"testing"

	"paperboy/api/search"
	"paperboy/data"
)

// A card shows the first authors and the last, those that the query names, and how many are hidden.
func TestAuthors(t *testing.T) {
	five := 5
	for _, test := range []struct {
		name   string
		paper  data.Paper
		marked string
		want   string
	}{
		{"none", data.Paper{}, "", ""},
		{"only their number", data.Paper{AuthorCount: &five}, "", "5 authors"},
		{"few", data.Paper{Authors: []string{"A", "B", "C", "D"}}, "", "A, B, C, D"},
		{"many", data.Paper{Authors: strings.Split("ABCDEFGH", "")}, "", "A, B, C, + 4, H"},
		{"one hidden", data.Paper{Authors: strings.Split("ABCDE", "")}, "", "A, B, C, + 1, E"},
		{"more than are named", data.Paper{Authors: []string{"A", "B"}, AuthorCount: &five}, "", "A, B, + 3"},
		{"the query names some", data.Paper{Authors: strings.Split("ABCDEFGH", "")}, "FH", "A, B, C, «F», + 3, «H»"},
		{"TeX and markup", data.Paper{Authors: []string{`Paul Erd\H{o}s`, "A & <b>"}}, "", `Paul Erd\H{o}s, A & <b>`},
	} {
		var named []search.Highlight
		for _, name := range test.marked {
			named = append(named, search.Highlight{{Text: string(name), Marked: true}})
		}
		if got := shownAuthorList(NewAuthors(test.paper, named)); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func shownAuthorList(v Authors) string {
	var shown []string
	add := func(a Author) {
		if a.Marked {
			a.Text = "«" + a.Text + "»"
		}
		shown = append(shown, a.Text)
	}
	for _, a := range v.First {
		add(a)
	}
	if v.Hidden != nil {
		shown = append(shown, v.Hidden.Number)
	}
	if v.Last != nil {
		add(*v.Last)
	}
	return v.Count + strings.Join(shown, ", ")
}

// TestAllAuthors checks that a page links no more than maxLinkedAuthors.
func TestAllAuthors(t *testing.T) {
	p := data.Paper{Authors: slices.Repeat([]string{"Ann Lee"}, maxLinkedAuthors+1)}
	if got := len(AllAuthors(p)); got != maxLinkedAuthors {
		t.Errorf("%d authors are linked, want %d", got, maxLinkedAuthors)
	}
}
