package arxiv

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

// Pages in the shape of arXiv's, with made-up papers.
const (
	recentPage = `<!DOCTYPE html><html lang="en"><head><title>Computation and Language </title><link rel="stylesheet" href="https://static.arxiv.org/x.css"></head><body>
<div id="content-inner"><div id='dlpage'><h1>Computation and Language</h1>
<dl id='articles'><h3>Fri, 29 Nov 2024 (showing first 2 of 90 entries )</h3>
<dt><a name='item1'>[1]</a> <a href ="/abs/2411.19001" title="Abstract" id="2411.19001"> arXiv:2411.19001 </a> [<a href="/pdf/2411.19001" title="Download PDF">pdf</a>, <a href="/format/2411.19001">other</a>]</dt>
<dd><div class='meta'><div class='list-title mathjax'><span class='descriptor'>Title:</span> Counting $n$-grams in \emph{small} corpora </div>
<div class='list-authors'><a href="https://arxiv.org/search/cs?searchtype=author&amp;query=Doe,+J">Jane Doe</a>, <a href="https://arxiv.org/search/cs?searchtype=author&amp;query=M">J\"org M\"uller</a></div>
<div class='list-comments mathjax'><span class='descriptor'>Comments:</span> 8 pages</div>
<div class='list-journal-ref'><span class='descriptor'>Journal-ref:</span> Journal of Counting 3 (2024)</div>
<div class='list-subjects'><span class='descriptor'>Subjects:</span> <span class="primary-subject">Computation and Language (cs.CL)</span>; Machine Learning (cs.LG)</div></div></dd>
<dt><a name='item2'>[2]</a> <a href ="/abs/hep-th/9901001v2" title="Abstract"> arXiv:hep-th/9901001 </a> (cross-list from hep-th)</dt>
<dd><div class='meta'><div class='list-title mathjax'><span class='descriptor'>Title:</span> Strings</div><div class='list-authors'><a href="/a">A. Roe</a></div>
<div class='list-subjects'><span class='descriptor'>Subjects:</span> <span class="primary-subject">High Energy Physics - Theory (hep-th)</span></div></div></dd></dl></div></div></body></html>`

	newPage2023 = `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Computation and Language authors/titles &quot;new.CL&quot;</title></head><body class="with-cu-identity"><a href="https://arxiv.org/">arxiv</a>
<div id="dlpage"><h1>Computation and Language</h1><h3>New submissions for Fri, 3 Feb 23</h3><dl>
<dt><a name="item1">[1]</a>&nbsp;  <span class="list-identifier"><a href="/abs/2302.01001" title="Abstract">arXiv:2302.01001</a> [<a href="/pdf/2302.01001" title="Download PDF">pdf</a>]</span></dt>
<dd><div class="meta"><div class="list-title mathjax"><span class="descriptor">Title:</span> Older Words</div><div class="list-authors"><span class="descriptor">Authors:</span> <a href="/find/cs/1/au:+Poe_E">Ed Poe</a></div>
<div class="list-subjects"><span class="descriptor">Subjects:</span> <span class="primary-subject">Computation and Language (cs.CL)</span></div><p class="mathjax">Words grow
old. </p></div></dd></dl></div></body></html>`

	searchPage = `<!DOCTYPE html><html lang="en"><head><title>Search | arXiv e-print repository</title></head><body><ol class="breathe-horizontal" start="1">
<li class="arxiv-result"><div class="is-marginless"><p class="list-title is-inline-block"><a href="https://arxiv.org/abs/2306.00001">arXiv:2306.00001</a><span>&nbsp;[<a href="https://arxiv.org/pdf/2306.00001">pdf</a>]&nbsp;</span></p>
<div class="tags is-inline-block"><span class="tag is-small is-link tooltip is-tooltip-top" data-tooltip="Computation and Language">cs.CL</span> <span class="tag is-small is-grey tooltip is-tooltip-top" data-tooltip="Machine Learning">cs.LG</span>
<div class="is-inline-block"><div class="tags has-addons"><span class="tag is-dark is-size-7">doi</span><span class="tag is-light is-size-7"><a class="" href="https://doi.org/10.1000/abc">10.1000/abc <i class="fa"></i></a></span></div></div></div></div>
<p class="title is-5 mathjax"> Ropes and <span class="search-hit mathjax">knots</span> </p>
<p class="authors"><span class="has-text-black-bis has-text-weight-semibold">Authors:</span> <a href="/search/?searchtype=author&amp;query=Doe">Jane Doe</a>, <a href="/search/?searchtype=author&amp;query=Roe">R. Roe</a></p>
<p class="abstract mathjax"><span class="has-text-black-bis has-text-weight-semibold">Abstract</span>: <span class="abstract-short has-text-grey-dark mathjax" id="a-short">…tie <span class="search-hit mathjax">knots</span>… <a class="is-size-7">&#9661; More</a></span>
<span class="abstract-full has-text-grey-dark mathjax" id="a-full" style="display: none;">We tie <span class="search-hit mathjax">knots</span> in ropes. <a class="is-size-7">&#9651; Less</a></span></p>
<p class="is-size-7"><span class="has-text-black-bis has-text-weight-semibold">Submitted</span> 5 June, 2024; <span class="x">v1</span> submitted 1 June, 2023; <span class="y">originally announced</span> June 2023. </p>
<p class="comments is-size-7"><span class="z">Journal ref:</span> Knots 2 (2024) </p></li></ol></body></html>`
)

func TestListings(t *testing.T) {
	for name, test := range map[string]struct {
		page string
		want []string
	}{
		"recent": {recentPage, []string{
			"arxiv:2411.19001 | Counting n-grams in small corpora |  | Jane Doe, Jörg Müller | 2024-11 | Journal of Counting 3 (2024) | [cs.CL cs.LG] |  ",
			"arxiv:hep-th/9901001 | Strings |  | A. Roe | 1999-01 |  | [hep-th] | preprint ",
		}},
		"new, as of 2023": {newPage2023, []string{"arxiv:2302.01001 | Older Words | Words grow old. | Ed Poe | 2023-02 |  | [cs.CL] | preprint "}},
		"results of a search": {searchPage, []string{
			"arxiv:2306.00001 | Ropes and knots | We tie knots in ropes. | Jane Doe, R. Roe | 2023-06-01 | Knots 2 (2024) | [cs.CL cs.LG] |  10.1000/abc",
		}},
	} {
		if !sniffListing([]byte(test.page)) || sniffPage([]byte(test.page)) {
			t.Errorf("%s: not recognized as a list", name)
		}
		records, rejects := formattest.Read(t, readListing, format.Input{Reader: strings.NewReader(test.page)})
		var got []string
		for _, r := range records {
			p := r.Paper
			got = append(got, fmt.Sprintf("%s | %s | %s | %s | %s | %s | %v | %s %s", p.ID, p.Title, p.Abstract, strings.Join(p.Authors, ", "), p.Date, p.Venue, p.Categories, p.Type, p.DOI))
		}
		if diff := cmp.Diff(test.want, got); diff != "" || len(rejects) > 0 {
			t.Errorf("%s (-want +got):\n%s rejects %v", name, diff, rejects)
		}
	}
}

// TestEmptyListing checks that a list without papers is an error, and that a bad id rejects one
// entry only.
func TestEmptyListing(t *testing.T) {
	for _, err := range readListing(t.Context(), format.Input{Reader: strings.NewReader(`<html><dl id='articles'></dl>arxiv`)}) {
		if err == nil {
			t.Error("an empty list is read as a paper")
		}
	}
	page := strings.Replace(recentPage, "/abs/2411.19001", "/abs/nonsense", 1)
	if records, rejects := formattest.Read(t, readListing, format.Input{Reader: strings.NewReader(page)}); len(records) != 1 || len(rejects) != 1 {
		t.Errorf("%d records and %d rejects, want one of each", len(records), len(rejects))
	}
}

func FuzzListing(f *testing.F) {
	for _, page := range []string{recentPage, newPage2023, searchPage} {
		f.Add(page)
	}
	formattest.Fuzz(f, format.Format{Name: "arxiv-listing", Sniff: sniffListing, Read: readListing})
}
