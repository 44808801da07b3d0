// Package datacitexml reads the XML of DataCite (schema.datacite.org, kernels 2 to 4): single
// resources, several in one document, and those in the response of an OAI-PMH repository in the
// formats oai_datacite and datacite.
//
// wire.go has the types of the XML, and adapt.go makes records.
package datacitexml

import (
	"encoding/xml"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{Name: "datacite-xml", Title: "DataCite's XML", Sniff: xmlread.Sniffer(isDataCite), Read: reader.Read}
}

var reader = xmlread.Reader[wireResource]{
	Source: format.SourceDataCite, Names: []string{"resource"},
	Adapt: func(r *data.Record, e xmlread.Element[wireResource]) error { return adapt(r, e.Value) },
}

func isDataCite(root xml.StartElement, head []byte) bool {
	switch root.Name.Local {
	case "resource":
		return xmlread.Mentions(head, "datacite.org/schema", "schema.datacite.org", "<creators")
	case "OAI-PMH", "oai_datacite", "resources", "record":
		return xmlread.Mentions(head, "datacite.org/schema/kernel", "schema.datacite.org/oai")
	}
	return false
}
