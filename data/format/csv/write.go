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

// header lists the columns that are written, with the names that the fields have in JSON.
var header = []string{"id", "title", "authors", "author_count", "date", "venue", "language", "doi", "url", "categories", "upvotes", "comments", "stars", "featured",
	"organization", "repository", "abstract", "note"}

// writer writes papers as CSV (RFC 4180) in UTF-8, with a header. Authors and categories
// are in one cell each, separated by "; ".
type writer struct {
	w         io.Writer
	lines     bytes.Buffer
	hasHeader bool
}

// NewWriter returns a writer of CSV.
func NewWriter(w io.Writer, _ format.WriteOptions) format.Writer { return &writer{w: w} }

// Write implements format.Writer.
func (t *writer) Write(p data.Paper, note string) error {
	row := []string{
		string(p.ID), p.Title, strings.Join(p.Authors, "; "), number(p.AuthorCount), p.Date.String(), p.Venue, p.Language, p.DOI, format.LandingPage(p),
		strings.Join(p.Categories, "; "), number(p.Upvotes), number(p.Comments), number(p.Stars), p.Featured.String(),
		p.Organization, p.Repository, p.Abstract, note,
	}
	for i := range row {
		row[i] = noFormula(row[i])
	}
	return t.write(row)
}

// Close implements format.Writer. It writes the header if there was no paper.
func (t *writer) Close() error { return t.write() }

// write writes the header, once, and rows.
func (t *writer) write(rows ...[]string) error {
	t.lines.Reset()
	lines := csv.NewWriter(&t.lines)
	if !t.hasHeader {
		rows = append([][]string{header}, rows...)
		t.hasHeader = true
	}
	if err := lines.WriteAll(rows); err != nil {
		return err
	}
	_, err := t.w.Write(t.lines.Bytes())
	return err
}

// noFormula prevents a spreadsheet from executing a cell as a formula: an apostrophe marks it as
// text (owasp.org/www-community/attacks/CSV_Injection).
func noFormula(cell string) string {
	if cell != "" && strings.IndexByte("=+-@\t\r", cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}
