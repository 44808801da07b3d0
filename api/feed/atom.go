package feed

import (
	"encoding/xml"
	"fmt"
)

// The wire types of Atom (RFC 4287).
type (
	atomFeed struct {
		XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		ID        string      `xml:"id"`
		Title     string      `xml:"title"`
		Updated   string      `xml:"updated"`
		Author    atomPerson  `xml:"author"`
		Generator string      `xml:"generator"`
		Links     []atomLink  `xml:"link"`
		Entries   []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		ID         string         `xml:"id"`
		Title      string         `xml:"title"`
		Published  string         `xml:"published"`
		Updated    string         `xml:"updated"`
		Authors    []atomPerson   `xml:"author"`
		Links      []atomLink     `xml:"link"`
		Categories []atomCategory `xml:"category"`
		Summary    *atomText      `xml:"summary"`
		Content    atomText       `xml:"content"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel   string `xml:"rel,attr"`
		Type  string `xml:"type,attr,omitempty"`
		Title string `xml:"title,attr,omitempty"`
		Href  string `xml:"href,attr"`
	}
	atomCategory struct {
		Term string `xml:"term,attr"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

const pdfType = "application/pdf"

func (f Feed) atom(base, self string) ([]byte, error) {
	feed := atomFeed{
		ID: base + f.Page, Title: line(f.Title), Updated: stamp(f.Updated()), Author: atomPerson{"Paperboy"}, Generator: "Paperboy",
		Links: []atomLink{
			{Rel: "self", Type: Atom.Type(), Href: base + self},
			{Rel: "alternate", Type: "text/html", Href: base + f.Page},
		},
		Entries: make([]atomEntry, len(f.Entries)),
	}
	for i, e := range f.Entries {
		feed.Entries[i] = e.atom(base)
	}
	body, err := xml.MarshalIndent(feed, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write feed: %w", err)
	}
	return append([]byte(xml.Header), append(body, '\n')...), nil
}

func (e Entry) atom(base string) atomEntry {
	page := paperURL(base, e.Paper.ID)
	entry := atomEntry{
		ID: page, Title: titleOf(e.Paper), Published: stamp(e.At), Updated: stamp(e.At),
		Links:   []atomLink{{Rel: "alternate", Type: "text/html", Href: page}},
		Content: atomText{"html", e.content()},
	}
	if to := landing(e.Paper); to != "" {
		entry.Links = append(entry.Links, atomLink{Rel: "related", Href: line(to)})
	}
	if to := e.Paper.PDF(); to != "" {
		entry.Links = append(entry.Links, atomLink{Rel: "enclosure", Type: pdfType, Title: "PDF", Href: line(to)})
	}
	for _, name := range authors(e.Paper) {
		entry.Authors = append(entry.Authors, atomPerson{name})
	}
	for _, category := range lines(e.Paper.Categories) {
		entry.Categories = append(entry.Categories, atomCategory{category})
	}
	if abstract := paragraphs(e.Paper.Abstract); abstract != "" {
		entry.Summary = &atomText{"text", abstract}
	}
	return entry
}
