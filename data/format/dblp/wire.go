package dblp

import "paperboy/data/format/xmlread"

// wireRecord is a record (dblp.dtd), or the info of an answer to a search.
type wireRecord struct {
	Key       string         `xml:"key,attr"`
	PubType   string         `xml:"publtype,attr"`
	Authors   []string       `xml:"author"`
	Authors2  []string       `xml:"authors>author"` // of an answer
	Editors   []string       `xml:"editor"`
	Titles    []xmlread.Text `xml:"title"`
	BookTitle xmlread.Text   `xml:"booktitle"`
	Journal   xmlread.Text   `xml:"journal"`
	Venue     xmlread.Text   `xml:"venue"` // of an answer
	Year      string         `xml:"year"`
	Month     string         `xml:"month"`
	Pages     string         `xml:"pages"`
	Volume    string         `xml:"volume"`
	Number    string         `xml:"number"`
	Publisher []xmlread.Text `xml:"publisher"`
	Address   string         `xml:"address"`
	ISBN      []string       `xml:"isbn"`
	Series    xmlread.Text   `xml:"series"`
	Schools   []xmlread.Text `xml:"school"`
	Links     []string       `xml:"ee"`
	DOI       string         `xml:"doi"` // of an answer
	Kind      string         `xml:"type"`
	AnswerKey string         `xml:"key"`
	Notes     []xmlread.Text `xml:"note"`
}
