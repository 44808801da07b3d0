// Package tei reads the XML of the Text Encoding Initiative (tei-c.org) about papers: what GROBID
// makes of a PDF, which is the paper in its header, and lists of references (biblStruct and
// biblFull), as GROBID, HAL, JabRef and Zotero write them.
//
// wire.go has the types of the XML, entries.go decides which of its elements are the papers, and
// adapt.go makes records. The references at the end of a paper are not read, since they are papers
// that it cites.
package tei

import (
	"context"
	"encoding/xml"
	"slices"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{Name: "tei", Title: "TEI of GROBID, HAL or a reference manager (XML)", Sniff: xmlread.Sniffer(isTEI), Read: Read}
}

func isTEI(root xml.StartElement, head []byte) bool {
	return slices.Contains([]string{"TEI", "teiCorpus", "listBibl", "biblStruct", "biblFull", "TEI.2"}, root.Name.Local) ||
		root.Name.Local == "OAI-PMH" && xmlread.Mentions(head, "http://www.tei-c.org/ns/1.0")
}

// Read yields the papers of one input.
func Read(_ context.Context, in format.Input) format.Records {
	return format.Each(in, xmlread.NotEmpty(entries(in), "teiHeader", "biblStruct"), func(e entry) (data.Record, error) {
		r := xmlread.NewRecord(in, e, format.SourceFile)
		return r, adapt(&r, e.Value)
	})
}
