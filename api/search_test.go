package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/index"
)

func TestSearch(t *testing.T) {
	r := newRig(t)
	tests := []struct {
		path string
		want []data.ID
	}{
		{"/search?q=ricci+flow", []data.ID{"arxiv:math/0211159"}},
		{"/search?q=ricci&from=2003", nil},
		{"/search?q=attention&sort=newest", []data.ID{"acl:2020.acl-main.1", "doi:10.1000/x,y/z"}},
		{"/search?q=attention&sort=oldest", []data.ID{"doi:10.1000/x,y/z", "acl:2020.acl-main.1"}},
		{"/search?q=attention&sort=oldest&limit=1", []data.ID{"doi:10.1000/x,y/z"}},
		{"/search?q=attention&sort=oldest&offset=1", []data.ID{"acl:2020.acl-main.1"}},
		{"/search?author_count=1&sort=newest", []data.ID{"doi:10.1000/x,y/z", "arxiv:math/0211159"}},
		{"/search?author_count=11-20&date=unknown&fields=title", nil},
		{"/search?date=2015&date=2002&sort=oldest", []data.ID{"arxiv:math/0211159", "doi:10.1000/x,y/z"}},
		{"/search?from=2022-03-08&to=2022-03-08", []data.ID{"arxiv:2203.03850"}},
		{"/search?category=cs", []data.ID{"arxiv:2203.03850"}},
		{"/search?author=ada+lovelace&sort=newest", []data.ID{"arxiv:2203.03850", "doi:10.1000/x,y/z"}},
		{"/search?limit=0", nil},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			got := answer[search.Answer](r, test.path)
			if strings.Contains(test.path, "11-20") { // its id is a hash
				if len(got.Hits) != 1 || got.Hits[0].Paper.Title != "A paper that nobody named" || got.Hits[0].Paper.Abstract != "" {
					t.Errorf("hits %+v", got.Hits)
				}
				return
			}
			if diff := cmp.Diff(test.want, ids(got)); diff != "" {
				t.Errorf("ids (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSearchAnswer(t *testing.T) {
	r := newRig(t)
	_, body := r.get("/search?q=molecular&highlight=true&explain=true&fields=title,author_count,date")
	for _, want := range []string{
		`"paper":{"title":"Graph neural networks for molecules","author_count":2,"date":"2022-03-08"}`,
		`<mark>molecular</mark> graphs predicts &lt;properties&gt; &amp; more.`,
		`"explanation":{"description":`, `"query":{"text":"molecular","parsed":"molecular","match":"all","notices":[]}`,
		`"facets":{"author_count":[{"key":"2","value":"2","min":2,"max":2,"count":1,"selected":false}]`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
	none := answer[search.Answer](r, "/search?q=molecular&facets=")
	if len(none.Facets) != 0 {
		t.Errorf("facets= gave %v", none.Facets)
	}
}

func TestSearchSources(t *testing.T) {
	r := newRig(t)
	found := answer[search.Answer](r, "/search?q=ricci&fields=id,sources")
	if len(found.Hits) != 1 || len(found.Hits[0].Paper.Sources) != 1 || found.Hits[0].Paper.Sources[0].Source != "api" {
		t.Errorf("hits %+v", found.Hits)
	}
}

func TestCursorPaging(t *testing.T) {
	r := newEmptyRig(t)
	var lines strings.Builder
	for i := range 53 {
		fmt.Fprintf(&lines, `{"id":"test:%d","title":"Paper %d of many","date":"%d"}`+"\n", i, i, 2000+i%3)
	}
	if status, body := r.post("/papers?wait=visible", lines.String()); status != http.StatusOK {
		t.Fatal(body)
	}
	for _, query := range []string{"", "q=paper", "q=paper&sort=oldest", "sort=upvotes", "date=2001"} {
		t.Run(query, func(t *testing.T) {
			whole := ids(answer[search.Answer](r, "/search?limit=100&"+query))
			var paged []data.ID
			cursor := ""
			for range 20 {
				page := answer[search.Answer](r, "/search?limit=7&"+query+"&cursor="+cursor)
				paged = append(paged, ids(page)...)
				if cursor = page.NextCursor; cursor == "" {
					break
				}
			}
			if diff := cmp.Diff(whole, paged); diff != "" {
				t.Errorf("pages (-whole +paged):\n%s", diff)
			}
		})
	}
	cursor := answer[search.Answer](r, "/search?q=paper&limit=7").NextCursor
	for _, other := range []string{"q=many", "q=paper&sort=oldest", "q=paper&from=2001", "q=paper&match=any"} {
		status, body := r.get("/search?limit=7&" + other + "&cursor=" + cursor)
		if problem := decode[api.Problem](r, body); status != http.StatusBadRequest || problem.Code != "cursor_mismatch" || problem.Param != "cursor" {
			t.Errorf("%s with the cursor of q=paper: %d %s", other, status, body)
		}
	}
	if status, body := r.get("/search?q=paper&limit=9&facets=&highlight=true&cursor=" + cursor); status != http.StatusOK {
		t.Errorf("the cursor with another limit and other facets: %d %s", status, body)
	}
}

func TestSearchParamsRoundTrip(t *testing.T) {
	queries := []string{
		"", "q=a+b%26c", "limit=0", "limit=100&offset=40", "facets=", "facets=author,venue&facet_limit=30",
		"date=2024&date=2023&author_count=21%2B&author=ada+lovelace&category=cs&venue=A%2C+B&source=sample",
		"from=2020&to=2021-05&authors_min=2&authors_max=9&featured_from=2024-05-27&featured_to=2024-06",
		"added_after=2024-05-27T10:00:00.5Z&updated_after=2024-05-27T00:00:00Z", "added_from=2024-05-27&added_to=2024-05-28&sort=trending", "sort=upvotes&match=any&highlight=true&explain=true&fields=id,title",
	}
	for _, query := range queries {
		want, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		p, _, err := search.Table.Parse(want, true)
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		if diff := cmp.Diff(want, p.URLValues()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}

func TestParseSearchDefaults(t *testing.T) {
	got, notices, err := search.Table.Parse(url.Values{"from": {""}, "limit": {""}}, true)
	want := search.Params{
		Match: index.MatchAuto, Spelling: search.SpellingAuto, Sort: index.ByRelevance, Limit: 20, FacetLimit: 10, Prior: search.On,
		Facets: []index.Facet{index.FacetDate, index.FacetAuthorCount},
	}
	if err != nil || len(notices) > 0 {
		t.Errorf("empty values: %v, %q", err, notices)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("defaults (-want +got):\n%s", diff)
	}
}

func TestParseSearchLenient(t *testing.T) {
	v := url.Values{
		"q": {"graph"}, "utm_source": {"mail"}, "from": {"2024-13"}, "limit": {"1000"}, "sort": {"newset"},
		"author_count": {"21 ", "0"}, "date": {"2024", "yesterday"}, "match": {"all", "any"},
	}
	p, notices, err := search.Table.Parse(v, false)
	if err != nil {
		t.Fatal(err)
	}
	want := search.Params{
		Q: "graph", Match: index.MatchAll, Spelling: search.SpellingAuto, Sort: index.ByRelevance, Limit: 20, FacetLimit: 10, Prior: search.On,
		Facets: []index.Facet{index.FacetDate, index.FacetAuthorCount},
		Filter: index.Filter{Values: map[index.Facet][]string{index.FacetAuthorCount: {"21+"}, index.FacetDate: {"2024"}}},
	}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Errorf("params (-want +got):\n%s", diff)
	}
	for _, about := range []string{"from=2024-13", "limit=1000", `did you mean "newest"`, "author_count=0", "date=yesterday", "match was given more than once"} {
		if !slices.ContainsFunc(notices, func(n string) bool { return strings.Contains(n, about) }) {
			t.Errorf("no notice has %q: %q", about, notices)
		}
	}
	if len(notices) != 6 {
		t.Errorf("%d notices, want 6: %q", len(notices), notices)
	}
}
