package csv

import (
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// columns are the columns that are written, with the names that the fields have in JSON. url is the
// address of the paper's page, and list_note a reader's own note.
var columns = []struct {
	name string
	cell func(p *data.Paper) string
}{
	{"id", func(p *data.Paper) string { return string(p.ID) }},
	{"title", func(p *data.Paper) string { return p.Title }},
	{"authors", func(p *data.Paper) string { return list(p.Authors) }},
	{"author_count", func(p *data.Paper) string { return number(p.AuthorCount) }},
	{"date", func(p *data.Paper) string { return p.Date.String() }},
	{"venue", func(p *data.Paper) string { return p.Venue }},
	{"type", func(p *data.Paper) string { return string(p.Type) }},
	{"container", func(p *data.Paper) string { return p.Container }},
	{"volume", func(p *data.Paper) string { return p.Volume }},
	{"number", func(p *data.Paper) string { return p.Number }},
	{"pages", func(p *data.Paper) string { return p.Pages }},
	{"publisher", func(p *data.Paper) string { return p.Publisher }},
	{"place", func(p *data.Paper) string { return p.Place }},
	{"editors", func(p *data.Paper) string { return list(p.Editors) }},
	{"school", func(p *data.Paper) string { return p.School }},
	{"series", func(p *data.Paper) string { return p.Series }},
	{"edition", func(p *data.Paper) string { return p.Edition }},
	{"isbn", func(p *data.Paper) string { return p.ISBN }},
	{"issn", func(p *data.Paper) string { return p.ISSN }},
	{"language", func(p *data.Paper) string { return p.Language }},
	{"doi", func(p *data.Paper) string { return p.DOI }},
	{"url", func(p *data.Paper) string { return format.LandingPage(*p) }},
	{"urls", func(p *data.Paper) string { return list(p.URLs) }},
	{"categories", func(p *data.Paper) string { return list(p.Categories) }},
	{"upvotes", func(p *data.Paper) string { return number(p.Upvotes) }},
	{"comments", func(p *data.Paper) string { return number(p.Comments) }},
	{"stars", func(p *data.Paper) string { return number(p.Stars) }},
	{"featured", func(p *data.Paper) string { return p.Featured.String() }},
	{"featured_days", func(p *data.Paper) string { return days(p.FeaturedDays) }},
	{"organization", func(p *data.Paper) string { return p.Organization }},
	{"repository", func(p *data.Paper) string { return p.Repository }},
	{"ai_summary", func(p *data.Paper) string { return p.AISummary }},
	{"ai_keywords", func(p *data.Paper) string { return list(p.AIKeywords) }},
	{"groups", func(p *data.Paper) string { return list(p.Groups) }},
	{"citation_key", func(p *data.Paper) string { return p.CitationKey }},
	{"abstract", func(p *data.Paper) string { return p.Abstract }},
	{"note", func(p *data.Paper) string { return p.Note }},
}

// listNote is the column of a reader's own note.
const listNote = "list_note"

// writer writes papers as CSV (RFC 4180) in UTF-8, with a header. Lists are in one cell each,
// separated by "; ".
type writer struct {
	w         io.Writer
	lines     bytes.Buffer
	row       []string
	mark      string // what the file begins with
	hasHeader bool
}

// NewWriter returns a writer of CSV.
func NewWriter(w io.Writer, _ format.WriteOptions) format.Writer { return &writer{w: w} }

// newExcelWriter returns a writer of CSV that begins with a byte order mark, without which Excel takes
// UTF-8 for the code page of the machine.
func newExcelWriter(w io.Writer, _ format.WriteOptions) format.Writer {
	return &writer{w: w, mark: byteOrderMark}
}

// Write implements format.Writer.
func (t *writer) Write(p data.Paper, note string) error {
	t.row = t.row[:0]
	for _, column := range columns {
		t.row = append(t.row, noFormula(column.cell(&p)))
	}
	return t.write(append(t.row, noFormula(note)))
}

// Close implements format.Writer. It writes the header if there was no paper.
func (t *writer) Close() error { return t.write() }

// write writes the header, once, and rows.
func (t *writer) write(rows ...[]string) error {
	t.lines.Reset()
	lines := csv.NewWriter(&t.lines)
	if !t.hasHeader {
		var header []string
		for _, column := range columns {
			header = append(header, column.name)
		}
		t.lines.WriteString(t.mark)
		rows = append([][]string{append(header, listNote)}, rows...)
		t.hasHeader = true
	}
	if err := lines.WriteAll(rows); err != nil {
		return err
	}
	_, err := t.w.Write(t.lines.Bytes())
	return err
}

// noFormula prevents a spreadsheet from executing a cell as a formula: an apostrophe marks it as
// text (owasp.org/www-community/attacks/CSV_Injection). A cell that begins with apostrophes and what
// looks like a formula gets one more, so that a reader can remove the first of any.
func noFormula(cell string) string {
	if rest := strings.TrimLeft(cell, "'"); rest != "" && strings.IndexByte("=+-@\t\r", rest[0]) >= 0 {
		return "'" + cell
	}
	return cell
}

func list(values []string) string { return strings.Join(values, listSeparator) }

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func days(dates []data.Date) string {
	var all []string
	for _, d := range dates {
		all = append(all, d.String())
	}
	return list(all)
}
