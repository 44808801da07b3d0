package web

import (
	"strings"

	"paperboy/api/export"
	"paperboy/api/search"
	"paperboy/index"
	"paperboy/web/view"
)

// saveOptions are the ways to save a search: a link to new papers, a feed, a citable record, and
// files of all results.
type saveOptions struct {
	// Follow leads to papers added after the page was made, so it finds nothing yet.
	Follow string
	// Feeds are the feeds of the search.
	Feeds []view.FeedLink
	// Mail leads to a subscription by email; empty if the server sends no email.
	Mail string
	// Receipt creates a citable record; empty if there are too many papers for one.
	Receipt string
	Files   []view.Link
}

// newSaveOptions returns nil for a search of papers added since a moment: its own address is the
// one to save.
func (s *site) newSaveOptions(p search.Params, found int) *saveOptions {
	if !p.Filter.AddedAfter.IsZero() {
		return nil
	}
	k := &saveOptions{
		Follow: view.ChangedURL(p, func(p *search.Params) {
			p.Filter.AddedAfter, p.Sort = s.options.Now().UTC(), index.ByAdded
		}),
		Feeds: view.SearchFeeds(p),
		Mail:  s.mailsSearch(p),
	}
	if found <= search.MaxReceipt {
		k.Receipt = receiptURL(p)
	}
	if found > 0 {
		k.Files = exportLinks(p)
	}
	return k
}

// exportLinks returns links to all results of a search, one for each format.
func exportLinks(p search.Params) []view.Link {
	links := make([]view.Link, len(exportFormats))
	for i, f := range exportFormats {
		links[i] = view.Link{Text: f.Name, URL: exportURL(p, f.Format)}
	}
	return links
}

// exportFormat is a format of export and its name.
type exportFormat struct {
	Name   string
	Format export.Format
}

// exportFormats are the formats of export and their names.
var exportFormats = []exportFormat{{"BibTeX", export.BibTeX}, {"RIS", export.RIS}, {"CSL-JSON", export.CSL}, {"CSV", export.CSV}, {"JSON lines", export.JSONL}}

// citationStyle is a style of citations and its name.
type citationStyle struct {
	Name  string
	Style export.Style
}

// citationStyles are the styles that a card offers.
var citationStyles = []citationStyle{{"BibTeX", "bibtex"}, {"APA", "apa"}, {"RIS", "ris"}}

// exportURL returns the address of a file with all results of a search.
func exportURL(p search.Params, f export.Format) string {
	p.Offset, p.Cursor, p.Limit = 0, "", 0
	v := p.URLValues()
	v.Del("limit")
	v.Set("format", string(f))
	return strings.TrimSuffix("/api/v1/export?"+v.Encode(), "?")
}
