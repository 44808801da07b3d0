package arxiv

import (
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// oaiDOAJ is a record in the format oai_doaj of the Directory of Open Access Journals
// (doaj.org/docs/oai-pmh).
type oaiDOAJ struct {
	Titles    []xmlread.Text `xml:"title"`
	Authors   []string       `xml:"authors>author>name"`
	Abstracts []xmlread.Text `xml:"abstract"`
	Journal   string         `xml:"journalTitle"`
	Publisher string         `xml:"publisher"`
	ISSN      []string       `xml:"issn"`
	EISSN     []string       `xml:"eissn"`
	Date      string         `xml:"publicationDate"`
	Volume    string         `xml:"volume"`
	Issue     string         `xml:"issue"`
	FirstPage string         `xml:"startPage"`
	LastPage  string         `xml:"endPage"`
	DOI       string         `xml:"doi"`
	FullText  []string       `xml:"fullTextUrl"`
	Language  string         `xml:"language"`
}

func (w oaiDOAJ) metadata() metadata {
	m := metadata{
		Title: xmlread.First(w.Titles...), Abstract: xmlread.Abstract(w.Abstracts), DOI: strings.TrimSpace(w.DOI), Submitted: text.OneLine(w.Date), Authors: w.Authors, Language: w.Language,
		JournalRef: w.Journal,
		Reference: format.Reference{
			Type: data.TypeArticle, Container: w.Journal, Publisher: w.Publisher, ISSN: xmlread.Joined(append(w.ISSN, w.EISSN...)), Volume: w.Volume, Number: w.Issue,
			FirstPage: w.FirstPage, LastPage: w.LastPage,
		},
	}
	for _, address := range w.FullText {
		m.URLs = append(m.URLs, strings.TrimSpace(address))
	}
	return m
}
