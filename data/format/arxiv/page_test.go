package arxiv

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

// The parts of an abstract page, as arXiv writes them.
const (
	pageHead = `<!DOCTYPE html><html lang="en"><head><title>[1902.02534] On X</title>
<meta name="citation_title" content="On $\alpha$ &amp; X" /><meta name="citation_author" content="Heibi, Ivan" /><meta name="citation_author" content="The B Collaboration" />
<meta name="citation_doi" content="10.1000/X" /><meta name="citation_date" content="2019/02/08" /><meta name="citation_online_date" content="2019/06/21" />
<meta name="citation_arxiv_id" content="1902.02534" /><meta name="citation_abstract" content="See http://example.org/x." /></head>`
	pageBody = `<body><a href="https://arxiv.org/">arXiv</a><div class="dateline">
  [Submitted on 7 Feb 2019 (<a href="https://arxiv.org/abs/1902.02534v1">v1</a>), last revised 21 Jun 2019 (this version, v2)]</div>
<h1 class="title mathjax"><span class="descriptor">Title:</span>On $\alpha$ &amp; X</h1>
<div class="authors"><span class="descriptor">Authors:</span><a href="/a">Ivan Heibi</a>, <a href="/b">The B Collaboration</a>: <a href="/c">C. D\"oe</a>, et al. (20 additional authors not shown)</div>
<blockquote class="abstract mathjax"><span class="descriptor">Abstract:</span>See <a href="http://example.org/x">this http URL</a>.</blockquote>
<table><tr><td class="tablecell comments mathjax">7 pages (a.b)</td></tr><tr><td class="tablecell subjects"><span class="primary-subject">Digital Libraries (cs.DL)</span>; High Energy Physics - Theory (hep-th); Materials Science (cond-mat.mtrl-sci)</td></tr>
<tr><td class="tablecell msc-classes">05C80 (cs.XX)</td></tr><tr><td class="tablecell jref">J. Cool 7
(2019)</td></tr><tr><td class="tablecell arxivid"><span class="arxivid"><a href="https://arxiv.org/abs/1902.02534">arXiv:1902.02534</a> [cs.DL]</span></td></tr>
<tr><td class="tablecell arxivdoi"><a href="https://doi.org/10.48550/arXiv.1902.02534">https://doi.org/10.48550/arXiv.1902.02534</a></td></tr>
<tr><td class="tablecell doi"><a href="https://doi.org/10.1000/X">https://doi.org/10.1000/X</a></td></tr></table>
<div class="submission-history"><h2>Submission history</h2> From: A B [<a href="/e">view email</a>]<br/> <strong><a href="/abs/1902.02534v1">[v1]</a></strong>
        Thu, 7 Feb 2019 09:22:51 UTC (475 KB)<br/><strong>[v2]</strong> Fri, 21 Jun 2019 06:21:52 UTC (1,329 KB)<br/></div></body></html>`
)

func TestPage(t *testing.T) {
	whole := data.Record{
		Paper: data.Paper{
			ID: "arxiv:1902.02534", Title: "On α & X", Abstract: "See http://example.org/x.", Authors: []string{"Ivan Heibi", "The B Collaboration"}, AuthorCount: formattest.Pointer(2),
			Date: data.Date{Year: 2019, Month: 2, Day: 7}, Categories: []string{"cs.DL", "hep-th", "cond-mat.mtrl-sci"}, Venue: "J. Cool 7 (2019)", DOI: "10.1000/x",
		},
		Aliases: []data.ID{"doi:10.1000/x"},
		Origin: data.Provenance{Source: "arxiv", Location: "page.html", Raw: map[string]string{
			"title": `On $\alpha$ & X`, "date": "Thu, 7 Feb 2019 09:22:51 UTC", "doi": "10.1000/X",
		}},
		Entry: "page",
	}
	head := whole
	head.Paper.Date.Day = 8
	head.Paper.Categories, head.Paper.Venue, head.Paper.Type = nil, "", data.TypePreprint
	head.Origin.Raw = map[string]string{"title": `On $\alpha$ & X`, "date": "2019/02/08", "doi": "10.1000/X"}
	body := whole
	body.Paper.Abstract, body.Paper.Authors, body.Paper.AuthorCount = "See this http URL.", []string{"Ivan Heibi", "The B Collaboration", "C. Döe"}, nil
	body.Origin.Warnings = []string{"authors_incomplete"}
	body.Origin.Raw = map[string]string{
		"title": `On $\alpha$ & X`, "date": "Thu, 7 Feb 2019 09:22:51 UTC", "doi": "https://doi.org/10.1000/X",
		"authors": `Ivan Heibi, The B Collaboration: C. D\"oe, et al. (20 additional authors not shown)`,
	}
	for name, test := range map[string]struct {
		page string
		want data.Record
	}{
		"whole":            {pageHead + pageBody, whole},
		"its head":         {pageHead, head},
		"what it shows":    {"<html>" + pageBody, body},
		"without history":  {"<html>" + strings.ReplaceAll(pageBody, "[v1]", "[v9]"), dated(body, "7 Feb 2019")},
		"in the old style": {"<html>" + strings.ReplaceAll(strings.ReplaceAll(pageBody, "[v1]", "[v9]"), "Submitted on 7", "(Submitted on 7"), dated(body, "7 Feb 2019")},
	} {
		t.Run(name, func(t *testing.T) {
			if !sniffPage([]byte(test.page)) {
				t.Error("not recognized")
			}
			records, rejects := formattest.Read(t, readPage, format.Input{Reader: strings.NewReader(test.page), Location: "page.html"})
			if diff := cmp.Diff([]data.Record{test.want}, records, equateEmpty); diff != "" || len(rejects) > 0 {
				t.Errorf("rejects %q, records (-want +got):\n%s", rejects, diff)
			}
		})
	}
}

// dated returns r with another raw date.
func dated(r data.Record, raw string) data.Record {
	changed := map[string]string{}
	for field, text := range r.Origin.Raw {
		changed[field] = text
	}
	changed["date"] = raw
	r.Origin.Raw = changed
	return r
}

func TestPageErrors(t *testing.T) {
	for name, test := range map[string]struct{ page, want string }{
		"a captcha":       {readFile(t, "fixtures/arxiv/atom/2025-10_captcha.html"), errCaptcha.Error()},
		"too many":        {"Rate exceeded.", errRate.Error()},
		"another page":    {`<html><h1 class="title mathjax">About arxiv.org</h1>`, errNoPaper.Error()},
		"an invalid id":   {strings.Replace(pageHead, `"1902.02534"`, `"nonsense"`, 1), ": page: invalid id \"nonsense\": no arxiv id has this form"},
		"a page too long": {"<html>" + strings.Repeat("<p>x", maxPageBytes/4), "the page has more than 16 MiB"},
	} {
		read, got := readAll(t, readPage, test.page)
		if read != 0 || got != test.want {
			t.Errorf("%s: %d read and %q, want %q", name, read, got, test.want)
		}
	}
	for _, other := range []string{"<title>arXiv</title><p>A paper.", "prose on a captcha of arxiv", "<html><title>A captcha</title>", "The rate exceeded."} {
		if sniffPage([]byte(other)) {
			t.Errorf("%q is recognized as a page of arXiv", other)
		}
	}
}

func FuzzPage(f *testing.F) {
	f.Add(pageHead + pageBody)
	f.Add("<html>" + pageBody)
	f.Fuzz(func(t *testing.T, text string) {
		sniffPage([]byte(text))
		drain(t, readPage, text)
	})
}

func BenchmarkPage(b *testing.B) {
	benchmark(b, readPage, pageHead+pageBody, 1)
}
