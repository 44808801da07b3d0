package tei

import (
	"strings"

	"paperboy/data"
)

// kinds maps the types of references, as Zotero, JabRef and HAL name them, to types.
var kinds = map[string]data.Type{
	"journalarticle": data.TypeArticle, "magazinearticle": data.TypeArticle, "newspaperarticle": data.TypeArticle, "article": data.TypeArticle, "art": data.TypeArticle,
	"conferencepaper": data.TypeConferencePaper, "inproceedings": data.TypeConferencePaper, "comm": data.TypeConferencePaper, "poster": data.TypeConferencePaper,
	"book": data.TypeBook, "ouv": data.TypeBook, "proceedings": data.TypeBook, "douv": data.TypeBook,
	"booksection": data.TypeChapter, "incollection": data.TypeChapter, "inbook": data.TypeChapter, "couv": data.TypeChapter,
	"thesis": data.TypeThesis, "phdthesis": data.TypeThesis, "mastersthesis": data.TypeThesis, "these": data.TypeThesis, "hdr": data.TypeThesis, "mem": data.TypeThesis,
	"report": data.TypeReport, "techreport": data.TypeReport, "preprint": data.TypePreprint, "undefined": data.TypePreprint, "dataset": data.TypeDataset,
	"computerprogram": data.TypeSoftware, "software": data.TypeSoftware,
}

// typeOf returns the type that a reference or HAL's classification names, or else the one that the
// parts of the reference show: a paper in a journal ("level j"), at a meeting, in a book, or a book.
func typeOf(w wireReference, classes []wireClass) data.Type {
	for _, c := range classes {
		if c.Scheme == "halTypology" {
			return kinds[strings.ToLower(c.Code)]
		}
	}
	if kind, ok := kinds[strings.ToLower(w.Kind)]; ok {
		return kind
	}
	for _, part := range w.Monogr {
		for _, t := range part.Titles {
			switch t.Attr("level") {
			case "j":
				return data.TypeArticle
			case "m":
				if len(part.Meetings) > 0 {
					return data.TypeConferencePaper
				}
			}
		}
		if len(part.Meetings) > 0 {
			return data.TypeConferencePaper
		}
	}
	return ""
}
