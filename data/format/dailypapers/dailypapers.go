// Package dailypapers reads Hugging Face Daily Papers in three forms: the HTML of a page
// (page.go), the text of a page as copied from a browser (text.go), and the JSON of the API
// (api.go).
//
// Pages and the API have the same JSON objects (wire.go), which adapt.go turns into records.
// Copied text has lost its markup. repair.go restores it where only one reading is possible, and
// the provenance keeps the original. The site has no specification of these forms; the readers
// follow real captures and use the site's names for fields.
package dailypapers

import (
	"paperboy/data"
	"paperboy/data/format"
)

// Formats returns this package's entries in the table of formats, in sniffing order.
func Formats() []format.Format {
	return []format.Format{
		{Name: "hf-page", Title: "Hugging Face Daily Papers page (HTML)", Sniff: sniffPage, Read: readPage},
		{Name: "hf-api", Title: "Hugging Face Daily Papers API (JSON)", Sniff: sniffAPI, Read: readAPI},
		{Name: "hf-text", Title: "text copied from a Daily Papers page", Sniff: sniffText, Read: readText},
	}
}

// origin returns the provenance of the records of an input.
func origin(in format.Input) data.Provenance {
	return in.NewRecord("", 0, format.SourceHuggingFace).Origin
}

// reject returns the rejection of one entry of an input.
func reject(in format.Input, entry string, id data.ID, code, reason string) *data.Rejection {
	return &data.Rejection{File: in.Location, Entry: entry, ID: id, Code: code, Reason: reason}
}
