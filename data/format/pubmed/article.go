package pubmed

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// wireFront is the front matter of an article in JATS.
type wireFront struct {
	Journal struct {
		Title     xmlread.Text  `xml:"journal-title-group>journal-title"`
		Title2    xmlread.Text  `xml:"journal-title"` // before JATS 1.0
		Abbrev    xmlread.Text  `xml:"journal-title-group>abbrev-journal-title"`
		Abbrev2   xmlread.Text  `xml:"abbrev-journal-title"`
		ISSN      []string      `xml:"issn"`
		ISBN      []string      `xml:"isbn"`
		Publisher wirePublisher `xml:"publisher"`
	} `xml:"journal-meta"`
	Article wireMeta `xml:"article-meta"`
	// wireMeta has the members of a book-meta or book-part-meta of BITS.
	wireMeta

	series string
}

// wireMeta has the metadata of an article, a book or a chapter.
type wireMeta struct {
	IDs          []wireArticleID `xml:"article-id"`
	BookIDs      []wireArticleID `xml:"book-id"`
	PartIDs      []wireArticleID `xml:"book-part-id"`
	Title        xmlread.Text    `xml:"title-group>article-title"`
	BookTitle    xmlread.Text    `xml:"book-title-group>book-title"`
	PartTitle    xmlread.Text    `xml:"title-group>title"`
	Subtitle     xmlread.Text    `xml:"title-group>subtitle"`
	BookSubtitle xmlread.Text    `xml:"book-title-group>subtitle"`
	Translated   []xmlread.Text  `xml:"title-group>trans-title-group>trans-title"`
	Reviewed     []xmlread.Text  `xml:"product>source"`
	Groups       []wireContribs  `xml:"contrib-group"`
	Dates        []wirePubDate   `xml:"pub-date"`
	Abstracts    []xmlread.Text  `xml:"abstract"`
	Others       []xmlread.Text  `xml:"trans-abstract"`
	Volume       xmlread.Text    `xml:"volume"`
	Issue        xmlread.Text    `xml:"issue"`
	FirstPage    string          `xml:"fpage"`
	LastPage     string          `xml:"lpage"`
	PageRange    string          `xml:"page-range"`
	Number       string          `xml:"elocation-id"`
	ISBN         []string        `xml:"isbn"`
	Conference   xmlread.Text    `xml:"conference>conf-name"`
	Edition      string          `xml:"edition"`
	Publisher    wirePublisher   `xml:"publisher"`
}

type wirePublisher struct {
	Names  []xmlread.Text `xml:"publisher-name"`
	Places []xmlread.Text `xml:"publisher-loc"`
}

type wireArticleID struct {
	Type     string `xml:"pub-id-type,attr"`
	BookType string `xml:"book-id-type,attr"`
	PartType string `xml:"book-part-id-type,attr"`
	Text     string `xml:",chardata"`
}

type wirePubDate struct {
	Type   string   `xml:"pub-type,attr"`
	Type2  string   `xml:"date-type,attr"`
	ISO    string   `xml:"iso-8601-date,attr"`
	Year   []string `xml:"year"` // JSTOR repeats the parts for a second date
	Month  []string `xml:"month"`
	Day    []string `xml:"day"`
	Season string   `xml:"season"`
	Words  string   `xml:"string-date"`
}

func (d wirePubDate) said() string {
	if len(d.Year) == 0 && d.ISO != "" {
		return d.ISO
	}
	return strings.Join(strings.Fields(strings.Join([]string{xmlread.FirstOf(d.Year), xmlread.FirstOf(d.Month), xmlread.FirstOf(d.Day), d.Season, d.Words}, " ")), " ")
}

// adaptArticle fills the record of an article. Errors are *data.FieldError.
func adaptArticle(r *data.Record, e xmlread.Element[wireFront]) error {
	w := e.Value
	venue := xmlread.First(w.Journal.Title, w.Journal.Title2, w.Journal.Abbrev, w.Journal.Abbrev2)
	if err := adaptMeta(r, w.Article, venue, "article-title"); err != nil {
		return err
	}
	ref := w.Article.reference()
	ref.Container = venue
	ref.ISSN, ref.ISBN = xmlread.Joined(w.Journal.ISSN), xmlread.Joined(append(w.Journal.ISBN, w.Article.ISBN...))
	ref.Publisher, ref.Place = w.Journal.Publisher.said()
	ref.Type = typeOfArticle(e.Attr("article", "article-type"), w)
	if ref.Container == "" {
		ref.Container = xmlread.First(w.Article.Conference)
	}
	format.SetReference(r, ref)
	format.SetLanguage(r, e.Attr("article", "lang"))
	return nil
}

// typeOfArticle returns the type for an article-type of JATS. Nearly all its values are kinds of
// articles in a journal.
func typeOfArticle(kind string, w wireFront) data.Type {
	switch {
	case kind == "preprint":
		return data.TypePreprint
	case kind == "dissertation":
		return data.TypeThesis
	case len(w.Journal.ISSN) > 0 || xmlread.First(w.Journal.Title, w.Journal.Title2) != "":
		return data.TypeArticle
	case len(w.Article.Conference.Runs) > 0:
		return data.TypeConferencePaper
	}
	return ""
}

// adaptMeta fills what articles, books and chapters have in common.
func adaptMeta(r *data.Record, w wireMeta, venue, titleName string) error {
	var doi, pmid, pmcid, arXiv string
	for _, id := range slices.Concat(w.IDs, w.PartIDs, w.BookIDs) {
		switch id.Type + id.BookType + id.PartType {
		case "doi":
			doi = cmp.Or(doi, strings.TrimSpace(id.Text))
		case "pmid":
			pmid = id.Text
		case "pmc", "pmcid", "pmc-uid":
			pmcid = id.Text
		case "arxiv":
			arXiv = "arXiv:" + strings.TrimPrefix(strings.ToLower(strings.TrimSpace(id.Text)), "arxiv:")
		}
	}
	setIDs(r, doi, pmid, pmcid)
	format.SetIDs(r, arXiv)
	title := xmlread.First(w.Title, w.BookTitle, w.PartTitle)
	if title == "" {
		title = xmlread.First(slices.Concat(w.Translated, w.Reviewed)...)
	}
	if title == "" {
		return format.ErrNoTitle(titleName)
	}
	if subtitle := xmlread.First(w.Subtitle, w.BookSubtitle); subtitle != "" {
		title += ": " + subtitle
	}
	abstract := xmlread.Abstract(w.Abstracts)
	if strings.TrimSpace(abstract) == "" {
		abstract = xmlread.Abstract(w.Others)
	}
	format.SetTexts(r, title, abstract, venue)
	setContributors(r, w.Groups)
	setArticleDate(r, w.Dates)
	return nil
}

// reference returns what the metadata itself says about the publication.
func (w wireMeta) reference() format.Reference {
	ref := format.Reference{
		Volume: xmlread.First(w.Volume), Number: xmlread.First(w.Issue), FirstPage: w.FirstPage, LastPage: w.LastPage, ISBN: xmlread.Joined(w.ISBN), Edition: w.Edition,
	}
	if ref.FirstPage == "" {
		ref.Pages = cmp.Or(w.PageRange, w.Number)
	}
	ref.Publisher, ref.Place = w.Publisher.said()
	return ref
}

func (w wirePublisher) said() (name, place string) {
	return xmlread.First(w.Names...), xmlread.First(w.Places...)
}

func setContributors(r *data.Record, groups []wireContribs) {
	var authors, editors []format.Name
	for _, g := range groups {
		for _, c := range g.contribs {
			switch {
			case c.isAuthor():
				authors = append(authors, c.people()...)
			case c.isEditor():
				editors = append(editors, c.people()...)
			}
		}
		if g.incomplete {
			format.Warn(r, data.WarnAuthorsIncomplete)
		}
	}
	format.SetNames(r, authors, editors)
}

// setArticleDate sets the date of first publication. It ignores the date of release by PubMed
// Central.
func setArticleDate(r *data.Record, dates []wirePubDate) {
	var said []string
	for _, d := range dates {
		if kind := d.Type + d.Type2; !slices.Contains([]string{"pmc-release", "nihms-submitted", "retracted", "corrected"}, kind) {
			said = append(said, d.said())
		}
	}
	format.SetFirstDate(r, said...)
}
