package webpage

import (
	"cmp"
	"encoding/json"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// IEEE Xplore has no tags. The page renders itself from an object in a script.
const xploreMark = "xplGlobal.document.metadata="

// xplore is the object of a page of IEEE Xplore.
type xplore struct {
	Title   string `json:"title"`
	Authors []struct {
		Name      string `json:"name"`
		FirstName string `json:"firstName"`
		LastName  string `json:"lastName"`
	} `json:"authors"`
	Abstract         string `json:"abstract"`
	DOI              string `json:"doi"`
	PublicationTitle string `json:"publicationTitle"`
	Volume           string `json:"volume"`
	Issue            string `json:"issue"`
	StartPage        string `json:"startPage"`
	EndPage          string `json:"endPage"`
	PublicationDate  string `json:"publicationDate"`
	PublicationYear  string `json:"publicationYear"`
	Publisher        string `json:"publisher"`
	ContentType      string `json:"contentType"`
	ISSN             []struct {
		Value string `json:"value"`
	} `json:"issn"`
	ISBN []struct {
		Value string `json:"value"`
	} `json:"isbn"`
}

// xploreArticle returns the paper of a page of IEEE Xplore as it would be in JSON-LD; ok is false
// for any other page.
func xploreArticle(doc *goquery.Document) (a article, ok bool) {
	for _, s := range doc.Find("script").EachIter() {
		_, rest, found := strings.Cut(s.Text(), xploreMark)
		if !found {
			continue
		}
		var x xplore
		if json.NewDecoder(strings.NewReader(rest)).Decode(&x) == nil && x.Title != "" {
			return x.article(), true
		}
	}
	return article{}, false
}

func (x xplore) article() article {
	one := func(s string) values {
		if s == "" {
			return nil
		}
		return values{{Text: s}}
	}
	a := article{
		Type: one("ScholarlyArticle"), Headline: one(x.Title), Abstract: one(x.Abstract), Publisher: one(x.Publisher),
		DatePublished: one(cmp.Or(x.PublicationDate, x.PublicationYear)), Identifier: one(x.DOI),
		VolumeNumber: one(x.Volume), IssueNumber: one(x.Issue), PageStart: one(x.StartPage), PageEnd: one(x.EndPage),
	}
	if x.PublicationTitle != "" {
		a.IsPartOf = values{{Name: x.PublicationTitle}}
	}
	switch strings.ToLower(x.ContentType) {
	case "conferences":
		a.Type = append(a.Type, value{Text: "conference paper"})
	case "periodicals", "journals", "magazines", "early access articles":
		a.Type = append(a.Type, value{Text: "journal article"})
	case "books":
		a.Type = append(a.Type, value{Text: "chapter"})
	}
	for _, author := range x.Authors {
		a.Author = append(a.Author, value{Name: author.Name, Given: author.FirstName, Family: author.LastName})
	}
	for _, n := range x.ISSN {
		a.ISSN = append(a.ISSN, value{Text: n.Value})
	}
	for _, n := range x.ISBN {
		a.ISBN = append(a.ISBN, value{Text: n.Value})
	}
	return a
}
