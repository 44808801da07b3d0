package bibtex

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/data/citekey"
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
	switch format.KindOf(p) {
	case format.ConferencePaper:
		kind, venue = "inproceedings", "booktitle"
	case format.Article:
		kind, venue = "article", "journal"
	}
	fmt.Fprintf(&b.entry, "@%s{%s", kind, b.key(p))
	b.field("title", protectCapitals(latex.Escape(p.Title)))
	b.field("author", authorList(p))
	if p.Date.Year != 0 {
		b.field("year", fmt.Sprintf("%04d", p.Date.Year))
	}
	if p.Date.Month != 0 {
		fmt.Fprintf(&b.entry, ",\n  month = %s", strings.ToLower(p.Date.Month.String()[:3]))
	}
	if venue != "" {
		b.field(venue, latex.Escape(p.Venue))
	}
	if number := format.ArXivNumber(p); number != "" {
		b.field("eprint", latex.Escape(number))
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

// key returns the citation key of a paper. It makes one if the paper has none, with a suffix if a
// paper before it has the same.
func (b *writer) key(p data.Paper) string {
	key := p.CitationKey
	if key == "" {
		key = citekey.Make(&p)
	}
	b.keys[key]++
	return citekey.Next(key, b.keys[key])
}

// Close implements format.Writer.
func (b *writer) Close() error { return nil }

// field writes a field that is not empty. The braces in its value must be balanced.
func (b *writer) field(name, value string) {
	if value != "" {
		fmt.Fprintf(&b.entry, ",\n  %s = {%s}", name, value)
	}
}

// authorList joins names with "and", and ends with "and others" if some are unknown.
func authorList(p data.Paper) string {
	list := make([]string, len(p.Authors))
	for i, name := range p.Authors {
		list[i] = authorName(name)
	}
	if len(list) > 0 && format.LacksAuthors(p) {
		list = append(list, "others")
	}
	return strings.Join(list, " and ")
}

// authorName returns a name that BibTeX splits where it should. The name of a group, and one in which
// BibTeX would see a separator, are in braces. The family name comes first if BibTeX would take its
// first word for a given name: "Van Gool, Luc".
func authorName(name string) string {
	sorted := data.FamilyFirst(name)
	isGroup := sorted == name && strings.Contains(name, " ")
	if isGroup || strings.Contains(name, ",") || strings.Contains(" "+strings.ToLower(name)+" ", " and ") {
		return "{" + latex.Escape(name) + "}"
	}
	if family, given, _ := strings.Cut(sorted, ", "); strings.Contains(family, " ") && startsUpper(family) && !strings.Contains(given, ",") {
		return latex.Escape(sorted)
	}
	return latex.Escape(name)
}

func startsUpper(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(first)
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
