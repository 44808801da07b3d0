package search

import (
	"html"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/highlight"
)

// Highlight is a text with what answers the query marked. In JSON it is HTML: the escaped
// text, with <mark> as its only tag.
type Highlight []highlight.Span

const markStart, markEnd = "<mark>", "</mark>"

// Text returns the text without marks.
func (h Highlight) Text() string {
	var b strings.Builder
	for _, s := range h {
		b.WriteString(s.Text)
	}
	return b.String()
}

// MarshalText writes HTML.
func (h Highlight) MarshalText() ([]byte, error) { return h.appendHTML(nil), nil }

func (h Highlight) appendHTML(b []byte) []byte {
	for _, s := range h {
		if s.Marked {
			b = append(b, markStart...)
		}
		b = append(b, html.EscapeString(s.Text)...)
		if s.Marked {
			b = append(b, markEnd...)
		}
	}
	return b
}

// UnmarshalText reads what MarshalText has written, for clients in Go. It never fails: any
// other markup becomes text.
func (h *Highlight) UnmarshalText(b []byte) error {
	*h = nil
	add := func(s string, marked bool) {
		if s != "" {
			*h = append(*h, highlight.Span{Text: html.UnescapeString(s), Marked: marked})
		}
	}
	for rest := string(b); rest != ""; {
		before, after, _ := strings.Cut(rest, markStart)
		add(before, false)
		before, rest, _ = strings.Cut(after, markEnd)
		add(before, true)
	}
	return nil
}

// filteredNames returns the authors whose papers f lets through.
func filteredNames(f index.Filter) (names []data.NameQuery) {
	for _, author := range slices.Concat(f.Values[index.FacetAuthor], f.Scope[index.FacetAuthor]) {
		names = append(names, data.ParseName(author))
	}
	return names
}

// markAuthors returns the authors that a query or a filter names.
func markAuthors(authors []string, names []data.NameQuery) []Highlight {
	var marked []Highlight
	for _, author := range authors {
		if slices.ContainsFunc(names, func(n data.NameQuery) bool { return n.Means(author) }) {
			marked = append(marked, Highlight{{Text: author, Marked: true}})
		}
	}
	return marked
}
