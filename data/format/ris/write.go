package ris

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// writer writes papers as RIS records in UTF-8, as in Reference Manager's specification: one field
// per line, with CR LF line ends; names as "Family, Given, Suffix"; dates as YYYY/MM/DD/, with all
// slashes even if parts are unknown.
type writer struct {
	w      io.Writer
	record bytes.Buffer
}

// types has the type of reference for each type of paper.
var types = map[data.Type]string{
	"": "GEN", data.TypeArticle: "JOUR", data.TypeConferencePaper: "CPAPER", data.TypeBook: "BOOK", data.TypeChapter: "CHAP", data.TypeThesis: "THES",
	data.TypeReport: "RPRT", data.TypePreprint: "UNPB", data.TypeDataset: "DATA", data.TypeSoftware: "COMP",
}

// NewWriter returns a writer of RIS.
func NewWriter(w io.Writer, _ format.WriteOptions) format.Writer { return &writer{w: w} }

// Write implements format.Writer.
func (r *writer) Write(p data.Paper, note string) error {
	r.record.Reset()
	r.field("TY", types[format.TypeOf(p)])
	r.field("ID", p.CitationKey)
	r.field("TI", p.Title)
	r.people(&p, "AU", format.AuthorsOf(p), format.LacksAuthors(p))
	r.people(&p, editorTag(format.TypeOf(p)), p.Editors, format.LacksEditors(p))
	if p.Date.Year != 0 {
		r.field("PY", fmt.Sprintf("%04d", p.Date.Year))
		r.field("DA", slashDate(p.Date))
	}
	r.publication(p)
	r.field("LA", p.Language)
	r.paragraphs("AB", p.Abstract)
	for _, category := range p.Categories {
		r.field("KW", category)
	}
	r.field("DO", format.DOIOf(p))
	if number := format.ArXivNumber(p); number != "" {
		r.field("AN", "arXiv:"+number)
	}
	url, own := format.Addresses(p)
	if !slices.Contains(own, url) {
		r.field("UR", url)
	}
	for _, u := range own {
		r.field("UR", u)
	}
	r.paragraphs("RN", note)
	r.record.WriteString("ER  - \r\n\r\n")
	_, err := r.w.Write(r.record.Bytes())
	return err
}

// publication writes how the paper was published. A conference paper may have both the name of the
// conference and the title of its proceedings.
func (r *writer) publication(p data.Paper) {
	kind := format.TypeOf(p)
	if short := format.ShortContainer(p); short != "" && kind == data.TypeConferencePaper {
		r.field("T2", short)
		r.field("C3", p.Container)
	} else if kind != data.TypeBook {
		r.field("T2", format.Container(p))
	}
	r.field("T3", p.Series)
	r.field("ET", p.Edition)
	r.field("VL", p.Volume)
	r.field("IS", p.Number)
	first, last := format.PageRange(p)
	r.field("SP", first)
	r.field("EP", last)
	r.publisher(p, kind)
	r.field("CY", p.Place)
	for _, numbers := range []string{p.ISBN, p.ISSN} {
		for number := range strings.SplitSeq(numbers, ", ") {
			r.field("SN", number)
		}
	}
	if format.DegreeOf(p) != format.OtherDegree {
		r.field("M3", p.Note)
	} else {
		r.paragraphs("N1", p.Note)
	}
}

// publisher writes the publisher and the school. RIS has one tag for both, and programs take the last
// of several. It has the institution of a thesis or report, and what it doesn't have is a note.
func (r *writer) publisher(p data.Paper, kind data.Type) {
	if format.HasSchool(kind) {
		r.field("PB", cmp.Or(p.School, p.Publisher))
		r.remark(publisherRemark, p.Publisher)
	} else {
		r.field("PB", cmp.Or(p.Publisher, p.School))
	}
	if !format.HasSchool(kind) || p.School == p.Publisher {
		r.remark(schoolRemark, p.School)
	}
}

// The beginnings of notes with what RIS has no tag for.
const (
	publisherRemark = "Publisher: "
	schoolRemark    = "Institution: "
)

// remark writes a note that begins with a word for what it has, unless that is unknown.
func (r *writer) remark(word, value string) {
	if value != "" {
		r.field("N1", word+value)
	}
}

// people writes names. They end with "et al.," if some are unknown, as EndNote wants it.
func (r *writer) people(p *data.Paper, tag string, names []string, lacksSome bool) {
	for _, name := range names {
		r.field(tag, nameOf(p.NameOf(name)))
	}
	if len(names) > 0 && lacksSome {
		r.field(tag, "et al.,")
	}
}

// editorTag returns the tag of editors, which depends on the type in EndNote's specification of 2011.
// In entries of articles and datasets, programs write others in A2.
func editorTag(kind data.Type) string {
	switch kind {
	case data.TypeBook:
		return "A3"
	case data.TypeArticle, data.TypeDataset:
		return "ED"
	}
	return "A2"
}

// nameOf returns a name as "Family, Given, Suffix". A comma marks a group, whose last word programs
// would take for a family name.
func nameOf(n data.PersonName) string {
	if n.IsGroup {
		return n.Literal + ","
	}
	return n.FamilyFirst()
}

// Close implements format.Writer.
func (r *writer) Close() error { return nil }

// paragraphs writes a text as one line, with the paragraph separator of Unicode between paragraphs:
// programs take the second of two fields with the same tag for another abstract, and some allow no
// further lines.
func (r *writer) paragraphs(tag, value string) {
	if !strings.Contains(value, "\n") {
		r.field(tag, value)
		return
	}
	value = text.Paragraphs(value)
	if tagLine.MatchString(value) {
		r.field(tag, value)
		return
	}
	r.line(tag, strings.ReplaceAll(value, "\n\n", paragraphSeparator))
}

const paragraphSeparator = "\u2029"

// tagLine matches a paragraph that looks like a field to a program that ends lines at the separator.
var tagLine = regexp.MustCompile(`(?m)^\s*[A-Za-z][A-Za-z0-9]\s+-`)

// field writes a field as one line, because a further line could be read as another field or as
// the end of the record. It skips an empty field.
func (r *writer) field(tag, value string) { r.line(tag, text.OneLine(value)) }

// line writes a field whose value has no line breaks.
func (r *writer) line(tag, value string) {
	if strings.ContainsFunc(value, unicode.IsControl) {
		value = strings.Map(func(c rune) rune {
			if unicode.IsControl(c) {
				return -1
			}
			return c
		}, value)
	}
	if value != "" {
		r.record.WriteString(tag)
		r.record.WriteString("  - ")
		r.record.WriteString(value)
		r.record.WriteString("\r\n")
	}
}

// slashDate formats a date with slashes. Unknown parts are empty.
func slashDate(d data.Date) string {
	part := func(n int) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprintf("%02d", n)
	}
	return fmt.Sprintf("%04d/%s/%s/", d.Year, part(int(d.Month)), part(d.Day))
}
