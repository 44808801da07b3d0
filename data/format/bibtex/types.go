package bibtex

import (
	"slices"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/data/format"
)

// types has the types of entries that mean something else in BibTeX and BibLaTeX than the same words do
// elsewhere, in small letters without other characters. "" means none that Paperboy knows.
var types = map[string]data.Type{
	"conferenceproceedings": data.TypeConferencePaper, "reference": data.TypeBook, "mvreference": data.TypeBook, "manual": data.TypeReport, "program": data.TypeSoftware,
	"letter": "", "news": "", "art": "", "model": "",
}

// typeNamed returns the type for that of an entry.
func typeNamed(word string) data.Type {
	word = letters(word)
	if t, isOwn := types[word]; isOwn {
		return t
	}
	return format.TypeNamed(word)
}

// typeOf returns the type of the paper of an entry: by the type of the entry, or else by its fields for
// a subtype. "" means that the entry doesn't say.
func typeOf(e entry) data.Type {
	if t := typeNamed(e.Type); t != "" {
		if book := first(e, "booktitle"); e.Type == "book" && book != "" && book != first(e, "title") && first(e, "title") != "" {
			return data.TypeChapter // as old libraries have it
		}
		return t
	}
	for _, field := range []string{"entrysubtype", "type", "howpublished"} {
		if t := typeNamed(e.Fields[field]); t != "" {
			return t
		}
	}
	if isOfDatasets(doi(e, format.Extra{})) {
		return data.TypeDataset
	}
	return ""
}

// datasetDOIs has the beginnings of the DOIs of archives that hold nothing but data: GBIF, PANGAEA, Dryad,
// Mendeley Data, Harvard Dataverse, ICPSR, the Environmental Data Initiative and IEEE DataPort. The
// BibTeX of DataCite has no type.
var datasetDOIs = []string{"10.15468/", "10.1594/pangaea.", "10.5061/dryad", "10.17632/", "10.7910/dvn/", "10.3886/icpsr", "10.6073/pasta/", "10.21227/"}

func isOfDatasets(doi string) bool {
	if id, err := data.ParseID(doi); err == nil {
		doi = strings.TrimPrefix(string(id), data.SchemeDOI+":")
	}
	doi = strings.ToLower(doi)
	return slices.ContainsFunc(datasetDOIs, func(start string) bool { return strings.HasPrefix(doi, start) })
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
