// Package zoterordf reads the RDF that Zotero exports, in its own vocabulary (bib:, z:) and in that
// of the Bibliographic Ontology (bibo:), written as RDF/XML.
//
// node.go has the nodes of the document, graph.go resolves references between them, and adapt.go
// makes records. A node may refer to one that follows: an item waits for the journal, book and
// people that it names, at most MaxWaiting items at a time.
package zoterordf

import (
	"context"
	"encoding/xml"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{Name: "zotero-rdf", Title: "Zotero's RDF and Bibliontology RDF (XML)", Sniff: xmlread.Sniffer(isRDF), Read: Read}
}

func isRDF(root xml.StartElement, head []byte) bool {
	return root.Name.Local == "RDF" && xmlread.Mentions(head, "http://www.zotero.org/namespaces/export#", "http://purl.org/net/biblio#", "http://purl.org/ontology/bibo/")
}

// Read yields the papers of one input.
func Read(_ context.Context, in format.Input) format.Records {
	return format.Each(in, xmlread.NotEmpty(items(in), "bib:Article", "bibo:AcademicArticle"), func(i item) (data.Record, error) {
		r := xmlread.NewRecord(in, i.Element, format.SourceFile)
		return r, adapt(&r, i.graph, i.Value)
	})
}
