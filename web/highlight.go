package web

import (
	"slices"
	"strings"

	"paperboy/api/search"
	"paperboy/data/latex"
)

// span is a piece of text. Marked is true if the query matched it. The Text of a formula is its
// LaTeX.
type span struct {
	Text    string
	Marked  bool
	Formula *latex.Node
}

// plainSpans returns a text without marks, with its formulas.
func plainSpans(s string) []span {
	if s == "" {
		return nil
	}
	return splitFormulas([]span{{Text: s}})
}

// highlightSpans returns a text with its marks and formulas.
func highlightSpans(h search.Highlight) []span {
	spans := make([]span, len(h))
	for i, s := range h {
		spans[i] = span{Text: s.Text, Marked: s.Marked}
	}
	return splitFormulas(spans)
}

// splitFormulas separates the formulas from the text, and decodes the LaTeX accents in the rest. A
// formula is marked as a whole if the query matched any of it.
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

// splitSpans splits spans after n bytes, within a span if necessary.
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
