package webpage

import (
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// wirePage is what a page says to programs.
type wirePage struct {
	// tags are the contents of its meta tags by name, in lower case and with "."
	// between the parts: "citation_title", "dc.title", "og.description".
	tags map[string][]string
	// articles are its papers as JSON-LD.
	articles []article
	// canonical is its own address.
	canonical string
}

// maxTags bounds the tags of one name: those of the authors of a large experiment.
const maxTags = 10_000

func parse(doc *goquery.Document) wirePage {
	w := wirePage{tags: map[string][]string{}}
	doc.Find("meta[content]").Each(func(_ int, s *goquery.Selection) {
		name := s.AttrOr("name", s.AttrOr("property", ""))
		name = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), ":", ".")
		content := strings.TrimSpace(s.AttrOr("content", ""))
		if name != "" && content != "" && len(w.tags[name]) < maxTags {
			w.tags[name] = append(w.tags[name], content)
		}
	})
	doc.Find(`script[type="application/ld+json"]`).Each(func(_ int, s *goquery.Selection) {
		w.articles = append(w.articles, articlesOf(s.Text())...)
	})
	w.canonical = doc.Find("link[rel=canonical]").AttrOr("href", "")
	return w
}

// first is the first tag that there is, in the order of names.
func (w wirePage) first(names ...string) string {
	for _, name := range names {
		if values := w.tags[name]; len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// all are the tags of the first name that there are any of.
func (w wirePage) all(names ...string) []string {
	for _, name := range names {
		if values := w.tags[name]; len(values) > 0 {
			return values
		}
	}
	return nil
}

// isPaper reports that the page is a paper's by more than its title in a feed of
// social media.
func (w wirePage) isPaper() bool {
	switch {
	case w.first("citation_title") != "":
		return true
	case slices.ContainsFunc(w.articles, func(a article) bool { return a.title() != "" }):
		return true
	}
	return w.first(dublinCoreTitle...) != "" && w.first(dublinCoreCreator...) != ""
}

// The names of Dublin Core that pages use for one thing.
var (
	dublinCoreTitle   = []string{"dc.title", "dcterms.title"}
	dublinCoreCreator = []string{"dc.creator", "dcterms.creator", "dc.creator.personalname", "dc.contributor", "dcterms.contributor"}
)
