package csl

import (
	"encoding/json"
	"io"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// writer writes papers as one array of CSL-JSON (citeproc's csl-data.json), with one item per
// line.
type writer struct {
	w     io.Writer
	items int
}

// item is a paper as it is written. Number and Publisher describe a preprint in the same way as
// Zotero.
type item struct {
	ID        data.ID    `json:"id"`
	Type      string     `json:"type"`
	Title     string     `json:"title"`
	Author    []person   `json:"author,omitempty"`
	Issued    *dateParts `json:"issued,omitempty"`
	Container string     `json:"container-title,omitempty"`
	Language  string     `json:"language,omitempty"`
	DOI       string     `json:"DOI,omitempty"`
	URL       string     `json:"URL,omitempty"`
	Number    string     `json:"number,omitempty"`
	Publisher string     `json:"publisher,omitempty"`
	Keyword   string     `json:"keyword,omitempty"`
	Abstract  string     `json:"abstract,omitempty"`
	Note      string     `json:"note,omitempty"`
}

// person is a person, or a group or a name of one word if only Literal is set.
type person struct {
	Family  string `json:"family,omitempty"`
	Given   string `json:"given,omitempty"`
	Suffix  string `json:"suffix,omitempty"`
	Literal string `json:"literal,omitempty"`
}

type dateParts struct {
	Parts [][]int `json:"date-parts"`
}

// NewWriter returns a writer of CSL-JSON.
func NewWriter(w io.Writer, _ format.WriteOptions) format.Writer { return &writer{w: w} }

// Write implements format.Writer.
func (c *writer) Write(p data.Paper, note string) error {
	i := item{
		ID: p.ID, Type: "article", Title: p.Title, Issued: newDateParts(p.Date), Container: p.Venue, Language: p.Language, DOI: p.DOI, URL: format.LandingPage(p),
		Keyword: strings.Join(p.Categories, ", "), Abstract: p.Abstract, Note: note,
	}
	switch format.KindOf(p) {
	case format.ConferencePaper:
		i.Type = "paper-conference"
	case format.Article:
		i.Type = "article-journal"
	}
	if number := format.ArXivNumber(p); number != "" {
		i.Number, i.Publisher = "arXiv:"+number, "arXiv"
	}
	for _, name := range p.Authors {
		i.Author = append(i.Author, newPerson(name))
	}
	before := "[\n"
	if c.items++; c.items > 1 {
		before = ",\n"
	}
	line, err := json.Marshal(i)
	if err != nil {
		return err
	}
	_, err = io.WriteString(c.w, before+string(line))
	return err
}

// Close implements format.Writer. It closes the array, which may be empty.
func (c *writer) Close() error {
	after := "\n]\n"
	if c.items == 0 {
		after = "[]\n"
	}
	_, err := io.WriteString(c.w, after)
	return err
}

func newPerson(name string) person {
	parts := strings.Split(data.FamilyFirst(name), ", ")
	switch len(parts) {
	case 2:
		return person{Family: parts[0], Given: parts[1]}
	case 3:
		return person{Family: parts[0], Given: parts[1], Suffix: parts[2]}
	}
	return person{Literal: name}
}

// newDateParts returns the known parts of a date, or nil if the date is unknown.
func newDateParts(d data.Date) *dateParts {
	if d.IsZero() {
		return nil
	}
	parts := []int{d.Year, int(d.Month), d.Day}
	return &dateParts{[][]int{parts[:d.Precision()]}}
}
