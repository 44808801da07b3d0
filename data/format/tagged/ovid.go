package tagged

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// ovid is the tagged format of Ovid ("Citation with tags", "Reprint/Medlars"): numbered records whose
// lines have a tag of two letters, two spaces and a hyphen.
var ovid = Dialect{
	Name: "ovid", Title: "Ovid tagged", Sniff: isOvid, BareTitles: true, CleanName: cleanOvidNames, Split: func() func(string) Line { return splitOvid },
	Fields: Fields{
		Type: []string{"PT", "DT"}, Title: []string{"TI", "OT"}, Abstract: []string{"AB"}, Container: []string{"JT", "JN", "BT"},
		Authors: [][]string{{"FA"}, {"AU"}}, Groups: [][]string{{"CA"}}, Editors: [][]string{{"ED"}},
		Year: []string{"YR", "PY"}, Date: []string{"DP", "DG"}, Volume: []string{"VI", "VO"}, Number: []string{"IP"}, Pages: []string{"PG"},
		Publisher: []string{"PB", "PI"}, Place: []string{"PL"}, Edition: []string{"EN"}, Language: []string{"LG", "LA"},
		ISBN: []string{"IB"}, ISSN: []string{"IS"}, DOI: []string{"DI", "DO"}, Keywords: []string{"KW"},
	},
	Refine: func(e *Entry, ref *Reference) {
		refineOvid(ref, e.First("PT", "DT"), e.First("SO"))
		ref.ovidPubMed(e.First("DB"), e.First("UI"))
	},
}

// ovidNames is the other format of Ovid: numbered records whose fields have a name on its own line
// and an indented text below it.
var ovidNames = Dialect{
	Name: "ovid-names", Title: "Ovid, with names of fields", Sniff: isOvidNames, BareTitles: true, CleanName: cleanOvidNames, Split: newOvidNames,
	Fields: Fields{
		Type: []string{"Publication Type"}, Title: []string{"Title", "Chapter Title", "Book Title"}, Abstract: []string{"Abstract"}, Container: []string{"Journal Title", "Journal Name"},
		Authors: [][]string{{"Author", "Authors", "Author/Editor"}}, Groups: [][]string{{"Corporate Author", "Collaborator"}},
		Year: []string{"Year of Publication", "Publication Year"}, Date: []string{"Date of Publication", "Publication Date"},
		Volume: []string{"Volume"}, Number: []string{"Issue Part", "Issue/Part"}, Pages: []string{"Pages", "Page"},
		Publisher: []string{"Publisher"}, Place: []string{"Place of Publication"}, Language: []string{"Language"},
		ISBN: []string{"ISBN"}, ISSN: []string{"ISSN", "ISSN Print", "ISSN Electronic", "Electronic ISSN"}, DOI: []string{"DOI Number", "Digital Object Identifier", "DOI"},
	},
	Refine: func(e *Entry, ref *Reference) {
		if chapter := e.First("Chapter Title"); chapter != "" {
			ref.Title, ref.Type = chapter, data.TypeChapter
			setEmpty(&ref.Container, e.First("Book Title", "Title"))
		}
		refineOvid(ref, e.First("Publication Type"), e.First("Source"))
		ref.ovidPubMed(e.First("Database"), e.First("Unique Identifier"))
	},
}

// ovidNumber matches the number of a record: "<8>" or "<8. >".
var ovidNumber = regexp.MustCompile(`^<\d+(?:\.\s*)?>$`)

// splitOvid splits a line such as "TI  - A title".
func splitOvid(line string) Line {
	line = strings.TrimLeft(line, " \t")
	if ovidNumber.MatchString(strings.TrimSpace(line)) {
		return Line{Mark: Start}
	}
	if tag, value, ok := strings.Cut(line, "  -"); ok && len(tag) == 2 && strings.Trim(tag, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == "" &&
		(value == "" || value[0] == ' ') {
		return Line{Field, tag, strings.TrimSpace(value)}
	}
	return Line{}
}

// isOvid requires the name of the provider, which each record of Ovid has, and a title.
func isOvid(head []byte) bool {
	n, is := 0, false
	firstLines(head, func(line string) bool {
		n++
		at := splitOvid(line)
		is = at.Tag == "VN" && strings.HasPrefix(at.Value, "Ovid")
		if at.Tag == "TY" || strings.HasPrefix(line, "%") || strings.HasPrefix(line, "RT ") {
			return false // an abstract of another format quotes Ovid's
		}
		return !is && n < 50 && (n > 1 || at.Mark != Text || !strings.ContainsAny(line[:1], "<{[@"))
	})
	return is
}

// newOvidNames returns a function that splits lines. A line that is not indented is the name of a
// field.
func newOvidNames() func(string) Line {
	started := false
	return func(line string) Line {
		switch {
		case ovidNumber.MatchString(strings.TrimSpace(line)):
			started = true
			return Line{Mark: Start}
		case !started || line == "" || line[0] == ' ' || line[0] == '\t':
			return Line{}
		}
		return Line{Field, strings.TrimSpace(line), ""}
	}
}

// isOvidNames requires a number, and below it a name of a field and an indented text.
func isOvidNames(head []byte) bool {
	n, atNumber, fields, texts := 0, 0, 0, 0
	firstLines(head, func(line string) bool {
		n++
		switch {
		case ovidNumber.MatchString(line):
			atNumber = n
		case atNumber == 0:
			return n < 50 && (n > 1 || !strings.ContainsAny(line[:1], "<{[@"))
		case line[0] == ' ' || line[0] == '\t':
			texts++
		default:
			fields++
			return texts == fields-1 && len(line) < 50 && fields < 4
		}
		return texts <= fields
	})
	return atNumber > 0 && fields > 2 && texts >= 2
}

var (
	// inBrackets matches a role or an address after a name: "[Inventor, Reprint Author]".
	inBrackets = regexp.MustCompile(`\s*\[[^\]]*\]`)
	// affiliationMarks matches numbers of addresses after a name: "Zhang, Weijia 1,*".
	affiliationMarks = regexp.MustCompile(`[\s\d,*+]+$`)
	// degrees matches academic degrees after a name: "Ph.D., FACSM".
	degrees = regexp.MustCompile(`(?:,?\s+(?:Ph\.?D\.?|M\.?D\.?|[BM]\.?Sc\.?|[BM]A|MPH|MB|RN|FACSM))+[,.\s]*$`)
	// kindAfterTitle matches the kind of an article after its title: ".[Article]".
	kindAfterTitle = regexp.MustCompile(`\.?\s*\[[^\]]*\]\s*$`)
)

// editorRole matches the role of an editor: "[Editor, Reprint Author]", "[Ed]".
var editorRole = regexp.MustCompile(`(?i)\s*\[eds?(?:itors?)?\b[^\]]*\]`)

// cleanOvidNames returns a line of names without what is in brackets, except that someone is an
// editor. Names are separated by semicolons, or by two spaces.
func cleanOvidNames(line string) string {
	if len(line) > maxNames {
		return line // it is not a list of people
	}
	line = inBrackets.ReplaceAllString(editorRole.ReplaceAllString(line, editorSuffix), "")
	if line = strings.TrimSpace(line); !strings.Contains(line, ";") {
		line = strings.ReplaceAll(line, "  ", ";")
	}
	return line
}

// editorSuffix marks the name of an editor.
const editorSuffix = " (ed)"

// ovidName returns a name without addresses, degrees and a full stop at the end. A family name in
// capitals, "AHMED, Mughees", gets small letters.
func ovidName(name string) string {
	name = affiliationMarks.ReplaceAllString(name, "")
	name = degrees.ReplaceAllString(name, "")
	family, given, found := strings.Cut(name, ",")
	if words := strings.Fields(given); found && len(words) > 0 {
		if last := words[len(words)-1]; len(last) > 3 && strings.HasSuffix(last, ".") && strings.Count(last, ".") == 1 && last != "Jr." {
			name = strings.TrimSuffix(name, ".") // it ends the field
		}
		if family == strings.ToUpper(family) && len(family) > 2 && strings.ToUpper(given) != given {
			_, rest, _ := strings.Cut(name, ",")
			name = capitalized(family) + "," + rest
		}
	}
	return name
}

// capitalized returns words of capitals with only the first letter as a capital.
func capitalized(words string) string {
	lower := []rune(strings.ToLower(words))
	upper := []rune(words)
	if len(lower) != len(upper) {
		return words
	}
	for i := range lower {
		if i == 0 || slices.Contains([]rune(" -'"), lower[i-1]) {
			lower[i] = upper[i]
		}
	}
	return string(lower)
}

// refineOvid splits the citation in the source, and cleans names and title. said is the type.
func refineOvid(ref *Reference, said, source string) {
	var authors, editors []string
	for _, name := range ref.Authors {
		if editor, ok := strings.CutSuffix(name, editorSuffix); ok {
			editors = append(editors, ovidName(editor))
		} else {
			authors = append(authors, ovidName(name))
		}
	}
	ref.Authors, ref.Editors = format.CatalogueInitialsFirst(authors), append(ref.Editors, editors...)
	if len(ref.Title) < maxScalar {
		ref.Title = cmp.Or(kindAfterTitle.ReplaceAllString(ref.Title, ""), ref.Title) // not the brackets of a translation
	}
	if ref.Type == data.TypeBook {
		ref.Container = ""
	} else {
		ref.cite(source)
	}
	if said == "" && ref.Container != "" {
		ref.Type = data.TypeArticle
	}
	ref.Pages = format.FullPages(ref.Pages)
	if at := strings.Index(ref.DOI, "10."); at >= 0 {
		ref.DOI, _, _ = strings.Cut(ref.DOI[at:], " ")
	}
}

// ovidPubMed adds the id of a record of MEDLINE.
func (ref *Reference) ovidPubMed(database, number string) {
	if isNumber(number) && strings.Contains(strings.ToUpper(database), "MEDLINE") {
		ref.IDs = append(ref.IDs, format.PubMedID(format.SchemePMID, number))
	}
}
