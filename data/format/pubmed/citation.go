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
	Book struct {
		Title   xmlread.Text     `xml:"BookTitle"`
		Date    wireDate         `xml:"PubDate"`
		Authors []wireAuthorList `xml:"AuthorList"`
	} `xml:"Book"`
	IDs []wireID `xml:"ArticleIdList>ArticleId"`
}

// wireText has the title, abstract, authors and publication of a citation.
type wireText struct {
	Journal struct {
		Title string   `xml:"Title"`
		Short string   `xml:"ISOAbbreviation"`
		Date  wireDate `xml:"JournalIssue>PubDate"`
	} `xml:"Journal"`
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
	venue := article.Journal.Title
	if venue == "" {
		venue = article.Journal.Short
	}
	if book := c.Book.Title.Text(nil); book != "" {
		if venue = book; text.OneLine(title) == "" {
			title, venue = book, ""
		}
	}
	if text.OneLine(title) == "" {
		return format.ErrNoTitle("ArticleTitle, VernacularTitle or BookTitle")
	}
	format.SetTexts(r, title, abstractOf(article.Abstract), venue)
	r.Paper.Title = format.Keep(r, "title", text.OneLine(title), format.BareTitle(r.Paper.Title))
	lists := article.Authors
	if len(lists) == 0 {
		lists = c.Book.Authors
	}
	setAuthors(r, lists)
	setCitationDate(r, article, c.Book.Date)
	var doi, pmcid string
	for _, id := range append(article.Locations, c.IDs...) {
		switch kind := id.Type + id.EType; {
		case kind == "doi" && doi == "" && id.Valid != "N":
			doi = strings.TrimSpace(id.Text)
		case kind == "pmc" && pmcid == "":
			pmcid = id.Text
		}
	}
	r.Paper.ID = ""
	setIDs(r, doi, c.PMID, pmcid)
	return nil
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

func setAuthors(r *data.Record, lists []wireAuthorList) {
	var names []string
	for _, list := range lists {
		if list.Type == "editors" && len(lists) > 1 {
			continue
		}
		for _, a := range list.Authors {
			if a.Valid == "N" {
				continue
			}
			name := text.OneLine(a.Collective.Text(nil))
			if a.Last != "" {
				name = strings.Join([]string{cmp.Or(a.Fore, a.First, a.Initials), a.Last, a.Suffix}, " ")
			}
			names = append(names, name)
		}
		if list.Complete == "N" {
			format.Warn(r, data.WarnAuthorsIncomplete)
		}
	}
	format.SetAuthors(r, names)
}

// setCitationDate sets the date of first publication, electronic or in print.
func setCitationDate(r *data.Record, text wireText, book wireDate) {
	printed := text.Journal.Date
	if printed.said() == "" {
		printed = book
	}
	raw, date := printed.said(), format.FreeDate(printed.said())
	for _, e := range text.Electronic {
		electronic := format.FreeDate(e.said())
		if first := data.MergeDates(date, electronic); !electronic.IsZero() && first == electronic {
			raw, date = e.said(), first
		}
	}
	format.SetDate(r, raw, date)
}
