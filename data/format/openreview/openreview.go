// Package openreview reads the notes of OpenReview's APIs (docs.openreview.net): responses with a
// list of notes, or a single note. A note of API 2 has an object with a value for each field, one
// of API 1 the value itself.
//
// wire.go has the type of a note, and adapt.go turns it into a record. Only submissions are
// papers: reviews, decisions and comments, which have the submission as their forum, are skipped.
package openreview

import (
	"bytes"

	"paperboy/data/format"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	notes := format.Catalogue[wireNote]{
		Source: format.SourceOpenReview,
		Lists:  []string{"notes"},
		Label:  func(w wireNote) string { return string(w.ID) },
		Adapt:  adapt,
	}
	return format.Format{Name: "openreview", Title: "OpenReview's JSON", Sniff: sniff, Read: notes.Read}
}

// sniff looks for a note: an object with the forum that it belongs to, its content, and who signed
// it.
func sniff(head []byte) bool {
	forum, content, signed := false, false, false
	for key, value := range format.Members(head) {
		switch key {
		case "notes":
			if bytes.HasPrefix(value, []byte("[")) && sniff(value) {
				return true
			}
		case "forum":
			forum = true
		case "content":
			content = bytes.HasPrefix(value, []byte("{"))
		case "signatures", "invitation", "invitations":
			signed = true
		}
	}
	return forum && content && signed
}
