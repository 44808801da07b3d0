package ris

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/data/format"
)

// writer writes papers as RIS records in UTF-8, as in Reference Manager's specification: one field
// per line, with CR LF line ends; names as "Family, Given, Suffix"; dates as YYYY/MM/DD/, with all
// slashes even if parts are unknown.
type writer struct {
	w      io.Writer
	record bytes.Buffer
}

// types has the type of reference for each kind of paper.
var types = map[format.Kind]string{format.Unpublished: "GEN", format.Preprint: "UNPB", format.Article: "JOUR", format.ConferencePaper: "CPAPER"}

// NewWriter returns a writer of RIS.
func NewWriter(w io.Writer, _ format.WriteOptions) format.Writer { return &writer{w: w} }

// Write implements format.Writer.
func (r *writer) Write(p data.Paper, note string) error {
	r.record.Reset()
	r.field("TY", types[format.KindOf(p)])
	r.field("TI", p.Title)
	for _, name := range p.Authors {
		r.field("AU", withoutAsterisk(data.FamilyFirst(name)))
	}
	if p.Date.Year != 0 {
		r.field("PY", fmt.Sprintf("%04d", p.Date.Year))
		r.field("DA", slashDate(p.Date))
	}
	r.field("T2", withoutAsterisk(p.Venue))
	r.field("LA", p.Language)
	r.field("AB", p.Abstract)
	for _, category := range p.Categories {
		r.field("KW", withoutAsterisk(category))
	}
	r.field("DO", p.DOI)
	if number := format.ArXivNumber(p); number != "" {
		r.field("AN", "arXiv:"+number)
	}
	r.field("UR", format.LandingPage(p))
	r.field("N1", note)
	r.record.WriteString("ER  - \r\n\r\n")
	_, err := r.w.Write(r.record.Bytes())
	return err
}

// Close implements format.Writer.
func (r *writer) Close() error { return nil }

// field writes a field as one line, because a further line could be read as another field or as
// the end of the record. It skips an empty field.
func (r *writer) field(tag, value string) {
	line := strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return -1
		}
		return c
	}, strings.Join(strings.Fields(value), " "))
	if line != "" {
		fmt.Fprintf(&r.record, "%s  - %s\r\n", tag, line)
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

// withoutAsterisk removes asterisks, which the specification forbids in names, periodicals and
// keywords.
func withoutAsterisk(s string) string { return strings.ReplaceAll(s, "*", "") }
