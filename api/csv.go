package api

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"paperboy/data"
)

// csvColumns are the header of an export as CSV, in the names of a paper's JSON.
var csvColumns = []string{"id", "title", "authors", "author_count", "date", "venue", "doi", "url", "categories", "upvotes", "comments", "featured", "abstract", "note"}

// csvTable writes papers as CSV (RFC 4180) in UTF-8, with a header. Authors and
// categories stand in one cell, with "; " between them.
type csvTable struct {
	w    *csv.Writer
	rows int
}

func newCSV(w io.Writer) *csvTable { return &csvTable{w: csv.NewWriter(w)} }

func (t *csvTable) write(p data.Paper, note string) error {
	if err := t.header(); err != nil {
		return err
	}
	row := []string{
		string(p.ID), p.Title, strings.Join(p.Authors, "; "), number(p.AuthorCount), p.Date.String(), p.Venue, p.DOI, landingPage(p),
		strings.Join(p.Categories, "; "), number(p.Upvotes), number(p.Comments), p.Featured.String(), p.Abstract, note,
	}
	for i := range row {
		row[i] = noFormula(row[i])
	}
	return t.w.Write(row)
}

// header writes it, once.
func (t *csvTable) header() error {
	if t.rows++; t.rows > 1 {
		return nil
	}
	return t.w.Write(csvColumns)
}

// end writes the header where there was no paper, and what is still held.
func (t *csvTable) end() error {
	if t.rows == 0 {
		if err := t.header(); err != nil {
			return err
		}
	}
	t.w.Flush()
	return t.w.Error()
}

// noFormula keeps a spreadsheet from running a cell that somebody else wrote, by
// the apostrophe that makes it text (owasp.org/www-community/attacks/CSV_Injection).
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
