package formats_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/sample"
	"paperboy/data/sharedtest"
	"paperboy/data/text"
)

// TestRecognition checks the format that is recognized for the content of each kind of input.
func TestRecognition(t *testing.T) {
	const day = `{"day": "2024-05-27", "entries": [{"paper": {"id": "2405.00001", "title": "T"}}]}`
	for name, test := range map[string]struct{ head, want string }{
		"the sample":                          {sample.Page, "hf-text"},
		"a page":                              {`<!doctype html><div data-target="DailyPapers" data-props="{}">`, "hf-page"},
		"a page of one paper":                 {`<html><div data-target="PaperContent" data-props="{}">`, "hf-page"},
		"a day":                               {day, "hf-api"},
		"a response":                          {`[ {"paper": {"id": "2405.00001"`, "hf-api"},
		"a broken response":                   {`["{'paper': {'id': '2405.00001'`, "hf-api"},
		"one paper of the API":                {`{"id": "2405.00001", "publishedAt": "2024-05-24", "summary": "S"}`, "hf-api"},
		"a paper":                             {`{"id": "2405.00001", "title": "T", "abstract": "\"publishedAt\": and \"summary\": and 'paper'"}`, "jsonl"},
		"arXiv's Atom":                        {"<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>http://arxiv.org/api/x</id>", "arxiv-atom"},
		"another Atom":                        {`<feed xmlns="http://www.w3.org/2005/Atom"><id>http://example.org/arxiv.org</id>`, ""},
		"OAI-PMH":                             {`<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>`, "oai-pmh"},
		"a page of arXiv":                     {`<!DOCTYPE html><html><meta name="citation_arxiv_id" content="1902.02534" />`, "arxiv-page"},
		"arXiv's captcha":                     {`<html><title>arXiv.org - Automated Access Detected</title><div class="captcha">`, "arxiv-page"},
		"arXiv's recent papers":               {`<!DOCTYPE html><html><title>cs.CL</title><link href="https://static.arxiv.org/x.css"><dl id='articles'>`, "arxiv-listing"},
		"arXiv's search":                      {`<!DOCTYPE html><html><title>Search | arXiv e-print repository</title>`, "arxiv-listing"},
		"Google Scholar":                      {`<!doctype html><html><head><title>knots - Google Scholar</title>`, "scholar"},
		"Google Scholar, saved":               {"<!DOCTYPE html>\n<!-- saved from url=(0051)https://scholar.google.com/citations?user=x -->\n<html>", "scholar"},
		"a page that is called so":            {`<!doctype html><html><head><title>T - Google Scholar</title><meta name="citation_title" content="T">`, "webpage"},
		"arXiv's snapshot":                    {`{"id":"0704.0001","submitter":"S","authors":"A","title":"T","journal-ref":null,`, "arxiv-snapshot"},
		"a reference":                         {`{"id": "k", "type": "paper-conference", "title": "T"}`, "csl-json"},
		"references":                          {"[\n{\"id\": \"k\", \"title\": \"T\", \"issued\": {\"date-parts\": [[2018", "csl-json"},
		"authors cut off":                     {`[{"id": "k", "author": [{"family": "A"}, {"fam`, "csl-json"},
		"a paper with a type":                 {`{"title": "T", "authors": ["A"], "type": "article-journal", "issued": {}}`, "jsonl"},
		"papers":                              {"\n[\n  {\"title\": \"T\"", "jsonl"},
		"RIS":                                 {"\uFEFFTY  - JOUR\r\nTI  - T\r\n", "ris"},
		"RIS below a header":                  {"Record #1 of 2\nProvider: P\n\nTY  -  JOUR\nTI  -  T\n", "ris"},
		"RIS with one space":                  {"TY - BOOK\nT1 - T\n", "ris"},
		"RIS with a list within":              {"TY  - JOUR\nAB  - A\n• 4 of the authors\nER  - \n", "ris"},
		"MEDLINE":                             {"\nPMID- 30922926\nOWN - NLM\n", "nbib"},
		"MEDLINE of ERIC":                     {"OWN - ERIC\nTI  - T\nAU  - A\n", "nbib"},
		"MEDLINE of others":                   {"TI  - T\nFAU - A, B\nDP  - 2020\n", "nbib"},
		"RIS by the alphabet":                 {"AU  - A\nDP  - P\nTI  - T\nTY  - JOUR\nER  - \n", "ris"},
		"Web of Science":                      {"\uFEFFFN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU A\nTI T\n", "wos"},
		"columns of the same":                 {"PT\tAU\tTI\tSO\nJ\tA\tT\tS\n", "wos-tab"},
		"EndNote":                             {"%0 Journal Article\n%T T\n%A A\n", "endnote"},
		"refer, wrapped":                      {"%A Ann Lee\n%T A title\nin two lines\n", "endnote"},
		"RefWorks":                            {"RT Journal Article\nSR Print(0)\nA1 A\nT1 T\n", "refworks"},
		"Ovid":                                {"<1. >\nVN  - Ovid Technologies\nTI  - T\n", "ovid"},
		"Ovid with names":                     {"<1>\nAuthor\n  A\nTitle\n  T\nSource\n  S\n", "ovid-names"},
		"Copac":                               {"TI- T\nAU- A\nPY- 2000\n", "two-letter"},
		"Inspec":                              {"Record.*INSPEC.*\n\nTI ~ T\nAU ~ A\n", "two-letter"},
		"mail of NEP":                         {"nep-abc New Economics Papers\nhttp://nep.repec.org\n", "nep"},
		"a table of Web of Science's columns": {"Publication Type,Authors,Title\nJ,A,T\n", "csv"},
		"a comment that looks like EndNote":   {"%T a\n%A b\n@article{k, title = {T}", "bibtex"},
		"BibTeX that quotes RIS":              {"@misc{a, note={\nTY  - JOUR\n}}", "bibtex"},
		"JSON that quotes RIS":                {"{\"title\": \"TY  - JOUR\"}", "jsonl"},
		"a page that quotes RIS":              {"<pre>\nTY  - JOUR\n</pre>", ""},
		"prose with a hyphen":                 {"Ty - or not. TY - is short for type.", ""},
		"a library":                           {"% by hand\n\n@String{a = {b}}\n@Article{k, title = {T}", "bibtex"},
		"an entry from Qiqqa":                 {"% by Qiqqa\n\n@article{kuhne2006matters\n, author = {K}\n", "bibtex"},
		"an entry in parentheses":             {"\uFEFF  @book (k,\ntitle = {T}", "bibtex"},
		"a paper on BibTeX":                   {`{"title": "T", "abstract": "\n@article{k, title"`, "jsonl"},
		"an address":                          {"write to\n@someone{at} or me@example.org", ""},
		"PubMed's XML":                        {`<?xml version="1.0"?><!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "x.dtd"><PubmedArticleSet><PubmedArticle>`, "pubmed-xml"},
		"an article as JATS":                  {"\n<!-- a --><article article-type=\"research-article\"><front><journal-meta>", "jats"},
		"articles of PubMed Central's repository": {`<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><metadata><article xmlns="http://jats.nlm.nih.gov/ns/archiving/1.3/"><front>`, "jats"},
		"many articles":          {"<pmc-articleset><article>", "jats"},
		"the Anthology's XML":    {"<?xml version='1.0'?>\n<collection id=\"P18\">\n  <volume id=\"1\">", "acl-xml"},
		"Crossref's XML":         {`<?xml version="1.0"?><doi_records><doi_record><crossref><journal>`, "crossref-xml"},
		"a deposit at Crossref":  {`<doi_batch xmlns="http://www.crossref.org/schema/5.3.1"><head>`, "crossref-xml"},
		"Crossref's OAI-PMH":     {`<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><metadata><crossref_result xmlns="http://www.crossref.org/qrschema/3.0">`, "crossref-xml"},
		"DataCite's XML":         {`<resource xmlns="http://datacite.org/schema/kernel-4"><identifier identifierType="DOI">`, "datacite-xml"},
		"DataCite's OAI-PMH":     {`<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><metadata><oai_datacite xmlns="http://schema.datacite.org/oai/oai-1.1/">`, "datacite-xml"},
		"MODS":                   {`<mods:mods xmlns:mods="http://www.loc.gov/mods/v3"><mods:titleInfo>`, "mods"},
		"MODS in OAI-PMH":        {`<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><metadata><mods xmlns="http://www.loc.gov/mods/v3">`, "mods"},
		"MARC":                   {`<collection><record><leader>00864naa</leader><datafield tag="245" ind1="1" ind2="0"><subfield code="a">`, "marcxml"},
		"MARC in OAI-PMH":        {`<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><metadata><marc:record xmlns:marc="http://www.loc.gov/MARC21/slim"><marc:datafield tag="024"><marc:subfield code="a">`, "marcxml"},
		"a deposit at PubMed":    {`<!DOCTYPE ArticleSet PUBLIC "-//NLM//DTD PubMed 2.6//EN" "PubMed.dtd"><ArticleSet><Article>`, "pubmed-deposit"},
		"TEI of GROBID":          {`<?xml version="1.0"?><TEI xml:space="preserve" xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>`, "tei"},
		"a list in TEI":          {`<listBibl xmlns="http://www.tei-c.org/ns/1.0"><biblStruct>`, "tei"},
		"DBLP":                   {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!DOCTYPE dblp SYSTEM \"dblp.dtd\">\n<dblp>\n<article mdate", "dblp-xml"},
		"a record of DBLP":       {`<inproceedings key="conf/x/A" mdate="2008-11-03"><author>`, "dblp-xml"},
		"Word's sources":         {`<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography"><b:Source>`, "word-xml"},
		"EndNote's XML":          {`<?xml version="1.0"?><xml><records><record><source-app name="EndNote">`, "endnote-xml"},
		"RSS 2.0":                {`<rss version="2.0"><channel><title>T</title><item>`, "rss"},
		"RSS 1.0":                {`<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="x"><channel rdf:about="https://example.org">`, "rss"},
		"arXiv's RSS":            {`<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel><item>`, "arxiv-rss"},
		"Zotero's RDF":           {`<rdf:RDF xmlns:rdf="x" xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:link="http://purl.org/rss/1.0/modules/link/">`, "zotero-rdf"},
		"a book in BITS":         {`<book xmlns:xlink="x"><book-meta><book-id book-id-type="doi">`, "jats"},
		"other RDF":              {`<rdf:RDF xmlns:rdf="x" xmlns:foaf="http://xmlns.com/foaf/0.1/"><foaf:Person>`, ""},
		"a vector image":         {`<svg xmlns="http://www.w3.org/2000/svg"><article key="x">`, ""},
		"a build file":           {`<project><record><resource>`, ""},
		"an article of HTML":     {"<article><h1>T</h1>", ""},
		"a landing page":         {"<!doctype html><meta name='citation_title' content='T'>", "webpage"},
		"Better BibTeX's JSON":   {`{"config": {"label": "BetterBibTeX JSON"}, "items": [`, "zotero"},
		"Zotero's API":           {`[{"key": "A", "library": {}, "data": {"key": "A", "itemType": "book", "title": "T"}}]`, "zotero"},
		"Zotero's CSL":           {`{"items": [{"id": "1/A", "type": "book", "title": "T", "issued": {"date-parts": [[2000]]}}]}`, "csl-json"},
		"a list from Crossref":   {`{"status":"ok","message-type":"work-list","message":{"items":[`, "crossref"},
		"a work from Crossref":   {`{"DOI": "10.1/x", "type": "journal-article", "author": [{"family": "A"}], "reference-count": 1}`, "crossref"},
		"a work from OpenAlex":   {`{"id":"https://openalex.org/W1","doi":null,"title":"T"}`, "openalex"},
		"a search of OpenAlex":   {`{"meta":{"count":1},"results":[{"id":"https://openalex.org/W1","title":"T"}]}`, "openalex"},
		"a search of S2":         {`{"total": 1, "offset": 0, "data": [{"paperId": "1", "title": "T"}]}`, "semanticscholar"},
		"a bulk file of S2":      {`{"corpusid":1,"externalids":null,"title":"T"}`, "semanticscholar"},
		"an error of S2":         {`{"error": "Paper not found"}`, "semanticscholar"},
		"a table":                {"Authors,Title,Year\nA,T,2000\n", "csv"},
		"a table with tabs":      {"\uFEFFTitel\tJahr\nT\t2000\n", "csv"},
		"a table without header": {"1;2;3\n4;5;6\n7;8;9\n", "csv"},
		"prose with commas":      {"Dear A, B,\nI write, as you asked,\nwith papers, pens and ink.\n", ""},
		"prose":                  {"4 authors wrote this.", ""},
		"markup":                 {"<p>4 authors", ""},
		"numbers":                {"[1, 2]", ""},
		"a head cut off at once": {"{", ""},
	} {
		if got := recognized([]byte(test.head)); got != test.want {
			t.Errorf("%s is recognized as %q, want %q", name, got, test.want)
		}
	}
}

// recognized returns the name of the format that recognizes an input, or "".
func recognized(text []byte) string {
	f, _ := format.RecognizeText(formats.All(), text[:min(len(text), format.SniffLen)])
	return f.Name
}

// TestCollections reads complete collections. No record is rejected, and every paper gets an id of
// its catalogue.
func TestCollections(t *testing.T) {
	for _, test := range []struct {
		file     string
		papers   int
		source   string
		scheme   string
		warnings map[string]int
	}{
		{"acl.jsonl.zst", 64_351, "acl", "acl", map[string]int{"invalid_doi": 6}},
		{"hf.jsonl.zst", 11_019, "huggingface", "arxiv", map[string]int{"authors_without_names": 2, "date_from_id": 398}},
		{"hf-days.jsonl.zst", 9_881, "huggingface", "arxiv", map[string]int{}},
	} {
		t.Run(test.file, func(t *testing.T) {
			t.Parallel()
			papers, warnings := 0, map[string]int{}
			var last format.Progress
			opts := format.Options{Formats: formats.All(), Progress: func(p format.Progress) { last = p }}
			for r, err := range format.Open(t.Context(), sharedtest.Path(t, "corpora/"+test.file), opts) {
				if err == nil {
					err = data.Validate(&r)
				}
				if err != nil {
					t.Fatal(err)
				}
				papers++
				for _, w := range r.Origin.Warnings {
					warnings[w]++
				}
				if r.Origin.Source != test.source || r.Paper.ID.Scheme() != test.scheme || r.Paper.Date.IsZero() {
					t.Errorf("%s: source %q, id %q, date %q", r.Entry, r.Origin.Source, r.Paper.ID, r.Paper.Date)
				}
			}
			if papers != test.papers {
				t.Errorf("%d papers, want %d", papers, test.papers)
			}
			if diff := cmp.Diff(test.warnings, warnings); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			if last.Read != last.Total {
				t.Errorf("progress ends with %+v", last)
			}
		})
	}
}

// BenchmarkCollection decompresses, reads and validates 64,351 papers.
func BenchmarkCollection(b *testing.B) {
	path := sharedtest.Path(b, "corpora/acl.jsonl.zst")
	papers := 0
	for b.Loop() {
		for r, err := range format.Open(b.Context(), path, format.Options{Formats: formats.All()}) {
			if err == nil {
				err = data.Validate(&r)
			}
			if err != nil {
				b.Fatal(err)
			}
			papers++
		}
	}
	b.ReportMetric(float64(papers)/b.Elapsed().Seconds(), "papers/s")
}

// TestSampleMeetsCollections checks that the sample's papers, which have neither ids nor authors,
// are matched with those of the collections by title and abstract.
func TestSampleMeetsCollections(t *testing.T) {
	known := map[string]data.Record{}
	in := format.Input{Reader: strings.NewReader(sample.Page), Location: sample.Location, AsOf: sample.AsOf, Source: sample.Source}
	for _, f := range formats.All() {
		if f.Name != "hf-text" {
			continue
		}
		for r, err := range f.Read(t.Context(), in) {
			if err == nil {
				err = data.Validate(&r)
			}
			if err != nil {
				t.Fatal(err)
			}
			known[text.TitleKey(r.Paper.Title)] = r
		}
	}
	merged := map[data.ID]string{}
	for _, file := range []string{"hf-days.jsonl.zst", "hf.jsonl.zst"} {
		for r, err := range format.Open(t.Context(), sharedtest.Path(t, "corpora/"+file), format.Options{Formats: formats.All()}) {
			if err == nil {
				err = data.Validate(&r)
			}
			if err != nil {
				t.Fatal(err)
			}
			s, ok := known[text.TitleKey(r.Paper.Title)]
			if !ok {
				continue
			}
			if _, same := data.SamePaper(s.Paper, r.Paper); !same {
				t.Errorf("%s of %s is not matched with the sample: %q", r.Paper.ID, file, r.Paper.Title)
			}
			p := data.Merge([]data.Record{s, r})
			merged[p.ID] = p.Date.String() + " " + p.Title
		}
	}
	want := map[data.ID]string{
		"arxiv:2410.00418": "2024-10-01 Posterior-Mean Rectified Flow: Towards Minimum MSE Photo-Realistic Image Restoration",
		"arxiv:2410.01723": "2024-10-02 HarmoniCa: Harmonizing Training and Inference for Better Feature Cache in Diffusion Transformer Acceleration",
		"arxiv:2410.21666": "2024-10-28 Minimum Entropy Coupling with Bottleneck",
		"arxiv:2412.20631": "2024-12-29 Slow Perception: Let's Perceive Geometric Figures Step-by-step",
		"arxiv:2509.25161": "2025-09-29 Rolling Forcing: Autoregressive Long Video Diffusion in Real Time",
	}
	if diff := cmp.Diff(want, merged); diff != "" {
		t.Errorf("merged (-want +got):\n%s", diff)
	}
}

// TestWritersAreAll checks that Writers has exactly the formats that can write.
func TestWritersAreAll(t *testing.T) {
	offered := map[string]bool{}
	for _, f := range formats.Writers() {
		offered[f.Name] = true
		if f.Write == nil || f.Write.New == nil || f.Write.MediaType == "" || f.Write.Extension == "" {
			t.Errorf("%s is in Writers, but its Output is incomplete: %+v", f.Name, f.Write)
		}
	}
	for _, f := range formats.All() {
		if f.Write != nil && !offered[f.Name] {
			t.Errorf("%s writes, but is not in Writers", f.Name)
		}
	}
}
