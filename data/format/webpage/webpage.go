// Package webpage reads the landing page of a paper, of any publisher or archive,
// by what it says to programs: the citation_* tags of Highwire Press
// (scholar.google.com/intl/en/scholar/inclusion.html), a ScholarlyArticle as
// JSON-LD (schema.org), the tags of Dublin Core and PRISM.
//
// page.go reads the tags, jsonld.go the JSON-LD, and adapt.go makes a record. Of
// several that name one field citation_* comes first, then JSON-LD, Dublin Core
// and PRISM; of abstracts and authors the most is taken, of dates the first
// publication. Open Graph's tags fill what is then missing, but a page that has no
// others is no paper's. What stands in the body of the page is not read.
package webpage

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html/charset"

	"paperboy/data"
	"paperboy/data/format"
)

// Format returns this package's entry in the table of formats. It takes every page of
// HTML, so it comes after those that know one site.
func Format() format.Format {
	return format.Format{Name: "webpage", Title: "landing page of a paper (HTML)", Sniff: sniff, Read: Read}
}

func sniff(head []byte) bool {
	head = bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\uFEFF"))))
	return bytes.HasPrefix(head, []byte("<")) && (bytes.Contains(head, []byte("<html")) || bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.Contains(head, []byte("<meta ")))
}

// maxPageBytes bounds a page, which is held in memory.
const maxPageBytes = 16 << 20

// errNoPaper refuses a page that is not a paper's.
var errNoPaper = fmt.Errorf("%w: it looks like a web page that names no paper: it has neither citation_title nor a ScholarlyArticle nor the title and creator of Dublin Core", format.ErrFormat)

// Read yields the paper of a page. A page that names none ends with an error.
func Read(_ context.Context, in format.Input) format.Records {
	return func(yield func(data.Record, error) bool) {
		r, err := read(in)
		yield(r, err)
	}
}

func read(in format.Input) (data.Record, error) {
	page, err := io.ReadAll(io.LimitReader(in, maxPageBytes+1))
	if err == nil && len(page) > maxPageBytes {
		err = fmt.Errorf("a page of more than %d MiB", maxPageBytes>>20)
	}
	if err != nil {
		return data.Record{}, err
	}
	// The encoding is what the page declares, else UTF-8 if it is that.
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
		return data.Record{}, errNoPaper
	}
	r := in.NewRecord("page", 0, sourceWeb)
	adapt(&r, w, in.Location)
	return r, nil
}
