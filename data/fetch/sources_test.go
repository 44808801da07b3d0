package fetch_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/fetch"
	"paperboy/data/format"
)

func TestLookups(t *testing.T) {
	var s fetch.Sources
	ids := []data.ID{"acl:2020.acl-main.1", "arxiv:2501.01234", "doi:10.1000/a<b>/c", "csf:1", "arxiv:math/0211159", "pmid:12", "pmcid:pmc34", "openreview:aB-_1", "pb:0123456789abcdef"}
	var got []string
	for _, l := range s.Lookups(ids) {
		for _, r := range l.Requests {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", l.From, l.IDs, r.URL, r.Accept)))
			if strings.Contains(r.URL, "arxiv") != (r.Delay > 0) {
				t.Errorf("%s is requested every %s", r.URL, r.Delay)
			}
		}
	}
	want := []string{
		"the ACL Anthology [acl:2020.acl-main.1] https://aclanthology.org/2020.acl-main.1.bib",
		"arXiv [arxiv:2501.01234 arxiv:math/0211159] https://export.arxiv.org/api/query?id_list=2501.01234%2Cmath%2F0211159&max_results=50",
		"Crossref and doi.org [doi:10.1000/a<b>/c] https://api.crossref.org/works/10.1000%2Fa%3Cb%3E%2Fc",
		"Crossref and doi.org [doi:10.1000/a<b>/c] https://doi.org/10.1000%2Fa%3Cb%3E%2Fc application/vnd.citationstyles.csl+json",
		"Crossref and doi.org [doi:10.1000/a<b>/c] https://doi.org/10.1000%2Fa%3Cb%3E%2Fc",
		"PubMed [pmid:12] https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi?db=pubmed&id=12&retmode=xml",
		"PubMed Central [pmcid:pmc34] https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi?db=pmc&id=34&retmode=xml",
		"OpenReview [openreview:aB-_1] https://api2.openreview.net/notes?id=aB-_1",
		"OpenReview [openreview:aB-_1] https://api.openreview.net/notes?id=aB-_1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	if s.Knows("csf:1") || !s.Knows("doi:10.1000/x") {
		t.Error("Knows is wrong")
	}
	if n := len(s.Lookups(make([]data.ID, 3))); n != 0 {
		t.Errorf("%d lookups of empty ids", n)
	}
}

func TestTitles(t *testing.T) {
	got := fetch.Sources{}.Titles(" Attention \"is\"\n all: you (need) ")
	want := []fetch.TitleSearch{
		{From: "arXiv", Request: fetch.Request{URL: "https://export.arxiv.org/api/query?max_results=5&search_query=ti%3A%22Attention+is+all+you+need%22", API: true, Max: 8 << 20, Delay: 3e9}},
		{From: "Crossref", Request: fetch.Request{URL: "https://api.crossref.org/works?query.bibliographic=Attention+%22is%22+all%3A+you+%28need%29&rows=5", API: true, Max: 8 << 20}},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(fetch.Request{})); diff != "" {
		t.Errorf("searches (-want +got):\n%s", diff)
	}
}

func TestParseSources(t *testing.T) {
	s, err := fetch.ParseSources([]string{"arxiv=http://127.0.0.1:1/", "acl=https://mirror.example/anthology"})
	if diff := cmp.Diff(fetch.Sources{"arxiv": "http://127.0.0.1:1", "acl": "https://mirror.example/anthology"}, s); diff != "" || err != nil {
		t.Errorf("sources (-want +got):\n%s%v", diff, err)
	}
	for _, word := range []string{"arxiv", "nowhere=http://a.example", "arxiv=ftp://a.example", "arxiv=http://me:secret@a.example"} {
		if s, err := fetch.ParseSources([]string{word}); err == nil {
			t.Errorf("%q is read as %v", word, s)
		}
	}
}

// TestOnce checks that a request is made once, says what it accepts, and tells apart an address
// without anything from a server in trouble.
func TestOnce(t *testing.T) {
	r := newRig(t)
	address, requested := r.server(func(w http.ResponseWriter, q *http.Request) {
		switch q.URL.Path {
		case "/csl":
			fmt.Fprint(w, q.Header.Get("Accept"))
		case "/busy":
			http.Error(w, "later", http.StatusServiceUnavailable)
		case "/long":
			fmt.Fprint(w, "more than ten bytes")
		default:
			http.NotFound(w, q)
		}
	})
	client := r.client(format.NewClient(true))
	got, err := client.Once(t.Context(), fetch.Request{URL: address + "/csl", Accept: "text/x", API: true})
	if err != nil || string(got.Body) != "text/x" {
		t.Errorf("got %q, %v", got.Body, err)
	}
	for path, missing := range map[string]bool{"/busy": false, "/long": true, "/none": true} {
		if _, err := client.Once(t.Context(), fetch.Request{URL: address + path, API: true, Max: 10}); err == nil || errors.Is(err, fetch.ErrMissing) != missing {
			t.Errorf("%s: %v, want ErrMissing: %v", path, err, missing)
		}
	}
	if n := len(requested()); n != 4 {
		t.Errorf("%d requests, want 4", n)
	}
}
