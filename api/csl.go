package api

import (
	"bufio"
	"encoding/json"
	"strings"

	"paperboy/data"
)

// cslJSON writes papers as one array of CSL-JSON (citeproc's csl-data.json), an
// item a line.
type cslJSON struct {
	w     *bufio.Writer
	items int
}

// cslItem is a paper. Number and Publisher say a preprint as Zotero does.
type cslItem struct {
	ID        data.ID   `json:"id"`
	Type      string    `json:"type"`
	Title     string    `json:"title"`
	Author    []cslName `json:"author,omitempty"`
	Issued    *cslDate  `json:"issued,omitempty"`
	Container string    `json:"container-title,omitempty"`
	DOI       string    `json:"DOI,omitempty"`
	URL       string    `json:"URL,omitempty"`
	Number    string    `json:"number,omitempty"`
	Publisher string    `json:"publisher,omitempty"`
	Keyword   string    `json:"keyword,omitempty"`
	Abstract  string    `json:"abstract,omitempty"`
	Note      string    `json:"note,omitempty"`
}

// cslName is a person, or by Literal a group or a name of one word.
type cslName struct {
	Family  string `json:"family,omitempty"`
	Given   string `json:"given,omitempty"`
	Suffix  string `json:"suffix,omitempty"`
	Literal string `json:"literal,omitempty"`
}

type cslDate struct {
	Parts [][]int `json:"date-parts"`
}

func (c *cslJSON) write(p data.Paper, note string) error {
	item := cslItem{
		ID: p.ID, Type: "article", Title: p.Title, Issued: newCSLDate(p.Date), Container: p.Venue, DOI: p.DOI, URL: landingPage(p),
		Keyword: strings.Join(p.Categories, ", "), Abstract: p.Abstract, Note: note,
	}
	switch {
	case p.Venue != "" && p.ID.Scheme() == data.SchemeACL:
		item.Type = "paper-conference"
	case p.Venue != "":
		item.Type = "article-journal"
	}
	if number, ok := strings.CutPrefix(string(p.ID), data.SchemeArXiv+":"); ok {
		item.Number, item.Publisher = "arXiv:"+number, "arXiv"
	}
	for _, name := range p.Authors {
		item.Author = append(item.Author, newCSLName(name))
	}
	before := "[\n"
	if c.items++; c.items > 1 {
		before = ",\n"
	}
	line, err := json.Marshal(item)
	if err != nil {
		return err
	}
	_, err = c.w.WriteString(before + string(line))
	return err
}

// end closes the array, which is one of no papers too.
func (c *cslJSON) end() error {
	after := "\n]\n"
	if c.items == 0 {
		after = "[]\n"
	}
	_, err := c.w.WriteString(after)
	return err
}

func newCSLName(name string) cslName {
	parts := strings.Split(data.FamilyFirst(name), ", ")
	switch len(parts) {
	case 2:
		return cslName{Family: parts[0], Given: parts[1]}
	case 3:
		return cslName{Family: parts[0], Given: parts[1], Suffix: parts[2]}
	}
	return cslName{Literal: name}
}

// newCSLDate has as many parts as are known of a date; nil for none.
func newCSLDate(d data.Date) *cslDate {
	if d.IsZero() {
		return nil
	}
	parts := []int{d.Year, int(d.Month), d.Day}
	return &cslDate{[][]int{parts[:d.Precision()]}}
}
