package tagged

import (
	"regexp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// wos is the plain text of Web of Science and of the other databases on its platform
// (images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html). A tag has two letters and a
// space, continuation lines are indented by three columns, and each line of AU is an author.
var wos = Dialect{
	Name: "wos", Title: "plain text of Web of Science", Sniff: isWOS,
	Split: func() func(string) Line { return splitWOS }, Fields: wosFields, Refine: refineWOS,
}

// wosFields is the table of Web of Science's tags, in lines and as names of columns.
var wosFields = Fields{
	Type: []string{"DT"}, Title: []string{"TI"}, Abstract: []string{"AB"}, Container: []string{"SO"},
	Authors: [][]string{{"AF"}, {"AU"}, {"BF"}, {"BA"}}, Groups: [][]string{{"CA"}, {"GP"}}, Editors: [][]string{{"BE"}, {"ED"}},
	Year: []string{"PY"}, Date: []string{"PD", "DG"},
	Volume: []string{"VL"}, Number: []string{"IS"}, Pages: []string{"PS"}, FirstPage: []string{"BP", "AR"}, LastPage: []string{"EP"},
	Publisher: []string{"PU"}, Place: []string{"PI"}, Series: []string{"SE"}, Language: []string{"LA"},
	ISBN: []string{"BN"}, ISSN: []string{"SN", "EI"}, DOI: []string{"DI", "D2"}, Keywords: []string{"DE"},
}

// wosTags are the tags that Web of Science uses. Some exports do not indent continuation lines,
// which may then begin with any two capitals.
var wosTags = strings.Fields(`
	AA AB AE AF AI AN AR AS AU BA BD BE BF BN BP BS BT C1 C3 CA CC CI CL CO CP CR CT CY D2 DA DE DG DI DN DP DT EA ED EF EI EM EP ER EY
	FN FP FT FU FX GA GI GP HC HO HP ID IN IP IS J9 JI LA LS MA MC MH MI MQ NM NO NR NT OA OI OR PA PC PD PG PI PL PM PN PS PT PU PV PY
	RC RI RID RP RS SA SC SE SI SN SO SP ST SU TA TC TI TM TN U1 U2 UR US UT VL VR WC WE WP XX Z1 Z2 Z3 Z4 Z8 Z9 ZB ZR ZS ZA`)

// splitWOS splits a line such as "TI A title".
func splitWOS(line string) Line {
	if len(line) < 2 || len(line) > 2 && line[2] != ' ' || !slices.Contains(wosTags, line[:2]) {
		return Line{}
	}
	tag, value := line[:2], strings.TrimSpace(line[2:])
	switch tag {
	case "FN", "VR":
		return Line{Mark: Skip}
	case "ER", "EF":
		return Line{Mark: End}
	case "PT":
		return Line{Begin, tag, value}
	}
	return Line{Field, tag, value}
}

// isWOS requires the lines of a header or of a type, and then a title.
func isWOS(head []byte) bool {
	found := false
	n := 0
	firstLines(head, func(line string) bool {
		n++
		tag, value, _ := strings.Cut(line, " ")
		switch {
		case tag == "FN" || tag == "VR":
			return true
		case tag == "PT" && len(value) == 1:
			found = true
		}
		return n < 5 && !found
	})
	return found && begins(head, splitWOS, 1000, "PT", "TI")
}

// mailInName matches the address that some databases put after a name.
var mailInName = regexp.MustCompile(`\s*\([^)]*@[^)]*\)`)

// refineWOS adds the type, which PT and DT say together, and ids of PubMed.
func refineWOS(e *Entry, ref *Reference) {
	for _, list := range [][]string{ref.Authors, ref.Editors} {
		for i := range list {
			list[i] = mailInName.ReplaceAllString(list[i], "")
		}
	}
	ref.IDs = append(ref.IDs, format.PubMedID(format.SchemePMID, e.First("PM")))
	if number, ok := strings.CutPrefix(e.First("UT"), "MEDLINE:"); ok {
		ref.IDs = append(ref.IDs, format.PubMedID(format.SchemePMID, number))
	}
	ref.Pages = format.FullPages(ref.Pages)
	published, documentType := e.First("PT"), strings.ToLower(e.First("DT"))
	switch {
	case published == "P":
		ref.Type, ref.Number = "", e.First("PN")
	case published == "J" && documentType == "proceedings paper", published != "J" && ref.Type == data.TypeArticle && e.First("CT") != "":
		ref.Type = data.TypeConferencePaper
	case published == "J" && ref.Type != data.TypeDataset && ref.Type != data.TypePreprint && ref.Type != data.TypeThesis:
		ref.Type = data.TypeArticle
	case published == "B" && ref.Type == "":
		ref.Type = data.TypeBook
	case published == "S" && (ref.Type == "" || ref.Type == data.TypeArticle || ref.Type == data.TypeBook):
		ref.Type = data.TypeChapter
	}
	if ref.Type == data.TypeBook && strings.EqualFold(strings.TrimSuffix(ref.Title, "."), ref.Container) {
		ref.Container = ""
	}
	if early := e.First("EA"); early != "" && ref.Year == "" {
		ref.Year = early
	}
}
