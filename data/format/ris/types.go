package ris

import "paperboy/data"

// kinds has the types of the specification of 2001 and of EndNote's of 2011 that are types of data.
// The others, such as patents, hearings and films, have none.
var kinds = map[string]data.Type{
	"ABST": data.TypeArticle, "EJOUR": data.TypeArticle, "INPR": data.TypeArticle, "JFULL": data.TypeArticle, "JOUR": data.TypeArticle,
	"MGZN": data.TypeArticle, "NEWS": data.TypeArticle,
	"CONF": data.TypeConferencePaper, "CPAPER": data.TypeConferencePaper,
	"ANCIENT": data.TypeBook, "BOOK": data.TypeBook, "CLSWK": data.TypeBook, "EBOOK": data.TypeBook, "EDBOOK": data.TypeBook, "SER": data.TypeBook,
	"CHAP": data.TypeChapter, "DICT": data.TypeChapter, "ECHAP": data.TypeChapter, "ENCYC": data.TypeChapter,
	"THES":   data.TypeThesis,
	"GOVDOC": data.TypeReport, "RPRT": data.TypeReport, "STAND": data.TypeReport,
	"UNPB": data.TypePreprint, "UNPD": data.TypePreprint,
	"AGGR": data.TypeDataset, "DATA": data.TypeDataset, "DBASE": data.TypeDataset,
	"COMP": data.TypeSoftware,
}

// roles has the tags of those who made and of those who edited a work. The tags of a list are read
// together; the first list with names counts.
type roles struct{ authors, editors [][]string }

var (
	// anyRoles is for most types. In entries of articles, A2 has what databases put there.
	anyRoles     = roles{[][]string{{"AU", "A1"}}, [][]string{{"A2", "ED"}}}
	articleRoles = roles{[][]string{{"AU", "A1"}}, [][]string{{"ED"}}}
	filmRoles    = roles{[][]string{{"AU", "A1", "A3"}, {"A2"}, {"A4"}}, [][]string{{"ED"}}} // directors and producers, or else others

	rolesOf = map[string]roles{
		"BOOK":   {[][]string{{"AU", "A1"}}, [][]string{{"ED"}, {"A3"}, {"A2"}}}, // A2 is the editor of the series where there is an A3
		"EDBOOK": {[][]string{{"AU", "A1"}}, [][]string{{"ED"}, {"AU", "A1"}}},
		"BILL":   {[][]string{{"AU", "A1"}, {"A2", "A3"}}, [][]string{{"ED"}}},           // sponsors
		"CASE":   {[][]string{{"AU", "A1"}, {"A4"}}, [][]string{{"ED"}}},                 // counsel; A2 is the name of a periodical
		"HEAR":   {[][]string{{"AU", "A1"}, {"A4"}, {"A3"}, {"A2"}}, [][]string{{"ED"}}}, // witnesses
		"PAT":    {[][]string{{"AU", "A1"}, {"A3"}}, [][]string{{"ED"}}},                 // inventors; A2 is an office
		"SOUND":  {[][]string{{"AU", "A1", "A2"}, {"A4"}}, [][]string{{"ED"}}},           // composers and performers
		"DATA":   {[][]string{{"AU", "A1"}, {"A2"}}, [][]string{{"ED"}}},                 // investigators, or else producers
		"ADVS":   filmRoles, "MPCT": filmRoles, "VIDEO": filmRoles, "MULTI": filmRoles,
		// In these, A2 is a recipient, a file or an institution.
		"PCOMM": articleRoles, "CHART": articleRoles, "EQUA": articleRoles, "FIGURE": articleRoles, "CTLG": articleRoles,
		"PAMP": articleRoles, "GOVDOC": articleRoles, "LEGAL": articleRoles,
	}
)

// rolesFor returns the roles of a type.
func rolesFor(kind string) roles {
	if r, ok := rolesOf[kind]; ok {
		return r
	}
	if kinds[kind] == data.TypeArticle {
		return articleRoles
	}
	return anyRoles
}
