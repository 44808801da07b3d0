package bibtex

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"paperboy/data"
	"paperboy/data/citekey"
	"paperboy/data/format"
	"paperboy/data/latex"
)

// writer writes papers as BibTeX entries in UTF-8, each with a unique key. The types of entries and
// the fields are those of BibTeX (btxdoc, 1988), which biblatex knows too, and fields
// of biblatex where BibTeX has no field. Styles ignore the fields that they do not know.
type writer struct {
	w     io.Writer
	entry bytes.Buffer
	keys  map[string]int // number of papers with each key, in lower case
}

// NewWriter returns a writer of BibTeX.
func NewWriter(w io.Writer, _ format.WriteOptions) format.Writer {
	return &writer{w: w, keys: make(map[string]int)}
}

// Write implements format.Writer.
func (b *writer) Write(p data.Paper, note string) error {
	b.entry.Reset()
	kind := kindOf(p)
	b.entry.WriteString("@" + kind.entry + "{" + b.key(p))
	b.field("title", protectCapitals(latex.Escape(p.Title)))
	b.field("author", nameList(&p, format.AuthorsOf(p), format.LacksAuthors(p)))
	b.field("editor", nameList(&p, p.Editors, format.LacksEditors(p)))
	b.date(p.Date)
	b.publication(p, kind)
	b.identity(p)
	b.text("keywords", strings.Join(p.Categories, ", "))
	b.text("abstract", p.Abstract)
	b.text("annote", note)
	b.entry.WriteString("\n}\n\n")
	_, err := b.w.Write(b.entry.Bytes())
	return err
}

// key returns the citation key of a paper. It makes one if the paper has none. Programs confuse keys
// that differ only in case, so a key that the file has already gets a suffix.
func (b *writer) key(p data.Paper) string {
	key := cmp.Or(p.CitationKey, citekey.Make(&p))
	lower := strings.ToLower(key)
	for {
		b.keys[lower]++
		unique := citekey.Next(key, b.keys[lower])
		if id := strings.ToLower(unique); id == lower || b.keys[id] == 0 {
			b.keys[id] = max(b.keys[id], 1)
			return unique
		}
	}
}

// Close implements format.Writer.
func (b *writer) Close() error { return nil }

// kind says how a type of papers is written.
type kind struct {
	entry string
	// container, short and school are the fields of the title of the container, of the name of the
	// venue if it is another one, and of the institution.
	container, short, school string
	// name is the value of the field type, by which programs tell the papers of an entry apart that
	// BibTeX has no own type for.
	name string
}

var kinds = map[data.Type]kind{
	"":                       {entry: "misc", container: "howpublished"},
	data.TypeArticle:         {entry: "article", container: "journal", short: "shortjournal"},
	data.TypeConferencePaper: {entry: "inproceedings", container: "booktitle", short: "eventtitle"},
	data.TypeBook:            {entry: "book", container: "maintitle"},
	data.TypeChapter:         {entry: "incollection", container: "booktitle", short: "eventtitle"},
	data.TypeThesis:          {entry: "phdthesis", container: "howpublished", school: "school"},
	data.TypeReport:          {entry: "techreport", container: "howpublished"},
	data.TypePreprint:        {entry: "misc", container: "howpublished", name: "Preprint"},
	data.TypeDataset:         {entry: "misc", container: "howpublished", name: "Dataset"},
	data.TypeSoftware:        {entry: "misc", container: "howpublished", name: "Software"},
}

// kindOf returns how to write a paper. A thesis whose degree is not known has its own field
// type, which replaces the "PhD thesis" of the styles.
func kindOf(p data.Paper) kind {
	k := kinds[format.TypeOf(p)]
	switch {
	case p.Type == "":
		k.name = "" // a guess
	case p.Type == data.TypeThesis && format.DegreeOf(p) == format.Masters:
		k.entry = "mastersthesis"
	case p.Type == data.TypeThesis && format.DegreeOf(p) == format.OtherDegree:
		k.name = "Thesis"
	}
	if k.school == "" {
		k.school = "institution"
	}
	return k
}

func (b *writer) date(d data.Date) {
	if d.Year != 0 {
		b.field("year", fmt.Sprintf("%04d", d.Year))
	}
	if d.Month != 0 {
		b.entry.WriteString(",\n  month = " + strings.ToLower(d.Month.String()[:3]))
	}
	if d.Day != 0 {
		b.field("day", strconv.Itoa(d.Day))
	}
}

// publication writes how the paper was published.
func (b *writer) publication(p data.Paper, k kind) {
	b.text(k.container, format.Container(p))
	if k.short != "" {
		b.text(k.short, format.ShortContainer(p))
	}
	b.text("series", p.Series)
	b.text("edition", p.Edition)
	b.text("volume", p.Volume)
	b.text("number", p.Number)
	b.field("pages", strings.ReplaceAll(strings.ReplaceAll(latex.Escape(p.Pages), "{}", ""), "-", "--"))
	b.text("publisher", p.Publisher)
	b.text("address", p.Place)
	b.text(k.school, p.School)
	b.field("type", k.name)
	if p.Note != standardNotes[k.entry] {
		b.text("note", p.Note)
	}
}

// standardNotes has the notes that a type of entry says by itself.
var standardNotes = map[string]string{"phdthesis": format.PhDThesis, "mastersthesis": format.MastersThesis}

// identity writes the numbers and addresses of the paper. doi and url are verbatim in biblatex.
func (b *writer) identity(p data.Paper) {
	if number := format.ArXivNumber(p); number != "" {
		b.text("eprint", number)
		b.field("archiveprefix", "arXiv")
		if len(p.Categories) > 0 && format.IsArXivCategory(p.Categories[0]) {
			b.text("primaryclass", p.Categories[0])
		}
	}
	if p.ID.Scheme() == format.SchemePMID {
		b.text("pmid", string(p.ID[len(format.SchemePMID)+1:]))
	}
	b.text("isbn", p.ISBN)
	b.text("issn", p.ISSN)
	b.text("language", p.Language)
	b.field("doi", verbatim.Replace(format.DOIOf(p)))
	url, own := format.Addresses(p)
	b.field("url", verbatim.Replace(url))
	for i, u := range own {
		b.field(ownURL+strconv.Itoa(i+1), verbatim.Replace(u))
	}
}

// text writes a text that is not empty. Programs take a line that begins with @ for the next entry.
func (b *writer) text(name, value string) {
	b.field(name, strings.ReplaceAll(latex.Escape(value), "\n@", "\n{}@"))
}

// field writes a field that is not empty. The braces in its value must be balanced.
func (b *writer) field(name, value string) {
	if value != "" {
		b.entry.WriteString(",\n  ")
		b.entry.WriteString(name)
		b.entry.WriteString(" = {")
		b.entry.WriteString(value)
		b.entry.WriteString("}")
	}
}

// ownURL is the beginning of the names of the fields in which BibDesk has all addresses of a paper, and
// which styles don't print: bdsk-url-1, bdsk-url-2.
const ownURL = "bdsk-url-"

// verbatim percent-encodes braces and backslashes. A brace would end the field.
var verbatim = strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C")
