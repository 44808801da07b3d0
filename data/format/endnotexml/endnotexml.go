// Package endnotexml reads the XML that EndNote exports, and that other reference managers write for
// it. All text in it is in elements that say how it is printed, which are ignored.
package endnotexml

import (
	"encoding/xml"

	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{Name: "endnote-xml", Title: "EndNote's XML", Sniff: xmlread.Sniffer(isEndNote), Read: reader.Read}
}

var reader = xmlread.Reader[wireRecord]{Source: format.SourceFile, Names: []string{"record"}, Adapt: adapt}

func isEndNote(root xml.StartElement, head []byte) bool {
	switch root.Name.Local {
	case "xml":
		return xmlread.Mentions(head, "<records", "<record")
	case "records", "record":
		return xmlread.Mentions(head, "<ref-type", "<source-app", "<rec-number")
	}
	return false
}
