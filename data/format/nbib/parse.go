package nbib

import (
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// wirePaper is one record, with the texts of its tags unchanged.
type wirePaper struct {
	pmid                   string
	title, abstract, venue string
	authors                []string
	published, electronic  string // "2020 Feb", "20190325"
	doi, arXiv             string
}

// id returns the PubMed id, or "" if the number is missing.
func (w wirePaper) id() data.ID {
	if !isNumber(w.pmid) {
		return ""
	}
	return data.ID("pmid:" + w.pmid)
}

// parse finds the fields of an entry among its tags.
func parse(e format.TaggedEntry) wirePaper {
	w := wirePaper{
		pmid:       e.First(tagPMID),
		title:      e.First("TI", "BTI", "TT"),
		abstract:   e.First("AB", "OAB"),
		venue:      e.First("JT", "TA", "BTI"),
		authors:    authors(e),
		published:  e.First("DP"),
		electronic: e.First("DEP"),
	}
	if w.venue == w.title {
		w.venue = "" // for a book, both are BTI
	}
	for _, value := range append(e.Values("LID"), e.Values("AID")...) {
		id, kind, _ := strings.Cut(strings.Join(strings.Fields(value), " "), " ")
		switch {
		case kind == "[doi]" && w.doi == "":
			w.doi = id
		case strings.HasPrefix(strings.ToLower(id), "arxiv:") && w.arXiv == "":
			w.arXiv = id
		}
	}
	return w
}

// authors returns the full names, or the short names if there are no full names, together with the
// names of groups, in the order of the entry.
func authors(e format.TaggedEntry) []string {
	names := "AU"
	if e.First("FAU") != "" {
		names = "FAU"
	}
	var authors []string
	for _, f := range e.Fields {
		if slices.Contains([]string{names, "CN"}, f.Tag) {
			name := strings.Join(strings.Fields(f.Value()), " ")
			if f.Tag == "AU" {
				name = shortName(name)
			}
			authors = append(authors, name)
		}
	}
	return authors
}

// shortName returns "Griffin, DK" for "Griffin DK".
func shortName(name string) string {
	if i := strings.LastIndexByte(name, ' '); i > 0 && strings.Trim(name[i+1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		return name[:i] + ", " + name[i+1:]
	}
	return name
}
