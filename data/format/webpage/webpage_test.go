package webpage

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
	"paperboy/data/sharedtest"
)

func line(r data.Record) string {
	p := r.Paper
	return fmt.Sprintf("%s %v | %s | %s | %s | %s | %s | %s %v %v", p.ID, r.Aliases, p.Title, p.Abstract, strings.Join(p.Authors, ", "), p.Date, p.Venue, p.DOI, p.Categories, r.Origin.Warnings)
}

func meta(pairs ...string) string {
	text := "<!DOCTYPE html><html><head><title>T | Publisher</title>"
	for i := 0; i < len(pairs); i += 2 {
		text += fmt.Sprintf("<meta name=%q content=%q>\n", pairs[i], pairs[i+1])
	}
	return text + "</head><body>B</body></html>"
}

// TestPublishers reads pages in the form of each kind of publisher or archive.
func TestPublishers(t *testing.T) {
	for name, test := range map[string]struct {
		page, want string
	}{
		"a journal": {
			meta("citation_title", "On &lt;i&gt;E. coli&lt;/i&gt;", "citation_author", "Doe, Jane", "citation_author", "King, Martin, Jr.", "citation_publication_date", "2021/05/03", "citation_online_date", "2021/04",
				"citation_journal_title", "Journal of Tests", "citation_doi", "10.1000/X", "citation_pmid", "77", "dc.description", "Short.", "citation_abstract", "A longer abstract.", "og:title", "T"),
			"doi:10.1000/x [pmid:77] | On E. coli | A longer abstract. | Jane Doe, Martin King Jr. | 2021-05-03 | Journal of Tests | 10.1000/x [] []",
		},
		"half a DOI": {
			meta("citation_title", "T", "citation_doi", "ade/1391109086", "dc.Identifier", "10.57262/ade/1391109086"),
			"doi:10.57262/ade/1391109086 [] | T |  |  |  |  | 10.57262/ade/1391109086 [] []",
		},
		"names in one tag": {
			meta("citation_title", "T", "citation_authors", "Doe, J.; Roe, R.; et al.", "citation_year", "1999", "citation_keywords", "cs.CL; biology"),
			"PB [] | T |  | J. Doe, R. Roe | 1999 |  |  [cs.CL] [authors_incomplete]",
		},
		"Dublin Core": {
			meta("DC.Title", "T", "DC.Creator.PersonalName", "Jane Doe", "DC.Date.issued", "2008-11-05", "DC.Identifier.DOI", "10.1000/y", "DC.Source", "Rivista", "DC.Description", "D"),
			"doi:10.1000/y [] | T | D | Jane Doe | 2008-11-05 | Rivista | 10.1000/y [] []",
		},
		"terms of Dublin Core": {
			`<html><meta property="dcterms:title" content="T"><meta property="dcterms:creator" content="Doe, J."><meta property="dcterms:identifier" content="doi:10.1000/z">`,
			"doi:10.1000/z [] | T |  | J. Doe |  |  | 10.1000/z [] []",
		},
		"JSON-LD": {
			`<html><script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "S"}, {"@type": ["ScholarlyArticle"], "headline": "T",
				"author": [{"@type": "Person", "givenName": "Jane", "familyName": "Doe"}, {"name": "Roe"}, "Poe"], "datePublished": "2020-02-03T00:00:00Z", "description": "D",
				"isPartOf": {"@type": "PublicationIssue", "isPartOf": {"name": "V", "isPartOf": {"@type": "Periodical", "name": "J"}}},
				"identifier": [{"@type": "PropertyValue", "propertyID": "DOI", "value": "https://doi.org/10.1000/LD"}], "sameAs": "https://arxiv.org/abs/2001.00001v2"}]}</script>`,
			"arxiv:2001.00001 [doi:10.1000/ld] | T | D | Jane Doe, Roe, Poe | 2020-02-03 | J | 10.1000/ld [] []",
		},
		"JSON-LD within a page": {
			`<html><script type="application/ld+json">not JSON</script><script type="application/ld+json">{"@type": "WebPage", "mainEntity": {"@type": "ScholarlyArticle", "name": "T", "author": "Doe"}}</script>`,
			"PB [] | T |  | Doe |  |  |  [] []",
		},
		"several ways at once": {
			`<html><meta name="citation_title" content="T"><meta name="citation_author" content="Doe, J."><script type="application/ld+json">{"@type": "ScholarlyArticle", "headline": "t", "author": ["J Doe", "R Roe"], "datePublished": "2019"}</script>`,
			"PB [] | T |  | J Doe, R Roe | 2019 |  |  [] []",
		},
		"Latin 1": {
			"<html><meta charset=\"iso-8859-1\"><meta name=\"citation_title\" content=\"\xdcber\"><meta name=\"citation_author\" content=\"M\xfcller, A\">",
			"PB [] | Über |  | A Müller |  |  |  [] []",
		},
		"a date in no way": {
			meta("citation_title", "T", "citation_publication_date", "in press"),
			"PB [] | T |  |  |  |  |  [] [date_unread]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if !sniff([]byte(test.page)) {
				t.Error("not recognized")
			}
			records, rejects := formattest.Read(t, Read, format.Input{Reader: strings.NewReader(test.page), Location: "page.html"})
			if len(records) != 1 {
				t.Fatalf("%d records, rejects %v", len(records), rejects)
			}
			got := line(records[0])
			if strings.HasPrefix(got, "pb:") {
				got = "PB" + got[len("pb:0123456789abcdef"):]
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("record (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNoPaper checks that a page without a paper is an error that wraps ErrFormat, and that a page
// that is too long is another error.
func TestNoPaper(t *testing.T) {
	for name, page := range map[string]string{
		"without metadata":  "<html><body>Hello",
		"with Open Graph":   `<html><meta property="og:title" content="T"><meta property="og:type" content="article">`,
		"with only a title": meta("DC.Title", "T"),
		"of a newspaper":    `<html><script type="application/ld+json">{"@type": "NewsArticle", "headline": "T"}</script>`,
		"with deep JSON-LD": `<html><script type="application/ld+json">` + strings.Repeat("[", 100_000) + `</script>`,
		"of too many bytes": "<html>" + strings.Repeat("x", maxPageBytes),
	} {
		for r, err := range Read(t.Context(), format.Input{Reader: strings.NewReader(page)}) {
			if err == nil {
				t.Errorf("a page %s: read as %+v, want an error", name, r)
			}
			if long := strings.HasPrefix(name, "of too many"); errors.Is(err, format.ErrFormat) == long {
				t.Errorf("a page %s: unexpected error %v", name, err)
			}
		}
	}
}

// TestSharedPages reads pages of arXiv, although package arxiv has a reader for these.
func TestSharedPages(t *testing.T) {
	for _, file := range []string{"1902.02534_full_2026.html", "1902.02534_head_2023.html"} {
		f, err := os.Open(sharedtest.Path(t, "fixtures/pages/abs_html/"+file))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		records, rejects := formattest.Read(t, Read, format.Input{Reader: f})
		if len(records) != 1 {
			t.Fatalf("%s: rejects %v", file, rejects)
		}
		p := records[0].Paper
		if p.ID != "arxiv:1902.02534" || strings.Join(p.Authors, ", ") != "Ivan Heibi, Silvio Peroni, David Shotton" || p.Date.String() != "2019-02-07" || len(p.Abstract) < 300 {
			t.Errorf("%s is read as %s", file, line(records[0]))
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(meta("citation_title", "T", "citation_author", "Doe, J.; et al"))
	f.Add(`<html><script type="application/ld+json">{"@graph": [{"@type": "ScholarlyArticle", "name": ["T"], "author": [{"name": 5}], "isPartOf": [{}]}]}</script>`)
	formattest.Fuzz(f, Format())
}

// BenchmarkRead reads a page of the length of arXiv's.
func BenchmarkRead(b *testing.B) {
	page := meta("citation_title", "T", "citation_author", "Doe, J.", "citation_abstract", strings.Repeat("Some words of an abstract. ", 40)) + strings.Repeat("<div class='x'><a href='/y'>link</a></div>\n", 500)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		for _, err := range Read(b.Context(), format.Input{Reader: strings.NewReader(page)}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}
