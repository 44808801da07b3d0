package tagged

import (
	"slices"
	"strings"

	"paperboy/data"
)

// refworks is the tagged format of RefWorks (refworks.com/refworks2/help/RefWorks_Tagged_Format.htm).
// An entry begins with its type, RT.
var refworks = Dialect{
	Name: "refworks", Title: "RefWorks tagged", Sniff: isRefWorks, Split: func() func(string) Line { return splitRefWorks },
	Fields: Fields{
		Type: []string{"RT"}, Title: []string{"T1"}, Abstract: []string{"AB"}, Container: []string{"JF", "T2", "JO"},
		Authors: [][]string{{"A1"}}, Editors: [][]string{{"A2"}},
		Year: []string{"YR"}, Date: []string{"FD"}, Volume: []string{"VO"}, Number: []string{"IS"}, FirstPage: []string{"SP"}, LastPage: []string{"OP"},
		Publisher: []string{"PB"}, Place: []string{"PP"}, Series: []string{"T3"}, Edition: []string{"ED"}, Language: []string{"LA"},
		SerialNumber: []string{"SN"}, Note: []string{"NO"}, DOI: []string{"DO"}, URLs: []string{"UL", "LK"}, IDs: []string{"AN"}, Keywords: []string{"K1"},
	},
	Refine: refineRefWorks,
}

// refworksTags are the tags of RefWorks. A line of a longer text may begin with other two letters.
var refworksTags = strings.Fields(`
	A1 A2 A3 A4 A5 A6 AB AD AN AV CL CN CR DB DO DS ED FD FN ID IP IS JF JO K1 LA LK LL NO OL OP PB PP PY RD RT SF SL SN SP SR ST T1 T2 T3
	U1 U2 U3 U4 U5 U6 U7 U8 U9 UL VO WP WT WV YR`)

// splitRefWorks splits a line such as "T1 A title".
func splitRefWorks(line string) Line {
	if len(line) < 2 || len(line) > 2 && line[2] != ' ' {
		return Line{}
	}
	at := Line{Field, line[:2], strings.TrimSpace(line[2:])}
	if at.Tag == "vo" {
		at.Tag = "VO" // as CNKI writes it
	}
	if !slices.Contains(refworksTags, at.Tag) {
		return Line{}
	}
	if at.Tag == "RT" {
		at.Mark = Begin
	}
	return at
}

// isRefWorks requires a type in one of the first lines, which may be a header, and then a title
// and another field.
func isRefWorks(head []byte) bool {
	n, atType := 0, false
	firstLines(head, func(line string) bool {
		n++
		at := splitRefWorks(line)
		atType = at.Tag == "RT" && at.Value != ""
		return !atType && n < 10 && !strings.ContainsAny(line[:1], "<{[@%") && !strings.HasPrefix(line, "TY  -")
	})
	if !atType {
		return false
	}
	found := map[string]bool{}
	firstLines(head, func(line string) bool {
		found[splitRefWorks(line).Tag] = true
		return true
	})
	return found["T1"] && (found["A1"] || found["YR"] || found["SR"] || found["ID"])
}

// refineRefWorks adds what depends on the type.
func refineRefWorks(e *Entry, ref *Reference) {
	kind := e.First("RT")
	switch ref.Type {
	case data.TypeThesis:
		ref.School, ref.Publisher, ref.Note = ref.Publisher, "", e.First("CL")
		ref.Container = ""
	case data.TypeReport:
		ref.School, ref.Publisher = ref.Publisher, ""
	case data.TypeBook:
		if ref.Series == "" {
			ref.Series = e.First("T2")
		}
		ref.Container = ""
		if len(ref.Editors) == 0 {
			ref.Editors = Names(e, [][]string{{"A3"}})
		}
		if kind == "Book, Edited" && len(ref.Authors) > 0 && len(ref.Editors) == 0 {
			ref.Editors = ref.Authors
		}
	case "":
		if slices.Contains([]string{"Abstract", "Generic"}, kind) && e.First("JF", "JO") != "" {
			ref.Type = data.TypeArticle
		}
	}
}
