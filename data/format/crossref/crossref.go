// Package crossref reads the works of Crossref's REST API (api.crossref.org): responses with a
// list of works or a single work, works as separate objects or one per line, and the files of the
// yearly public data file.
//
// wire.go has the type of a work, and adapt.go turns it into a record, with date.go for its dates.
// Containers of papers (a journal, a volume, a series) and parts of one (a figure, a grant) are
// skipped. An error response is rejected with its message. CSL-JSON, which Crossref's resolver
// also returns, is read by package csl if it has none of the API's own fields.
package crossref

import (
	"bytes"

	"paperboy/data/format"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	works := format.Catalogue[wireWork]{
		Source: format.SourceCrossref,
		Lists:  []string{"message.items", "items"},
		Label:  func(w wireWork) string { return string(w.DOI) },
		Adapt:  adapt,
	}
	return format.Format{Name: "crossref", Title: "Crossref's JSON", Sniff: sniff, Read: works.Read}
}

// sniff looks for the header of a response with works, or for a first work with a DOI and a field
// that only Crossref has.
func sniff(head []byte) bool {
	hasDOI, isOwn := false, false
	for key, value := range format.Members(head) {
		switch key {
		case "message-type":
			kind := string(bytes.Trim(value, `"`))
			return kind == "work" || kind == "work-list" || kind == "validation-failure"
		case "items":
			if bytes.HasPrefix(value, []byte("[")) {
				return sniff(value)
			}
		case "DOI":
			hasDOI = true
		case "is-referenced-by-count", "references-count", "reference-count", "content-domain", "deposited", "published-online", "published-print":
			isOwn = true
		}
	}
	return hasDOI && isOwn
}
