package webpage

import (
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// wirePage has the metadata of a page.
type wirePage struct {
	// tags maps the name of a meta tag to its contents. Names are in lower case with "." between
	// their parts: "citation_title", "dc.title", "og.description".
	tags map[string][]string
	// articles has the papers of the page's JSON-LD.
	articles []article
	// title is what a browser shows as the title of the page.
	title string
	// canonical is the address that the page states for itself, or empty.
	canonical string
}

// maxTags is the maximum number of tags with the same name. It suffices for the authors of a large
// experiment.
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
	w.dropPrefix("bepress_")
	if len(w.tags["citation_author"]) == 0 {
		if names := scienceDirectAuthors(doc); len(names) > 0 {
			w.tags["citation_author"] = names
		}
	}
	w.title = doc.Find("title").First().Text()
	if a, ok := xploreArticle(doc); ok {
		w.articles = append(w.articles, a)
	}
	w.canonical = doc.Find("link[rel=canonical]").AttrOr("href", "")
	return w
}

// dropPrefix gives tags whose names begin with prefix the rest as names too, if the page has none
// of these: Digital Commons writes bepress_citation_title.
func (w wirePage) dropPrefix(prefix string) {
	for name, contents := range w.tags {
		if rest, ok := strings.CutPrefix(name, prefix); ok && len(w.tags[rest]) == 0 {
			w.tags[rest] = contents
		}
	}
}

// first returns the first content of the first name that has a tag, or "".
func (w wirePage) first(names ...string) string {
	for _, name := range names {
		if values := w.tags[name]; len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// all returns the contents of the first name that has a tag, or nil.
func (w wirePage) all(names ...string) []string {
	for _, name := range names {
		if values := w.tags[name]; len(values) > 0 {
			return values
		}
	}
	return nil
}

// isPaper reports whether the metadata describe a paper. The title in Open Graph tags is not
// enough, because pages of any kind have it.
func (w wirePage) isPaper() bool {
	switch {
	case w.first("citation_title") != "":
		return true
	case slices.ContainsFunc(w.articles, func(a article) bool { return a.title() != "" }):
		return true
	}
	if w.first("eprints.title") != "" {
		return true
	}
	return w.first(dublinCoreTitle...) != "" && w.first(dublinCoreCreator...) != ""
}

// Names in Dublin Core that pages use for the title, and for the authors.
var (
	dublinCoreTitle   = []string{"dc.title", "dcterms.title"}
	dublinCoreCreator = []string{"dc.creator", "dcterms.creator", "dc.creator.personalname", "dc.contributor", "dcterms.contributor"}
)
