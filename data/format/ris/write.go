package ris

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// writer writes papers as RIS records in UTF-8, as in Reference Manager's specification: one field
// per line, with CR LF line ends; names as "Family, Given, Suffix"; dates as YYYY/MM/DD/, with all
// slashes even if parts are unknown. The paragraphs of an abstract or note are fields of their own.
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
	for _, name := range p.Authors {
		r.field("AU", p.NameOf(name).FamilyFirst())
	}
	for _, name := range p.Editors {
		r.field("ED", p.NameOf(name).FamilyFirst())
	}
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
	r.field("DO", p.DOI)
	if number := format.ArXivNumber(p); number != "" {
		r.field("AN", "arXiv:"+number)
	}
	r.field("UR", format.LandingPage(p))
	r.paragraphs("N1", p.Note)
	r.paragraphs("RN", note)
	r.record.WriteString("ER  - \r\n\r\n")
	_, err := r.w.Write(r.record.Bytes())
	return err
}

// publication writes how the paper was published. The institution of a thesis or report is its
// publisher.
func (r *writer) publication(p data.Paper) {
	r.field("T2", format.Container(p))
	r.field("J2", format.ShortContainer(p))
	r.field("T3", p.Series)
	r.field("ET", p.Edition)
	r.field("VL", p.Volume)
	r.field("IS", p.Number)
	first, last := format.PageRange(p)
	r.field("SP", first)
	r.field("EP", last)
	r.field("PB", cmp.Or(p.School, p.Publisher))
	r.field("CY", p.Place)
	for _, numbers := range []string{p.ISBN, p.ISSN} {
		for number := range strings.SplitSeq(numbers, ", ") {
			r.field("SN", number)
		}
	}
}

// Close implements format.Writer.
func (r *writer) Close() error { return nil }

// paragraphs writes each paragraph of a text as a field.
func (r *writer) paragraphs(tag, value string) {
	for paragraph := range strings.SplitSeq(value, "\n\n") {
		r.field(tag, paragraph)
	}
}

// field writes a field as one line, because a further line could be read as another field or as
// the end of the record. It skips an empty field.
func (r *writer) field(tag, value string) {
	if value = text.OneLine(value); strings.ContainsFunc(value, unicode.IsControl) {
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
