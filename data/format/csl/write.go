package csl

import (
	"cmp"
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
// Zotero. Annote has a reader's own note.
type item struct {
	ID          string     `json:"id"`
	CitationKey string     `json:"citation-key,omitempty"`
	Type        string     `json:"type"`
	Title       string     `json:"title"`
	Author      []person   `json:"author,omitempty"`
	Editor      []person   `json:"editor,omitempty"`
	Issued      *dateParts `json:"issued,omitempty"`
	Container   string     `json:"container-title,omitempty"`
	Event       string     `json:"event-title,omitempty"`
	Series      string     `json:"collection-title,omitempty"`
	Volume      string     `json:"volume,omitempty"`
	Issue       string     `json:"issue,omitempty"`
	Number      string     `json:"number,omitempty"`
	Page        string     `json:"page,omitempty"`
	Edition     string     `json:"edition,omitempty"`
	Publisher   string     `json:"publisher,omitempty"`
	Place       string     `json:"publisher-place,omitempty"`
	Genre       string     `json:"genre,omitempty"`
	Language    string     `json:"language,omitempty"`
	DOI         string     `json:"DOI,omitempty"`
	ISBN        string     `json:"ISBN,omitempty"`
	ISSN        string     `json:"ISSN,omitempty"`
	PMID        string     `json:"PMID,omitempty"`
	PMCID       string     `json:"PMCID,omitempty"`
	URL         string     `json:"URL,omitempty"`
	Keyword     string     `json:"keyword,omitempty"`
	Abstract    string     `json:"abstract,omitempty"`
	Note        string     `json:"note,omitempty"`
	Annote      string     `json:"annote,omitempty"`
	Custom      *custom    `json:"custom,omitempty"`
}

// custom has what CSL has no variable for: all addresses of the paper, and both the publisher and the
// school of a paper that has not only the one that is in the variable publisher.
type custom struct {
	URLs      []string `json:"urls,omitempty"`
	Publisher string   `json:"publisher,omitempty"`
	School    string   `json:"school,omitempty"`
}

// newCustom returns nil if CSL has variables for all of a paper.
func newCustom(p *data.Paper, kind data.Type, urls []string) *custom {
	c := custom{URLs: urls}
	if p.School != "" && (p.Publisher != "" || !format.HasSchool(kind)) || p.Publisher != "" && format.HasSchool(kind) {
		c.Publisher, c.School = p.Publisher, p.School
	}
	if len(c.URLs) == 0 && c.Publisher == "" && c.School == "" {
		return nil
	}
	return &c
}

// types has the type of CSL 1.0.2 for each type of paper. "article" is that of preprints.
var types = map[data.Type]string{
	"": "document", data.TypeArticle: "article-journal", data.TypeConferencePaper: "paper-conference", data.TypeBook: "book", data.TypeChapter: "chapter",
	data.TypeThesis: "thesis", data.TypeReport: "report", data.TypePreprint: "article", data.TypeDataset: "dataset", data.TypeSoftware: "software",
}

// person is a person, or a group or a name of one word if only Literal is set.
type person struct {
	Family   string `json:"family,omitempty"`
	Given    string `json:"given,omitempty"`
	Particle string `json:"non-dropping-particle,omitempty"`
	Suffix   string `json:"suffix,omitempty"`
	Literal  string `json:"literal,omitempty"`
}

type dateParts struct {
	Parts [][]int `json:"date-parts"`
}

// NewWriter returns a writer of CSL-JSON.
func NewWriter(w io.Writer, _ format.WriteOptions) format.Writer { return &writer{w: w} }

// Write implements format.Writer.
func (c *writer) Write(p data.Paper, note string) error {
	before := "[\n"
	if c.items++; c.items > 1 {
		before = ",\n"
	}
	line, err := json.Marshal(newItem(p, note))
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

// newItem returns a paper as an item. A paper without a citation key is cited by its id.
func newItem(p data.Paper, note string) item {
	kind := format.TypeOf(p)
	url, own := format.Addresses(p)
	i := item{
		ID: cmp.Or(p.CitationKey, string(p.ID)), CitationKey: p.CitationKey, Type: types[kind], Title: p.Title,
		Author: people(&p, format.AuthorsOf(p), format.LacksAuthors(p)), Editor: people(&p, p.Editors, format.LacksEditors(p)), Issued: newDateParts(p.Date),
		Container: format.Container(p), Event: format.ShortContainer(p), Series: p.Series, Volume: p.Volume, Page: p.Pages, Edition: p.Edition,
		Publisher: cmp.Or(p.School, p.Publisher), Place: p.Place, Language: p.Language, DOI: format.DOIOf(p), ISBN: p.ISBN, ISSN: p.ISSN, URL: url,
		Keyword: strings.Join(p.Categories, ", "), Abstract: p.Abstract, Note: p.Note, Annote: note,
		Custom: newCustom(&p, kind, own),
	}
	if !format.HasSchool(kind) {
		i.Publisher = cmp.Or(p.Publisher, p.School)
	}
	if format.DegreeOf(p) != format.OtherDegree {
		i.Genre, i.Note = p.Note, ""
	}
	if p.Type == data.TypePreprint {
		i.Genre = "preprint" // "article" is also the type of other articles
	}
	switch number := format.ArXivNumber(p); {
	case kind == data.TypeReport:
		i.Number = p.Number
	default:
		i.Issue = p.Number
		if number != "" {
			i.Number = "arXiv:" + number
			if kind == data.TypePreprint {
				i.Publisher = cmp.Or(i.Publisher, "arXiv")
			}
		}
	}
	scheme, number, _ := strings.Cut(string(p.ID), ":")
	switch scheme {
	case format.SchemePMID:
		i.PMID = number
	case format.SchemePMCID:
		i.PMCID = strings.ToUpper(number)
	}
	return i
}

// people returns names of the paper in the parts that CSL has for them. They end with "others", as in
// Pandoc, if some are unknown.
func people(p *data.Paper, names []string, lacksSome bool) []person {
	var list []person
	for _, name := range names {
		n := p.NameOf(name)
		list = append(list, person{Family: n.Family, Given: n.Given, Particle: n.Particle, Suffix: n.Suffix, Literal: n.Literal})
	}
	if len(list) > 0 && lacksSome {
		list = append(list, person{Literal: "others"})
	}
	return list
}

// newDateParts returns the known parts of a date, or nil if the date is unknown.
func newDateParts(d data.Date) *dateParts {
	if d.IsZero() {
		return nil
	}
	parts := []int{d.Year, int(d.Month), d.Day}
	return &dateParts{[][]int{parts[:d.Precision()]}}
}
