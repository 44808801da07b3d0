package webpage

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

func ldPage(json string) string {
	return `<!DOCTYPE html><html><head><script type="application/ld+json">` + json + `</script></head></html>`
}

// referenceOf writes what a reference needs of a paper, fields that it has.
func referenceOf(p data.Paper) string {
	var parts []string
	for _, f := range []struct{ name, value string }{
		{"", string(p.Type)}, {"in", p.Container}, {"volume", p.Volume}, {"number", p.Number}, {"pages", p.Pages}, {"publisher", p.Publisher}, {"school", p.School},
		{"series", p.Series}, {"edition", p.Edition}, {"isbn", p.ISBN}, {"issn", p.ISSN}, {"language", p.Language}, {"note", p.Note},
		{"editors", strings.Join(p.Editors, ", ")}, {"groups", strings.Join(p.Groups, ", ")},
	} {
		if f.value != "" {
			parts = append(parts, strings.TrimSpace(f.name+" "+f.value))
		}
	}
	return strings.Join(parts, "; ")
}

// TestReferences reads pages in the shape of those of publishers and archives, with made-up papers.
func TestReferences(t *testing.T) {
	for name, test := range map[string]struct{ page, want string }{
		"ACM": {
			meta("dc.Title", "T", "dc.Creator", "Jane Doe", "dc.Publisher", "ACM PUB", "dc.Date", "2021-05-06", "dc.Type", "research-article", "dc.Identifier", "10.1145/1", "dc.Language", "EN", "citation_journal_title", "ACM Computing Surveys (CSUR)"),
			"article; in ACM Computing Surveys (CSUR); publisher ACM PUB; language en",
		},
		"IEEE Xplore": {
			`<!DOCTYPE html><html><head><title>T | IEEE</title></head><script>var x = 1; xplGlobal.document.metadata={"title":"T","authors":[{"name":"Jane Doe","firstName":"Jane","lastName":"Doe"}],"publicationTitle":"2020 Conference on Knots","startPage":"1","endPage":"6","doi":"10.1109/1","publicationDate":"5-7 June 2020","publisher":"IEEE","contentType":"conferences","isbn":[{"format":"Print","value":"978-1-7281-0000-1"}],"issn":[{"format":"Print","value":"1234-5678"}]};</script></html>`,
			"conference-paper; in 2020 Conference on Knots; pages 1-6; publisher IEEE; isbn 978-1-7281-0000-1; issn 1234-5678",
		},
		"Springer, a chapter": {
			meta("citation_title", "T", "citation_author", "Doe, Jane", "citation_author_institution", "A University", "citation_inbook_title", "Handbook of Knots", "citation_editor", "Roe, Richard", "citation_firstpage", "12", "citation_lastpage", "34",
				"citation_publisher", "Springer, Cham", "citation_isbn", "978-3-030-00000-1", "citation_isbn", "978-3-030-00000-2", "citation_language", "en", "citation_publication_date", "2019"),
			"chapter; in Handbook of Knots; pages 12-34; publisher Springer, Cham; isbn 978-3-030-00000-1, 978-3-030-00000-2; language en; editors Richard Roe",
		},
		"Springer, proceedings": {
			meta("citation_title", "T", "citation_author", "Doe, Jane", "citation_inbook_title", "Knots 2019", "citation_conference_title", "International Conference on Knots", "citation_publisher", "Springer"),
			"conference-paper; in International Conference on Knots; publisher Springer",
		},
		"Nature": {
			meta("citation_title", "T", "citation_author", "Doe, Jane", "citation_journal_title", "Nature", "citation_volume", "521", "citation_issue", "7553", "citation_firstpage", "436", "citation_lastpage", "444", "citation_issn", "1476-4687", "prism.issn", "1476-4687", "prism.eissn", "0028-0836", "citation_publisher", "Nature Publishing Group", "dc.type", "OriginalPaper", "dc.language", "En"),
			"article; in Nature; volume 521; number 7553; pages 436-444; publisher Nature Publishing Group; issn 1476-4687, 0028-0836; language en",
		},
		"ScienceDirect": {
			strings.Replace(meta("citation_title", "T", "citation_type", "JOUR", "citation_journal_title", "Knots", "citation_volume", "278", "citation_issue", "4-6", "citation_firstpage", "285", "citation_lastpage", "290", "citation_publisher", "Elsevier", "citation_issn", "0009-2614"), "<body>",
				`<body><script type="application/json" data-iso-key="_0">{"authors":{"content":[{"#name":"author-group","$$":[{"#name":"author","$$":[{"#name":"given-name","_":"Jane"},{"#name":"surname","_":"Doe"}]}]}]}}</script>`, 1),
			"article; in Knots; volume 278; number 4-6; pages 285-290; publisher Elsevier; issn 0009-2614",
		},
		"Wiley": {
			meta("citation_title", "T", "citation_author", "Jane Doe", "citation_journal_title", "Knots", "citation_volume", "3", "citation_issue", "2", "citation_firstpage", "e12", "citation_issn", "1539-3755", "citation_publisher", "John Wiley & Sons, Ltd", "citation_language", "en"),
			"article; in Knots; volume 3; number 2; pages e12; publisher John Wiley & Sons, Ltd; issn 1539-3755; language en",
		},
		"Taylor & Francis": {
			meta("dc.Title", "T", "dc.Creator", "Jane Doe", "dc.Publisher", "Taylor & Francis", "dc.Type", "research-article", "dc.Source", "https://www.example.org/doi/full/1", "citation_journal_title", "Knots Today", "dc.Language", "en"),
			"article; in Knots Today; publisher Taylor & Francis; language en",
		},
		"OUP": {
			meta("citation_title", "T", "citation_author", "Doe, Jane", "citation_journal_title", "Knots", "citation_volume", "9", "citation_issue", "1", "citation_firstpage", "1", "citation_lastpage", "1", "citation_publisher", "Oxford Academic", "citation_issn", "0000-0019"),
			"article; in Knots; volume 9; number 1; pages 1; publisher Oxford Academic; issn 0000-0019",
		},
		"MDPI": {
			meta("citation_title", "T", "citation_author", "Doe, Jane", "citation_journal_title", "Knots", "citation_volume", "12", "citation_issue", "3", "citation_firstpage", "345", "prism.startingPage", "345", "dc.source", "Knots 2022, Vol. 12, Page 345", "citation_publisher", "MDPI", "citation_issn", "2072-4292"),
			"article; in Knots; volume 12; number 3; pages 345; publisher MDPI; issn 2072-4292",
		},
		"APS": {
			meta("citation_title", "T", "citation_author", "Jane Doe", "citation_journal_title", "Physical Review X", "citation_volume", "12", "citation_issue", "4", "citation_firstpage", "041027", "citation_publisher", "American Physical Society"),
			"article; in Physical Review X; volume 12; number 4; pages 041027; publisher American Physical Society",
		},
		"bioRxiv": {
			meta("citation_title", "T", "citation_author", "Jane Doe", "citation_journal_title", "bioRxiv", "citation_publisher", "Cold Spring Harbor Laboratory", "citation_date", "2020-01-02"),
			"preprint; in bioRxiv; publisher Cold Spring Harbor Laboratory",
		},
		"arXiv": {meta("citation_title", "T", "citation_author", "Doe, Jane", "citation_arxiv_id", "2001.00001"), "preprint"},
		"OpenReview": {
			meta("citation_title", "T", "citation_author", "Jane Doe", "citation_conference_title", "Conference on Learning Knots"), "conference-paper; in Conference on Learning Knots",
		},
		"Zenodo": {
			ldPage(`{"@type": "https://schema.org/Dataset", "name": "T", "creator": [{"@type": "Person", "name": "Doe, Jane"}, {"@type": "Organization", "name": "Knot Team"}], "publisher": {"@type": "Organization", "name": "Zenodo"}, "inLanguage": {"alternateName": "eng", "@type": "Language", "name": "English"}}`),
			"dataset; publisher Zenodo; language en; groups Knot Team",
		},
		"an open journal (OJS)": {
			meta("DC.Title", "T", "DC.Creator.PersonalName", "Jane Doe", "DC.Source", "Knot Review; Vol 3, No 2 (2020); 1-9", "DC.Source.ISSN", "1234-5679", "DC.Source.Issue", "2", "DC.Source.Volume", "3", "DC.Identifier.pageNumber", "1-9", "DC.Type", "Text.Serial.Journal", "DC.Language", "pt"),
			"article; in Knot Review; volume 3; number 2; pages 1-9; issn 1234-5679; language pt",
		},
		"Digital Commons": {
			meta("bepress_citation_title", "T", "bepress_citation_author", "Doe, Jane", "bepress_citation_dissertation_institution", "State University", "bepress_citation_dissertation_name", "Master of Science", "bepress_citation_date", "2011"),
			"thesis; school State University; note Master's thesis",
		},
		"EPrints": {
			meta("eprints.title", "T", "eprints.creators_name", "Doe, Jane", "eprints.type", "article", "eprints.publication", "Knots", "eprints.volume", "4", "eprints.number", "1", "eprints.pagerange", "10-20", "eprints.date", "2012-03", "eprints.issn", "0000-0027"),
			"article; in Knots; volume 4; number 1; pages 10-20; issn 0000-0027",
		},
		"HAL": {
			meta("citation_title", "T", "citation_author", "Jane Doe", "citation_dissertation_institution", "Université de Nœud", "DC.type", "PhD thesis", "citation_language", "fr"),
			"thesis; school Université de Nœud; language fr; note PhD thesis",
		},
		"a report": {
			meta("citation_title", "T", "citation_author", "Doe, Jane", "citation_technical_report_institution", "Bureau of Knots", "citation_technical_report_number", "w123"),
			"report; number w123; school Bureau of Knots",
		},
		"JSON-LD": {
			ldPage(`{"@type": "ScholarlyArticle", "headline": "T", "author": {"name": "Jane Doe"}, "pageStart": 3, "pageEnd": "9", "publisher": {"name": "P"}, "isPartOf": {"@type": "PublicationIssue", "issueNumber": "2", "isPartOf": {"@type": ["PublicationVolume", "Periodical"], "name": "Knots", "volumeNumber": 7, "issn": ["1111-1111", "2222-2222"]}}}`),
			"article; in Knots; volume 7; number 2; pages 3-9; publisher P; issn 1111-1111, 2222-2222",
		},
		"a book": {ldPage(`{"@type": "Book", "name": "T", "author": "Jane Doe", "isbn": "9783030000001", "bookEdition": "2", "editor": [{"givenName": "R.", "familyName": "Roe"}]}`), "book; edition 2; isbn 9783030000001; editors R. Roe"},
	} {
		records, rejects := formattest.Read(t, Read, format.Input{Reader: strings.NewReader(test.page), Location: "page.html"})
		if len(records) != 1 {
			t.Errorf("%s: %d records, rejects %v", name, len(records), rejects)
			continue
		}
		if diff := cmp.Diff(test.want, referenceOf(records[0].Paper)); diff != "" || records[0].Paper.Title != "T" || !strings.Contains(fmt.Sprint(records[0].Paper.Authors), "Doe") {
			t.Errorf("%s: %q by %q (-want +got):\n%s", name, records[0].Paper.Title, records[0].Paper.Authors, diff)
		}
	}
}

// TestRobotCheck checks that the error for the page that keeps programs out says what it is.
func TestRobotCheck(t *testing.T) {
	for _, err := range Read(t.Context(), format.Input{Reader: strings.NewReader("<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>")}) {
		if err == nil || !strings.Contains(err.Error(), "keeps programs out") {
			t.Errorf("the error is %v", err)
		}
	}
}
