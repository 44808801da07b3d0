package add_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/add"
	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/fetch"
	"paperboy/data/fetch/fetchtest"
	"paperboy/data/format"
	"paperboy/data/sharedtest"
	"paperboy/data/store/sqlite"
	"paperboy/index/indextest"
	"paperboy/index/ingest"
)

// rig is a service with a real store, which asks a loopback server.
type rig struct {
	*testing.T
	*add.Service
	net *fetchtest.Server
	lib *library.Library
}

// newRig makes a rig whose library has one paper, arxiv:2203.03850.
func newRig(t *testing.T) *rig {
	t.Helper()
	papers, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "paperboy.db"))
	if err != nil {
		t.Fatal(err)
	}
	oracle := indextest.NewOracle(papers.Identity())
	lib := library.Open(library.Options{Store: papers, Index: oracle})
	t.Cleanup(func() { lib.Close() })
	if _, err := lib.AddJSONL(t.Context(), strings.NewReader(`{"id":"arxiv:2203.03850","title":"A Paper That Is Here","aliases":["doi:10.1000/here"]}`), ingest.RunOptions{}); err != nil {
		t.Fatal(err)
	}
	net := fetchtest.New(t)
	service := library.NewService(library.ServiceOptions{Library: lib, Store: papers, Index: oracle, Now: time.Now})
	return &rig{t, add.New(add.Options{Library: service, Client: client(true), Sources: net.Sources, Now: time.Now}), net, lib}
}

// client is a client that does not wait.
func client(allowPrivate bool) *fetch.Client {
	return fetch.NewClient(fetch.ClientOptions{HTTP: format.NewClient(allowPrivate), Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
}

// add adds what p names, and returns a line for each item.
func (r *rig) add(p add.Params) []string {
	r.Helper()
	answer, err := r.Add(r.Context(), p)
	if err != nil {
		return []string{err.Error()}
	}
	var lines []string
	for _, item := range answer.Items {
		line := fmt.Sprintf("%s %s", item.Kind, item.Outcome)
		for _, paper := range item.Papers {
			line += fmt.Sprintf(" %s “%s”", paper.ID, paper.Title)
		}
		for _, m := range item.Matches {
			line += fmt.Sprintf(" [%s %s “%s” %v]", m.From, m.ID, m.Title, m.Present)
		}
		if item.Code != "" {
			line += " " + item.Code + ": " + item.Reason
		}
		lines = append(lines, line)
	}
	return lines
}

func (r *rig) check(p add.Params, want ...string) {
	r.Helper()
	if diff := cmp.Diff(want, r.add(p)); diff != "" {
		r.Errorf("%+v (-want +got):\n%s", p, diff)
	}
}

// requests checks what was requested since the last call.
func (r *rig) requests(want ...string) {
	r.Helper()
	got := r.net.Requests()
	if diff := cmp.Diff(want, got, cmp.Transformer("", func(s []string) string { return strings.Join(s, "\n") })); diff != "" {
		r.Errorf("requests (-want +got):\n%s", diff)
	}
}

// TestEverySource adds a paper from every service, and a page.
func TestEverySource(t *testing.T) {
	r := newRig(t)
	r.check(add.Params{IDs: []string{"arXiv:2501.01234v1", "10.1000/ABC.1", "doi:10.5555/data.1", "2020.acl-main.1", "PMID: 123", "openreview:aB3-_xyz9", "openreview:oldForum1"}, URLs: []string{r.net.URL + "/page"}},
		"id added arxiv:2501.01234 “On Papers and Their Readers”",
		"id added doi:10.1000/abc.1 “Reading Journals for Fun”",
		"id added doi:10.5555/data.1 “A Data Set of Papers”",
		"id added acl:2020.acl-main.1 “Translating Papers”",
		"id added pmid:123 “Papers and Health”",
		"id added openreview:aB3-_xyz9 “Reviewing Papers”",
		"id added openreview:oldForum1 “Reviewing Older Papers”",
		"address added doi:10.1000/page.1 “A Paper on a Page”",
	)
	r.requests(
		"/api/query?id_list=2501.01234&max_results=50", "/works/10.1000%2Fabc.1", "/works/10.5555%2Fdata.1", "/10.5555%2Fdata.1", "/2020.acl-main.1.bib",
		"/entrez/eutils/efetch.fcgi?db=pubmed&id=123&retmode=xml", "/openreview/notes?id=aB3-_xyz9", "/openreview/notes?id=oldForum1", "/openreview1/notes?id=oldForum1", "/page",
	)
	r.check(add.Params{Text: "PMC99"}, "id updated pmid:123 “Papers and Health”")
	r.net.Requests()
	r.check(add.Params{URLs: []string{"https://arxiv.org/pdf/2501.01234.pdf", "https://pubmed.ncbi.nlm.nih.gov/123/"}},
		"id present arxiv:2501.01234 “On Papers and Their Readers”", "id present pmid:123 “Papers and Health”")
	r.requests() // nothing
}

// TestOutcomes checks what becomes of each kind of thing that is given.
func TestOutcomes(t *testing.T) {
	r := newRig(t)
	for name, test := range map[string]struct {
		params add.Params
		want   []string
	}{
		"a paper that is here":  {add.Params{IDs: []string{"2203.03850"}}, []string{"id present arxiv:2203.03850 “A Paper That Is Here”"}},
		"its alias":             {add.Params{Text: "https://doi.org/10.1000/HERE"}, []string{"id present arxiv:2203.03850 “A Paper That Is Here”"}},
		"an unknown number":     {add.Params{IDs: []string{"2501.09999"}}, []string{"id refused not_found: No paper has this id at arXiv."}},
		"an unknown DOI":        {add.Params{IDs: []string{"10.1000/none"}}, []string{"id refused not_found: No paper has this id at Crossref and doi.org."}},
		"an id of no service":   {add.Params{IDs: []string{"csf:1"}}, []string{"id refused no_source: No service can be asked for papers by this kind of id."}},
		"no id":                 {add.Params{IDs: []string{"arxiv:nonsense of mine"}}, []string{"id refused invalid_id: This is not an id of a paper."}},
		"a page without papers": {add.Params{URLs: []string{r.net.URL + "/none"}}, []string{"address refused no_paper: This page does not say which paper it is about: it has none of the tags by which pages name a paper."}},
		"a page that is not there": {add.Params{URLs: []string{r.net.URL + "/gone"}},
			[]string{"address refused not_found: " + r.net.URL + "/gone: the server answered 404 Not Found."}},
		"a page closed to programs": {add.Params{URLs: []string{r.net.URL + "/closed"}},
			[]string{"address refused not_allowed: " + r.net.URL + "/closed: the server's robots.txt does not allow programs to fetch this."}},
		"a password": {add.Params{URLs: []string{"https://me:secret@a.example/x"}},
			[]string{"address refused invalid_address: https://me:xxxxx@a.example/x contains a user name or password, which would be stored with the papers: download it, and ingest the file."}},
		"another kind of address": {add.Params{URLs: []string{"file:///etc/passwd"}}, []string{`address refused invalid_address: "file:///etc/passwd" is not an http or https address.`}},
		"BibTeX":                  {add.Params{Text: "@article{a, title={Pasted Papers of Mine}, year=2020, doi={10.1000/pasted}}"}, []string{"records added doi:10.1000/pasted “Pasted Papers of Mine”"}},
		"bad BibTeX":              {add.Params{Text: "@article{a, year=2020}"}, []string{"records refused rejected: Title: a title is required."}},
		"a title": {add.Params{Titles: []string{"On Papers and their readers"}},
			[]string{"title choose [arXiv arxiv:2501.01234 “On Papers and Their Readers” false] [Crossref doi:10.1000/abc.1 “Reading Journals for Fun” false]"}},
		"a title that no service has": {add.Params{Text: "Something Entirely Different"}, []string{"title refused no_match: Neither arXiv nor Crossref has a paper with this title."}},
		"a word":                      {add.Params{Text: "hello"}, []string{"title refused not_understood: This is neither an id nor an address, and too short for a title."}},
		"nothing":                     {add.Params{Text: " \n"}, []string{"say what to add: an id, an address, a title, or references"}},
		"too much":                    {add.Params{IDs: slices.Repeat([]string{"x"}, add.MaxItems+1)}, []string{"101 things to add, at most 100 in one request"}},
		"too many titles":             {add.Params{Titles: slices.Repeat([]string{"x"}, add.MaxTitles+1)}, []string{"6 titles, at most 5 in one request: give ids or addresses where you have them"}},
		"too long a text":             {add.Params{Text: strings.Repeat("x", add.MaxText+1)}, []string{"the text has more than 1 MiB: save it as a file, and use /api/v1/ingest or 'paperboy ingest'"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := *r
			r.T = t
			r.check(test.params, test.want...)
		})
	}
}

// TestRepeatedAndDeleted checks a paper that is given twice, and one that was deleted.
func TestRepeatedAndDeleted(t *testing.T) {
	r := newRig(t)
	r.check(add.Params{Text: "2501.01234\nhttps://arxiv.org/abs/2501.01234v3"},
		"id added arxiv:2501.01234 “On Papers and Their Readers”", "id refused repeated: This is the same paper as “2501.01234”.")
	if _, err := r.lib.Delete(t.Context(), ingest.Selection{IDs: []data.ID{"arxiv:2501.01234"}}, false); err != nil {
		t.Fatal(err)
	}
	r.check(add.Params{Text: "2501.01234"}, "id refused deleted: This paper was deleted here earlier.")
	r.check(add.Params{Text: "2501.01234", Undelete: true}, "id updated arxiv:2501.01234 “On Papers and Their Readers”")
}

// TestFetchOff checks a server that may not fetch: what needs no fetch still works.
func TestFetchOff(t *testing.T) {
	r := newRig(t)
	r.Client = nil
	r.check(add.Params{IDs: []string{"2203.03850", "2501.01234"}, URLs: []string{r.net.URL + "/page"}, Titles: []string{"On Papers and Their Readers"}},
		"id present arxiv:2203.03850 “A Paper That Is Here”",
		"id refused fetch_off: This server does not fetch papers (--add-fetch=false).",
		"address refused fetch_off: This server does not fetch papers (--add-fetch=false).",
		"title refused fetch_off: This server does not fetch papers (--add-fetch=false).",
	)
	r.requests()
}

// TestPrivateAddresses checks that no address of this machine is fetched, unless it is allowed.
func TestPrivateAddresses(t *testing.T) {
	r := newRig(t)
	r.Client = client(false)
	answer, err := r.Add(t.Context(), add.Params{URLs: []string{r.net.URL + "/page"}})
	if err != nil || len(answer.Items) != 1 || answer.Items[0].Code != "not_allowed" || !strings.Contains(answer.Items[0].Reason, "private address") {
		t.Errorf("answer %+v, %v", answer, err)
	}
	r.requests()
}

// TestOnlyWhatWasAsked checks that a service cannot add other papers than those it is asked for.
func TestOnlyWhatWasAsked(t *testing.T) {
	r := newRig(t)
	r.net.AddPage("/api/query", []byte(`<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id><entry><id>http://arxiv.org/abs/2501.05555v1</id><title>A Paper That Nobody Asked For</title><summary>S.</summary><published>2025-01-02T18:00:00Z</published></entry></feed>`))
	r.check(add.Params{IDs: []string{"2501.01234"}}, "id refused not_found: No paper has this id at arXiv.")
	if n, err := r.lib.Store().Stats(t.Context()); err != nil || n.Papers != 1 {
		t.Errorf("%d papers, %v, want the one that was there", n.Papers, err)
	}
}

// TestAddressWithAnInexactID checks an address with a DOI that is not that of the paper: its page is
// read.
func TestAddressWithAnInexactID(t *testing.T) {
	r := newRig(t)
	r.net.AddPage("/doi/10.1000/page.1/extra", []byte(`<!DOCTYPE html><html><meta name="citation_title" content="A Paper on a Page"><meta name="citation_doi" content="10.1000/page.1"></html>`))
	r.check(add.Params{URLs: []string{r.net.URL + "/doi/10.1000/page.1/extra"}}, "id added doi:10.1000/page.1 “A Paper on a Page”")
}

// TestRealAnswers adds papers from answers that the services gave.
func TestRealAnswers(t *testing.T) {
	r := newRig(t)
	for path, name := range map[string]string{
		"/api/query": "fixtures/arxiv/atom/2020-09_id_list_1601.00001.xml", "/works/10.1007/s00120-007-1345-2": "fixtures/imports/crossref/test_multipe_titles_1.json",
		"/entrez/eutils/efetch.fcgi": "fixtures/imports/pubmed/mds526.nxml", "/abs.html": "fixtures/pages/abs_html/1902.02534_full_2026.html",
	} {
		content, err := os.ReadFile(sharedtest.Path(t, name))
		if err != nil {
			t.Fatal(err)
		}
		r.net.AddPage(path, content)
	}
	got := r.add(add.Params{Text: "1601.00001\n10.1007/s00120-007-1345-2\nPMC3574550\n" + r.net.URL + "/abs.html"})
	for i, want := range []string{
		"id added arxiv:1601.00001 “Inelastic effects in molecular transport junctions", "id added doi:10.1007/s00120-007-1345-2 “",
		"id added doi:10.1093/annonc/mds526 “", "address added arxiv:1902.02534 “",
	} {
		if i >= len(got) || !strings.HasPrefix(got[i], want) {
			t.Errorf("got %q, want item %d to start with %q", got, i, want)
		}
	}
}
