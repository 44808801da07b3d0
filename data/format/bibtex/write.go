package bibtex

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/latex"
)

// writer writes papers as BibTeX entries in UTF-8, each with a unique key.
type writer struct {
	w     io.Writer
	entry bytes.Buffer
	keys  map[string]int // number of papers with each key
}

// NewWriter returns a writer of BibTeX.
func NewWriter(w io.Writer, _ format.WriteOptions) format.Writer {
	return &writer{w: w, keys: make(map[string]int)}
}

// Write implements format.Writer.
func (b *writer) Write(p data.Paper, note string) error {
	b.entry.Reset()
	kind, venue := "misc", ""
	switch {
	case p.Venue != "" && p.ID.Scheme() == data.SchemeACL:
		kind, venue = "inproceedings", "booktitle"
	case p.Venue != "":
		kind, venue = "article", "journal"
	}
	fmt.Fprintf(&b.entry, "@%s{%s", kind, b.key(p))
	b.field("title", protectCapitals(latex.Escape(p.Title)))
	b.field("author", authorList(p.Authors))
	if p.Date.Year != 0 {
		b.field("year", fmt.Sprintf("%04d", p.Date.Year))
	}
	if p.Date.Month != 0 {
		fmt.Fprintf(&b.entry, ",\n  month = %s", strings.ToLower(p.Date.Month.String()[:3]))
	}
	if venue != "" {
		b.field(venue, latex.Escape(p.Venue))
	}
	if eprint, ok := strings.CutPrefix(string(p.ID), data.SchemeArXiv+":"); ok {
		b.field("eprint", latex.Escape(eprint))
		b.field("archiveprefix", "arXiv")
	}
	b.field("language", latex.Escape(p.Language))
	b.field("doi", latex.Escape(p.DOI))
	b.field("url", plainURL(p))
	b.field("abstract", latex.Escape(p.Abstract))
	b.field("annote", latex.Escape(note))
	b.entry.WriteString("\n}\n\n")
	_, err := b.w.Write(b.entry.Bytes())
	return err
}

// Close implements format.Writer.
func (b *writer) Close() error { return nil }

// field writes a field that is not empty. The braces in its value must be balanced.
func (b *writer) field(name, value string) {
	if value != "" {
		fmt.Fprintf(&b.entry, ",\n  %s = {%s}", name, value)
	}
}

// authorList joins names with "and". It puts a name in which BibTeX would see a separator in
// braces.
func authorList(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = latex.Escape(name)
		if strings.ContainsAny(name, ",") || strings.Contains(" "+strings.ToLower(name)+" ", " and ") {
			list[i] = "{" + list[i] + "}"
		}
	}
	return strings.Join(list, " and ")
}

// protectCapitals puts words of a title in braces if they have a capital after the first letter
// ("{BERT}"), so that a style does not convert them to lower case. Words with LaTeX in them are
// not changed.
func protectCapitals(title string) string {
	words := strings.Split(title, " ")
	for i, word := range words {
		if strings.ContainsAny(word, `\{}$`) || word == "" {
			continue
		}
		if strings.IndexFunc(word[1:], unicode.IsUpper) >= 0 {
			words[i] = "{" + word + "}"
		}
	}
	return strings.Join(words, " ")
}

// plainURL returns the address of the paper's page, with braces and backslashes percent-encoded. A
// brace would end the field.
func plainURL(p data.Paper) string {
	return strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C").Replace(format.LandingPage(p))
}
