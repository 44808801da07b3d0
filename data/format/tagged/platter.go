package tagged

import (
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// platter has the formats of Copac ("TI- A title"), SilverPlatter ("TI:  A title"), the Cochrane Library
// ("TI: A title") and Inspec ("TI ~ A title"), whose tags have two letters. Entries are separated by
// empty lines.
var platter = Dialect{
	Name: "two-letter", Title: "tagged text of Copac, SilverPlatter, Cochrane or Inspec", Sniff: isPlatter, Split: newPlatterSplit, EmptyEnds: true,
	Fields: Fields{
		Type: []string{"DT", "RT"}, Title: []string{"TI"}, Abstract: []string{"AB"}, Container: []string{"JN"},
		Authors: [][]string{{"AU"}}, Groups: [][]string{{"CA"}}, Editors: [][]string{{"ED"}},
		Year: []string{"PY", "YR"}, Publisher: []string{"PU", "PB"}, Series: []string{"SE"}, Edition: []string{"ET"}, Language: []string{"LA"},
		Volume: []string{"VL"}, Number: []string{"NO", "IS"}, Pages: []string{"PG"}, ISBN: []string{"BN", "IB"}, SerialNumber: []string{"SN"},
		Note: []string{"NT"}, DOI: []string{"DO", "DOI"}, URLs: []string{"UR", "US"}, Keywords: []string{"KW"},
	},
	Refine: refinePlatter,
}

// platterSeparators are what follows a tag in the three formats.
var platterSeparators = []string{"- ", ": ", " ~ "}

// newPlatterSplit returns a function that splits lines. The separator of the first line with a tag
// is that of the input, so that no text is taken for a tag.
func newPlatterSplit() func(string) Line {
	separator := ""
	return func(line string) Line {
		switch {
		case isPlatterRecord(line):
			return Line{Mark: Start}
		case separator == "" && strings.HasPrefix(line, "Record"):
			return Line{Mark: Skip}
		}
		n := 0
		for n < len(line) && isCapital(line[n]) {
			n++
		}
		if n != 2 && line[:n] != "DOI" {
			return Line{}
		}
		for _, s := range platterSeparators {
			if value, ok := strings.CutPrefix(line[n:]+" ", s); ok && (separator == "" || s == separator) {
				separator = s
				return Line{Field, line[:n], strings.TrimSpace(value)}
			}
		}
		return Line{}
	}
}

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }

// isPlatterRecord reports whether a line is the heading of a record: "Record 3 of 18 - ERIC", "Record #3
// of 18".
func isPlatterRecord(line string) bool {
	words := strings.Fields(line)
	return len(words) > 3 && words[0] == "Record" && words[2] == "of" && isNumber(strings.TrimPrefix(words[1], "#"))
}

// isPlatter requires a title and, in the same entry, another of the tags that nearly all have.
func isPlatter(head []byte) bool {
	for _, other := range []string{"AU", "SO", "PY", "AB", "PU"} {
		if begins(head, newPlatterSplit(), 400, "TI", other) {
			return true
		}
	}
	return false
}

// refinePlatter undoes the hyphens by which SilverPlatter joins words and names that belong
// together, and splits the citation in the source.
func refinePlatter(e *Entry, ref *Reference) {
	var authors []string
	for _, name := range ref.Authors {
		name = strings.ReplaceAll(name, ",-", ", ")
		if editor, ok := strings.CutSuffix(name, "(ed)"); ok {
			ref.Editors = append(ref.Editors, strings.TrimSpace(editor))
		} else {
			authors = append(authors, name)
		}
	}
	ref.Authors = authors
	if title, book, ok := strings.Cut(ref.Title, `" in `); ok && ref.Type == data.TypeChapter {
		ref.Title = strings.TrimPrefix(title, `"`)
		setEmpty(&ref.Container, book)
	}
	if source := e.First("SO"); source != "" {
		ref.cite(source)
		if ref.Container == "" {
			ref.Container, _, _ = strings.Cut(source, ". ")
		}
		if !strings.Contains(ref.Container, " ") {
			ref.Container = strings.ReplaceAll(ref.Container, "-", " ")
		}
	}
	place, publisher, ok := strings.Cut(ref.Publisher, " : ")
	if ok {
		ref.Place, ref.Publisher = strings.TrimSpace(place), strings.TrimSpace(publisher)
	}
	if ref.Type == "" && ref.Container != "" {
		ref.Type = data.TypeArticle
	}
	if number, ok := strings.CutPrefix(e.First("PM"), "PUBMED "); ok {
		number, _, _ = strings.Cut(number, ",")
		ref.IDs = append(ref.IDs, format.PubMedID(format.SchemePMID, number))
	}
	if ref.Year == "" {
		ref.Year, ref.Date = ref.Date, ""
	}
	for _, n := range append(e.All("IS"), e.All("BN")...) {
		if number := format.ISBNs(n); number != "" {
			ref.ISBN, ref.Number = number, ""
		}
	}
}
