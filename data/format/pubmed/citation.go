package pubmed

import (
	"cmp"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// wireArticle is a PubmedArticle, a PubmedBookArticle, or a separate MedlineCitation.
type wireArticle struct {
	wireCitation
	Citation wireCitation `xml:"MedlineCitation"`
	Book     wireCitation `xml:"BookDocument"`
	IDs      []wireID     `xml:"PubmedData>ArticleIdList>ArticleId"`
	BookIDs  []wireID     `xml:"PubmedBookData>ArticleIdList>ArticleId"`
}

// citation returns the citation of any of the three kinds of element, with all ids.
func (w wireArticle) citation() wireCitation {
	c := w.wireCitation
	switch {
	case w.Citation.PMID != "":
		c = w.Citation
	case w.Book.PMID != "":
		c = w.Book
	}
	c.IDs = append(append(c.IDs, w.IDs...), w.BookIDs...)
	return c
}

// wireCitation is a MedlineCitation, or a BookDocument, which has the members of an Article
// without that element.
type wireCitation struct {
	PMID    string   `xml:"PMID"`
	Article wireText `xml:"Article"`
	wireText
	Book  wireBook       `xml:"Book"`
	Other []xmlread.Text `xml:"OtherAbstract>AbstractText"`
	Short string         `xml:"MedlineJournalInfo>MedlineTA"`
	IDs   []wireID       `xml:"ArticleIdList>ArticleId"`
}

// wireBook is the book that a BookDocument is part of, or that it is.
type wireBook struct {
	Title     xmlread.Text     `xml:"BookTitle"`
	Date      wireDate         `xml:"PubDate"`
	Authors   []wireAuthorList `xml:"AuthorList"`
	Publisher string           `xml:"Publisher>PublisherName"`
	Place     string           `xml:"Publisher>PublisherLocation"`
	ISBN      []string         `xml:"Isbn"`
	Volume    string           `xml:"Volume"`
	Edition   string           `xml:"Edition"`
	Series    xmlread.Text     `xml:"CollectionTitle"`
}

// wireText has the title, abstract, authors and publication of a citation.
type wireText struct {
	Journal struct {
		Title  string   `xml:"Title"`
		Short  string   `xml:"ISOAbbreviation"`
		ISSN   []string `xml:"ISSN"`
		Date   wireDate `xml:"JournalIssue>PubDate"`
		Volume string   `xml:"JournalIssue>Volume"`
		Issue  string   `xml:"JournalIssue>Issue"`
	} `xml:"Journal"`
	Pages      string           `xml:"Pagination>MedlinePgn"`
	StartPage  string           `xml:"Pagination>StartPage"`
	EndPage    string           `xml:"Pagination>EndPage"`
	Languages  []string         `xml:"Language"`
	Types      []string         `xml:"PublicationTypeList>PublicationType"`
	Title      xmlread.Text     `xml:"ArticleTitle"`
	Vernacular xmlread.Text     `xml:"VernacularTitle"`
	Abstract   []xmlread.Text   `xml:"Abstract>AbstractText"`
	Authors    []wireAuthorList `xml:"AuthorList"`
	Electronic []wireDate       `xml:"ArticleDate"`
	Locations  []wireID         `xml:"ELocationID"`
}

// wireID is an id. Its kind is in one of two attributes.
type wireID struct {
	Type  string `xml:"IdType,attr"`
	EType string `xml:"EIdType,attr"`
	Valid string `xml:"ValidYN,attr"`
	Text  string `xml:",chardata"`
}

type wireAuthorList struct {
	Complete string       `xml:"CompleteYN,attr"`
	Type     string       `xml:"Type,attr"`
	Authors  []wireAuthor `xml:"Author"`
}

type wireAuthor struct {
	Valid      string       `xml:"ValidYN,attr"` // "N" for a misprinted name; the correct name is listed too
	Last       string       `xml:"LastName"`
	Fore       string       `xml:"ForeName"`
	First      string       `xml:"FirstName"`
	Middle     string       `xml:"MiddleName"` // of deposits, like FirstName
	Initials   string       `xml:"Initials"`
	Suffix     string       `xml:"Suffix"`
	Collective xmlread.Text `xml:"CollectiveName"`
}

// wireDate is a date, either in parts or, if it has several months or days, in words.
type wireDate struct {
	Year   string `xml:"Year"`
	Month  string `xml:"Month"`
	Day    string `xml:"Day"`
	Season string `xml:"Season"`
	Words  string `xml:"MedlineDate"`
}

func (d wireDate) said() string {
	return strings.Join(strings.Fields(strings.Join([]string{d.Year, d.Month, d.Day, d.Season, d.Words}, " ")), " ")
}

// adaptCitation fills the record of a citation. Errors are *data.FieldError.
func adaptCitation(r *data.Record, c wireCitation) error {
	r.Paper.ID = data.ID(format.PubMedID(format.SchemePMID, c.PMID))
	article := c.Article
	if len(article.Title.Runs) == 0 {
		article = c.wireText
	}
	title := article.Title.Text(nil)
	if bare := text.OneLine(title); bare == "" || strings.EqualFold(bare, "[Not Available].") {
		title = article.Vernacular.Text(nil)
	}
	venue := cmp.Or(article.Journal.Title, article.Journal.Short, c.Short)
	ref := article.reference()
	if book := c.Book.Title.Text(nil); text.OneLine(book) != "" {
		ref = c.Book.reference()
		if venue = book; text.OneLine(title) == "" {
			title, venue, ref.Type = book, "", data.TypeBook
		}
	}
	if text.OneLine(title) == "" {
		return format.ErrNoTitle("ArticleTitle, VernacularTitle or BookTitle")
	}
	abstract := abstractOf(article.Abstract)
	if abstract == "" {
		abstract = abstractOf(c.Other)
	}
	format.SetTexts(r, title, abstract, venue)
	r.Paper.Title = format.Keep(r, "title", text.OneLine(title), format.BareTitle(r.Paper.Title))
	lists := article.Authors
	if ref.Type != data.TypeChapter || len(lists) == 0 {
		lists = append(lists, c.Book.Authors...)
	} else { // the editors of the book, but not its authors
		for _, list := range c.Book.Authors {
			if list.Type == "editors" {
				lists = append(lists, list)
			}
		}
	}
	setAuthors(r, lists)
	ref.Container = venue
	format.SetReference(r, ref)
	format.SetLanguage(r, xmlread.FirstOf(article.Languages))
	setCitationDate(r, article, c.Book.Date)
	r.Paper.ID = ""
	setCitationIDs(r, c.PMID, append(article.Locations, c.IDs...))
	return nil
}

// setCitationIDs sets the ids: the first valid DOI, and the numbers of PubMed and PubMed Central.
func setCitationIDs(r *data.Record, pmid string, ids []wireID) {
	var doi, pmcid string
	for _, id := range ids {
		switch kind := id.Type + id.EType; {
		case kind == "doi" && doi == "" && id.Valid != "N":
			doi = strings.TrimSpace(id.Text)
		case kind == "pmc" && pmcid == "":
			pmcid = id.Text
		}
	}
	setIDs(r, doi, pmid, pmcid)
}

// abstractOf joins the parts of an abstract, each preceded by its label.
func abstractOf(parts []xmlread.Text) string {
	var paragraphs []string
	for _, part := range parts {
		text := strings.TrimSpace(part.Text(nil))
		if label := part.Attr("Label"); label != "" && !strings.EqualFold(label, "UNLABELLED") {
			text = label + ": " + text
		}
		if text != "" {
			paragraphs = append(paragraphs, text)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// setAuthors sets the authors and editors.
func setAuthors(r *data.Record, lists []wireAuthorList) {
	var authors, editors []format.Name
	for _, list := range lists {
		var names []format.Name
		for _, a := range list.Authors {
			switch {
			case a.Valid == "N":
			case a.Last != "":
				names = append(names, format.Name{Text: strings.Join([]string{cmp.Or(a.Fore, strings.TrimSpace(a.First+" "+a.Middle), a.Initials), a.Last, a.Suffix}, " ")})
			default:
				names = append(names, format.Name{Text: a.Collective.Text(nil), IsGroup: true})
			}
		}
		if list.Type == "editors" {
			editors = append(editors, names...)
		} else {
			authors = append(authors, names...)
		}
		if list.Complete == "N" {
			format.Warn(r, data.WarnAuthorsIncomplete)
		}
	}
	format.SetNames(r, authors, editors)
}

// reference returns what a citation says about the publication, without its title.
func (w wireText) reference() format.Reference {
	ref := format.Reference{
		Type: data.TypeArticle, Volume: w.Journal.Volume, Number: w.Journal.Issue, ISSN: xmlread.Joined(w.Journal.ISSN), Pages: format.FullPages(w.Pages), FirstPage: w.StartPage, LastPage: w.EndPage,
	}
	for _, kind := range w.Types {
		switch strings.TrimSpace(kind) {
		case "Preprint":
			ref.Type = data.TypePreprint
		case "Dataset":
			ref.Type = data.TypeDataset
		case "Technical Report":
			ref.Type = data.TypeReport
		case "Academic Dissertation":
			ref.Type = data.TypeThesis
		}
	}
	return ref
}

// reference returns what the book of a chapter says, without its title.
func (w wireBook) reference() format.Reference {
	return format.Reference{
		Type: data.TypeChapter, Volume: w.Volume, Publisher: w.Publisher, Place: w.Place, ISBN: xmlread.Joined(w.ISBN), Edition: w.Edition, Series: xmlread.First(w.Series),
	}
}

// setCitationDate sets the date of first publication, electronic or in print.
func setCitationDate(r *data.Record, text wireText, book wireDate) {
	said := []string{cmp.Or(text.Journal.Date.said(), book.said())}
	for _, e := range text.Electronic {
		said = append(said, e.said())
	}
	format.SetFirstDate(r, said...)
}
