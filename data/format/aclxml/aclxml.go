// Package aclxml reads the XML of the ACL Anthology
// (github.com/acl-org/acl-anthology, data/xml): a collection of volumes of papers.
//
// wire.go has the types of the XML, and adapt.go makes records, with the venue and date of the
// volume. The id of a paper is the Anthology's own, taken from its URL, or else built from the
// numbers of collection, volume and paper. Front matter is skipped.
package aclxml

import (
	"context"
	"encoding/xml"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{Name: "acl-xml", Title: "XML of the ACL Anthology", Sniff: xmlread.Sniffer(isAnthology), Read: Read}
}

// isAnthology recognizes a collection with a volume in it.
func isAnthology(root xml.StartElement, head []byte) bool {
	return root.Name.Local == "collection" && xmlread.Mentions(head, "<volume ")
}

// Read yields the papers of one input.
func Read(ctx context.Context, in format.Input) format.Records {
	var volume wireElement // the volume of the papers that follow
	return xmlread.Reader[wireElement]{
		Source: format.SourceACL, Names: []string{"meta", "paper", "frontmatter", "event"},
		Adapt: func(r *data.Record, e xmlread.Element[wireElement]) error {
			switch e.Tag.Name.Local {
			case "meta":
				volume = e.Value
			case "paper":
				r.Paper.ID = idOf(e.Value, e.Attr("collection", "id"), e.Attr("volume", "id"))
				if r.Paper.ID != "" {
					r.Entry = string(r.Paper.ID)
				}
				return adapt(r, e.Value, volume)
			}
			return format.ErrSkip
		},
	}.Read(ctx, in)
}
