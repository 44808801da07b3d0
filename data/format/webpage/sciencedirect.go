package webpage

import (
	"encoding/json"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// ScienceDirect has tags for all but the authors, who are in the XML of the article, written as
// JSON in a script.

// element is an element of that XML.
type element struct {
	Name     string    `json:"#name"`
	Text     string    `json:"_"`
	Children []element `json:"$$"`
}

// maxAuthorLevels is the maximum depth of an author below the groups of authors.
const maxAuthorLevels = 4

// scienceDirectAuthors returns the authors of a page of ScienceDirect, nil for any other page.
func scienceDirectAuthors(doc *goquery.Document) []string {
	script := doc.Find("script[data-iso-key]").First().Text()
	var quoted string
	if json.Unmarshal([]byte(script), &quoted) == nil { // older pages have the JSON as a string
		script = quoted
	}
	var page struct {
		Authors struct {
			Content []element `json:"content"`
		} `json:"authors"`
	}
	if json.Unmarshal([]byte(script), &page) != nil {
		return nil
	}
	var names []string
	var visit func(elements []element, levels int)
	visit = func(elements []element, levels int) {
		for _, e := range elements {
			switch {
			case e.Name == "author" || e.Name == "collaboration":
				if name := e.name(); name != "" {
					names = append(names, name)
				}
			case levels > 0:
				visit(e.Children, levels-1)
			}
		}
	}
	visit(page.Authors.Content, maxAuthorLevels)
	return names
}

// name returns the name of an author, family name first, or that of a group.
func (e element) name() string {
	parts := map[string]string{}
	for _, c := range e.Children {
		parts[c.Name] = strings.TrimSpace(parts[c.Name] + " " + c.Text)
	}
	if parts["surname"] == "" {
		return parts["text"]
	}
	name := parts["surname"]
	for _, rest := range []string{parts["given-name"], parts["suffix"]} {
		if rest != "" {
			name += ", " + rest
		}
	}
	return name
}
