// Package rss reads RSS 1.0 and 2.0 as journals, publishers and PubMed write it, with the elements
// of Dublin Core and PRISM (prismstandard.org). arXiv's feeds are read by package arxiv.
//
// wire.go has the types of the XML, adapt.go makes records, and description.go finds the abstract in
// the HTML of an item.
package rss

import (
	"encoding/xml"

	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{Name: "rss", Title: "RSS feeds of journals and of PubMed", Sniff: xmlread.Sniffer(isRSS), Read: reader.Read}
}

var reader = xmlread.Reader[wireItem]{Source: format.SourceFile, Names: []string{"item"}, Adapt: adapt}

func isRSS(root xml.StartElement, head []byte) bool {
	return root.Name.Local == "rss" || root.Name.Local == "RDF" && xmlread.Mentions(head, `http://purl.org/rss/1.0/"`, `http://purl.org/rss/1.0/'`, "http://my.netscape.com/rdf/") && xmlread.Mentions(head, "channel")
}
