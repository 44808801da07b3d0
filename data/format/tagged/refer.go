package tagged

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// refer is the format of the program refer, of BibIX and of EndNote's .enw files
// (en.wikipedia.org/wiki/EndNote#Tags_and_fields). A tag is a percent sign and one character.
// Entries are separated by empty lines; those of EndNote begin with their type, %0.
var refer = Dialect{
	Name: "endnote", Title: "EndNote tagged, refer or BibIX (.enw)", Sniff: isRefer, Split: newReferSplit, EmptyEnds: true,
	Fields: Fields{
		Title: []string{"T", "!"}, Abstract: []string{"X"}, Container: []string{"J", "B"},
		Authors: [][]string{{"A"}}, Groups: [][]string{{"Q"}}, Editors: [][]string{{"E"}},
		Year: []string{"D"}, Date: []string{"8"}, Volume: []string{"V"}, Number: []string{"N"}, Pages: []string{"P", "&"},
		Publisher: []string{"I"}, Place: []string{"C"}, Series: []string{"S"}, Edition: []string{"7"}, Language: []string{"G"},
		SerialNumber: []string{"@"}, Note: []string{"Z", "O"}, URLs: []string{"U", ">"}, IDs: []string{"M"}, Keywords: []string{"K"},
	},
	Refine: refineRefer,
}

// newReferSplit returns a function that splits lines such as "%T A title". A type that follows
// another one says more about the same entry.
func newReferSplit() func(string) Line {
	above := ""
	return func(line string) Line {
		line = strings.TrimLeft(line, " \t")
		if len(line) < 2 || line[0] != '%' || line[1] <= ' ' || line[1] > '~' || line[1] == '%' || len(line) > 2 && line[2] != ' ' && line[2] != '\t' {
			return Line{}
		}
		at := Line{Field, line[1:2], strings.TrimSpace(line[2:])}
		if at.Tag == "0" && above != "0" {
			at.Mark = Begin
		}
		above = at.Tag
		return at
	}
}

// isRefer requires a tag on the first line, another in the lines below it, and a title.
func isRefer(head []byte) bool {
	split, n, tags, text := newReferSplit(), 0, 0, 0
	firstLines(head, func(line string) bool {
		n++
		switch {
		case split(line).Mark != Text:
			tags++
		case strings.HasPrefix(line, "@") || strings.HasPrefix(line, `\`) || strings.HasPrefix(line, "% "):
			tags = -10 // another format, in which this is a comment
		case tags == 1 && !strings.HasPrefix(strings.TrimLeft(string(head), byteOrderMark+" \r\n"), "%T"):
			tags = -10 // only a title is long enough to continue at once
		default:
			text++
		}
		return n < 4
	})
	return tags > 1 && tags >= text && begins(head, newReferSplit(), 1000, "T")
}

// refineRefer adds what depends on the type, and what several kinds of a tag say.
func refineRefer(e *Entry, ref *Reference) {
	types := e.All("0")
	if len(types) > 0 {
		ref.Type = format.TypeIn(types[len(types)-1])
	}
	for _, text := range e.All("R") {
		if text, _ = strings.CutPrefix(text, "doi:"); ref.DOI == "" && strings.Contains(text, "10.") {
			ref.DOI = text
		}
	}
	kind := e.First("9")
	switch {
	case ref.Type == data.TypeThesis:
		ref.School, ref.Publisher, ref.Note = ref.Publisher, "", cmp.Or(kind, ref.Note)
	case ref.Type == data.TypeReport:
		ref.School, ref.Publisher = ref.Publisher, ""
		if number := e.First("@"); ref.Number == "" && ref.ISBN == "" && ref.ISSN == "" {
			ref.Number = number
		}
	case ref.Type == "" && len(types) == 0 && e.Has("J"):
		ref.Type = data.TypeArticle // files of refer have no types: its macros choose by these fields
	case ref.Type == "" && len(types) == 0 && e.Has("B"):
		ref.Type = data.TypeChapter
	case ref.Type == "" && len(types) == 0 && e.Has("R"):
		ref.Type = data.TypeReport
	case ref.Type == "" && len(types) == 0 && e.Has("I"):
		ref.Type = data.TypeBook
	case ref.Type == data.TypeBook && slices.Contains(types, "Edited Book") && len(ref.Authors) > 0 && len(ref.Editors) == 0:
		ref.Editors = ref.Authors // EndNote has the editors of a book in %A
	}
	switch {
	case ref.Type == data.TypeBook:
		ref.Container, ref.Series = "", cmp.Or(ref.Series, ref.Container)
	case ref.Type == data.TypeConferencePaper && ref.Container == "": // the Anthology's way
		ref.Container, ref.Series = ref.Series, ""
		if len(ref.Editors) == 0 {
			ref.Editors = Names(e, [][]string{{"Y"}})
		}
	}
	for _, pages := range e.All("P") {
		if strings.Contains(pages, "-") {
			ref.Pages = pages // of several, one may be their number
		}
	}
	if _, number, ok := strings.Cut(ref.Note, `Artn \s`); ok && ref.Pages == "" {
		ref.Pages = strings.TrimSpace(number)
	}
	if ref.CitationKey = e.First("F"); strings.ContainsAny(ref.CitationKey, " \n") {
		ref.CitationKey = ""
	}
}
