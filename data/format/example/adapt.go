package example

import (
	"paperboy/data"
	"paperboy/data/format"
)

// adapt fills the record. The setters of package format remove markup, put given names first,
// parse dates as precisely as possible, and keep the original of a text that was changed.
// data.Validate checks the rest.
func adapt(r *data.Record, w wireRecord) {
	format.SetTexts(r, w.title, "", "")
	format.SetAuthors(r, w.authors)
	format.SetDate(r, w.date, format.FreeDate(w.date))
	if w.url != "" {
		r.Paper.URLs = []string{w.url}
	}
	format.SetIDs(r, w.url) // the URL may be an id: an address of arXiv, of the ACL Anthology or of a DOI
}
