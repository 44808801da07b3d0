package api

import (
	"bufio"
	"fmt"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/data/latex"
	"paperboy/index/analysis"
)

// bibTeX writes papers as BibTeX entries in UTF-8, each with a key that no other
// of this writer has.
type bibTeX struct {
	w    *bufio.Writer
	keys map[string]int // how many entries began with each key
}

func newBibTeX(w *bufio.Writer) *bibTeX { return &bibTeX{w, make(map[string]int)} }

func (b *bibTeX) write(p data.Paper, note string) error {
	kind, venue := "misc", ""
	switch {
	case p.Venue != "" && p.ID.Scheme() == "acl":
		kind, venue = "inproceedings", "booktitle"
	case p.Venue != "":
		kind, venue = "article", "journal"
	}
	fmt.Fprintf(b.w, "@%s{%s", kind, b.key(p))
	b.field("title", protectCapitals(latex.Escape(p.Title)))
	b.field("author", authorList(p.Authors))
	if p.Date.Year != 0 {
		b.field("year", fmt.Sprintf("%04d", p.Date.Year))
	}
	if p.Date.Month != 0 {
		fmt.Fprintf(b.w, ",\n  month = %s", strings.ToLower(p.Date.Month.String()[:3]))
	}
	if venue != "" {
		b.field(venue, latex.Escape(p.Venue))
	}
	if eprint, ok := strings.CutPrefix(string(p.ID), "arxiv:"); ok {
		b.field("eprint", latex.Escape(eprint))
		b.field("archiveprefix", "arXiv")
	}
	b.field("doi", latex.Escape(p.DOI))
	b.field("url", bareURL(p))
	b.field("abstract", latex.Escape(p.Abstract))
	b.field("annote", latex.Escape(note))
	_, err := b.w.WriteString("\n}\n\n")
	return err
}

// field writes a field that is not empty. The value has balanced braces.
func (b *bibTeX) field(name, value string) {
	if value != "" {
		fmt.Fprintf(b.w, ",\n  %s = {%s}", name, value)
	}
}

// key is surname, year and first word of the title ("vaswani2017attention"), and
// a number from the second of its kind on.
func (b *bibTeX) key(p data.Paper) string {
	var key strings.Builder
	if len(p.Authors) > 0 {
		key.WriteString(asciiLetters(data.Surname(p.Authors[0])))
	}
	if p.Date.Year != 0 {
		fmt.Fprintf(&key, "%04d", p.Date.Year)
	}
	for _, t := range analysis.Tokenize(nil, p.Title) {
		if word := asciiLetters(t.Form); word != "" && !analysis.IsFunctionWord(t.Form) {
			key.WriteString(word)
			break
		}
	}
	if key.Len() == 0 {
		key.WriteString("paper")
	}
	name := key.String()
	b.keys[name]++
	if n := b.keys[name]; n > 1 {
		return fmt.Sprintf("%s_%d", name, n)
	}
	return name
}

// asciiLetters are the letters and digits of s that every BibTeX takes in a key.
func asciiLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, strings.ToLower(s))
}

// authorList joins names with "and". A name in which BibTeX would find a
// separator is braced as a whole.
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

// protectCapitals braces the words of a title that a style must not put into
// lower case: those with a capital behind their first letter ("{BERT}"). Words
// with TeX in them stay as they are.
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

// bareURL is the paper's address; braces, which no URL needs, would end the field.
func bareURL(p data.Paper) string {
	return strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C").Replace(landingPage(p))
}
