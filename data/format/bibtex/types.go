package bibtex

import (
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/data/format"
)

// types has the types of papers by the types of entries of BibTeX, BibLaTeX and reference managers, in
// small letters without other characters. Entries of other types are of no type that Paperboy knows.
var types = map[string]data.Type{
	"article": data.TypeArticle, "suppperiodical": data.TypeArticle, "review": data.TypeArticle,
	"journalarticle": data.TypeArticle, "magazinearticle": data.TypeArticle, "newspaperarticle": data.TypeArticle,
	"magazine": data.TypeArticle, "newspaper": data.TypeArticle, "articlejournal": data.TypeArticle,

	"inproceedings": data.TypeConferencePaper, "conference": data.TypeConferencePaper, "conferencepaper": data.TypeConferencePaper,
	"paperconference": data.TypeConferencePaper, "conferenceproceedings": data.TypeConferencePaper,

	"book": data.TypeBook, "mvbook": data.TypeBook, "booklet": data.TypeBook, "collection": data.TypeBook,
	"mvcollection": data.TypeBook, "proceedings": data.TypeBook, "mvproceedings": data.TypeBook, "reference": data.TypeBook,
	"mvreference": data.TypeBook, "editedbook": data.TypeBook,

	"inbook": data.TypeChapter, "bookinbook": data.TypeChapter, "suppbook": data.TypeChapter, "incollection": data.TypeChapter,
	"suppcollection": data.TypeChapter, "inreference": data.TypeChapter, "booksection": data.TypeChapter, "chapter": data.TypeChapter,
	"bookchapter": data.TypeChapter, "encyclopediaarticle": data.TypeChapter,

	"thesis": data.TypeThesis, "phdthesis": data.TypeThesis, "mastersthesis": data.TypeThesis, "masterthesis": data.TypeThesis,
	"mathesis": data.TypeThesis, "bathesis": data.TypeThesis, "candthesis": data.TypeThesis, "bachelorthesis": data.TypeThesis,
	"bachelorsthesis": data.TypeThesis, "diplomathesis": data.TypeThesis, "doctoralthesis": data.TypeThesis, "dissertation": data.TypeThesis,

	"report": data.TypeReport, "techreport": data.TypeReport, "technicalreport": data.TypeReport, "resreport": data.TypeReport,
	"whitepaper": data.TypeReport, "workingpaper": data.TypeReport, "manual": data.TypeReport,

	"preprint": data.TypePreprint, "eprint": data.TypePreprint,
	"dataset": data.TypeDataset, "data": data.TypeDataset,
	"software": data.TypeSoftware, "computerprogram": data.TypeSoftware, "program": data.TypeSoftware, "code": data.TypeSoftware,
	"softwareversion": data.TypeSoftware, "softwaremodule": data.TypeSoftware, "codefragment": data.TypeSoftware,
}

// typeOf returns the type of the paper of an entry: by the type of the entry, or else by its fields for
// a subtype. "" means that the entry doesn't say.
func typeOf(e entry) data.Type {
	if t := types[letters(e.Type)]; t != "" {
		if book := first(e, "booktitle"); e.Type == "book" && book != "" && book != first(e, "title") && first(e, "title") != "" {
			return data.TypeChapter // as old libraries have it
		}
		return t
	}
	for _, field := range []string{"entrysubtype", "type"} {
		if t := types[letters(e.Fields[field])]; t != "" {
			return t
		}
	}
	return ""
}

// letters returns the letters of s in lower case: "misc2" and "web_page" are "misc" and "webpage".
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// degrees has the names of theses by the types of entries and the values of the field type, in small
// letters without other characters.
var degrees = map[string]string{
	"phdthesis": format.PhDThesis, "doctoralthesis": format.PhDThesis, "doctoraldissertation": format.PhDThesis, "phddissertation": format.PhDThesis,
	"dissertation": format.PhDThesis, "phd": format.PhDThesis, "dissertationphd": format.PhDThesis,
	"mastersthesis": format.MastersThesis, "masterthesis": format.MastersThesis, "mathesis": format.MastersThesis, "mscthesis": format.MastersThesis,
	"master": format.MastersThesis, "masters": format.MastersThesis, "masterarbeit": format.MastersThesis,
	"bathesis": "Bachelor's thesis", "bachelorthesis": "Bachelor's thesis", "bachelorsthesis": "Bachelor's thesis",
	"bachelorarbeit": "Bachelor's thesis", "bscthesis": "Bachelor's thesis",
	"candthesis": "Candidate thesis", "diplomathesis": "Diploma thesis", "diplomarbeit": "Diploma thesis",
}

// degree returns what kind of thesis an entry is, "PhD thesis", or "".
func degree(e entry) string {
	said := plain(e.Fields["type"])
	if name := degrees[letters(said)]; name != "" {
		return name
	}
	switch kind := letters(said); {
	case kind == "thesis" && letters(e.Type) == "phdthesis":
		return "" // the type replaces what the entry says
	case kind != "" && kind != "thesis":
		return said
	}
	return degrees[letters(e.Type)]
}
