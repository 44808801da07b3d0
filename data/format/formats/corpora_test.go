package formats_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/format/formattest"
	"paperboy/data/latex"
	"paperboy/data/sharedtest"
	"paperboy/data/text"
)

// sampleEvery is how many papers of the corpora there are for each that TestCorpora writes and reads
// back unless $PAPERBOY_CORPORA is "all".
const sampleEvery = 200

// batch is how many papers TestCorpora writes into one file.
const batch = 500

// TestCorpora writes the papers of all corpora in each format and reads them back: as many papers, with
// the same fields. It counts what differs by field, and compares the counts with those that are known.
func TestCorpora(t *testing.T) {
	every := sampleEvery
	if os.Getenv("PAPERBOY_CORPORA") == "all" {
		every = 1
	}
	var papers []data.Paper
	for _, name := range []string{"acl", "arxiv-2025", "arxiv-classic-a", "hf", "hf-days"} {
		n := 0
		for r, err := range format.Open(t.Context(), sharedtest.Path(t, "corpora/"+name+".jsonl.zst"), format.Options{Formats: formats.All()}) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n%every == 0 && data.Validate(&r) == nil {
				if len(r.Origin.Warnings) > 0 {
					r.Paper.Sources = []data.Provenance{r.Origin} // as a library has them
				}
				papers = append(papers, r.Paper)
			}
		}
	}
	for _, f := range formats.Writers() {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			c := comparison{format: f, counts: map[string]int{}, examples: map[string][]string{}}
			for _, p := range papers {
				c.add(t, p)
			}
			c.flush(t)
			t.Logf("%s: %d papers written, %d read back", f.Name, c.written, c.read)
			if c.written == 0 || c.read != c.written {
				t.Errorf("%d papers written, %d read back", c.written, c.read)
			}
			c.check(t, every == 1)
		})
	}
}

// known has how many of all papers differ in a field for a reason that is understood, by the format.
var known = map[string]map[string]int{
	"ris": {
		"title": 238, // a full stop at the end, which catalogues add to every title, is removed
		"pages": 59,  // "4-4" is one page, "4"
		// Given names that are read as a suffix, a role or a country: "Mariya Iv. Trukhanova", "J. S. Jr. Andrade",
		// "Ed. Bormashenko", "Usa Sammapun".
		"authors": 9,
	},
	"csv":       {"categories": 6}, // a category of arXiv that itself lists several, "I.2.6; C.1.4; D.1.3", is read as these
	"csv-excel": {"categories": 6},
}

// check compares the counts with those known: of all papers exactly as many differ, of a sample no more.
func (c *comparison) check(t *testing.T, isWhole bool) {
	t.Helper()
	for i := range data.Fields {
		field := data.Fields[i].Name
		got, want := c.counts[field], known[c.format.Name][field]
		if got > want || isWhole && got != want {
			t.Errorf("%s differs in %d papers, known are %d:\n%s", field, got, want, strings.Join(c.examples[field], "\n"))
		} else if got > 0 {
			t.Logf("%s differs in %d papers, as known", field, got)
		}
	}
}

// comparison compares papers with what is read of them.
type comparison struct {
	format        format.Format
	papers        []data.Paper
	written, read int
	counts        map[string]int
	examples      map[string][]string
}

func (c *comparison) add(t *testing.T, p data.Paper) {
	t.Helper()
	p.CitationKey = fmt.Sprintf("key%d", len(c.papers))
	if c.papers = append(c.papers, p); len(c.papers) == batch {
		c.flush(t)
	}
}

// flush writes the papers into a file, reads it, and compares.
func (c *comparison) flush(t *testing.T) {
	t.Helper()
	var file bytes.Buffer
	w := c.format.Write.New(&file, format.WriteOptions{})
	for _, p := range c.papers {
		if err := w.Write(p, ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	records, rejects := formattest.Read(t, c.format.Read, format.Input{Reader: &file, Location: "papers"})
	if len(rejects) > 0 {
		t.Errorf("rejected: %q", rejects[:min(len(rejects), 5)])
	}
	c.written += len(c.papers)
	c.read += len(records)
	if len(records) == len(c.papers) {
		for i := range records {
			c.compare(&c.papers[i], &records[i].Paper)
		}
	}
	c.papers = c.papers[:0]
}

// compare counts the fields that a format writes and that were read otherwise.
func (c *comparison) compare(written, read *data.Paper) {
	for i := range data.Fields {
		f := &data.Fields[i]
		want, got := c.fieldOf(f, written, true), c.fieldOf(f, read, false)
		if want == got || slices.Contains(lossesOf[c.format.Name], f.Name) || f.Name == "observations" || f.Name == "sources" {
			continue
		}
		c.counts[f.Name]++
		if len(c.examples[f.Name]) < 20 {
			c.examples[f.Name] = append(c.examples[f.Name], fmt.Sprintf("  %s: %.300q is read as %.300q", written.ID, want, got))
		}
	}
}

// daily has the fields of daily lists, for which the formats of references have no place.
var daily = []string{"author_count", "featured", "featured_days", "upvotes", "comments", "stars", "organization", "ai_summary", "ai_keywords", "repository"}

// lossesOf has the fields that a format does not write, or writes as a guess where no source states
// them: see the losses in the tests of each format.
var lossesOf = map[string][]string{
	"bibtex":   append([]string{"id", "categories", "type", "container", "groups"}, daily...),
	"ris":      append([]string{"id", "categories", "type", "container", "groups", "doi"}, daily...),
	"csl-json": append([]string{"id", "categories", "type", "container", "groups", "doi"}, daily...),
}

// fieldOf returns a field as text. In the formats of references, markup and formulas are typeset when
// they are read, and names come with the given names first. What was read is typeset already: to do it
// twice would take a dollar sign that is left, "0.1$/GB", for the beginning of a formula.
//
// In the titles of 132 of all 409,459 papers, the reader of BibTeX writes a superscript or subscript
// that has no form in Unicode as plain text, "C$^*$-algebra" as "C*-algebra", as Zotero does.
func (c *comparison) fieldOf(f *data.Field, p *data.Paper, isWritten bool) string {
	value := f.Value(p)
	if f.Name == "categories" {
		return strings.Join(p.Categories, "; ") // a cell of CSV joins them so
	}
	if lossesOf[c.format.Name] == nil {
		return fmt.Sprint(value)
	}
	switch f.Name {
	case "urls":
		url, own := format.Addresses(*p)
		switch isWritten := len(own) > 0 && slices.Contains(own, url); {
		case len(own) == 0:
			own = []string{url}
		case !isWritten && (c.format.Name == "ris" || p.ID.Scheme() == data.SchemeACL && c.format.Name == "bibtex"):
			own = append([]string{url}, own...)
		}
		return strings.Join(own, " ")
	case "publisher":
		if c.format.Name == "csl-json" && format.TypeOf(*p) == data.TypePreprint {
			return "arXiv" // is written for the styles
		}
	case "title", "abstract", "venue":
		s, _ := value.(string)
		if f.Name == "venue" && format.TypeOf(*p) != data.TypeConferencePaper {
			s = format.Container(*p) // only a conference has a place for its short name too
		}
		switch isBibTeX := c.format.Name == "bibtex" && isWritten; {
		case isBibTeX && f.Name == "title":
			s = latex.Title(latex.Escape(s))
		case isBibTeX:
			s = latex.Plain(latex.Escape(s))
		}
		return strings.Join(strings.Fields(text.Plain(s)), " ")
	case "authors":
		var names []string
		for _, name := range p.Authors {
			names = append(names, text.PlainLine(format.GivenFirst(name)))
		}
		return strings.Join(names, "; ")
	}
	return fmt.Sprint(value)
}
