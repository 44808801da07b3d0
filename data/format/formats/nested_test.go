package formats_test

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
)

// samples has, by format, a file whose free text, such as an abstract or a note, is given.
var samples = map[string]func(text string) string{
	"hf-text": func(text string) string {
		return "Daily Papers\n\nMay 27\n\n12\nA title\n\n • 4 authors\n\n" + text + "\n\nAnother title\n\n • 2 authors\n"
	},
	"hf-page": func(text string) string {
		return "<!doctype html><html><div data-target=\"DailyPapers\" data-props=\"{}\">" + html.EscapeString(text) + "</div></html>"
	},
	"hf-api":     jsonSample(`[{"paper": {"id": "2405.00001", "title": "T", "summary": %s}}]`),
	"pubmed-xml": xmlSample("<?xml version=\"1.0\"?>\n<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>T</ArticleTitle><Abstract><AbstractText>%s</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"),
	"jats":       xmlSample("<?xml version=\"1.0\"?>\n<article><front><article-meta><title-group><article-title>T</article-title></title-group><abstract><p>%s</p></abstract></article-meta></front></article>"),
	"arxiv-atom": xmlSample("<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>http://arxiv.org/api/x</id><entry><id>http://arxiv.org/abs/2405.00001</id><title>T</title><summary>%s</summary></entry></feed>"),
	"oai-pmh":    xmlSample("<?xml version=\"1.0\"?>\n<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><ListRecords><record><metadata><arXiv xmlns=\"http://arxiv.org/OAI/arXiv/\"><id>2405.00001</id><title>T</title><abstract>%s</abstract></arXiv></metadata></record></ListRecords></OAI-PMH>"),
	"arxiv-page": func(text string) string {
		return "<!DOCTYPE html><html><meta name=\"citation_arxiv_id\" content=\"1902.02534\" /><pre>" + html.EscapeString(text) + "</pre></html>"
	},
	"arxiv-snapshot": jsonSample(`{"id":"0704.0001","submitter":"S","authors":"A","title":"T","journal-ref":null,"abstract":%s}`),
	"crossref-xml":   xmlSample("<?xml version=\"1.0\"?>\n<doi_records><doi_record><crossref><journal><journal_article><titles><title>T</title></titles><abstract>%s</abstract></journal_article></journal></crossref></doi_record></doi_records>"),
	"datacite-xml":   xmlSample("<?xml version=\"1.0\"?>\n<resource xmlns=\"http://datacite.org/schema/kernel-4\"><identifier identifierType=\"DOI\">10.1000/x</identifier><titles><title>T</title></titles><descriptions><description>%s</description></descriptions></resource>"),
	"mods":           xmlSample("<?xml version=\"1.0\"?>\n<modsCollection xmlns=\"http://www.loc.gov/mods/v3\"><mods><titleInfo><title>T</title></titleInfo><abstract>%s</abstract></mods></modsCollection>"),
	"marcxml":        xmlSample("<?xml version=\"1.0\"?>\n<collection xmlns=\"http://www.loc.gov/MARC21/slim\"><record><datafield tag=\"245\"><subfield code=\"a\">T</subfield></datafield><datafield tag=\"520\"><subfield code=\"a\">%s</subfield></datafield></record></collection>"),
	"pubmed-deposit": xmlSample("<?xml version=\"1.0\"?>\n<ArticleSet><Article><ArticleTitle>T</ArticleTitle><Abstract>%s</Abstract></Article></ArticleSet>"),
	"tei":            xmlSample("<?xml version=\"1.0\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc><profileDesc><abstract><p>%s</p></abstract></profileDesc></teiHeader></TEI>"),
	"dblp-xml":       xmlSample("<?xml version=\"1.0\"?>\n<dblp><article key=\"k\"><author>Ann Lee</author><title>T</title><note>%s</note><year>2020</year></article></dblp>"),
	"endnote-xml":    xmlSample("<?xml version=\"1.0\"?>\n<xml><records><record><titles><title>T</title></titles><abstract>%s</abstract></record></records></xml>"),
	"rss":            xmlSample("<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>J</title><item><title>T</title><link>https://example.org/a</link><description>%s</description></item></channel></rss>"),
	"nbib": func(text string) string {
		return "PMID- 1\nTI  - T\nAB  - A.\n      " + strings.ReplaceAll(text, "\n", "\n      ") + "\nAU  - Lee A\n"
	},
	"ris":     func(text string) string { return "TY  - JOUR\nTI  - T\nAB  - A.\n" + text + "\nER  - \n" },
	"bibtex":  func(text string) string { return "@article{k,\n title = {T},\n abstract = {A.\n" + text + "\n}\n}\n" },
	"acl-xml": xmlSample("<?xml version='1.0'?>\n<collection id=\"P18\">\n <volume id=\"1\"><paper id=\"1\"><title>T</title><abstract>%s</abstract></paper></volume></collection>"),
	"webpage": func(text string) string {
		return "<!doctype html>\n<html><head><meta name=\"citation_title\" content=\"T\"></head><body><pre>" + html.EscapeString(text) + "</pre></body></html>"
	},
	"wos": func(text string) string {
		return "FN Clarivate\nVR 1.0\nPT J\nAU Lee, A\nTI T\nAB A.\n   " + strings.ReplaceAll(text, "\n", "\n   ") + "\nPY 2020\nER\n\nEF\n"
	},
	"wos-tab": func(text string) string {
		return "PT\tAU\tTI\tAB\tPY\nJ\tLee, A\tT\t" + strings.NewReplacer("\n", " ", "\t", " ").Replace(text) + "\t2020\n"
	},
	"endnote": func(text string) string { return "%0 Journal Article\n%A Lee, A\n%T T\n%D 2020\n%X A.\n" + text + "\n" },
	"refworks": func(text string) string {
		return "RT Journal Article\nSR Print\nA1 Lee,A\nT1 T\nYR 2020\nAB A.\n" + text + "\n"
	},
	"ovid": func(text string) string {
		return "VN  - Ovid Technologies\nDB  - X\nTI  - T\nAU  - Lee A\nAB  - A.\n      " + strings.ReplaceAll(text, "\n", "\n      ") + "\n"
	},
	"catalogue-json":  jsonSample(`{"hitCount": 1, "resultList": {"result": [{"id": "1", "doi": "10.1000/x", "title": "T", "authorString": "Lee A.", "abstractText": %s}]}}`),
	"openreview":      jsonSample(`{"notes": [{"id": "a", "forum": "a", "signatures": [], "content": {"title": {"value": "T"}, "abstract": {"value": %s}}}]}`),
	"zotero":          jsonSample(`[{"key": "A", "itemType": "book", "title": "T", "abstractNote": %s}]`),
	"crossref":        jsonSample(`{"status":"ok","message-type":"work","message":{"DOI":"10.1000/x","title":["T"],"abstract":%s}}`),
	"openalex":        jsonSample(`{"id":"https://openalex.org/W1","title":"T","authorships":[],"abstract":%s}`),
	"semanticscholar": jsonSample(`{"paperId": "1", "title": "T", "abstract": %s}`),
	"csl-json":        jsonSample(`[{"id": "k", "type": "article-journal", "title": "T", "abstract": %s}]`),
	"jsonl":           jsonSample(`{"title": "T", "authors": ["Ann Lee"], "abstract": %s}`),
	"csv": func(text string) string {
		return "title,abstract,year\nT,\"A.\n" + strings.ReplaceAll(text, `"`, `""`) + "\",2020\n"
	},
	"csv, semicolons": func(text string) string {
		return "sep=;\r\nTitel;Jahr;Abstract\r\nT;2020;\"" + strings.ReplaceAll(text, `"`, `""`) + "\"\r\n"
	},
	"csv, below lines": func(text string) string {
		return "\"SEARCH QUERY\",\"a\"\n----\n\n\"Title\",\"Abstract\",\"Publication Year\"\n\"T\",\"" + strings.ReplaceAll(text, `"`, `""`) + "\",\"2020\"\n"
	},
}

func jsonSample(layout string) func(string) string {
	return func(text string) string {
		b, err := json.Marshal(text)
		if err != nil {
			panic(err)
		}
		return fmt.Sprintf(layout, b)
	}
}

// xmlSample alternates between the two ways to write a text in XML, by its length.
func xmlSample(layout string) func(string) string {
	return func(text string) string {
		if len(text)%2 == 0 && !strings.Contains(text, "]]>") {
			return fmt.Sprintf(layout, "<![CDATA["+text+"]]>")
		}
		return fmt.Sprintf(layout, html.EscapeString(text))
	}
}

// TestNested checks that a file whose free text holds a file of another format, as abstracts of papers on formats
// and pages on how to cite do, is recognized as what it is.
func TestNested(t *testing.T) {
	for _, f := range formats.All() {
		if samples[f.Name] == nil {
			t.Logf("there is no sample of %s", f.Name)
		}
	}
	for outer, sample := range samples {
		want, _, _ := strings.Cut(outer, ",")
		for inner, other := range samples {
			for _, spaces := range []string{"", " "} { // for both kinds of xmlSample
				text := sample("See.\n" + other("An abstract."+spaces) + "\n")
				if got, _ := format.RecognizeText(formats.All(), []byte(text)); got.Name != want {
					t.Errorf("%s with %s in its text is recognized as %q:\n%.300s", outer, inner, got.Name, text)
					break
				}
			}
		}
	}
	for name, sample := range samples {
		if want, _, _ := strings.Cut(name, ","); want != "csv" {
			continue
		}
		for inner, other := range samples {
			papers := 0
			for _, err := range format.Read(t.Context(), "papers", now, strings.NewReader(sample(other("A."))), format.Options{Formats: formats.All()}) {
				if err != nil {
					t.Errorf("%s with %s in its text: %v", name, inner, err)
				}
				papers++
			}
			if papers != 1 {
				t.Errorf("%s with %s in its text is read as %d papers", name, inner, papers)
			}
		}
	}
}

// TestTablesOfExports reads the tables that were wrong in the review of exports.
func TestTablesOfExports(t *testing.T) {
	for id, test := range map[string]struct{ table, want string }{
		"C03": {"title,abstract\n\"A\",\"first.\n@article{x, title={y}}\"\n\"B\",\"z\"\n", "A||pb B||pb"},
		"C05": {"title,authors\n\"P\",\"Samarth P; Ann Test\"\n", "P|Samarth P; Ann Test|pb"},
		"C07": {"id,title\nlocal:k1,P\n", "P||local"},
	} {
		var got []string
		for r, err := range format.Read(t.Context(), "papers", now, strings.NewReader(test.table), format.Options{Formats: formats.All()}) {
			if err == nil {
				err = data.Validate(&r)
			}
			if err != nil {
				t.Fatalf("%s: %v", id, err)
			}
			got = append(got, r.Paper.Title+"|"+strings.Join(r.Paper.Authors, "; ")+"|"+r.Paper.ID.Scheme())
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s is read as %q, want %q", id, got, test.want)
		}
	}
}

var now = time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)
