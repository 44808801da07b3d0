package view

import (
	"slices"
	"strings"

	"paperboy/api/search"
	"paperboy/data/latex"
)

// Span is a piece of text. Marked is true if the query matched it. The Text of a formula is its
// LaTeX.
type Span struct {
	Text    string
	Marked  bool
	Formula *latex.Node
}

// PlainSpans returns a text without marks, with its formulas.
func PlainSpans(s string) []Span {
	if s == "" {
		return nil
	}
	return splitFormulas([]Span{{Text: s}})
}

// HighlightSpans returns a text with its marks and formulas.
func HighlightSpans(h search.Highlight) []Span {
	spans := make([]Span, len(h))
	for i, s := range h {
		spans[i] = Span{Text: s.Text, Marked: s.Marked}
	}
	return splitFormulas(spans)
}

// splitFormulas separates the formulas from the text, and decodes the LaTeX accents in the rest. A
// formula is marked as a whole if the query matched any of it.
func splitFormulas(spans []Span) []Span {
	var whole strings.Builder
	for _, s := range spans {
		whole.WriteString(s.Text)
	}
	parts := latex.Split(whole.String())
	var formatted []Span
	for _, part := range parts {
		pieces, rest := splitSpans(spans, len(part.Text))
		for i := range pieces {
			pieces[i].Text = latex.Accents(pieces[i].Text)
		}
		if part.Formula != nil {
			isMarked := slices.ContainsFunc(pieces, func(s Span) bool { return s.Marked })
			pieces = []Span{{part.Text, isMarked, part.Formula}}
		}
		formatted, spans = append(formatted, pieces...), rest
	}
	return formatted
}

// splitSpans splits spans after n bytes, within a span if necessary.
func splitSpans(spans []Span, n int) (before, after []Span) {
	for i, s := range spans {
		if n < len(s.Text) {
			if n > 0 {
				before = append(before, Span{Text: s.Text[:n], Marked: s.Marked})
				s.Text = s.Text[n:]
			}
			return before, append([]Span{s}, spans[i+1:]...)
		}
		before = append(before, s)
		n -= len(s.Text)
	}
	return before, nil
}
