// Package crossrefxml reads the XML of Crossref: the metadata that its content negotiation, its
// query service and its OAI-PMH repository send (unixref, unixsd), what publishers deposit
// (doi_batch), and the results of queries without it (crossref_result).
// See crossref.org/documentation/schema-library.
//
// wire.go has the types of the XML. A work follows the metadata of the journal, conference or book
// that it is in; entries.go brings them together, and adapt.go makes records of them. A book or the
// proceedings of a conference are a record themselves if none of their parts follows.
package crossrefxml

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
	return format.Format{Name: "crossref-xml", Title: "Crossref's XML", Sniff: xmlread.Sniffer(isCrossref), Read: Read}
}

// roots lists the names of outermost elements.
var roots = []string{"doi_records", "doi_record", "crossref", "crossref_result", "doi_batch", "query_result", "crossref_metadata"}

func isCrossref(root xml.StartElement, head []byte) bool {
	return slices.Contains(roots, root.Name.Local) || root.Name.Local == "OAI-PMH" && xmlread.Mentions(head, "crossref.org/xschema", "crossref.org/qrschema", "<doi_record", "<crossref")
}

// Read yields the papers of one input.
func Read(_ context.Context, in format.Input) format.Records {
	return format.Each(in, xmlread.NotEmpty(entries(in), "journal_article", "conference_paper", "book_metadata"), func(e entry) (data.Record, error) {
		r := xmlread.NewRecord(in, e.Element, format.SourceCrossref)
		return r, adapt(&r, e)
	})
}
