package view

import (
	"strings"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
)

// Authors are those of a card: the first few and the last, between them the number of the others.
type Authors struct {
	First []Author
	// Hidden is how many authors are not shown: "+ 512"; nil for none.
	Hidden *Count
	// Last is nil if the last author is among First or not known.
	Last *Author
	// Count is the number of authors whose names are not known: "4 authors".
	Count string
}

// Author is an author's name, and the address of the author's papers. Marked is true if the query
// names the author.
type Author struct {
	Link
	Marked bool
}

// shownAuthors is how many authors a card shows, besides those that the query names.
const shownAuthors = 4

// NewAuthors returns the authors of a card. named are those that the query names, of which it shows
// up to shownAuthors more.
func NewAuthors(p data.Paper, named []search.Highlight) Authors {
	total := p.CountAuthors()
	if len(p.Authors) == 0 {
		if total == 0 {
			return Authors{}
		}
		return Authors{Count: figures.Count(total, "author")}
	}
	isNamed := map[string]bool{}
	for _, a := range named {
		isNamed[a.Text()] = true
	}
	var v Authors
	first, end := shownAuthors, len(p.Authors)
	if total == len(p.Authors) && total > shownAuthors {
		first, end = shownAuthors-1, end-1
		last := newAuthor(p.Authors[end], isNamed)
		v.Last = &last
	}
	for i, name := range p.Authors[:end] {
		if i < first || isNamed[name] && len(v.First) < 2*shownAuthors {
			v.First = append(v.First, newAuthor(name, isNamed))
		}
	}
	hidden := total - len(v.First)
	if v.Last != nil {
		hidden--
	}
	if hidden > 0 {
		number, unit, _ := strings.Cut(figures.Count(hidden, "more author"), " ")
		v.Hidden = &Count{Number: "+ " + number, Unit: unit}
	}
	return v
}

func newAuthor(name string, named map[string]bool) Author {
	return Author{Link{name, AuthorURL(name)}, named[name]}
}

// maxLinkedAuthors is how many authors a page links. The longest list, of 15,025 people, would make a page of 3 MB;
// the exports of the paper have all.
const maxLinkedAuthors = 2_000

// AllAuthors links the authors of a paper whose names are known, at most maxLinkedAuthors.
func AllAuthors(p data.Paper) []Link {
	var links []Link
	for _, name := range p.Authors[:min(len(p.Authors), maxLinkedAuthors)] {
		links = append(links, Link{name, AuthorURL(name)})
	}
	return links
}

// Byline returns "A, B, C, D and 3 more", "4 authors" or "".
func Byline(p data.Paper) string { return p.Byline(shownAuthors) }
