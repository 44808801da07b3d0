package example

import (
	"paperboy/data"
	"paperboy/data/format"
)

// adapt fills the record. The setters of package format clean texts of markup, put given
// names first, read dates as exactly as they are known, and keep what the source said
// where that differs. What is left to check, data.Validate checks.
func adapt(r *data.Record, w wireRecord) {
	format.SetTexts(r, w.title, "", "")
	format.SetAuthors(r, w.authors)
	format.SetDate(r, w.date, format.FreeDate(w.date))
	if w.url != "" {
		r.Paper.URLs = []string{w.url}
	}
	format.SetIDs(r, w.url) // an address of arXiv, of the ACL Anthology or of a DOI names the paper
}
