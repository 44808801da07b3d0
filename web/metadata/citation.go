// Package metadata writes papers for the programs that read pages: the citation tags of Google Scholar
// and reference managers, COinS, and JSON-LD.
package metadata

import (
	"net/url"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// citationTags are the tags by which Google Scholar and reference managers read the page of a paper
// (Highwire Press, as documented by Google Scholar), in the order of the page. A tag has one element
// for each value, and none if its value is unknown. page is the address of the page on this server.
var citationTags = []struct {
	name   string
	values func(p data.Paper, page string) []string
}{
	{"citation_title", func(p data.Paper, _ string) []string { return []string{p.Title} }},
	{"citation_author", func(p data.Paper, _ string) []string { return p.Authors }},
	{"citation_publication_date", func(p data.Paper, _ string) []string {
		return known(strings.ReplaceAll(p.Date.String(), "-", "/"))
	}},
	{"citation_journal_title", venueOf(format.Article)},
	{"citation_conference_title", venueOf(format.ConferencePaper)},
	{"citation_publisher", func(p data.Paper, _ string) []string {
		if format.KindOf(p) == format.Preprint {
			return []string{"arXiv"}
		}
		return nil
	}},
	{"citation_doi", func(p data.Paper, _ string) []string { return known(p.DOI) }},
	{"citation_arxiv_id", func(p data.Paper, _ string) []string { return known(format.ArXivNumber(p)) }},
	{"citation_language", func(p data.Paper, _ string) []string { return known(p.Language) }},
	{"citation_abstract", func(p data.Paper, _ string) []string { return known(p.Abstract) }},
	{"citation_keywords", func(p data.Paper, _ string) []string { return known(strings.Join(p.Categories, "; ")) }},
	{"citation_abstract_html_url", func(_ data.Paper, page string) []string { return known(page) }},
	{"citation_pdf_url", func(p data.Paper, _ string) []string { return known(p.PDF()) }},
}

// known returns a value, or none if it is empty.
func known(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// venueOf returns a function that returns the venue of papers of one kind.
func venueOf(kind format.Kind) func(data.Paper, string) []string {
	return func(p data.Paper, _ string) []string {
		if format.KindOf(p) != kind {
			return nil
		}
		return []string{p.Venue}
	}
}

// Tag is a meta element of a page.
type Tag struct{ Name, Value string }

// CitationTags returns the citation tags of a paper whose page has the address page.
func CitationTags(p data.Paper, page string) []Tag {
	var tags []Tag
	for _, tag := range citationTags {
		for _, value := range tag.values(p, page) {
			tags = append(tags, Tag{Name: tag.name, Value: value})
		}
	}
	return tags
}

// coinsGenres has the genre of the OpenURL for each kind of paper (registry entry
// info:ofi/fmt:kev:mtx:journal).
var coinsGenres = map[format.Kind]string{
	format.Unpublished: "unknown", format.Preprint: "preprint", format.Article: "article", format.ConferencePaper: "proceeding",
}

// maxCOinSAuthors bounds the names in a COinS. A list of papers would be too long with all of them.
const maxCOinSAuthors = 10

// COinS returns a paper as an OpenURL context object in key-value form (ANSI/NISO Z39.88-2004, the
// journal format): the title of a span of the class Z3988, by which reference managers find the papers
// of a list (OpenURL COinS, 1.0).
func COinS(p data.Paper) string {
	var pairs []string
	add := func(key, value string) {
		if value != "" {
			pairs = append(pairs, key+"="+url.QueryEscape(value))
		}
	}
	add("ctx_ver", "Z39.88-2004")
	add("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal")
	add("rfr_id", "info:sid/paperboy")
	add("rft.genre", coinsGenres[format.KindOf(p)])
	add("rft.atitle", p.Title)
	add("rft.jtitle", p.Venue)
	add("rft.date", p.Date.String())
	for i, name := range p.Authors[:min(len(p.Authors), maxCOinSAuthors)] {
		if family, given, found := strings.Cut(data.FamilyFirst(name), ", "); i == 0 && found {
			add("rft.aulast", family)
			add("rft.aufirst", given)
			continue
		}
		add("rft.au", name)
	}
	add("rft.language", p.Language)
	if p.DOI != "" {
		add("rft_id", "info:doi/"+p.DOI)
	}
	add("rft_id", format.LandingPage(p))
	return strings.Join(pairs, "&")
}
