package web

import (
	"encoding/xml"
	"net/http"

	"github.com/labstack/echo/v4"
)

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
