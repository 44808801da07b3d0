package api_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/lists"
)

// atom is what a test needs of an Atom feed, jsonFeed the same of a JSON feed.
type (
	atom struct {
		XMLName xml.Name
		ID      string    `xml:"id"`
		Title   string    `xml:"title"`
		Updated time.Time `xml:"updated"`
		Links   []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
		Entries []struct {
			ID      string    `xml:"id"`
			Title   string    `xml:"title"`
			Updated time.Time `xml:"updated"`
			Content string    `xml:"content"`
		} `xml:"entry"`
	}
	jsonFeed struct {
		Version, Title string
		Page           string `json:"home_page_url"`
		Self           string `json:"feed_url"`
		Items          []struct {
			ID, Title string
			HTML      string `json:"content_html"`
		}
	}
)

func (r *rig) atom(path string) (feed atom, titles []string) {
	r.Helper()
	status, body := r.get(path)
	if err := xml.Unmarshal([]byte(body), &feed); err != nil || status != http.StatusOK {
		r.Fatalf("GET %s: %d, %v in %s", path, status, err, body)
	}
	for _, e := range feed.Entries {
		titles = append(titles, e.Title)
	}
	return feed, titles
}

// TestSearchFeed checks that a search's feed has what the search finds, the paper that was added last
// first, whatever order the address asks for.
func TestSearchFeed(t *testing.T) {
	r := newRig(t)
	// Older than all others by its date, and with the lowest score.
	r.post("/papers?wait=visible", `{"id":"x:new","title":"Notes","abstract":"On attention in an age before `+strings.Repeat("all other matters of the world ", 20)+`","date":"1994"}`)
	want := []string{"Notes", "Translating speech & text", "Machine translation with attention"}
	for _, query := range []string{"", "&sort=added", "&sort=relevance", "&sort=newest&offset=2&facets=venue&fields=id&explain=true", "&limit=100"} {
		feed, titles := r.atom("/search.atom?q=attention" + query)
		if diff := cmp.Diff(want, titles); diff != "" {
			t.Errorf("q=attention%s (-want +got):\n%s", query, diff)
		}
		if feed.XMLName.Space != "http://www.w3.org/2005/Atom" || feed.Title != "Paperboy: attention" || !feed.Updated.Equal(feed.Entries[0].Updated) {
			t.Errorf("feed %+v", feed)
		}
		self := r.url + "/api/v1/search.atom?q=attention"
		if query == "&limit=100" {
			self = r.url + "/api/v1/search.atom?limit=100&q=attention"
		}
		if feed.Links[0].Rel != "self" || feed.Links[0].Href != self || feed.Links[1].Href != r.url+"/search?q=attention&sort=added" || feed.ID != feed.Links[1].Href {
			t.Errorf("q=attention%s: %s, links %+v", query, feed.ID, feed.Links)
		}
	}
	if _, titles := r.atom("/search.atom?q=attention&limit=1"); len(titles) != 1 || titles[0] != "Notes" {
		t.Errorf("limit=1: %q", titles)
	}
	if feed, titles := r.atom("/search.atom?venue=acl&from=2019"); len(titles) != 1 || feed.Title != "Paperboy: from: 2019; venue: acl" {
		t.Errorf("by venue: %s, %q", feed.Title, titles)
	}
	if _, titles := r.atom("/search.atom?q=atention"); len(titles) != 0 {
		t.Errorf("a misspelled word finds %q", titles)
	}
	feed := answer[jsonFeed](r, "/search.json?q=attention&limit=2")
	if feed.Version != "https://jsonfeed.org/version/1.1" || len(feed.Items) != 2 || feed.Items[0].Title != "Notes" || feed.Self != r.url+"/api/v1/search.json?limit=2&q=attention" {
		t.Errorf("JSON feed %+v", feed)
	}
	for path, code := range map[string]string{"/search.atom?limit=101": "out_of_range", "/search.json?form=2020": "unknown_parameter", "/search.atom?from=2020&to=2019": "contradiction"} {
		if status, body := r.get(path); status != http.StatusBadRequest || !strings.Contains(body, code) {
			t.Errorf("GET %s: %d %s", path, status, body)
		}
	}
}

func TestListFeeds(t *testing.T) {
	r := newRig(t)
	list := r.newList("To <read>", "arxiv:2203.03850")
	edit, read := "/lists/"+string(list.EditKey), "/lists/"+string(list.ReadKey)
	r.post(edit+"/papers", `{"ids":["math/0211159"],"note":"for <Monday>"}`)
	for _, path := range []string{edit, read} {
		feed, titles := r.atom(path + ".atom")
		if diff := cmp.Diff([]string{"The entropy formula for the Ricci flow", "Graph neural networks for molecules"}, titles); diff != "" {
			t.Errorf("papers (-want +got):\n%s", diff)
		}
		if feed.Title != "Paperboy: To <read>" || feed.Links[0].Href != r.url+"/api/v1"+read+".atom" || feed.ID != r.url+read || !strings.Contains(feed.Entries[0].Content, "<p>for &lt;Monday&gt;</p>") {
			t.Errorf("feed %+v", feed)
		}
	}
	if feed := answer[jsonFeed](r, edit+".json?limit=1"); len(feed.Items) != 1 || feed.Page != r.url+read || feed.Self != r.url+"/api/v1"+read+".json?limit=1" {
		t.Errorf("JSON feed %+v", feed)
	}
	fresh, titles := r.atom(edit + "/recommendations.atom")
	if len(titles) == 0 || strings.Contains(strings.Join(titles, ""), "molecules") || fresh.ID != r.url+read+"/new" || fresh.Links[0].Href != r.url+"/api/v1"+read+"/recommendations.atom" {
		t.Errorf("new for the list: %+v", fresh)
	}
	if feed := answer[jsonFeed](r, read+"/recommendations.json?since=2100-01-01"); len(feed.Items) != 0 || feed.Self != r.url+"/api/v1"+read+"/recommendations.json?added_after=2100-01-01T00%3A00%3A00Z" {
		t.Errorf("new from the future: %+v", feed)
	}
	for _, path := range []string{read + ".atom", read + ".json", read + "/recommendations.atom"} {
		response, body := r.do(http.MethodGet, path, nil)
		if got := response.Header; got.Get("Cache-Control") != "private, no-cache" || !strings.Contains(got.Get("X-Robots-Tag"), "noindex") || strings.Contains(body, string(list.EditKey)) {
			t.Errorf("%s: %v", path, got)
		}
		if status, _ := r.get(strings.Replace(path, read, "/lists/NOSUCHKEYNOSUCHKEY", 1)); status != http.StatusNotFound {
			t.Errorf("another key: %d", status)
		}
	}
	if status, _ := r.get(read + ".rss"); status != http.StatusNotFound {
		t.Errorf("an unknown format: %d", status)
	}
	if answer := answer[struct{ Name string }](r, read); answer.Name != "To <read>" {
		t.Errorf("the list itself: %+v", answer)
	}
	if strings.Contains(r.log.String(), string(list.ReadKey)) {
		t.Error("the log has a key")
	}
}

// conditions sends requests for one address with conditions.
type conditions struct {
	*rig
	path string
}

// status returns the status of a GET with these headers, and its entity tag. It checks what all
// answers have in common.
func (c conditions) status(header ...string) (status int, tag string) {
	c.Helper()
	response, body := c.do(http.MethodGet, c.path, nil, header...)
	got := response.Header
	if response.StatusCode == http.StatusNotModified && body != "" || got.Get("ETag") == "" || got.Get("Cache-Control") == "" || got.Get("Vary") != "Accept-Encoding" {
		c.Errorf("%s %q: %d with %d bytes, %v", c.path, header, response.StatusCode, len(body), got)
	}
	return response.StatusCode, got.Get("ETag")
}

// later makes a server whose clock is an hour ahead, so that all its papers are old.
func later(o *api.Options) {
	o.Now = func() time.Time { return time.Now().Add(time.Hour) }
}

func TestConditionalRequests(t *testing.T) {
	r, _ := serveWatched(t, api.HTTPOptions{}, later)
	_, made := r.post("/lists", `{"ids":["arxiv:2203.03850","math/0211159"]}`)
	at := "/lists/" + string(decode[lists.List](r, made).ReadKey)
	for _, path := range []string{"/search.atom?q=graph", "/search.json", at + ".atom", at + ".json", at + "/recommendations.atom", at + "/recommendations.json"} {
		response, body := r.do(http.MethodGet, path, nil, "Accept-Encoding", "identity")
		tag, modified := response.Header.Get("ETag"), response.Header.Get("Last-Modified")
		when, err := http.ParseTime(modified)
		if err != nil || time.Since(when) > time.Minute || !strings.HasPrefix(tag, `"`) {
			t.Fatalf("%s: ETag %s, Last-Modified %s", path, tag, modified)
		}
		before, after := when.Add(-time.Second).Format(http.TimeFormat), when.Add(time.Hour).Format(http.TimeFormat)
		const other = `"0123456789ab-0123456789abcdef01234567"`
		for _, test := range []struct {
			name   string
			header []string
			want   int
		}{
			{"its tag", []string{"If-None-Match", tag}, 304}, {"a weak tag", []string{"If-None-Match", "W/" + tag}, 304},
			{"a list", []string{"If-None-Match", other + " ,W/" + tag + `, "x,y"`}, 304}, {"any", []string{"If-None-Match", " * "}, 304},
			{"another tag", []string{"If-None-Match", other}, 200}, {"a list of others", []string{"If-None-Match", other + `, "*", "x"`}, 200},
			{"no tag", []string{"If-None-Match", ""}, 200}, {"without quotes", []string{"If-None-Match", strings.Trim(tag, `"`)}, 200}, {"half a tag", []string{"If-None-Match", tag[:len(tag)-1]}, 304},
			{"nonsense", []string{"If-None-Match", `"-`}, 200}, {"its time", []string{"If-Modified-Since", modified}, 304}, {"a later time", []string{"If-Modified-Since", after}, 304},
			{"an earlier time", []string{"If-Modified-Since", before}, 200}, {"no time", []string{"If-Modified-Since", "yesterday"}, 200},
			{"the tag decides: old", []string{"If-None-Match", tag, "If-Modified-Since", before}, 304}, {"the tag decides: new", []string{"If-None-Match", other, "If-Modified-Since", after}, 200},
		} {
			if got, _ := (conditions{r, path}).status(test.header...); got != test.want {
				t.Errorf("%s, %s: %d, want %d", path, test.name, got, test.want)
			}
		}
		head, none := r.do(http.MethodHead, path, nil, "Accept-Encoding", "identity")
		if head.StatusCode != 200 || none != "" || head.Header.Get("ETag") != tag || head.Header.Get("Last-Modified") != modified || head.Header.Get("Content-Type") != response.Header.Get("Content-Type") {
			t.Errorf("HEAD %s: %d %v", path, head.StatusCode, head.Header)
		}
		if head, _ := r.do(http.MethodHead, path, nil, "If-None-Match", tag); head.StatusCode != 304 {
			t.Errorf("HEAD %s with its tag: %d", path, head.StatusCode)
		}
		if again, same := r.do(http.MethodGet, path, nil, "Accept-Encoding", "identity"); same != body || again.Header.Get("ETag") != tag {
			t.Errorf("%s is not the same twice", path)
		}
	}
}

// TestTagsOfCompressedFeeds checks that compressed and plain bytes have different tags, and that
// either shows that the reader has the feed.
func TestTagsOfCompressedFeeds(t *testing.T) {
	r := newRig(t)
	for _, path := range []string{"/search.atom", "/search.json", "/openapi.json"} {
		plain, _ := r.do(http.MethodGet, path, nil, "Accept-Encoding", "identity")
		packed, _ := r.do(http.MethodGet, path, nil, "Accept-Encoding", "gzip")
		a, b := plain.Header.Get("ETag"), packed.Header.Get("ETag")
		if plain.Header.Get("Content-Encoding") != "" || packed.Header.Get("Content-Encoding") != "gzip" || a == b || a == "" || b == "" {
			t.Fatalf("%s: tags %s and %s", path, a, b)
		}
		for _, tag := range []string{a, b} {
			for _, encoding := range []string{"identity", "gzip"} {
				response, _ := r.do(http.MethodGet, path, nil, "Accept-Encoding", encoding, "If-None-Match", tag)
				if response.StatusCode != 304 || response.Header.Get("ETag") != tag || response.Header.Get("Content-Encoding") != "" {
					t.Errorf("%s with %s by %s: %d %v", path, tag, encoding, response.StatusCode, response.Header)
				}
			}
		}
	}
	small, _ := r.do(http.MethodGet, "/search.atom?limit=0", nil, "Accept-Encoding", "gzip")
	if small.Header.Get("Content-Encoding") != "" || strings.Contains(small.Header.Get("ETag"), "gzip") {
		t.Errorf("a small feed: %v", small.Header)
	}
}

// TestUnchangedFeedNeedsNoSearch checks that a reader that has a feed of this state of the library
// costs no search, and that one that has it of an earlier state gets 304 if the feed is the same.
func TestUnchangedFeedNeedsNoSearch(t *testing.T) {
	r, w := serveWatched(t, api.HTTPOptions{}, later)
	c := conditions{r, "/search.atom?q=graph"}
	_, first := c.status()
	searches := w.searches.Load()
	if status, tag := c.status("If-None-Match", first); status != 304 || tag != first || w.searches.Load() != searches {
		t.Errorf("%d %s after %d searches", status, tag, w.searches.Load()-searches)
	}
	if status, _ := r.post("/papers?wait=visible", `{"id":"x:1","title":"About something else"}`); status != 200 {
		t.Fatal(status)
	}
	status, second := c.status("If-None-Match", first)
	if status != 304 || second == first {
		t.Errorf("after another paper was added: %d %s", status, second)
	}
	searches = w.searches.Load()
	if status, _ := c.status("If-None-Match", second); status != 304 || w.searches.Load() != searches {
		t.Errorf("%d after %d searches", status, w.searches.Load()-searches)
	}
	r.post("/papers?wait=visible", `{"id":"x:2","title":"A graph of something else"}`)
	if status, third := c.status("If-None-Match", second); status != 200 || third == second {
		t.Errorf("after a paper of the search was added: %d %s", status, third)
	}
	if _, titles := r.atom(c.path); titles[0] != "A graph of something else" {
		t.Errorf("first is %q", titles[0])
	}
	if status, _ := c.status("If-None-Match", "*"); status != 304 {
		t.Errorf("*: %d", status)
	}
}

// TestTagsSurviveRestart checks that a reader of an earlier process need not load the feed again.
func TestTagsSurviveRestart(t *testing.T) {
	r := newRig(t)
	_, tag := conditions{r, "/search.atom"}.status()
	e := echo.New()
	api.Install(e, r.service, api.HTTPOptions{BaseURL: r.url})
	w := httptest.NewRecorder()
	request := httptest.NewRequest(http.MethodGet, "/api/v1/search.atom", nil)
	request.Header.Set("If-None-Match", tag)
	if e.ServeHTTP(w, request); w.Code != 304 || w.Header().Get("ETag") == tag {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	e = echo.New()
	api.Install(e, r.service, api.HTTPOptions{BaseURL: "https://papers.example"})
	w = httptest.NewRecorder()
	if e.ServeHTTP(w, request); w.Code != 200 || !strings.Contains(w.Body.String(), "https://papers.example/papers/") {
		t.Errorf("at another address: %d %v", w.Code, w.Header())
	}
}

// TestFeedOfThisSecond checks that a feed that may change again within the second of its last change
// has no Last-Modified, because a reader could not tell the two.
func TestFeedOfThisSecond(t *testing.T) {
	var now time.Time
	r, _ := serveWatched(t, api.HTTPOptions{}, func(o *api.Options) { o.Now = func() time.Time { return now } })
	_, body := r.do(http.MethodGet, "/papers/2203.03850", nil)
	var paper struct{ Updated time.Time }
	if err := json.Unmarshal([]byte(body), &paper); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		after time.Duration
		want  bool
	}{{0, false}, {999 * time.Millisecond, false}, {time.Second, true}} {
		now = paper.Updated.Truncate(time.Second).Add(test.after)
		response, _ := r.do(http.MethodGet, "/search.atom", nil)
		if got := response.Header.Get("Last-Modified"); (got != "") != test.want {
			t.Errorf("%s after the second began: Last-Modified %q", test.after, got)
		}
		response, _ = r.do(http.MethodGet, "/search.atom", nil, "If-Modified-Since", paper.Updated.Format(http.TimeFormat))
		if (response.StatusCode == 304) != test.want {
			t.Errorf("%s after the second began: %d", test.after, response.StatusCode)
		}
	}
}

// TestPrivateFeeds checks that feeds of a server that is not open are cached by their reader alone,
// and that a reader that knows only passwords can read them.
func TestPrivateFeeds(t *testing.T) {
	g := newGateRig(t, access.Options{ReadsNeedKey: true}, api.HTTPOptions{})
	if w := g.ask("GET", "/api/v1/search.atom", "", ""); w.Code != http.StatusUnauthorized || w.Header().Get("ETag") != "" {
		t.Errorf("without a key: %d %v", w.Code, w.Header())
	}
	w := g.ask("GET", "/api/v1/search.atom", "", g.secrets["read"])
	if w.Code != 200 || w.Header().Get("Cache-Control") != "private, no-cache" {
		t.Errorf("with a key: %d %v", w.Code, w.Header())
	}
	request := httptest.NewRequest(http.MethodGet, "/api/v1/search.json", nil)
	request.SetBasicAuth("reader", g.secrets["read"])
	answer := httptest.NewRecorder()
	if g.echo.ServeHTTP(answer, request); answer.Code != 200 {
		t.Errorf("with a password: %d", answer.Code)
	}
	open := newRig(t)
	if response, _ := open.do(http.MethodGet, "/search.atom", nil); response.Header.Get("Cache-Control") != "public, max-age=300" {
		t.Errorf("an open server: %v", response.Header)
	}
}
