// Package zotero reads Zotero's JSON: the export "BetterBibTeX JSON" of Better BibTeX, and
// responses of Zotero's web API. An input is an object with a list of items, an array of items, or
// one item per line.
//
// wire.go has the type of an item, and adapt.go turns it into a record. Notes, attachments,
// annotations and items in the trash are skipped. Zotero also exports CSL-JSON, BibTeX, RIS and
// CSV, which other packages read.
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

// sniff looks for the header of Better BibTeX, or for an item type in the first item. In the web
// API, that is in "data".
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
