// Package dailypapers reads Hugging Face Daily Papers in the three forms in which
// people have them: a page as HTML (page.go), the text of a page as copied from a
// browser (text.go), and the JSON of its API (api.go).
//
// Pages and API carry the same objects (wire.go), which adapt.go turns into
// records. The text has lost its markup; repair.go puts back what is certain, and
// the provenance keeps what was written. What the forms mean was read off real
// captures; names of fields are those of the site.
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

// origin is the provenance of everything in one input.
func origin(in format.Input) data.Provenance {
	return in.NewRecord("", 0, format.SourceHuggingFace).Origin
}

// reject refuses one entry of an input.
func reject(in format.Input, entry string, id data.ID, code, reason string) *data.Rejection {
	return &data.Rejection{File: in.Location, Entry: entry, ID: id, Code: code, Reason: reason}
}
