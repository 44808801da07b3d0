package api

import (
	"bufio"
	"fmt"
	"strings"
	"unicode"

	"paperboy/data"
)

// ris writes papers as RIS records in UTF-8, as Reference Manager's
// specification has them: a field a line, which ends with CR and LF; a name as
// "Family, Given, Suffix"; a date as YYYY/MM/DD/ with all its slashes, whatever
// of it is known.
type ris struct{ w *bufio.Writer }

func (r ris) write(p data.Paper, note string) error {
	kind := "GEN"
	switch {
	case p.Venue != "" && p.ID.Scheme() == data.SchemeACL:
		kind = "CPAPER"
	case p.Venue != "":
		kind = "JOUR"
	case p.ID.Scheme() == data.SchemeArXiv:
		kind = "UNPB"
	}
	r.field("TY", kind)
	r.field("TI", p.Title)
	for _, name := range p.Authors {
		r.field("AU", withoutAsterisk(data.FamilyFirst(name)))
	}
	if p.Date.Year != 0 {
		r.field("PY", fmt.Sprintf("%04d", p.Date.Year))
		r.field("DA", risDate(p.Date))
	}
	r.field("T2", withoutAsterisk(p.Venue))
	r.field("AB", p.Abstract)
	for _, category := range p.Categories {
		r.field("KW", withoutAsterisk(category))
	}
	r.field("DO", p.DOI)
	if number, ok := strings.CutPrefix(string(p.ID), data.SchemeArXiv+":"); ok {
		r.field("AN", "arXiv:"+number)
	}
	r.field("UR", landingPage(p))
	r.field("N1", note)
	_, err := r.w.WriteString("ER  - \r\n\r\n")
	return err
}

// field writes a field that is not empty, as one line: a line of an abstract
// could be read as a field of its own, or as the end of the record.
func (r ris) field(tag, value string) {
	line := strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return -1
		}
		return c
	}, strings.Join(strings.Fields(value), " "))
	if line != "" {
		fmt.Fprintf(r.w, "%s  - %s\r\n", tag, line)
	}
}

// risDate is a date whose parts that are not known are empty.
func risDate(d data.Date) string {
	part := func(n int) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprintf("%02d", n)
	}
	return fmt.Sprintf("%04d/%s/%s/", d.Year, part(int(d.Month)), part(d.Day))
}

// withoutAsterisk is for names, periodicals and keywords, in which the
// specification forbids it.
func withoutAsterisk(s string) string { return strings.ReplaceAll(s, "*", "") }

// landingPage is the paper's address, or the first that came with it.
func landingPage(p data.Paper) string {
	url := p.ID.URL()
	if url == "" && len(p.URLs) > 0 {
		url = p.URLs[0]
	}
	return url
}
