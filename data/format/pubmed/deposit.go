package pubmed

import (
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// wireDeposit is an Article as publishers send it to PubMed
// (ncbi.nlm.nih.gov/books/NBK3828). Its elements are close to those of a citation.
type wireDeposit struct {
	Publisher  string         `xml:"Journal>PublisherName"`
	Journal    string         `xml:"Journal>JournalTitle"`
	ISSN       []string       `xml:"Journal>Issn"`
	Volume     string         `xml:"Journal>Volume"`
	Issue      string         `xml:"Journal>Issue"`
	Dates      []wireDate     `xml:"Journal>PubDate"`
	Title      xmlread.Text   `xml:"ArticleTitle"`
	Vernacular xmlread.Text   `xml:"VernacularTitle"`
	FirstPage  string         `xml:"FirstPage"`
	LastPage   string         `xml:"LastPage"`
	Locations  []wireID       `xml:"ELocationID"`
	IDs        []wireID       `xml:"ArticleIdList>ArticleId"`
	Languages  []string       `xml:"Language"`
	Authors    wireAuthorList `xml:"AuthorList"`
	Abstract   xmlread.Text   `xml:"Abstract"`
	Other      []xmlread.Text `xml:"OtherAbstract"`
	History    []struct {
		Status string `xml:"PubStatus,attr"`
		wireDate
	} `xml:"History>PubDate"`
}

// adaptDeposit fills the record of an article. Errors are *data.FieldError.
func adaptDeposit(r *data.Record, e xmlread.Element[wireDeposit]) error {
	w := e.Value
	title := xmlread.First(w.Title, w.Vernacular)
	if title == "" {
		return format.ErrNoTitle("ArticleTitle")
	}
	abstract := w.Abstract.Plain()
	if strings.TrimSpace(abstract) == "" {
		abstract = xmlread.Abstract(w.Other)
	}
	format.SetTexts(r, format.BareTitle(title), abstract, w.Journal)
	setAuthors(r, []wireAuthorList{w.Authors})
	ref := format.Reference{
		Type: data.TypeArticle, Container: w.Journal, Volume: w.Volume, Number: w.Issue, FirstPage: w.FirstPage, LastPage: w.LastPage,
		Publisher: w.Publisher, ISSN: xmlread.Joined(w.ISSN),
	}
	format.SetReference(r, ref)
	format.SetLanguage(r, strings.ToLower(xmlread.FirstOf(w.Languages)))
	var said []string
	for _, d := range w.Dates {
		said = append(said, d.said())
	}
	for _, d := range w.History { // others are days of receipt and of acceptance
		if strings.HasSuffix(d.Status, "publish") {
			said = append(said, d.said())
		}
	}
	format.SetFirstDate(r, said...)
	setCitationIDs(r, "", append(w.Locations, w.IDs...))
	return nil
}
