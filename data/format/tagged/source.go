package tagged

import (
	"regexp"
	"strings"

	"paperboy/data/format"
)

// months matches the names of months and seasons: "Jan", "January/February".
const months = `(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|Fall|Autumn|Winter)[a-z]*\.?[/-]?)+`

// citations match how databases cite a paper in one field, from the most specific form. The groups
// are named after the fields of Reference.
var citations = []*regexp.Regexp{
	// Journal. 8(6):1048-1064, September 2015.  Journal. 19:20, 1992
	regexp.MustCompile(`^(?P<container>.+?)[.,]\s+(?P<volume>\d+)(?:\((?P<number>[^)]+)\))?:\s*(?P<pages>[\w.-]+),\s*(?P<date>[^;:]*\d{4})`),
	// Journal. Vol 70(4) Aug 2002, 567-590.
	regexp.MustCompile(`^(?P<container>.+?)[.,]\s+[Vv]ol\.?\s*(?P<volume>\d+)(?:\((?P<number>[^)]+)\))?,?\s*(?P<date>[^,:]*\d{4}),\s*(?:pp\.\s*)?(?P<pages>[\w-]+)`),
	// Journal, vol. 12, no. 3, pp. 4-5, May 2004
	regexp.MustCompile(`^(?P<container>.+?)[.,]\s+[Vv]ol\.?\s*(?P<volume>\d+)(?:,\s*no\.?\s*(?P<number>[\w-]+))?(?:,\s*pp?\.\s*(?P<pages>[\w-]+))?,?\s*(?P<date>[^,:]*\d{4})?`),
	// Journal. 1992; 19(2): 20-31  Journal January/February 2010;14(1):56
	regexp.MustCompile(`^(?P<container>.+?)[.,]?\s+(?P<date>(?:` + months + `\s+)?\d{4}(?:\s+` + months + `)?(?:\s+\d{1,2})?)\s*;\s*(?P<volume>\d+)(?:\s*\((?P<number>[^)]+)\))?\s*:\s*(?P<pages>[\w.-]+)`),
	// Journal 12, Winter 2007: 7-14.  Journal, 2013(1): 3-28.
	regexp.MustCompile(`^(?P<container>.+?)(?:\s+(?P<volume>\d+))?,\s*(?P<date>[^,:(]*\d{4})(?:\s*\((?P<number>[^)]+)\))?\s*:\s*(?P<pages>[\w-]+)`),
	// Book.:371-397, 2004.
	regexp.MustCompile(`^(?P<container>.+?)\.?\s*:\s*(?P<pages>\d+-\d+),\s*(?P<date>[^,:]*\d{4})`),
	// Book (pp. 3-40). Place: Publisher
	regexp.MustCompile(`^(?P<container>.+?)\.?\s*\(pp\.?\s*(?P<pages>[\d-]+)\)`),
	// Journal. 1288(3), Nov. 16, 2004.
	regexp.MustCompile(`^(?P<container>.+?)\.\s+(?P<volume>\d+)(?:\((?P<number>[^)]+)\))?,\s*(?P<date>[^;:]*\d{4})`),
}

// editorsInCitation matches the editors that a citation of a chapter begins with: "Kamp, Roza M
// [Editor], Day, B. [Ed]. " and "Day, B. (Ed) (2001). ".
var editorsInCitation = regexp.MustCompile(`^((?:[^\[\].;]+?(?:\.[^\[\].;]+?)*\.?\s*[\[(]Eds?(?:itors?)?\b[^\])]*[\])][.,;\s]*)+)(?:\((\d{4})\)\.\s*)?`)

// editorMark matches what separates and marks the names of editors.
var editorMark = regexp.MustCompile(`\s*[\[(]Eds?(?:itors?)?\b[^\])]*[\])][.,;\s]*`)

// cite sets what a citation in one field says and the other fields of the entry do not.
func (ref *Reference) cite(citation string) {
	if len(citation) > maxScalar {
		return
	}
	citation = strings.Join(strings.Fields(citation), " ")
	if m := editorsInCitation.FindStringSubmatch(citation); m != nil {
		for _, name := range editorMark.Split(m[1], -1) {
			if name = strings.TrimSpace(name); name != "" && len(ref.Editors) < maxEditors {
				ref.Editors = append(ref.Editors, name)
			}
		}
		setEmpty(&ref.Year, m[2])
		citation = citation[len(m[0]):]
	}
	for _, form := range citations {
		m := form.FindStringSubmatch(citation)
		if m == nil {
			continue
		}
		for i, field := range form.SubexpNames() {
			switch field {
			case "container":
				setEmpty(&ref.Container, strings.TrimSpace(m[i]))
			case "volume":
				setEmpty(&ref.Volume, m[i])
			case "number":
				setEmpty(&ref.Number, m[i])
			case "pages":
				setEmpty(&ref.Pages, format.FullPages(strings.TrimSuffix(m[i], ".")))
			case "date":
				setEmpty(&ref.Date, m[i])
			}
		}
		return
	}
}

// maxEditors is more than the number of editors of any book.
const maxEditors = 100

// setEmpty sets a field that is empty.
func setEmpty(field *string, text string) {
	if *field == "" {
		*field = text
	}
}
