package api

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/search"
	"paperboy/data"
)

// The wire types of Atom (RFC 4287). gorilla/feeds allows one link, and no rel="self".
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  atomPerson  `xml:"author"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		ID         string         `xml:"id"`
		Title      string         `xml:"title"`
		Updated    string         `xml:"updated"`
		Published  string         `xml:"published,omitempty"`
		Authors    []atomPerson   `xml:"author"`
		Links      []atomLink     `xml:"link"`
		Categories []atomCategory `xml:"category"`
		Summary    string         `xml:"summary"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomCategory struct {
		Term string `xml:"term,attr"`
	}
)

const atomType = "application/atom+xml; charset=utf-8"

// atom is GET /search.atom: a search as a feed.
func (h *handler) atom(c echo.Context, p search.Params) error {
	p.Spelling = search.SpellingOff // a feed is read for years: new papers must not change its query
	found, err := h.Service.Search.Search(c.Request().Context(), p)
	if err != nil {
		return err
	}
	body, err := xml.MarshalIndent(h.feed(BaseURL(c, h.BaseURL), p.URLValues(), found), "", " ")
	if err != nil {
		return fmt.Errorf("feed: %w", err)
	}
	return c.Blob(http.StatusOK, atomType, append([]byte(xml.Header), body...))
}

// feed returns a search's answer as Atom. Its ids do not depend on the address of the server.
func (h *handler) feed(base string, search url.Values, found search.Answer) atomFeed {
	query := search.Encode()
	feed := atomFeed{
		ID:     "urn:paperboy:search:" + url.PathEscape(query),
		Title:  "Paperboy: all papers",
		Author: atomPerson{"Paperboy"},
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: address(base+Prefix+"/search.atom", query)},
			{Rel: "alternate", Type: "text/html", Href: address(base+"/search", query)},
		},
	}
	if found.Query.Text != "" {
		feed.Title = "Paperboy: " + found.Query.Text
	}
	var newest time.Time
	for _, hit := range found.Hits {
		feed.Entries = append(feed.Entries, entry(base, hit.Paper.Paper))
		if hit.Paper.Updated.After(newest) {
			newest = hit.Paper.Updated
		}
	}
	if newest.IsZero() {
		newest = h.Service.Library.Now()
	}
	feed.Updated = newest.UTC().Format(time.RFC3339)
	return feed
}

func entry(base string, p data.Paper) atomEntry {
	e := atomEntry{
		ID:      "urn:paperboy:paper:" + url.PathEscape(string(p.ID)),
		Title:   p.Title,
		Updated: p.Updated.UTC().Format(time.RFC3339),
		Links:   []atomLink{{Rel: "alternate", Type: "text/html", Href: base + "/papers/" + url.PathEscape(string(p.ID))}},
		Summary: p.Abstract,
	}
	if first := p.Date.FirstDay(); first != data.NoDay {
		e.Published = time.Unix(int64(first)*24*60*60, 0).UTC().Format(time.RFC3339)
	}
	for _, name := range p.Authors {
		e.Authors = append(e.Authors, atomPerson{name})
	}
	for _, category := range p.Categories {
		e.Categories = append(e.Categories, atomCategory{category})
	}
	if public := p.ID.URL(); public != "" {
		e.Links = append(e.Links, atomLink{Rel: "related", Href: public})
	}
	return e
}

func address(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}
