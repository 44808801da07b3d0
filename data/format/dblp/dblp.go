// Package dblp reads the XML of DBLP, the bibliography of computer science: the whole of it
// (dblp.xml, some gigabytes), a single record, the records of a person, and the answers of its
// search (dblp.org/faq).
//
// wire.go has the types of the XML, and adapt.go makes records. Records of the home pages of
// people, which are a third of dblp.xml, are skipped. An article in the proceedings of a conference
// names these only by their short title: the long one is in a record of their own, anywhere in
// dblp.xml.
package dblp

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
	return format.Format{Name: "dblp-xml", Title: "DBLP's XML", Sniff: xmlread.Sniffer(isDBLP), Read: Read}
}

// kinds maps the names of records to types.
var kinds = map[string]data.Type{
	"article": data.TypeArticle, "inproceedings": data.TypeConferencePaper, "proceedings": data.TypeBook, "book": data.TypeBook, "incollection": data.TypeChapter,
	"phdthesis": data.TypeThesis, "mastersthesis": data.TypeThesis, "data": data.TypeDataset, "www": "", "info": "",
}

func isDBLP(root xml.StartElement, head []byte) bool {
	switch name := root.Name.Local; name {
	case "dblp", "dblpperson":
		return true
	case "result":
		return xmlread.Mentions(head, "dblp.org", "dblp.uni-trier.de", "<hits") && xmlread.Mentions(head, "<info>", "<query")
	default:
		_, known := kinds[name]
		return known && name != "info" && xmlread.Attr(root, "key") != "" && xmlread.Mentions(head, "mdate=")
	}
}

// Read yields the papers of one input.
func Read(ctx context.Context, in format.Input) format.Records {
	names := []string{}
	for name := range kinds {
		names = append(names, name)
	}
	slices.Sort(names)
	return xmlread.Reader[wireRecord]{Source: format.SourceDBLP, Names: names, Adapt: adapt}.Read(ctx, in)
}
