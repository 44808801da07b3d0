package webpage

import (
	"cmp"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// sourceWeb is the source of papers that are read from web pages.
const sourceWeb = "web"

// adapt fills the record of a page. location is the address of the page or the path of its file.
func adapt(r *data.Record, w wirePage, location string) {
	var a article
	if len(w.articles) > 0 {
		a = w.articles[0]
	}
	title := cmp.Or(w.first("citation_title"), a.title(), w.first(dublinCoreTitle...), w.first("prism.title", "eprints.title"))
	abstract := longest(w.first("citation_abstract"), a.Abstract.text(), w.first("dcterms.abstract"), w.first("dc.description.abstract", "eprints.abstract"))
	if abstract == "" {
		abstract = longest(w.first("dc.description", "dcterms.description"), a.Description.text(), w.first("og.description"))
	}
	venue := cmp.Or(w.first("citation_journal_title", "citation_conference_title", "citation_inbook_title", "citation_book_title", "citation_dissertation_institution", "citation_technical_report_institution"),
		containerOf(w, a))
	format.SetTexts(r, title, abstract, venue)
	format.SetAuthors(r, authors(w, a))
	setReference(r, w, a)
	setDate(r, w, a)
	setIDs(r, w, a, location)
	for _, list := range w.all("citation_keywords", "dc.subject", "keywords") {
		format.AddCategories(r, strings.FieldsFunc(list, func(c rune) bool { return c == ',' || c == ';' })...)
	}
}

func longest(texts ...string) string {
	best := ""
	for _, t := range texts {
		if len(t) > len(best) {
			best = t
		}
	}
	return best
}

// authors returns the longest of the lists of authors that a page states. A list has one tag for
// each name, or one tag for all.
func authors(w wirePage, a article) []string {
	best := split(w.all("citation_author", "citation_authors"))
	for _, list := range [][]string{a.authors(), split(w.all(dublinCoreCreator...)), split(w.all("eprints.creators_name"))} {
		if len(list) > len(best) {
			best = list
		}
	}
	return best
}

func split(tags []string) []string {
	var names []string
	for _, tag := range tags {
		for name := range strings.SplitSeq(tag, ";") {
			names = append(names, strings.TrimSpace(name))
		}
	}
	return names
}

// setDate sets the date. Of the vocabularies on the page, it uses the first with a valid date; of
// several dates in that, it uses the first publication.
func setDate(r *data.Record, w wirePage, a article) {
	for _, way := range [][]string{
		{w.first("citation_publication_date"), w.first("citation_online_date"), w.first("citation_date"), w.first("citation_cover_date"), w.first("citation_year")},
		{cmp.Or(a.DatePublished.first(), a.DateCreated.first())},
		{w.first("dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "prism.publicationdate", "eprints.date")},
		{w.first("article.published_time")},
	} {
		raw, date := "", data.Date{}
		for _, said := range way {
			read := format.FreeDate(said)
			if !read.IsZero() && data.MergeDates(date, read) == read {
				raw, date = said, read
			}
		}
		if !date.IsZero() {
			format.SetDate(r, raw, date)
			return
		}
	}
	format.SetDate(r, w.first("citation_publication_date", "citation_date", "dc.date"), data.Date{})
}

// setIDs sets the id, the aliases, the DOI and at most two URLs: those of the page, and of the
// file if there is room.
func setIDs(r *data.Record, w wirePage, a article, location string) {
	p := &r.Paper
	var stated []string
	if id := w.first("citation_arxiv_id"); id != "" {
		stated = append(stated, data.SchemeArXiv+":"+id)
	}
	ids := append(a.ids(), w.all("dc.identifier", "dcterms.identifier")...)
	ids = append(ids, w.all("dc.identifier.doi", "prism.doi", "bepress_citation_doi")...)
	for _, s := range append([]string{w.first("citation_doi")}, ids...) {
		if id, err := data.ParseID(s); p.DOI == "" && err == nil && id.Scheme() == data.SchemeDOI {
			p.DOI = strings.TrimPrefix(string(id), data.SchemeDOI+":")
		}
	}
	if p.DOI == "" {
		p.DOI = w.first("citation_doi") // Validate names what is wrong with it
	}
	stated = append(stated, ids...)
	stated = append(stated, p.DOI, format.PubMedID(format.SchemePMID, w.first("citation_pmid")), location)
	format.SetIDs(r, cataloguedFirst(stated)...)
	for _, u := range []string{w.canonical, w.first("citation_abstract_html_url", "citation_public_url", "og.url"), location, w.first("citation_pdf_url")} {
		if strings.HasPrefix(u, "http://") || strings.HasPrefix(u, "https://") {
			p.URLs = append(p.URLs, u)
			if len(p.URLs) == 2 { // normally the page and the file
				break
			}
		}
	}
}

// cataloguedFirst returns ids with those of arXiv and the ACL Anthology moved to the front.
func cataloguedFirst(stated []string) []string {
	var first, rest []string
	for _, s := range stated {
		id, err := data.ParseID(s)
		if err == nil && (id.Scheme() == data.SchemeArXiv || id.Scheme() == data.SchemeACL) {
			first = append(first, s)
		} else {
			rest = append(rest, s)
		}
	}
	return append(first, rest...)
}
