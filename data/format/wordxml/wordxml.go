// Package wordxml reads the sources that Microsoft Word keeps for its citations (Sources.xml; the
// bibliography of ECMA-376, part 1, 22.6), which JabRef and Zotero's plug-ins write too.
//
// wire.go has the types of the XML, and adapt.go makes records.
package wordxml

import (
	"encoding/xml"

	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{Name: "word-xml", Title: "Word's sources (XML)", Sniff: xmlread.Sniffer(isSources), Read: reader.Read}
}

var reader = xmlread.Reader[wireSource]{Source: format.SourceFile, Names: []string{"Source"}, Adapt: adapt}

func isSources(root xml.StartElement, head []byte) bool {
	return (root.Name.Local == "Sources" || root.Name.Local == "Source") && xmlread.Mentions(head, "officeDocument/2006/bibliography", "ooxml/officeDocument/bibliography")
}
