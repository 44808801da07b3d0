// Package apa writes papers as references in the style of the Publication Manual of the American
// Psychological Association, 7th edition (2020), as plain text: chapter 9 (authors, dates, titles,
// sources) and 10.1 (articles), 10.2 and 10.3 (books, chapters), 10.4 (reports), 10.5 (conference papers),
// 10.6 (theses), 10.8 (preprints), 10.9 and 10.10 (datasets, software).
//
// The titles keep the capitals that the paper has. The manual wants sentence case, but which words of
// a title are names can't be told. Plain text has no italics. The package does not read references.
package apa

import (
	"io"
	"slices"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/latex"
	"paperboy/data/text"
)

// Output returns how to write papers in this style.
func Output() *format.Output {
	return &format.Output{MediaType: "text/plain; charset=utf-8", Extension: "txt", New: NewWriter}
}

// writer writes each paper as a reference on a line of its own.
type writer struct{ w io.Writer }

// NewWriter returns a writer of references.
func NewWriter(w io.Writer, _ format.WriteOptions) format.Writer { return writer{w} }

// Write implements format.Writer. References have no place for notes.
func (a writer) Write(p data.Paper, _ string) error {
	_, err := io.WriteString(a.w, reference(p)+"\n")
	return err
}

// Close implements format.Writer.
func (a writer) Close() error { return nil }

// reference returns a paper's reference. Without authors, the editors take their place, or else the
// title (9.12).
func reference(p data.Paper) string {
	year := "(n.d.)."
	if p.Date.Year != 0 {
		year = "(" + p.Date.String()[:4] + ")."
	}
	people := authors(p)
	if people == "" && format.TypeOf(p) == data.TypeBook {
		people = editorsFirst(p)
	}
	elements := []string{endSentence(people), year, endSentence(title(p))}
	if people == "" {
		elements = []string{endSentence(title(p)), year}
	}
	elements = append(elements, endSentence(source(p)), link(p))
	return strings.Join(slices.DeleteFunc(elements, func(e string) bool { return e == "" }), " ")
}

// link returns the address at the end of a reference, which has no full stop after it: that of the
// DOI, or else that of the paper's page (9.34). The DOI of a preprint on arXiv is arXiv's own.
func link(p data.Paper) string {
	number := format.ArXivNumber(p)
	switch {
	case number != "" && format.TypeOf(p) == data.TypePreprint:
		return "https://doi.org/10.48550/arXiv." + number
	case p.DOI != "":
		return data.ID(data.SchemeDOI + ":" + p.DOI).URL()
	}
	return format.LandingPage(p)
}

// plain returns text on one line, without LaTeX and control characters.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, latex.Linear(s))
	return text.OneLine(s)
}

// endSentence adds a full stop to a text that has no mark at its end.
func endSentence(s string) string {
	s = strings.TrimSpace(s)
	last := strings.TrimRight(s, `”’"')]`)
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(last, "?") || strings.HasSuffix(last, "!") || strings.HasSuffix(last, "…") {
		return s
	}
	return s + "."
}
