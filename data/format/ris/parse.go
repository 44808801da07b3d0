package ris

import (
	"regexp"
	"slices"
	"strings"

	"paperboy/data/format"
)

// wirePaper is one record, with the texts of its tags unchanged.
type wirePaper struct {
	title, abstract, venue string
	authors                []string
	year, date             string
	doi, language          string
	keywords, urls         []string
	arXiv, pubMed          string
}

// parse finds the fields among the tags. If dialects use several tags for a field, it takes the
// first that the record has.
func parse(e format.TaggedEntry) wirePaper {
	w := wirePaper{
		title:    e.First("TI", "T1", "CT", "BT"),
		abstract: strings.Join(e.Values("AB"), "\n\n"),
		venue:    e.First("JF", "T2", "JO", "JA", "J2", "BT"),
		authors:  authors(&e),
		year:     e.First("PY", "Y1"),
		date:     e.First("DA"),
		doi:      doi(&e),
		language: e.First("LA"),
		keywords: e.Values("KW"),
		pubMed:   pubMed(&e),
	}
	if w.abstract == "" {
		w.abstract = strings.Join(e.Values("N2"), "\n\n")
	}
	if e.First("TI", "T1", "CT") == "" && w.venue == w.title {
		w.venue = "" // for a book, both are BT
	}
	w.arXiv = arXivNumber.FindString(strings.Join(append(e.Values("AN"), w.venue), " "))
	for _, tag := range []string{"UR", "L1", "L2", "LK"} {
		for _, value := range e.Values(tag) {
			w.urls = append(w.urls, strings.Fields(value)...)
		}
	}
	w.urls = slices.DeleteFunc(w.urls, func(u string) bool { return !format.IsURL(u) }) // links to the owner's files
	return w
}

// authors returns the authors, or the editors if there are no authors.
func authors(e *format.TaggedEntry) []string {
	for _, tags := range [][]string{{"AU", "A1"}, {"A2", "ED"}} {
		var names []string
		for _, f := range e.Fields {
			if !slices.Contains(tags, f.Tag) {
				continue
			}
			for name := range strings.SplitSeq(f.Value(), ";") {
				names = append(names, strings.TrimSpace(name))
			}
		}
		if len(names) > 0 {
			return names
		}
	}
	return nil
}

// doi returns the DOI in DO, or else in M3 or L3, where some programs write it.
func doi(e *format.TaggedEntry) string {
	if doi := e.First("DO"); doi != "" {
		return doi
	}
	for _, tag := range []string{"M3", "L3"} {
		for _, value := range e.Values(tag) {
			if strings.HasPrefix(value, "10.") || strings.Contains(value, "doi.org/10.") {
				return value
			}
		}
	}
	return ""
}

// pubMed returns the PubMed number, which the Cochrane Library writes as "PUBMED 21314913", or "".
func pubMed(e *format.TaggedEntry) string {
	for _, value := range e.Values("C3") {
		number, ok := strings.CutPrefix(value, "PUBMED ")
		if ok && number != "" && strings.Trim(number, "0123456789") == "" {
			return number
		}
	}
	return ""
}

// arXivNumber matches an arXiv number, which Paperboy writes in AN and some programs after the
// name of the venue: "arXiv preprint arXiv:1706.03762".
var arXivNumber = regexp.MustCompile(`(?i)arxiv:\s*[a-z.-]*/?\d[\d.]*\d`)
