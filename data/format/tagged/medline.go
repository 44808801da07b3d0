package tagged

import (
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// medline is the format of MEDLINE, which PubMed exports as .nbib files
// (nlm.nih.gov/bsd/mms/medlineelements.html), and ERIC, KoreaMed and others with the same tags. A
// field has a tag in the first four columns, a hyphen, and a value whose continuation lines are
// indented by six columns.
var medline = Dialect{
	Name: "nbib", Title: "MEDLINE records of PubMed, ERIC and others (.nbib)", Source: medlineSource,
	Sniff: isMedline, BareTitles: true, Split: func() func(string) Line { return splitMedline }, EmptyEnds: true,
	Fields: Fields{
		Title: []string{"TI", "BTI", "TT"}, Abstract: []string{"AB", "OAB"}, Container: []string{"JT", "TA", "BTI"},
		Editors: [][]string{{"FED"}, {"ED"}},
		Year:    []string{"DP"}, Volume: []string{"VI"}, Number: []string{"IP"}, Pages: []string{"PG"},
		Publisher: []string{"PB"}, Edition: []string{"EN"}, Series: []string{"CTI"}, Language: []string{"LA"},
		ISBN: []string{"ISBN"}, ISSN: []string{"ISSN"}, SerialNumber: []string{"IS"},
		Keywords: []string{"OT"}, DOI: []string{"DO"},
	},
	Refine: refineMedline,
}

// tagPMID and tagOwner are the tags that begin a record of PubMed and of ERIC.
const (
	tagPMID  = "PMID"
	tagOwner = "OWN"
)

// medlineSource returns PubMed for an entry with its number.
func medlineSource(e *Entry) string {
	if e.Has(tagPMID) {
		return format.SourcePubMed
	}
	return format.SourceFile
}

// splitMedline splits a line such as "TI  - A title". The hyphen is in the fifth column, or in the
// sixth after a tag of ERIC with four letters.
func splitMedline(line string) Line {
	const hyphen = 4
	if len(line) <= hyphen {
		return Line{}
	}
	tag, value, ok := strings.TrimRight(line[:hyphen], " "), line[hyphen:], false
	if len(tag) == hyphen {
		value = strings.TrimPrefix(value, " ")
	}
	value, ok = strings.CutPrefix(value, "-")
	if !ok || value != "" && value[0] != ' ' || tag == "" || strings.Trim(tag, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
		return Line{}
	}
	mark := Field
	if tag == tagPMID || tag == tagOwner {
		mark = Begin
	}
	return Line{mark, tag, strings.TrimSpace(value)}
}

// isMedline requires a PubMed number or an owner on the first line, or else a title and another
// field that RIS, whose lines look alike, does not have.
func isMedline(head []byte) bool {
	first := Line{}
	firstLines(head, func(line string) bool {
		first = splitMedline(strings.TrimSpace(line))
		return false
	})
	switch {
	case first.Tag == tagPMID:
		return isNumber(first.Value)
	case first.Tag == "TY" || first.Tag == "VN" || first.Mark == Text:
		return false
	}
	const lines = 400
	for _, own := range []string{tagPMID, tagOwner, "JT", "DP", "FAU", "TA", "SO"} {
		if begins(head, splitMedline, lines, "TI", own) && !begins(head, splitMedline, lines, "TY") && !begins(head, splitMedline, lines, "VN") {
			return true
		}
	}
	return false
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// refineMedline adds what several kinds of a tag say: ids, dates, authors and types.
func refineMedline(e *Entry, ref *Reference) {
	ref.Authors, ref.Groups = medlineAuthors(e)
	for i, name := range ref.Editors {
		ref.Editors[i] = shortName(name)
	}
	ref.Pages = format.FullPages(ref.Pages)
	if e.First("JT", "TA", "BTI") == "" && e.First(tagOwner) != "ERIC" {
		ref.cite(e.First("SO"))
	}
	for _, value := range append(e.All("LID"), e.All("AID")...) {
		id, kind, _ := strings.Cut(strings.Join(strings.Fields(value), " "), " ")
		switch {
		case kind == "[doi]" && ref.DOI == "":
			ref.DOI = id
		case strings.HasPrefix(strings.ToLower(id), "arxiv:"):
			ref.IDs = append(ref.IDs, id)
		case kind == "[pii]" && ref.Pages == "" && len(id) < 10:
			ref.Pages = id // the number of the article
		case kind == "" && format.IsURL(id):
			ref.URLs = append(ref.URLs, id)
		}
	}
	if pmid := e.First(tagPMID); isNumber(pmid) {
		ref.IDs = append(ref.IDs, format.PubMedID(format.SchemePMID, pmid))
		ref.URLs = append([]string{"https://pubmed.ncbi.nlm.nih.gov/" + pmid + "/"}, ref.URLs...)
	}
	ref.IDs = append(ref.IDs, format.PubMedID(format.SchemePMCID, e.First("PMC")))
	published, electronic := format.FreeDate(ref.Year), format.FreeDate(e.First("DEP"))
	if !electronic.IsZero() && (published.IsZero() || electronic.FirstDay() <= published.LastDay()) {
		ref.Year = e.First("DEP") // the date of first publication
	}
	medlineType(e, ref)
}

// medlineAuthors returns the full names, or the short names if there are no full names, together
// with the names of groups, in the order of the entry.
func medlineAuthors(e *Entry) (authors, groups []string) {
	tag := "AU"
	if e.First("FAU") != "" {
		tag = "FAU"
	}
	for _, f := range e.Fields {
		if f.Tag != tag && f.Tag != "CN" {
			continue
		}
		name := strings.Join(strings.Fields(f.Text()), " ")
		switch {
		case name == "":
		case f.Tag == "CN":
			authors, groups = append(authors, name), append(groups, name)
		case tag == "AU":
			for _, one := range format.SplitField(name) {
				authors = append(authors, shortName(strings.TrimSpace(one)))
			}
		default:
			authors = append(authors, name)
		}
	}
	return authors, groups
}

// shortName returns "Griffin, DK" for "Griffin DK", and "King, ML, Jr" for "King ML Jr".
func shortName(name string) string {
	if strings.Contains(name, ",") {
		return name
	}
	words := strings.Fields(name)
	suffix := ""
	if n := len(words); n > 2 && slices.Contains([]string{"Jr", "Sr", "2nd", "3rd", "4th"}, words[n-1]) {
		words, suffix = words[:n-1], ", "+words[n-1]
	}
	n := len(words) - 1
	if n > 0 && strings.Trim(words[n], "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") == "" {
		return strings.Join(words[:n], " ") + ", " + words[n] + suffix
	}
	return name
}

// medlineTypes are the types of a record in the order in which they count, since a record has
// several types of publication, such as "Journal Article" and "Case Reports".
var medlineTypes = []data.Type{data.TypePreprint, data.TypeArticle, data.TypeThesis, data.TypeChapter, data.TypeBook, data.TypeConferencePaper, data.TypeDataset, data.TypeReport}

// medlineType sets the type, and fields whose meaning depends on it.
func medlineType(e *Entry, ref *Reference) {
	var kinds []data.Type
	for _, said := range e.All("PT") {
		kinds = append(kinds, format.TypeIn(said))
	}
	inJournal, isERIC, title, bookTitle := ref.Container != "", e.First(tagOwner) == "ERIC", e.First("TI"), e.First("BTI")
	for _, kind := range medlineTypes {
		if slices.Contains(kinds, kind) {
			ref.Type = kind
			break
		}
	}
	switch {
	case bookTitle != "" && title != "" && bookTitle != title:
		ref.Type, ref.Container = data.TypeChapter, bookTitle
	case bookTitle != "":
		ref.Type, ref.Container = data.TypeBook, ""
	case inJournal && !isERIC && ref.Type != data.TypePreprint:
		ref.Type = data.TypeArticle
	}
	if ref.Type != data.TypeArticle {
		ref.Place = e.First("PL")
	}
	if !isERIC || ref.Type == data.TypeArticle || ref.Type == "" {
		return
	}
	// ERIC has the publisher of books and reports in place of a journal.
	switch publisher := ref.Container; ref.Type {
	case data.TypeThesis:
		ref.Note, ref.School, _ = strings.Cut(e.First("SO"), ", ")
	case data.TypeReport:
		ref.School = publisher
	default:
		ref.Publisher = publisher
	}
	ref.Container = ""
}
