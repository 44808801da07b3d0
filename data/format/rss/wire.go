package rss

import "paperboy/data/format/xmlread"

// wireItem is an item. Elements are distinguished by their local names alone, since feeds use
// several versions of the namespaces: the title is that of RSS or of Dublin Core.
type wireItem struct {
	About        string         `xml:"about,attr"`
	Titles       []xmlread.Text `xml:"title"`
	Links        []string       `xml:"link"`
	GUID         string         `xml:"guid"`
	Descriptions []string       `xml:"description"`
	Encoded      string         `xml:"encoded"`
	Creators     []string       `xml:"creator"`
	Authors      []string       `xml:"author"`
	List         string         `xml:"authors"` // of IEEE
	Published    string         `xml:"pubDate"`
	Date         []string       `xml:"date"`
	Identifiers  []string       `xml:"identifier"`
	Sources      []string       `xml:"source"`
	Publisher    string         `xml:"publisher"`
	Language     string         `xml:"language"`

	// Elements of PRISM.
	DOI             string   `xml:"doi"`
	Journal         string   `xml:"publicationName"`
	PublicationDate string   `xml:"publicationDate"`
	CoverDate       string   `xml:"coverDate"`
	Volume          string   `xml:"volume"`
	Number          string   `xml:"number"`
	FirstPage       string   `xml:"startingPage"`
	LastPage        string   `xml:"endingPage"`
	Pages           string   `xml:"pageRange"`
	StartPage       string   `xml:"startPage"` // of IEEE
	EndPage         string   `xml:"endPage"`
	ISSN            []string `xml:"issn"`
	EISSN           []string `xml:"eIssn"`
	ISBN            []string `xml:"isbn"`
}
