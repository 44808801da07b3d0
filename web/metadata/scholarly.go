package metadata

import (
	"cmp"

	"paperboy/data"
	"paperboy/data/format"
)

// ScholarlyArticle is a paper as JSON-LD (schema.org/ScholarlyArticle and the types beside it), which
// search engines and reference managers read.
type ScholarlyArticle struct {
	Context      string         `json:"@context"`
	Type         string         `json:"@type"`
	Name         string         `json:"name"`
	Headline     string         `json:"headline"`
	Author       []schemaThing  `json:"author,omitempty"`
	Editor       []schemaThing  `json:"editor,omitempty"`
	Published    string         `json:"datePublished,omitempty"`
	Abstract     string         `json:"abstract,omitempty"`
	PartOf       *schemaPart    `json:"isPartOf,omitempty"`
	Pagination   string         `json:"pagination,omitempty"`
	PageStart    string         `json:"pageStart,omitempty"`
	PageEnd      string         `json:"pageEnd,omitempty"`
	Publisher    *schemaThing   `json:"publisher,omitempty"`
	Institution  *schemaThing   `json:"sourceOrganization,omitempty"`
	Degree       string         `json:"inSupportOf,omitempty"`
	ReportNumber string         `json:"reportNumber,omitempty"`
	Edition      string         `json:"bookEdition,omitempty"`
	ISBN         []string       `json:"isbn,omitempty"`
	Language     string         `json:"inLanguage,omitempty"`
	Identifier   []schemaString `json:"identifier,omitempty"`
	URL          string         `json:"url,omitempty"`
	SameAs       []string       `json:"sameAs,omitempty"`
	Keywords     []string       `json:"keywords,omitempty"`
}

// schemaTypes has the type of schema.org for each type of paper, and that of its container.
var schemaTypes = map[data.Type]struct{ paper, container string }{
	"":                       {"ScholarlyArticle", "CreativeWork"},
	data.TypeArticle:         {"ScholarlyArticle", "Periodical"},
	data.TypeConferencePaper: {"ScholarlyArticle", "Book"},
	data.TypePreprint:        {"ScholarlyArticle", "CreativeWork"},
	data.TypeBook:            {"Book", "BookSeries"},
	data.TypeChapter:         {"Chapter", "Book"},
	data.TypeThesis:          {"Thesis", "CreativeWork"},
	data.TypeReport:          {"Report", "CreativeWork"},
	data.TypeDataset:         {"Dataset", "DataCatalog"},
	data.TypeSoftware:        {"SoftwareSourceCode", "CreativeWork"},
}

// maxSchemaAuthors is how many authors an article names. Search engines show a few; the tags for
// reference managers name all, 15,025 in one paper.
const maxSchemaAuthors = 1_000

// NewScholarlyArticle describes a paper whose page on this server has the address page.
func NewScholarlyArticle(p data.Paper, page string) ScholarlyArticle {
	kind, authors := format.TypeOf(p), format.AuthorsOf(p)
	first, last := format.PageRange(p)
	a := ScholarlyArticle{
		Context: "https://schema.org", Type: schemaTypes[kind].paper, Name: p.Title, Headline: p.Title, Published: p.Date.String(), Abstract: p.Abstract, Keywords: p.Categories, URL: page,
		Author: people(&p, authors[:min(len(authors), maxSchemaAuthors)]), Editor: people(&p, p.Editors), PartOf: partOf(p, kind), Publisher: organization(p.Publisher), Institution: organization(p.School),
		Edition: p.Edition, ISBN: split(p.ISBN), Language: p.Language,
	}
	if last == "" {
		a.Pagination = first
	} else {
		a.PageStart, a.PageEnd = first, last
	}
	switch kind {
	case data.TypeThesis:
		a.Degree = p.Note
	case data.TypeReport:
		a.ReportNumber = p.Number
	}
	if p.DOI != "" {
		a.Identifier = append(a.Identifier, schemaString{"PropertyValue", "DOI", p.DOI})
	}
	if url := p.ID.URL(); url != "" {
		a.SameAs = []string{url}
	}
	return a
}

// partOf returns what a paper is in: an issue of a volume of a journal, or a volume of a book.
func partOf(p data.Paper, kind data.Type) *schemaPart {
	title := cmp.Or(format.Container(p), p.Series)
	if title == "" {
		return nil
	}
	part := &schemaPart{Type: schemaTypes[kind].container, Name: title, ISSN: split(p.ISSN)}
	if kind != data.TypeBook && p.Series != "" && title != p.Series {
		part.PartOf = &schemaPart{Type: "BookSeries", Name: p.Series}
	}
	if p.Volume != "" {
		part = &schemaPart{Type: "PublicationVolume", Volume: p.Volume, PartOf: part}
	}
	if p.Number != "" && kind == data.TypeArticle {
		part = &schemaPart{Type: "PublicationIssue", Issue: p.Number, PartOf: part}
	}
	return part
}

// people returns names of the paper as persons and organizations.
func people(p *data.Paper, names []string) []schemaThing {
	var all []schemaThing
	for _, name := range names {
		n := p.NameOf(name)
		if n.IsGroup {
			all = append(all, schemaThing{Type: "Organization", Name: name})
			continue
		}
		all = append(all, schemaThing{Type: "Person", Name: name, Family: n.WholeFamily(), Given: n.Given, Suffix: n.Suffix})
	}
	return all
}

func organization(name string) *schemaThing {
	if name == "" {
		return nil
	}
	return &schemaThing{Type: "Organization", Name: name}
}

// schemaThing is a person or an organization.
type schemaThing struct {
	Type   string `json:"@type"`
	Name   string `json:"name"`
	Family string `json:"familyName,omitempty"`
	Given  string `json:"givenName,omitempty"`
	Suffix string `json:"honorificSuffix,omitempty"`
}

// schemaPart is what a paper is in.
type schemaPart struct {
	Type   string      `json:"@type"`
	Name   string      `json:"name,omitempty"`
	Volume string      `json:"volumeNumber,omitempty"`
	Issue  string      `json:"issueNumber,omitempty"`
	ISSN   []string    `json:"issn,omitempty"`
	PartOf *schemaPart `json:"isPartOf,omitempty"`
}

// schemaString is an identifier, such as a DOI.
type schemaString struct {
	Type  string `json:"@type"`
	Kind  string `json:"propertyID"`
	Value string `json:"value"`
}
