// Package zotero reads the JSON of Zotero: what Better BibTeX exports as
// "BetterBibTeX JSON", and what Zotero's web API answers. An input is an object
// with the items in a list, an array of them, or an item a line.
//
// wire.go holds the shape of an item, adapt.go turns it into a record. Notes,
// attachments, annotations and what lies in the trash are no papers and are
// passed over. Zotero's other exports are of formats of their own (CSL-JSON,
// BibTeX, RIS, CSV) and are read by their packages.
package zotero

import (
	"bytes"

	"paperboy/data/format"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	library := format.Catalogue[wireItem]{
		Source: format.SourceFile,
		Lists:  []string{"items"},
		Label:  func(w wireItem) string { return w.item().key() },
		Adapt:  adapt,
	}
	return format.Format{Name: "zotero", Title: "Zotero's JSON (Better BibTeX, web API)", Sniff: sniff, Read: library.Read}
}

// sniff looks for Better BibTeX's heading, or for a first item with a type of
// Zotero's, which stands within "data" at the web API.
func sniff(head []byte) bool {
	for key, value := range format.Members(head) {
		switch key {
		case "itemType":
			return true
		case "config":
			if bytes.Contains(value, []byte(`"BetterBibTeX`)) {
				return true
			}
		case "items":
			if bytes.HasPrefix(value, []byte("[")) && sniff(value) {
				return true
			}
		case "data":
			if bytes.HasPrefix(value, []byte("{")) && sniff(value) {
				return true
			}
		}
	}
	return false
}
