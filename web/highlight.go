package web

import (
	"html"
	"slices"
	"strings"

	"paperboy/data/latex"
)

// span is a piece of a paper's text, marked where the query found it. A formula's Text
// is its LaTeX.
type span struct {
	Text    string
	Marked  bool
	Formula *latex.Node
}

// plain is a text without marks.
func plainSpans(s string) []span {
	if s == "" {
		return nil
	}
	return splitFormulas([]span{{Text: s}})
}

// marked takes a highlight (HTML: escaped text with <mark>) apart, so that the
// template escapes its text like any other.
func highlightSpans(highlight string) []span {
	var spans []span
	add := func(s string, marked bool) {
		if s != "" {
			spans = append(spans, span{Text: html.UnescapeString(s), Marked: marked})
		}
	}
	for highlight != "" {
		before, rest, found := strings.Cut(highlight, "<mark>")
		add(before, false)
		if !found {
			break
		}
		inside, after, _ := strings.Cut(rest, "</mark>")
		add(inside, true)
		highlight = after
	}
	return splitFormulas(spans)
}

// withFormulas takes the formulas out of a text, and writes the accents of the rest as
// they are meant. A formula that the query was found in is marked as a whole.
func splitFormulas(spans []span) []span {
	var whole strings.Builder
	for _, s := range spans {
		whole.WriteString(s.Text)
	}
	parts := latex.Split(whole.String())
	var formatted []span
	for _, part := range parts {
		pieces, rest := splitSpans(spans, len(part.Text))
		for i := range pieces {
			pieces[i].Text = latex.Accents(pieces[i].Text)
		}
		if part.Formula != nil {
			isMarked := slices.ContainsFunc(pieces, func(s span) bool { return s.Marked })
			pieces = []span{{part.Text, isMarked, part.Formula}}
		}
		formatted, spans = append(formatted, pieces...), rest
	}
	return formatted
}

// cut parts spans behind n bytes, and within one if need be.
func splitSpans(spans []span, n int) (before, after []span) {
	for i, s := range spans {
		if n < len(s.Text) {
			if n > 0 {
				before = append(before, span{Text: s.Text[:n], Marked: s.Marked})
				s.Text = s.Text[n:]
			}
			return before, append([]span{s}, spans[i+1:]...)
		}
		before = append(before, s)
		n -= len(s.Text)
	}
	return before, nil
}
