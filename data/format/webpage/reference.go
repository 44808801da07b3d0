package webpage

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// setReference sets what a reference needs besides title, authors and date. The vocabularies take
// precedence in the order citation_*, JSON-LD, PRISM, Dublin Core.
func setReference(r *data.Record, w wirePage, a article) {
	school := w.first("citation_dissertation_institution", "citation_technical_report_institution", "eprints.institution")
	ref := format.Reference{
		Type:      typeOf(w, a),
		Container: containerOf(w, a),
		Volume:    cmp.Or(w.first("citation_volume"), a.inChain(func(v value) values { return v.VolumeNumber }), w.first("prism.volume", "dc.source.volume", "dc.citation.volume", "eprints.volume")),
		Number:    cmp.Or(w.first("citation_issue", "citation_technical_report_number"), a.inChain(func(v value) values { return v.IssueNumber }), w.first("prism.number", "prism.issueidentifier", "dc.source.issue", "dc.citation.issue", "eprints.number")),
		FirstPage: cmp.Or(w.first("citation_firstpage", "citation_first_page"), a.PageStart.first(), w.first("prism.startingpage")),
		LastPage:  cmp.Or(w.first("citation_lastpage", "citation_last_page"), a.PageEnd.first(), w.first("prism.endingpage")),
		Publisher: cmp.Or(w.first("citation_publisher"), a.Publisher.first(), w.first("prism.publisher", "dc.publisher", "dcterms.publisher", "eprints.publisher")),
		School:    school,
		Series:    w.first("citation_series_title", "eprints.series"),
		Edition:   a.Edition.first(),
		ISBN:      identifiers(w.all("citation_isbn", "prism.isbn", "eprints.isbn"), a.ISBN),
		ISSN:      identifiers(slices.Concat(w.all("citation_issn"), w.tags["citation_eissn"], w.tags["prism.issn"], w.tags["prism.eissn"], w.tags["dc.source.issn"], w.tags["eprints.issn"]), a.chain(func(v value) values { return v.ISSN })),
		Editors:   split(w.all("citation_editor", "citation_editors", "dc.contributor.editor", "eprints.editors_name")),
	}
	if ref.FirstPage == "" {
		ref.Pages = cmp.Or(w.first("citation_pages", "citation_article_number", "citation_elocation_id"), a.Pagination.first(), w.first("prism.pagerange", "dc.identifier.pagenumber", "eprints.pagerange"))
	}
	if len(ref.Editors) == 0 {
		ref.Editors = names(a.Editor)
	}
	if ref.Type == data.TypeThesis {
		ref.School = cmp.Or(ref.School, a.SourceOrganization.first(), ref.Publisher)
		ref.Note = format.ThesisNote(w.first("citation_dissertation_name", "eprints.thesis_type", "dc.type"))
	}
	format.SetReference(r, ref)
	format.SetLanguage(r, cmp.Or(w.first("citation_language"), a.InLanguage.first(), w.first("dc.language", "dcterms.language", "dc.language.iso", "prism.language")))
	for _, author := range slices.Concat(a.Author, a.Creator, a.Editor) {
		if slices.ContainsFunc(author.Kind, func(k value) bool { return bareType(k.Text) == "Organization" }) {
			format.SetGroups(r, author.Name)
		}
	}
}

// containerOf returns the title of the journal, proceedings or book that the paper is in.
func containerOf(w wirePage, a article) string {
	return cmp.Or(w.first("citation_journal_title", "citation_conference_title", "citation_inbook_title", "citation_book_title"), a.venue(),
		w.first("prism.publicationname", "eprints.publication", "eprints.book_title", "eprints.event_title"), sourceTitle(w.first("dc.source", "dcterms.ispartof", "dc.relation.ispartof")))
}

// sourceTitle returns the title in a dc.source, which may go on as in "Journal; Vol 3 No 2 (2020);
// 1-9", or be an address.
func sourceTitle(source string) string {
	title, _, _ := strings.Cut(source, ";")
	if strings.Contains(title, "://") {
		return ""
	}
	return strings.TrimSpace(title)
}

// typeOf returns the type that a page states: in words, or by the tag in which it names
// what the paper is in.
func typeOf(w wirePage, a article) data.Type {
	journal := w.first("citation_journal_title")
	switch {
	case w.first("citation_dissertation_institution", "citation_dissertation_name") != "":
		return data.TypeThesis
	case w.first("citation_technical_report_institution", "citation_technical_report_number") != "":
		return data.TypeReport
	case data.IsPreprintServer(journal), journal == "" && w.first("citation_arxiv_id") != "":
		return data.TypePreprint
	case w.first("citation_conference_title") != "":
		return data.TypeConferencePaper
	case w.first("citation_inbook_title", "citation_book_title") != "":
		return data.TypeChapter
	}
	said := slices.Concat(w.tags["citation_type"], w.tags["dc.type"], w.tags["dcterms.type"], w.tags["eprints.type"], w.tags["prism.aggregationtype"], w.tags["prism.contenttype"])
	for _, t := range a.Type {
		said = append(said, bareType(t.Text))
	}
	for _, s := range said {
		if t := typeNamed(s); t != "" {
			return t
		}
	}
	if journal != "" || a.isInPeriodical() {
		return data.TypeArticle
	}
	return ""
}

// typesByName are the types by words that pages name them with, without spaces and signs. The first
// that a name contains counts.
var typesByName = []struct {
	part string
	is   data.Type
}{
	{"thesis", data.TypeThesis}, {"dissertation", data.TypeThesis}, {"preprint", data.TypePreprint}, {"workingpaper", data.TypeReport},
	{"techreport", data.TypeReport}, {"report", data.TypeReport}, {"chapter", data.TypeChapter}, {"booksection", data.TypeChapter}, {"bookitem", data.TypeChapter},
	{"bookpart", data.TypeChapter}, {"conference", data.TypeConferencePaper}, {"proceeding", data.TypeConferencePaper}, {"dataset", data.TypeDataset},
	{"software", data.TypeSoftware}, {"journal", data.TypeArticle}, {"researcharticle", data.TypeArticle}, {"reviewarticle", data.TypeArticle},
}

// typeNamed returns the type that a page names, or "".
func typeNamed(s string) data.Type {
	name := strings.Join(text.Words(s), "")
	switch name {
	case "article", "jour", "infoeureposemanticsarticle", "magazine":
		return data.TypeArticle
	case "book", "monograph":
		return data.TypeBook
	case "chap":
		return data.TypeChapter
	case "conf", "cpaper", "cpapr":
		return data.TypeConferencePaper
	case "rprt":
		return data.TypeReport
	case "thes":
		return data.TypeThesis
	}
	for _, t := range typesByName {
		if strings.Contains(name, t.part) {
			return t.is
		}
	}
	return ""
}

// identifiers joins different numbers, as the tags state them.
func identifiers(tags []string, more values) string {
	for _, v := range more {
		tags = append(tags, v.Text)
	}
	var numbers []string
	for _, tag := range tags {
		for one := range strings.FieldsFuncSeq(tag, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
			one = strings.TrimPrefix(one, "urn:issn:")
			if one = strings.TrimSpace(one); len(one) >= len("12345678") && !slices.Contains(numbers, one) {
				numbers = append(numbers, one)
			}
		}
	}
	return strings.Join(numbers, ", ")
}
