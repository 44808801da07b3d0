// Package scholar reads pages of Google Scholar that were saved from a browser: the results of a
// search, which also list citations and the library of a user, the profile of an author, and the
// view of one paper in a profile.
//
// results.go, profile.go and view.go read the three kinds of page; reference.go reads the lines in
// which Scholar puts names, venue and year. Scholar cuts long lists of authors and long venues: a
// list is marked as incomplete, and a venue that was cut is left out, since it is no name.
package scholar

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/PuerkitoBio/goquery"

	"paperboy/data"
	"paperboy/data/format"
)

// sourceScholar is the source of papers that are read from pages of Google Scholar.
const sourceScholar = "scholar"

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{Name: "scholar", Title: "saved page of Google Scholar (HTML)", Sniff: sniff, Read: Read}
}

func sniff(head []byte) bool {
	if !bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\uFEFF"))), []byte("<")) || bytes.Contains(head, []byte("citation_title")) {
		return false
	}
	for _, mark := range []string{"Google Scholar</title>", `class="gs_r `, `class="gsc_a_tr"`, `class="gsc_oci_`, `id="gs_top"`, "#gs_top"} {
		if bytes.Contains(head, []byte(mark)) {
			return true
		}
	}
	return savedFromScholar(head)
}

// savedFromScholar reports whether a browser noted that it saved the page from Google Scholar.
func savedFromScholar(head []byte) bool {
	_, rest, _ := bytes.Cut(head, []byte("saved from url=("))
	return bytes.Contains(rest[:min(len(rest), 60)], []byte("://scholar.google."))
}

// maxPageBytes is the maximum length of a page, which is held in memory.
const maxPageBytes = 16 << 20

var (
	errRobot  = errors.New("it is the page by which Google Scholar keeps programs out; save the page again when the browser shows papers")
	errNoList = errors.New("the page of Google Scholar shows no papers")
)

// Read yields the papers of a page.
func Read(_ context.Context, in format.Input) format.Records {
	return func(yield func(data.Record, error) bool) {
		page, err := io.ReadAll(io.LimitReader(in, maxPageBytes+1))
		if err == nil && len(page) > maxPageBytes {
			err = fmt.Errorf("the page has more than %d MiB", maxPageBytes>>20)
		}
		var doc *goquery.Document
		if err == nil {
			doc, err = goquery.NewDocumentFromReader(bytes.NewReader(page))
		}
		if err != nil {
			yield(data.Record{}, err)
			return
		}
		n := 0
		for _, kind := range []struct {
			selector string
			read     func(*data.Record, *goquery.Selection)
		}{{".gs_r .gs_ri", readResult}, {"tr.gsc_a_tr", readRow}, {"body:has(#gsc_oci_title), body:has(#gsc_vcd_title)", readView}} {
			for _, s := range doc.Find(kind.selector).EachIter() {
				n++
				r := in.NewRecord(fmt.Sprintf("entry %d", n), 0, sourceScholar)
				if kind.read(&r, s); !yield(r, nil) {
					return
				}
			}
		}
		if n > 0 {
			return
		}
		if doc.Find("#gs_captcha_f, #captcha-form, form[action*=sorry]").Length() > 0 {
			yield(data.Record{}, errRobot)
			return
		}
		yield(data.Record{}, errNoList)
	}
}
