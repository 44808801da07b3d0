package view

import (
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

// PlainSpans returns a text without marks, with its formulas, without other LaTeX.
func PlainSpans(s string) []Span {
	if s == "" {
		return nil
	}
	return splitFormulas([]Span{{Text: s}})
}

// HighlightSpans returns a text with its marks and formulas, without other LaTeX.
func HighlightSpans(h search.Highlight) []Span {
	spans := make([]Span, len(h))
	for i, s := range h {
		spans[i] = Span{Text: s.Text, Marked: s.Marked}
	}
	return splitFormulas(spans)
}

// splitFormulas separates the formulas from the text, and makes the LaTeX in the rest readable. A
// formula is never marked: a mark would claim that the query matched all of it.
func splitFormulas(spans []Span) []Span {
	var whole strings.Builder
	for _, s := range spans {
		whole.WriteString(s.Text)
	}
	var formatted, text []Span
	for _, part := range latex.Split(whole.String()) {
		pieces, rest := splitSpans(spans, len(part.Text))
		spans = rest
		switch {
		case part.Formula != nil:
			formatted = append(append(formatted, readable(text)...), Span{Text: part.Text, Formula: part.Formula})
			text = nil
		case part.Unread:
			text = append(text, Span{Text: latex.Readable(part.Text)})
		default:
			text = append(text, pieces...)
		}
	}
	return append(formatted, readable(text)...)
}

// The characters that stand for the start and end of a mark while LaTeX is removed. They are for
// private use, so that texts have no reason to contain them.
const markStart, markEnd = "\ue000", "\ue001"

var withoutMarks = strings.NewReplacer(markStart, "", markEnd, "")

// readable removes the LaTeX from a text, all of it together: a command and its argument may be in
// different spans.
func readable(spans []Span) []Span {
	var whole strings.Builder
	for _, s := range spans {
		text := withoutMarks.Replace(s.Text)
		if s.Marked && !strings.HasSuffix(whole.String(), `\`) { // not the name of a command
			text = markStart + text + markEnd
		}
		whole.WriteString(text)
	}
	var plain []Span
	add := func(text string, marked bool) {
		if text = withoutMarks.Replace(text); text != "" {
			plain = append(plain, Span{Text: text, Marked: marked})
		}
	}
	for rest := latex.Readable(whole.String()); rest != ""; {
		before, marked, _ := strings.Cut(rest, markStart)
		add(before, false)
		marked, rest, _ = strings.Cut(marked, markEnd)
		add(marked, true)
	}
	return plain
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
