package tagged

import (
	"regexp"
	"strings"

	"paperboy/data"
)

// nep is the mail of NEP, New Economics Papers (nep.repec.org). It has a list of titles and, below a
// line of hyphens, numbered papers whose fields have names: "By:", "Abstract:", "Date:". Older mails
// have authors and abstract without names, separated by empty lines.
var nep = Dialect{
	Name: "nep", Title: "mail of NEP, New Economics Papers", Sniff: isNEP, Split: newNEPSplit,
	Fields: Fields{
		Title: []string{"Title"}, Abstract: []string{"Abstract"}, Authors: [][]string{{"By"}},
		Year: []string{"Date"}, URLs: []string{"URL"}, Keywords: []string{"Keywords"},
	},
	Refine: refineNEP,
}

var (
	nepNumber = regexp.MustCompile(`^\d+\.\s+\S`)
	nepRule   = regexp.MustCompile(`^-{20,}`)
	nepField  = regexp.MustCompile(`^(By|Abstract|Keywords|JEL|Date|URL):(?:\s|$)`)
)

// isNEP requires the name of the service in the first lines.
func isNEP(head []byte) bool {
	n, is := 0, false
	firstLines(head, func(line string) bool {
		n++
		is = is || strings.Contains(line, "NEP: New Economics Papers") || strings.Contains(line, "nep.repec.org")
		return n < 25 && !is && (n > 1 || !strings.ContainsAny(line[:1], "<{[@%"))
	})
	return is
}

// newNEPSplit returns a function that splits lines. A paper begins with a number below an empty
// line, outside of the list of titles.
func newNEPSplit() func(string) Line {
	inList, above := false, ""
	return func(line string) Line {
		last := above
		above = line
		switch m := nepField.FindString(line); {
		case nepRule.MatchString(line):
			inList = strings.HasPrefix(last, "In this issue we")
			return Line{Mark: End}
		case inList:
			return Line{Mark: Skip}
		case last == "" && nepNumber.MatchString(line):
			_, title, _ := strings.Cut(line, ".")
			return Line{Begin, "Title", strings.TrimSpace(title)}
		case m != "":
			name, value, _ := strings.Cut(line, ":")
			return Line{Field, name, strings.TrimSpace(value)}
		}
		return Line{}
	}
}

// inParentheses matches the institution after the name of an author.
var inParentheses = regexp.MustCompile(`\s*\([^)]*\)?`)

// refineNEP separates what is not marked: the parts of an older entry, and institutions in names.
func refineNEP(e *Entry, ref *Reference) {
	ref.Type = data.TypeReport
	parts := strings.Split(ref.Title, "\n\n")
	ref.Title = parts[0]
	said := e.First("By")
	if said == "" && len(parts) > 1 {
		said = parts[1]
		if ref.Abstract == "" {
			ref.Abstract = strings.Join(parts[2:], "\n\n")
		}
	}
	ref.Authors = nil
	for name := range strings.FieldsFuncSeq(inParentheses.ReplaceAllString(said[:min(len(said), maxNames)], "\n"), func(c rune) bool { return c == '\n' || c == ';' }) {
		if name = strings.TrimSpace(name); name != "" {
			ref.Authors = append(ref.Authors, name)
		}
	}
}
