// Package mods reads MODS, the Library of Congress's format of catalogue records
// (loc.gov/standards/mods): single records, collections, and those in the response of an OAI-PMH
// repository. Zotero, bibutils and JabRef export it too.
//
// wire.go has the types of the XML. adapt.go makes records, and types.go finds the type of a record
// by its genres.
package mods

import (
	"encoding/xml"

	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{Name: "mods", Title: "MODS of a library or reference manager (XML)", Sniff: xmlread.Sniffer(isMODS), Read: reader.Read}
}

var reader = xmlread.Reader[wireRecord]{Source: format.SourceFile, Names: []string{"mods"}, Adapt: adapt}

func isMODS(root xml.StartElement, head []byte) bool {
	switch root.Name.Local {
	case "modsCollection", "mods":
		return true
	}
	return xmlread.Mentions(head, "loc.gov/mods/") && xmlread.Mentions(head, "<mods", ":mods") && root.Name.Local != "html"
}
