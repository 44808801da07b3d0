package metadata

import "paperboy/data"

// ScholarlyArticle is a paper as JSON-LD (schema.org/ScholarlyArticle), which search engines and
// reference managers read.
type ScholarlyArticle struct {
	Context    string         `json:"@context"`
	Type       string         `json:"@type"`
	Headline   string         `json:"headline"`
	Author     []schemaThing  `json:"author,omitempty"`
	Published  string         `json:"datePublished,omitempty"`
	Abstract   string         `json:"abstract,omitempty"`
	PartOf     *schemaThing   `json:"isPartOf,omitempty"`
	Identifier []schemaString `json:"identifier,omitempty"`
	URL        string         `json:"url,omitempty"`
	SameAs     []string       `json:"sameAs,omitempty"`
	Language   string         `json:"inLanguage,omitempty"`
	Keywords   []string       `json:"keywords,omitempty"`
}

// NewScholarlyArticle describes a paper whose page on this server has the address page.
func NewScholarlyArticle(p data.Paper, page string) ScholarlyArticle {
	a := ScholarlyArticle{
		Context: "https://schema.org", Type: "ScholarlyArticle", Headline: p.Title, Published: p.Date.String(), Abstract: p.Abstract, Keywords: p.Categories,
		URL: page, Language: p.Language,
	}
	for _, name := range p.Authors {
		a.Author = append(a.Author, schemaThing{"Person", name})
	}
	if p.Venue != "" {
		a.PartOf = &schemaThing{"Periodical", p.Venue}
	}
	if p.DOI != "" {
		a.Identifier = append(a.Identifier, schemaString{"PropertyValue", "DOI", p.DOI})
	}
	if url := p.ID.URL(); url != "" {
		a.SameAs = []string{url}
	}
	return a
}

// schemaThing is a person or a periodical.
type schemaThing struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// schemaString is an identifier, such as a DOI.
type schemaString struct {
	Type  string `json:"@type"`
	Kind  string `json:"propertyID"`
	Value string `json:"value"`
}
