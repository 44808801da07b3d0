package ris

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/tagged"
)

// dialect is the table of RIS's tags, for both specifications. What depends on the type is in
// refine.
var dialect = tagged.Dialect{
	Name: "ris", Title: "RIS of a reference manager or publisher", Sniff: sniff, Split: newSplit, IsNoise: isNoise,
	Fields: tagged.Fields{
		Title: []string{"TI", "T1", "CT", "BT"}, Abstract: []string{"AB", "N2"}, Container: []string{"JF", "T2", "JO", "JA", "J2", "BT"},
		Year: []string{"PY", "Y1"}, Date: []string{"DA"},
		Volume: []string{"VL"}, Number: []string{"IS"}, FirstPage: []string{"SP"}, LastPage: []string{"EP"},
		Publisher: []string{"PB"}, Place: []string{"CY", "PP"}, Edition: []string{"ET"}, Language: []string{"LA"},
		SerialNumber: []string{"SN"}, DOI: []string{"DO"}, IDs: []string{"AN"},
		URLs: []string{"UR", "L1", "L2", "LK"}, Keywords: []string{"KW"},
	},
	Refine: refine,
}

// isNoise reports whether fields, such as the name of a database above its results, belong to no
// entry: they have neither a type nor a title.
func isNoise(e *tagged.Entry) bool { return !e.Has(tagType) && e.First("TI", "T1", "CT", "BT") == "" }

// refine adds to a reference what depends on its type.
func refine(e *tagged.Entry, ref *tagged.Reference) {
	kind := strings.ToUpper(e.First(tagType))
	ref.Type = kinds[kind]
	people := rolesFor(kind)
	ref.Authors, ref.Editors = tagged.Names(e, people.authors), tagged.Names(e, people.editors)
	if ref.Title == ref.Container && e.First("TI", "T1", "CT") == "" {
		ref.Container = "" // for a book, both are BT
	}
	notes, publisher, school := remarks(e)
	if ref.Note = strings.Join(notes, "\n\n"); ref.Note == ref.Title || strings.HasPrefix(ref.Note, "Accession Number: ") {
		ref.Note = "" // EBSCO lists numbers and addresses of authors there
	}
	if ref.DOI == "" {
		ref.DOI = otherDOI(e)
	}
	if key := e.First("ID"); strings.ContainsFunc(key, unicode.IsLetter) && !strings.ContainsAny(key, " \n") && !recordNumber.MatchString(key) {
		ref.CitationKey = key
	}
	ref.IDs = append(ref.IDs, pubMed(e)...)
	container(e, ref)
	numbers(e, ref, kind)
	restore(&ref.Publisher, &ref.School, publisher)
	if publisher == "" {
		restore(&ref.School, &ref.Publisher, school)
	} else {
		ref.School = cmp.Or(school, ref.School)
	}
}

// restore sets to to what a note said, and clears the other one if the publisher's tag had the same.
func restore(to, other *string, said string) {
	if said == "" {
		return
	}
	if *to = said; *other == said {
		*other = ""
	}
}

// remarks returns the notes, and a publisher and an institution that have no tag of their own.
func remarks(e *tagged.Entry) (notes []string, publisher, school string) {
	for _, note := range e.All("N1") {
		if said, ok := strings.CutPrefix(note, publisherRemark); ok && !strings.Contains(said, "\n") {
			publisher = said
		} else if said, ok := strings.CutPrefix(note, schoolRemark); ok && !strings.Contains(said, "\n") {
			school = said
		} else {
			notes = append(notes, note)
		}
	}
	return notes, publisher, school
}

// recordNumber matches the number of a record in a database: "L2029880245".
var recordNumber = regexp.MustCompile(`^[A-Z]{0,3}-?\d{6,}$`)

// container sets what T2, T3, C3 and PB are: the container, the series, the school or the publisher.
func container(e *tagged.Entry, ref *tagged.Reference) {
	ref.Series = e.First("T3")
	if format.HasSchool(ref.Type) {
		ref.School, ref.Publisher = ref.Publisher, ""
	}
	switch ref.Type {
	case data.TypeBook:
		ref.Series = cmp.Or(ref.Series, e.First("T2"))
		ref.Venue, ref.Container = ref.Container, ""
	case data.TypeThesis:
		ref.Note = cmp.Or(format.ThesisNote(e.First("M3")), format.ThesisNote(ref.Volume), ref.Note, degree(e))
		if format.ThesisNote(ref.Volume) != "" {
			ref.Volume = "" // the degree
		}
	case data.TypeConferencePaper:
		if proceedings := e.First("C3"); proceedings != "" && pubMed(e) == nil {
			ref.Venue, ref.Container = ref.Container, proceedings
		}
	}
}

// degree returns what M3 says about a thesis: "Habilitation".
func degree(e *tagged.Entry) string {
	if m3 := e.First("M3"); m3 != otherDOI(e) {
		return m3
	}
	return ""
}

// numbers sets pages and numbers that have other tags in some types.
func numbers(e *tagged.Entry, ref *tagged.Reference, kind string) {
	short := func(tags ...string) string {
		number := e.First(tags...)
		if len(number) > maxNumber || !strings.ContainsAny(number, "0123456789") {
			return "" // the addresses and classes that databases put there
		}
		return number
	}
	switch {
	case ref.Type == data.TypeBook || ref.Type == data.TypeThesis || ref.Type == data.TypeSoftware:
		ref.Number = cmp.Or(ref.Number, short("M1"))
	case ref.Type == data.TypeArticle || ref.Type == data.TypeConferencePaper:
		ref.Number = cmp.Or(ref.Number, short("M1"))
		ref.Pages = cmp.Or(ref.Pages, e.First("C7", "AR", "PG"))
		if !format.FreeDate(ref.Edition).IsZero() {
			ref.Edition = "" // the date of electronic publication
		}
	case ref.Type == data.TypeReport:
		if ref.ISBN == "" && ref.Number == "" {
			ref.Number = cmp.Or(short("SN"), short("M1"))
		}
	case kind == "PAT":
		ref.Number = cmp.Or(short("SN"), ref.Number, short("M1"))
		ref.Volume, ref.ISSN, ref.ISBN = "", "", ""
	}
}

// maxNumber is more than the length of the number of an issue, a report or a patent.
const maxNumber = 20

// otherDOI returns a DOI in M3 or L3, where some programs write it.
func otherDOI(e *tagged.Entry) string {
	for _, value := range e.All("M3", "L3") {
		if strings.HasPrefix(value, "10.") || strings.Contains(value, "doi.org/10.") {
			return value
		}
	}
	return ""
}

// pubMed returns the id of PubMed, whose number the Cochrane Library writes as "PUBMED 21314913".
func pubMed(e *tagged.Entry) []string {
	for _, value := range e.All("C3") {
		number, ok := strings.CutPrefix(value, "PUBMED ")
		if id := format.PubMedID(format.SchemePMID, number); ok && id != "" {
			return []string{id}
		}
	}
	return nil
}
