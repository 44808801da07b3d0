package csv

import (
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// typeNames has the names of types of documents in the programs' exports, as normal returns them.
var typeNames = map[data.Type]string{
	data.TypeArticle: `article journalarticle journalarticles journal review reviewarticle researcharticle letter lettertotheeditor editorial editorialmaterial erratum correction shortsurvey
		articleinpress articlereview datapaper magazinearticle newspaperarticle newspaper magazine articlejournal articlenewspaper articlemagazine scholarlyjournals academicjournal
		ieeejournals ieeemagazines ieeeearlyaccessarticles earlyaccess earlyaccessarticles j casereport clinicaltrial commentary note businessarticle originalpaper originalarticle
		originalresearch zeitschriftenartikel zeitschriftenaufsatz`,
	data.TypeConferencePaper: `conferencepaper conferenceproceeding conferenceproceedings conferenceproceedingsarticle conferencearticle conferenceabstract proceeding proceedingspaper
		proceedingsarticle inproceedings meetingabstract paperconference ieeeconferences conference conferencepapersandproceedings conferencepapers speechesmeetingpapers konferenzbeitrag`,
	data.TypeBook:     "book books monograph editedbook bookset ebook textbook conferencereview proceedings collection b buch referencebook ieeebooks",
	data.TypeChapter:  "bookchapter booksection chapter inbook incollection encyclopediaarticle dictionaryentry referenceentry bookpart chapterinbook buchkapitel conferencechapter",
	data.TypeThesis:   "thesis dissertation dissertations dissertationthesis dissertationstheses phdthesis mastersthesis doctoraldissertation doctoralthesis",
	data.TypeReport:   "report reports techreport technicalreport workingpaper workingpapers reportsresearch reportsevaluative reportsdescriptive governmentdocument",
	data.TypePreprint: "preprint preprints postedcontent",
	data.TypeDataset:  "dataset datasets data",
	data.TypeSoftware: "software computerprogram code computerprogramme",
}

var typesByName = func() map[string]data.Type {
	types := map[string]data.Type{}
	for t, names := range typeNames {
		for name := range strings.FieldsSeq(names) {
			types[name] = t
		}
		types[normal(string(t))] = t
	}
	return types
}()

// typeOf returns the type that a row states, and the kind of thesis in its words. Web of Science has "J" in one
// column and "Article; Proceedings Paper" in another: of several types, a paper in proceedings is the most exact.
func (t table) typeOf(cells []string) (known data.Type, thesis string) {
	for _, i := range t.columns[kind] {
		if i >= len(cells) {
			continue
		}
		if thesis == "" {
			thesis = thesisNote(cells[i])
		}
		if known != "" {
			continue
		}
		for _, name := range strings.FieldsFunc(cells[i], func(r rune) bool { return r == ';' || r == ',' || r == '|' }) {
			if found := typesByName[normal(name)]; found != "" && (known == "" || found == data.TypeConferencePaper) {
				known = found
			}
		}
		if known == "" {
			known = typesByName[normal(cells[i])]
		}
	}
	return known, thesis
}

// thesisNote returns the note for a kind of thesis, or "".
func thesisNote(said string) string {
	if name := normal(said); !strings.Contains(name, "thes") && !strings.Contains(name, "diss") {
		return ""
	}
	return format.ThesisNote(said)
}
