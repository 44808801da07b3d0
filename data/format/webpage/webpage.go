// Package webpage reads the landing page of a paper, of any publisher or archive, from its
// metadata: the citation_* tags of Highwire Press
// (scholar.google.com/intl/en/scholar/inclusion.html), a ScholarlyArticle in JSON-LD (schema.org),
// the tags of Dublin Core, PRISM, EPrints and Digital Commons (bepress_citation_*), and the scripts
// from which IEEE Xplore and ScienceDirect render what they have no tags for.
//
// page.go reads the tags, jsonld.go reads JSON-LD, xplore.go and sciencedirect.go the scripts,
// adapt.go and reference.go make a record. If several of
// these have a field, citation_* tags take precedence over JSON-LD, then Dublin Core, then PRISM,
// but the longest abstract and the longest list of authors are used, and of dates the first
// publication. Open Graph tags fill in what is missing; a page that has no other metadata is not
// recognized as a paper. The body of the page is not read.
package webpage

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html/charset"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// Format returns this package's entry in the table of formats. It accepts any HTML page, so it
// must come after the formats of particular sites.
func Format() format.Format {
	return format.Format{Name: "webpage", Title: "landing page of a paper (HTML)", Sniff: sniff, Read: Read}
}

func sniff(head []byte) bool {
	if !format.IsHTML(head) {
		return false
	}
	head = bytes.ToLower(head)
	return bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<!doctype html")) || bytes.Contains(head, []byte("<meta "))
}

// maxPageBytes is the maximum length of a page, which is held in memory.
const maxPageBytes = 16 << 20

// noPaper returns the error for a page that is not the page of a paper. It wraps format.ErrFormat.
func noPaper(w wirePage) error {
	title := text.ClipTo(text.OneLine(w.title), maxShownTitle)
	for _, check := range []string{"Just a moment", "Attention Required", "Access Denied", "Are you a robot", "Verify you are human", "Client Challenge", "Human Verification", "Captcha", "Pardon Our Interruption", "Checking your browser", "Access to this page has been denied", "Security verification", "Bot Verification"} {
		if strings.Contains(strings.ToLower(title), strings.ToLower(check)) {
			return fmt.Errorf("%w: it is the page %q, by which a site keeps programs out; save the page again when the browser shows the paper", format.ErrFormat, title)
		}
	}
	if title != "" {
		title = fmt.Sprintf(" (%q)", title)
	}
	return fmt.Errorf("%w: it looks like a web page%s that names no paper: it has neither citation_title nor a ScholarlyArticle nor the title and creator of Dublin Core", format.ErrFormat, title)
}

// maxShownTitle is how many characters of the title of a page an error shows.
const maxShownTitle = 80

// Read yields the paper of a page. For a page without a paper, it yields an error that wraps
// format.ErrFormat.
func Read(_ context.Context, in format.Input) format.Records {
	return func(yield func(data.Record, error) bool) {
		r, err := read(in)
		yield(r, err)
	}
}

func read(in format.Input) (data.Record, error) {
	page, err := io.ReadAll(io.LimitReader(in, maxPageBytes+1))
	if err == nil && len(page) > maxPageBytes {
		err = fmt.Errorf("the page has more than %d MiB", maxPageBytes>>20)
	}
	if err != nil {
		return data.Record{}, err
	}
	// The encoding is the one that the page declares, or else UTF-8 if the page is valid UTF-8.
	decoded, err := charset.NewReader(bytes.NewReader(page), "")
	if err != nil {
		return data.Record{}, err
	}
	doc, err := goquery.NewDocumentFromReader(decoded)
	if err != nil {
		return data.Record{}, err
	}
	w := parse(doc)
	if !w.isPaper() {
		return data.Record{}, noPaper(w)
	}
	r := in.NewRecord("page", 0, sourceWeb)
	adapt(&r, w, in.Location)
	return r, nil
}
