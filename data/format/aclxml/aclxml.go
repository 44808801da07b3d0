// Package aclxml reads the XML of the ACL Anthology
// (github.com/acl-org/acl-anthology, data/xml): a collection of volumes of papers.
//
// wire.go has the types of the XML, and adapt.go makes records, with the venue and date of the
// volume. The id of a paper is the Anthology's own, taken from its URL, or else built from the
// numbers of collection, volume and paper. Front matter is skipped.
package aclxml

import (
	"bytes"
	"context"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{Name: "acl-xml", Title: "XML of the ACL Anthology", Sniff: sniff, Read: Read}
}

// sniff looks for a collection with a volume in it.
func sniff(head []byte) bool {
	head = bytes.TrimSpace(head)
	return bytes.HasPrefix(head, []byte("<")) && bytes.Contains(head, []byte("<collection ")) && bytes.Contains(head, []byte("<volume "))
}

// Read yields the papers of one input.
func Read(_ context.Context, in format.Input) format.Records {
	var volume wireElement // the volume of the papers that follow
	elements := xmlread.Elements[wireElement](in, "meta", "paper", "frontmatter", "event")
	return format.Each(in, elements, func(e xmlread.Element[wireElement]) (data.Record, error) {
		r := in.NewRecord(e.Name(), 0, format.SourceACL)
		switch e.Tag.Name.Local {
		case "meta":
			volume = e.Value
			return r, format.ErrSkip
		case "paper":
			r.Paper.ID = idOf(e.Value, e.Attr("collection", "id"), e.Attr("volume", "id"))
			if r.Paper.ID != "" {
				r.Entry = string(r.Paper.ID)
			}
			return r, adapt(&r, e.Value, volume)
		}
		return r, format.ErrSkip
	})
}
