// Package marcxml reads MARC 21 in XML (loc.gov/standards/marcxml), the format of library catalogues
// and of Invenio's repositories, such as CERN's: collections, single records, and those in the
// response of an OAI-PMH or SRU server.
//
// wire.go has the types of the XML and finds fields by their tags. adapt.go makes records, and names.go
// finds authors and editors.
package marcxml

import (
	"encoding/xml"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{Name: "marcxml", Title: "MARC XML of a library", Sniff: xmlread.Sniffer(isMARC), Read: reader.Read}
}

var reader = xmlread.Reader[wireElement]{
	Source: format.SourceFile, Names: []string{"record"},
	Adapt: func(r *data.Record, e xmlread.Element[wireElement]) error {
		w := e.Value.record()
		if len(w.Fields) == 0 && e.Value.Header.Status == "deleted" {
			return format.ErrSkip
		}
		return adapt(r, w)
	},
}

func isMARC(root xml.StartElement, head []byte) bool {
	return root.Name.Local != "html" && xmlread.Mentions(head, "<datafield", ":datafield") && xmlread.Mentions(head, "<subfield", ":subfield")
}
