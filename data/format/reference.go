package format

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/text"
)

// Reference is what a source says about the publication of a paper, as it is written there. The
// fields are those of data.Paper.
type Reference struct {
	Type                                      data.Type
	Container, Volume, Number, Pages          string
	Publisher, Place, School, Series, Edition string
	ISBN, ISSN, Note, CitationKey             string
	Editors                                   []string
	FirstPage, LastPage                       string // instead of Pages
}

// SetReference sets the fields of the paper that a reference needs, with markup removed. The
// container becomes the venue too if the record has none. Empty fields change nothing.
func SetReference(r *data.Record, ref Reference) {
	p := &r.Paper
	p.Type = cmp.Or(ref.Type, p.Type)
	SetContainer(r, ref.Container)
	ref.clearZeros()
	if ref.Pages == "" {
		ref.Pages = pageRange(ref.FirstPage, ref.LastPage)
	}
	for _, f := range []struct {
		name string
		to   *string
		raw  string
	}{
		{"volume", &p.Volume, ref.Volume}, {"number", &p.Number, ref.Number}, {"pages", &p.Pages, ref.Pages},
		{"publisher", &p.Publisher, ref.Publisher}, {"place", &p.Place, ref.Place}, {"school", &p.School, ref.School},
		{"series", &p.Series, ref.Series}, {"edition", &p.Edition, ref.Edition}, {"isbn", &p.ISBN, ref.ISBN}, {"issn", &p.ISSN, ref.ISSN},
	} {
		if raw := text.OneLine(f.raw); raw != "" {
			*f.to = Keep(r, f.name, raw, text.PlainLine(raw))
		}
	}
	if note := text.Paragraphs(ref.Note); note != "" {
		p.Note = Keep(r, "note", note, text.Paragraphs(text.Plain(note)))
	}
	p.CitationKey = cmp.Or(text.OneLine(ref.CitationKey), p.CitationKey)
	SetEditors(r, ref.Editors)
}

// clearZeros clears the zeros by which programs, such as Publish or Perish, write that a paper is in no
// issue and has no pages.
func (r *Reference) clearZeros() {
	if r.Volume == "0" && (r.Number == "0" || r.Number == "") {
		r.Volume, r.Number = "", ""
	}
	if r.Pages == "0" || r.Pages == "0-0" {
		r.Pages = ""
	}
	if r.FirstPage == "0" && (r.LastPage == "0" || r.LastPage == "") {
		r.FirstPage, r.LastPage = "", ""
	}
}

// SetContainer sets the title of the journal, proceedings or book that the paper is in. It is the
// venue too if the record has none.
func SetContainer(r *data.Record, title string) {
	raw := text.OneLine(title)
	if raw == "" {
		return
	}
	r.Paper.Container = Keep(r, "container", raw, text.PlainLine(raw))
	if r.Paper.Venue == "" {
		r.Paper.Venue = Keep(r, "venue", raw, r.Paper.Container)
	}
}

// SetEditors sets the editors, whose names may have the family name first. An "et al." becomes a
// warning.
func SetEditors(r *data.Record, names []string) {
	people := make([]Name, len(names))
	for i, name := range names {
		people[i].Text = name
	}
	setEditors(r, people)
}

func setEditors(r *data.Record, people []Name) {
	var said []string
	for _, n := range people {
		name := n.display()
		if name != "" {
			said = append(said, text.OneLine(n.Text))
		}
		switch {
		case data.IsEtAl(name):
			Warn(r, data.WarnEditorsIncomplete)
		case name != "":
			r.Paper.Editors = append(r.Paper.Editors, name)
		}
	}
	if len(said) > 0 {
		Keep(r, "editors", strings.Join(said, "; "), strings.Join(r.Paper.Editors, "; "))
	}
}

// SetGroups marks names of authors or editors as those of groups or corporations. Each must be
// written like the author or editor in the record.
func SetGroups(r *data.Record, names ...string) {
	for _, name := range names {
		if name = text.PlainLine(name); name != "" && !slices.Contains(r.Paper.Groups, name) {
			r.Paper.Groups = append(r.Paper.Groups, name)
		}
	}
}

// pageRange returns "first-last", or first alone if it is also the last.
func pageRange(first, last string) string {
	first, last = strings.TrimSpace(first), strings.TrimSpace(last)
	if first == "" || last == "" || first == last {
		return cmp.Or(first, last)
	}
	return first + "-" + last
}

// shortRange matches a range of pages, whose end may be shortened: "2457-71".
var shortRange = regexp.MustCompile(`^\s*(\d+)\s*[-–]\s*(\d+)\s*$`)

// FullPages completes the end of a range of pages that is shortened, as in MEDLINE: "2457-71" is
// "2457-2471". It returns anything else unchanged.
func FullPages(pages string) string {
	m := shortRange.FindStringSubmatch(pages)
	if m == nil || len(m[2]) >= len(m[1]) {
		return pages
	}
	return m[1] + "-" + m[1][:len(m[1])-len(m[2])] + m[2]
}
