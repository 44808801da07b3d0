package mods

import (
	"slices"
	"strings"

	"paperboy/data"
)

// genres maps the genres of records, in lower case and without spaces, to types. They are those of
// the marcgt list (loc.gov/standards/valuelist/marcgt.html), of bibutils, and of Zotero.
var genres = map[string]data.Type{
	"article": data.TypeArticle, "journalarticle": data.TypeArticle, "magazinearticle": data.TypeArticle, "newspaperarticle": data.TypeArticle, "researcharticle": data.TypeArticle,
	"conferencepaper": data.TypeConferencePaper, "inproceedings": data.TypeConferencePaper, "proceedingspaper": data.TypeConferencePaper, "proceedingsarticle": data.TypeConferencePaper,
	"book": data.TypeBook, "monograph": data.TypeBook, "conferencepublication": data.TypeBook, "proceedings": data.TypeBook, "collection": data.TypeBook, "festschrift": data.TypeBook,
	"booksection": data.TypeChapter, "bookchapter": data.TypeChapter, "bookpart": data.TypeChapter, "chapter": data.TypeChapter, "incollection": data.TypeChapter, "inbook": data.TypeChapter,
	"thesis": data.TypeThesis, "theses": data.TypeThesis, "dissertation": data.TypeThesis, "academicdissertation": data.TypeThesis, "phdthesis": data.TypeThesis, "ph.d.thesis": data.TypeThesis,
	"doctoralthesis": data.TypeThesis, "mastersthesis": data.TypeThesis, "master'sthesis": data.TypeThesis, "diplomathesis": data.TypeThesis, "licentiatethesis": data.TypeThesis, "habilitationthesis": data.TypeThesis,
	"report": data.TypeReport, "technicalreport": data.TypeReport, "researchreport": data.TypeReport,
	"preprint": data.TypePreprint, "workingpaper": data.TypePreprint, "dataset": data.TypeDataset, "software": data.TypeSoftware, "computerprogram": data.TypeSoftware, "computersoftware": data.TypeSoftware,
}

// hosts maps the genres of what a record is part of to the type of the record.
var hosts = map[string]data.Type{
	"periodical": data.TypeArticle, "academicjournal": data.TypeArticle, "journal": data.TypeArticle, "magazine": data.TypeArticle, "newspaper": data.TypeArticle,
	"conferencepublication": data.TypeConferencePaper, "proceedings": data.TypeConferencePaper,
	"book": data.TypeChapter, "collection": data.TypeChapter, "multivolumemonograph": data.TypeChapter,
}

// normalGenre returns a genre as it is in the maps.
func normalGenre(genre string) string {
	genre = strings.ToLower(strings.Join(strings.Fields(genre), ""))
	return strings.TrimSuffix(genre[strings.LastIndexByte(genre, '/')+1:], "(s)")
}

// typeOf returns the type of a record by its genres, by those of what it is in, or by whether that
// is issued continually.
func typeOf(w wireItem, host *wireRelated) data.Type {
	if host != nil { // the genres of a part may be those of its host: "conference publication"
		for _, genre := range slices.Concat(host.Genres, w.Genres) {
			if kind, ok := hosts[normalGenre(genre)]; ok {
				return kind
			}
		}
	}
	for _, genre := range w.Genres {
		if kind, ok := genres[normalGenre(genre)]; ok && (host == nil || kind != data.TypeBook) {
			return kind
		}
	}
	if host == nil && slices.ContainsFunc(w.Resource, func(kind string) bool { return strings.HasPrefix(strings.TrimSpace(kind), "software") }) {
		return data.TypeSoftware
	}
	issuance := ""
	for _, o := range w.Origins {
		issuance += o.Issuance
	}
	switch {
	case host == nil && strings.Contains(issuance, "monographic"):
		return data.TypeBook
	case host != nil:
		for _, o := range host.Origins {
			if o.Issuance == "continuing" || o.Issuance == "serial" {
				return data.TypeArticle
			}
		}
		if _, issn := host.number("issn"); issn {
			return data.TypeArticle
		}
	}
	return ""
}
