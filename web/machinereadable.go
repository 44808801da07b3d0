package web

import (
	"encoding/xml"
	"net/http"

	"github.com/labstack/echo/v4"

	"paperboy/data"
)

// scholarlyArticle is a paper as JSON-LD (schema.org/ScholarlyArticle), which search engines and
// reference managers read.
type scholarlyArticle struct {
	Context    string         `json:"@context"`
	Type       string         `json:"@type"`
	Headline   string         `json:"headline"`
	Author     []schemaThing  `json:"author,omitempty"`
	Published  string         `json:"datePublished,omitempty"`
	Abstract   string         `json:"abstract,omitempty"`
	PartOf     *schemaThing   `json:"isPartOf,omitempty"`
	Identifier []schemaString `json:"identifier,omitempty"`
	SameAs     []string       `json:"sameAs,omitempty"`
	Keywords   []string       `json:"keywords,omitempty"`
}

// schemaThing is a person or a periodical.
type schemaThing struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// schemaString is an identifier, such as a DOI.
type schemaString struct {
	Type  string `json:"@type"`
	Kind  string `json:"propertyID"`
	Value string `json:"value"`
}

func newScholarlyArticle(p data.Paper) scholarlyArticle {
	a := scholarlyArticle{
		Context: "https://schema.org", Type: "ScholarlyArticle", Headline: p.Title, Published: p.Date.String(), Abstract: p.Abstract, Keywords: p.Categories,
	}
	for _, name := range p.Authors {
		a.Author = append(a.Author, schemaThing{"Person", name})
	}
	if p.Venue != "" {
		a.PartOf = &schemaThing{"Periodical", p.Venue}
	}
	if p.DOI != "" {
		a.Identifier = append(a.Identifier, schemaString{"PropertyValue", "DOI", p.DOI})
	}
	if url := p.ID.URL(); url != "" {
		a.SameAs = []string{url}
	}
	return a
}

// openSearch describes the search to browsers, which can add it to their search engines
// (github.com/dewitt/opensearch, 1.1 draft 6).
type openSearch struct {
	XMLName     xml.Name        `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName   string          `xml:"ShortName"`
	Description string          `xml:"Description"`
	Encoding    string          `xml:"InputEncoding"`
	Image       openSearchImage `xml:"Image"`
	URLs        []openSearchURL `xml:"Url"`
}

type openSearchImage struct {
	Width  int    `xml:"width,attr"`
	Height int    `xml:"height,attr"`
	Type   string `xml:"type,attr"`
	URL    string `xml:",chardata"`
}

type openSearchURL struct {
	Type     string `xml:"type,attr"`
	Rel      string `xml:"rel,attr,omitempty"`
	Template string `xml:"template,attr"`
}

// openSearchType is the media type of the description.
const openSearchType = "application/opensearchdescription+xml"

// describeSearch answers /opensearch.xml.
func (s *site) describeSearch(c echo.Context) error {
	base := s.baseURL(c)
	icon, err := s.assets.url("favicon.svg")
	if err != nil {
		return err
	}
	text, err := xml.MarshalIndent(openSearch{
		ShortName: "Paperboy", Description: "Search research papers", Encoding: "UTF-8",
		Image: openSearchImage{16, 16, "image/svg+xml", base + icon},
		URLs: []openSearchURL{
			{Type: "text/html", Template: base + "/search?q={searchTerms}"},
			{Type: "application/atom+xml", Template: base + "/api/v1/search.atom?q={searchTerms}"},
			{Type: openSearchType, Rel: "self", Template: base + "/opensearch.xml"},
		},
	}, "", "  ")
	if err != nil {
		return err
	}
	setSecurityHeaders(c.Response().Header())
	return c.Blob(http.StatusOK, openSearchType, append([]byte(xml.Header), text...))
}
