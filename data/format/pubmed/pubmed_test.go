package pubmed

import (
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

// line formats a record as one line, for tables.
func line(r data.Record) string {
	p := r.Paper
	count := "?"
	if p.AuthorCount != nil {
		count = fmt.Sprint(*p.AuthorCount)
	}
	return fmt.Sprintf("%s %v | %s | %s | %s (%s) | %s | %s %v", p.ID, r.Aliases, p.Title, p.Abstract, strings.Join(p.Authors, ", "), count, p.Date, p.Venue, r.Origin.Warnings)
}

const citation = `<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2023//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_230101.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">23241407</PMID>
 <Article PubModel="Print-Electronic">
  <Journal><JournalIssue><PubDate><Year>2013</Year><Month>Feb</Month></PubDate></JournalIssue><Title>Arteriosclerosis</Title><ISOAbbreviation>Arter</ISOAbbreviation></Journal>
  <ArticleTitle>Reduced <i>Alk1</i> in H<sub>2</sub>O.</ArticleTitle>
  <ELocationID EIdType="doi" ValidYN="Y">10.1161/X.112</ELocationID>
  <Abstract><AbstractText Label="OBJECTIVE" NlmCategory="OBJECTIVE">To see if p &lt; 0.05.</AbstractText><AbstractText>More.</AbstractText><CopyrightInformation>(c)</CopyrightInformation></Abstract>
  <AuthorList CompleteYN="N"><Author ValidYN="N"><LastName>van der Bergg</LastName><ForeName>Jan P</ForeName></Author><Author ValidYN="Y"><LastName>van der Berg</LastName><ForeName>Jan P</ForeName><Initials>JP</Initials><Suffix>Jr</Suffix></Author><Author><CollectiveName>The <b>Alk</b> Group</CollectiveName></Author></AuthorList>
  <ArticleDate DateType="Electronic"><Year>2012</Year><Month>12</Month><Day>13</Day></ArticleDate>
 </Article></MedlineCitation>
 <PubmedData><ArticleIdList><ArticleId IdType="pubmed">23241407</ArticleId><ArticleId IdType="pmc">PMC355</ArticleId></ArticleIdList>
  <ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1/other</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>2</PMID><Article><Journal><JournalIssue><PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate></JournalIssue></Journal>
  <ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>Ein Titel</VernacularTitle></Article></MedlineCitation></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>3</PMID><Article><ArticleTitle/></Article></MedlineCitation></PubmedArticle>
<PubmedBookArticle><BookDocument><PMID>4</PMID><ArticleIdList><ArticleId IdType="doi">10.1000/b</ArticleId></ArticleIdList>
  <Book><BookTitle>GeneReviews</BookTitle><PubDate><Year>1993</Year></PubDate><AuthorList Type="editors"><Author><LastName>E</LastName></Author></AuthorList></Book>
  <ArticleTitle>A chapter</ArticleTitle><AuthorList Type="authors"><Author><LastName>C</LastName><ForeName>D</ForeName></Author></AuthorList><Abstract><AbstractText>Text.</AbstractText></Abstract></BookDocument></PubmedBookArticle>
<DeleteCitation><PMID>5</PMID></DeleteCitation>
</PubmedArticleSet>`

func TestCitations(t *testing.T) {
	records, rejects := formattest.ReadText(t, ReadCitations, "papers.xml", citation)
	var got []string
	for _, r := range records {
		got = append(got, line(r))
	}
	want := []string{
		"doi:10.1161/x.112 [pmid:23241407 pmcid:pmc355] | Reduced Alk1 in H2O | OBJECTIVE: To see if p < 0.05.\n\nMore. | Jan P van der Berg Jr, The Alk Group (?) | 2012-12-13 | Arteriosclerosis [authors_incomplete]",
		"pmid:2 [] | Ein Titel |  |  (?) | 1998 |  []",
		"doi:10.1000/b [pmid:4] | A chapter | Text. | D C (1) | 1993 | GeneReviews []",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"entry 3 (pmid:3) missing_title: a title is required: there is no ArticleTitle, VernacularTitle or BookTitle"}, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
	old := `<MedlineCitationSet><MedlineCitation><PMID>6</PMID><Article><ArticleTitle>Old.</ArticleTitle></Article></MedlineCitation></MedlineCitationSet>`
	if records, rejects := formattest.ReadText(t, ReadCitations, "papers.xml", old); len(records) != 1 || records[0].Paper.ID != "pmid:6" {
		t.Errorf("a separate citation: %v, %v", records, rejects)
	}
}

const article = `<pmc-articleset><article article-type="research-article"><front>
<journal-meta><journal-title-group><journal-title>Ann Oncol</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="pmid">1</article-id><article-id pub-id-type="pmc">3574550</article-id><article-id pub-id-type="doi">10.1093/X</article-id>
<title-group><article-title>On <italic>E. coli</italic><xref ref-type="fn" rid="f1">*</xref> and <inline-formula><alternatives><mml:math xmlns:mml="u"><mml:mi>x</mml:mi></mml:math><tex-math>\begin{document}$x$\end{document}</tex-math></alternatives></inline-formula></article-title><subtitle>a study</subtitle></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Abel</surname><given-names>G. A.</given-names></name><xref>1</xref></contrib>
<contrib contrib-type="author"><name-alternatives><name><surname>Li</surname><given-names>Wei</given-names></name><name><surname>李</surname></name></name-alternatives></contrib>
<contrib contrib-type="author"><collab>The Group<contrib-group><contrib><name><surname>Member</surname></name></contrib></contrib-group></collab></contrib>
<contrib contrib-type="editor"><name><surname>Editor</surname></name></contrib></contrib-group>
<pub-date pub-type="ppub"><month>3</month><year>2013</year></pub-date><pub-date pub-type="epub"><day>12</day><month>11</month><year>2012</year></pub-date><pub-date pub-type="pmc-release"><day>1</day><month>1</month><year>2012</year></pub-date>
<abstract abstract-type="graphical"><p>Picture</p></abstract>
<abstract><title>Abstract</title><sec><title>Background</title><p>One
 line.</p></sec><sec><title>Results</title><p>Two <xref>[1]</xref>.</p></sec></abstract></article-meta></front>
<body><p>Body</p></body><sub-article><front><article-meta><title-group><article-title>Review</article-title></title-group></article-meta></front></sub-article></article>
<article><front><article-meta><article-id pub-id-type="doi">10.1000/none</article-id></article-meta></front></article></pmc-articleset>`

func TestArticles(t *testing.T) {
	records, rejects := formattest.ReadText(t, ReadArticles, "papers.xml", article)
	if len(records) != 1 {
		t.Fatalf("%d records, rejects %v", len(records), rejects)
	}
	want := "doi:10.1093/x [pmid:1 pmcid:pmc3574550] | On E. coli and x: a study | Background\n\nOne line.\n\nResults\n\nTwo . | G. A. Abel, Wei Li, The Group, Member (4) | 2012-11-12 | Ann Oncol []"
	if diff := cmp.Diff(want, line(records[0])); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"entry 3 (doi:10.1000/none) missing_title: a title is required: there is no article-title"}, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}

// TestFormulasAndAbstracts checks that a formula with only LaTeX is kept, and that an abstract of
// an unknown type is not treated as a summary.
func TestFormulasAndAbstracts(t *testing.T) {
	records, rejects := formattest.ReadText(t, ReadArticles, "papers.xml", `<OAI-PMH><record><metadata><article><front><article-meta>
<title-group><article-title>On <tex-math>$\alpha$</tex-math> and <tex-math>\documentclass{x}\begin{document}$$x^2$$\end{document}</tex-math></article-title></title-group>
<abstract abstract-type="graphical"><p>Picture</p></abstract><abstract abstract-type="normal"><p>Text.</p></abstract></article-meta></front></article></metadata></record></OAI-PMH>`)
	if len(records) != 1 || records[0].Paper.Title != "On α and x²" || records[0].Paper.Abstract != "Text." {
		t.Errorf("read %+v, rejects %v", records, rejects)
	}
}

// TestSharedFiles reads two articles of PubMed Central.
func TestSharedFiles(t *testing.T) {
	for file, want := range map[string]string{
		"1471-2180-11-174.nxml": "doi:10.1186/1471-2180-11-174 Factors influencing lysis time stochasticity in bacteriophage λ (John J Dennehy, Ing-Nang Wang) 2011-08-02 BMC Microbiology",
		"mds526.nxml": "doi:10.1093/annonc/mds526 Socio-demographic inequalities in stage of cancer diagnosis: evidence from patients with female breast, lung, colon, rectal, prostate, renal, bladder, melanoma, ovarian and endometrial cancer" +
			" (G. Lyratzopoulos, G. A. Abel, C. H. Brown, B. A. Rous, S. A. Vernon, M. Roland, D. C. Greenberg) 2012-11-12 Annals of Oncology",
	} {
		text, err := os.ReadFile(sharedtest.Path(t, "fixtures/imports/pubmed/"+file))
		if err != nil {
			t.Fatal(err)
		}
		if !Formats()[1].Sniff(text[:min(len(text), format.SniffLen)]) {
			t.Errorf("%s: not recognized", file)
		}
		records, rejects := formattest.ReadText(t, ReadArticles, "papers.xml", string(text))
		if len(records) != 1 || len(rejects) > 0 {
			t.Fatalf("%s: %d records, rejects %v", file, len(records), rejects)
		}
		p := records[0].Paper
		if got := fmt.Sprintf("%s %s (%s) %s %s", p.ID, p.Title, strings.Join(p.Authors, ", "), p.Date, p.Venue); got != want || len(p.Abstract) < 500 {
			t.Errorf("%s is read as\n%s\nwant\n%s\nabstract %q", file, got, want, p.Abstract)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(citation)
	f.Add(article)
	formattest.Fuzz(f, Formats()...)
}

// BenchmarkCitations reads and validates citations of the usual length.
func BenchmarkCitations(b *testing.B) {
	const papers = 10_000
	var text strings.Builder
	text.WriteString("<PubmedArticleSet>")
	for i := range papers {
		fmt.Fprintf(&text, `<PubmedArticle><MedlineCitation><PMID>%d</PMID><Article><Journal><JournalIssue><PubDate><Year>2013</Year></PubDate></JournalIssue><Title>J</Title></Journal><ArticleTitle>On things number %d.</ArticleTitle>`+
			`<Abstract><AbstractText Label="AIM">%s</AbstractText></Abstract><AuthorList><Author><LastName>A</LastName><ForeName>B</ForeName></Author></AuthorList></Article></MedlineCitation></PubmedArticle>`,
			i+1, i, strings.Repeat("Some words of an abstract. ", 40))
	}
	text.WriteString("</PubmedArticleSet>")
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if records, _ := formattest.ReadText(b, ReadCitations, "papers.xml", text.String()); len(records) != papers {
			b.Fatalf("%d records", len(records))
		}
	}
	b.ReportMetric(float64(papers*b.N)/b.Elapsed().Seconds(), "papers/s")
}

// TestContributors checks the forms in which JATS has names.
func TestContributors(t *testing.T) {
	for contribs, want := range map[string]string{
		`<contrib contrib-type="author"><string-name><given-names>Mira</given-names><surname>Moss</surname></string-name></contrib>`:               "authors: Mira Moss",
		`<contrib><string-name>Mira Moss<xref>1</xref></string-name></contrib>`:                                                                    "authors: Mira Moss",
		`<contrib><name-alternatives><string-name xml:lang="ja">苔</string-name><string-name>Mira Moss</string-name></name-alternatives></contrib>`: "authors: Mira Moss",
		`<contrib><name><surname>Plato</surname></name></contrib><contrib><name><given-names>Mira</given-names></name></contrib>`:                  "authors: Plato; Mira",
		`<contrib><collab>The Group, Oslo <email>x@example.org</email><xref>2</xref></collab></contrib>`:                                           "authors: The Group, Oslo\ngroups: The Group, Oslo",
		`<contrib contrib-type="collab"><collab>G<contrib-group><contrib contrib-type="author"><name><surname>A</surname></name></contrib><contrib><collab>H<contrib-group><contrib><name><surname>B</surname></name></contrib></contrib-group></collab></contrib></contrib-group></collab></contrib><contrib><name><surname>C</surname></name></contrib>`: "authors: G; A; H; B; C\ngroups: G; H",
		`<contrib><name><surname>A</surname></name><collab>for the G</collab></contrib><contrib><collab-alternatives><collab>H</collab><collab>I</collab></collab-alternatives></contrib>`:                                                                                                                                                                 "authors: A; for the G; H\ngroups: for the G; H",
		`<contrib contrib-type="editor"><name><surname>E</surname></name></contrib><contrib contrib-type="reviewer"><name><surname>R</surname></name></contrib>`:                                                                                                                                                                                           "authors: E\neditors: E",
		`<contrib><anonymous/></contrib><contrib><name><surname>Núñez</surname><given-names>J.-P.</given-names><suffix>Jr.</suffix></name></contrib><etal/>`:                                                                                                                                                                                               "authors: J.-P. Núñez Jr.",
	} {
		text := `<article><front><article-meta><title-group><article-title>T</article-title></title-group><contrib-group>` + contribs + `</contrib-group></article-meta></front></article>`
		records, rejects := formattest.ReadText(t, ReadArticles, "papers.xml", text)
		if len(records) != 1 {
			t.Fatalf("%d records, rejects %v", len(records), rejects)
		}
		p := data.Paper{Authors: records[0].Paper.Authors, Editors: records[0].Paper.Editors, Groups: records[0].Paper.Groups}
		if got := formattest.Describe(p); got != want {
			t.Errorf("%s\ngot  %q\nwant %q", contribs, got, want)
		}
	}
}

func TestGoldens(t *testing.T) {
	formattest.Golden(t, Formats()[0], "testdata/citations.xml")
	formattest.Golden(t, Formats()[1], "testdata/article.xml")
	formattest.Golden(t, Formats()[1], "testdata/chapter.xml")
	formattest.Golden(t, Formats()[2], "testdata/deposit.xml")
}
