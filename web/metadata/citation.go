// Package metadata writes papers for the programs that read pages: the citation tags of Google Scholar
// and reference managers, COinS, and JSON-LD.
package metadata

import (
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// citationTags are the tags by which Google Scholar and reference managers read the page of a paper
// (Highwire Press, as documented by Google Scholar), in the order of the page. A tag has one element
// for each value, and none if its value is unknown. page is the address of the page on this server.
var citationTags = []struct {
	name   string
	values func(p *data.Paper, page string) []string
}{
	{"citation_title", func(p *data.Paper, _ string) []string { return []string{p.Title} }},
	{"citation_author", func(p *data.Paper, _ string) []string { return sorted(p, format.AuthorsOf(*p)) }},
	{"citation_editor", func(p *data.Paper, _ string) []string { return sorted(p, p.Editors) }},
	{"citation_publication_date", func(p *data.Paper, _ string) []string {
		return known(strings.ReplaceAll(p.Date.String(), "-", "/"))
	}},
	{"citation_journal_title", containerOf(data.TypeArticle)},
	{"citation_conference_title", containerOf(data.TypeConferencePaper)},
	{"citation_inbook_title", containerOf(data.TypeChapter)},
	{"citation_series_title", func(p *data.Paper, _ string) []string { return known(p.Series) }},
	{"citation_volume", func(p *data.Paper, _ string) []string { return known(p.Volume) }},
	{"citation_issue", ofType(false, data.TypeReport, func(p *data.Paper) string { return p.Number })},
	{"citation_technical_report_number", ofType(true, data.TypeReport, func(p *data.Paper) string { return p.Number })},
	{"citation_firstpage", func(p *data.Paper, _ string) []string {
		first, _ := format.PageRange(*p)
		return known(first)
	}},
	{"citation_lastpage", func(p *data.Paper, _ string) []string {
		_, last := format.PageRange(*p)
		return known(last)
	}},
	{"citation_publisher", func(p *data.Paper, _ string) []string {
		if p.Publisher == "" && format.TypeOf(*p) == data.TypePreprint && format.ArXivNumber(*p) != "" {
			return []string{"arXiv"}
		}
		return known(p.Publisher)
	}},
	{"citation_dissertation_institution", ofType(true, data.TypeThesis, func(p *data.Paper) string { return p.School })},
	{"citation_technical_report_institution", ofType(true, data.TypeReport, func(p *data.Paper) string { return p.School })},
	{"citation_isbn", func(p *data.Paper, _ string) []string { return split(p.ISBN) }},
	{"citation_issn", func(p *data.Paper, _ string) []string { return split(p.ISSN) }},
	{"citation_doi", func(p *data.Paper, _ string) []string { return known(p.DOI) }},
	{"citation_arxiv_id", func(p *data.Paper, _ string) []string { return known(format.ArXivNumber(*p)) }},
	{"citation_language", func(p *data.Paper, _ string) []string { return known(p.Language) }},
	{"citation_abstract", func(p *data.Paper, _ string) []string { return known(p.Abstract) }},
	{"citation_keywords", func(p *data.Paper, _ string) []string { return known(strings.Join(p.Categories, "; ")) }},
	{"citation_abstract_html_url", func(_ *data.Paper, page string) []string { return known(page) }},
	{"citation_pdf_url", func(p *data.Paper, _ string) []string { return known(p.PDF()) }},
}

// sorted returns names with the family name first, as programs take the last word of a name without a
// comma for the family name.
func sorted(p *data.Paper, names []string) []string {
	var all []string
	for _, name := range names {
		all = append(all, p.NameOf(name).FamilyFirst())
	}
	return all
}

// split splits numbers that are separated by ", ".
func split(numbers string) []string {
	if numbers == "" {
		return nil
	}
	return strings.Split(numbers, ", ")
}

// known returns a value, or none if it is empty.
func known(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// containerOf returns a function that returns the container of papers of one type.
func containerOf(kind data.Type) func(*data.Paper, string) []string {
	return ofType(true, kind, func(p *data.Paper) string { return format.Container(*p) })
}

// ofType returns a function that returns a value of papers that have a type or, if is is false, of the
// others.
func ofType(is bool, kind data.Type, value func(*data.Paper) string) func(*data.Paper, string) []string {
	return func(p *data.Paper, _ string) []string {
		if (format.TypeOf(*p) == kind) != is {
			return nil
		}
		return known(value(p))
	}
}

// Tag is a meta element of a page.
type Tag struct{ Name, Value string }

// CitationTags returns the citation tags of a paper whose page has the address page.
func CitationTags(p data.Paper, page string) []Tag {
	var tags []Tag
	for _, tag := range citationTags {
		for _, value := range tag.values(&p, page) {
			tags = append(tags, Tag{Name: tag.name, Value: value})
		}
	}
	return tags
}
