package web

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/temoto/robotstxt"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/data"
	"paperboy/data/format"
)

const publicURL = "https://papers.example.org"

// newPublicHandler returns a server that others reach at publicURL.
func newPublicHandler(t *testing.T, options api.Options, keyed bool) http.Handler {
	t.Helper()
	options.Access = newAccess(t, access.Options{Token: token, Store: options.Store, ReadsNeedKey: keyed})
	service := api.New(options)
	e := echo.New()
	gate := api.Install(e, service, api.HTTPOptions{BaseURL: publicURL})
	if err := Install(e, service, Options{Gate: gate, BaseURL: publicURL, Version: "test"}); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestRobots(t *testing.T) {
	options := collectionOptions(t, collection()...)
	public := readRobots(t, newPublicHandler(t, options, false))
	for _, path := range []string{
		"/", "/search", "/similar", "/days", "/days/2025-11-13", "/weeks/2025-W46", "/trending", "/papers/arxiv:2203.03850", "/help/search", docsPath,
		"/assets/site.css", "/lists/KEY", // a robot has to see that it says noindex
	} {
		if !public.TestAgent(path, "Googlebot") {
			t.Errorf("a public server forbids %s", path)
		}
	}
	for _, path := range []string{
		"/search?q=neural", "/days?q=neural", "/search/grid", "/search/facets/author", "/receipt", "/similar?like=arxiv:2203.03850", "/between?a=x",
		"/papers/arxiv:2203.03850/neighbourhood", "/api/v1/search", "/api/v1/export?q=neural",
	} {
		if public.TestAgent(path, "Googlebot") {
			t.Errorf("a public server allows %s", path)
		}
	}
	if want := []string{publicURL + "/sitemap.xml"}; !slices.Equal(public.Sitemaps, want) {
		t.Errorf("sitemaps %q, want %q", public.Sitemaps, want)
	}
	for name, h := range map[string]http.Handler{"a server without an address": newHandler(t, api.New(options)), "a server whose readers need a key": newPublicHandler(t, options, true)} {
		closed := readRobots(t, h)
		for _, path := range []string{"/", "/papers/arxiv:2203.03850"} {
			if !closed.TestAgent(path, format.UserAgent) {
				t.Errorf("%s forbids another Paperboy %s", name, path)
			}
			if closed.TestAgent(path, "Googlebot") {
				t.Errorf("%s allows %s", name, path)
			}
		}
		if len(closed.Sitemaps) > 0 {
			t.Errorf("%s names sitemaps %q", name, closed.Sitemaps)
		}
	}
	if code := get(t, newHandler(t, api.New(options)), "/sitemap.xml").Code; code != http.StatusNotFound {
		t.Errorf("the sitemap of a server without an address: %d", code)
	}
}

func readRobots(t *testing.T, h http.Handler) *robotstxt.RobotsData {
	t.Helper()
	answer := get(t, h, "/robots.txt")
	rules, err := robotstxt.FromBytes(answer.Body.Bytes())
	if err != nil || answer.Code != http.StatusOK || !strings.HasPrefix(answer.Header().Get("Content-Type"), "text/plain") {
		t.Fatalf("robots.txt: %d, %v, error %v\n%s", answer.Code, answer.Header(), err, answer.Body)
	}
	return rules
}

// A sitemap is an index or a part (sitemaps.org/protocol.html).
type sitemap struct {
	XMLName xml.Name
	Parts   []string `xml:"sitemap>loc"`
	URLs    []struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod"`
	} `xml:"url"`
}

func readSitemap(t *testing.T, h http.Handler, address string) sitemap {
	t.Helper()
	answer := get(t, h, strings.TrimPrefix(address, publicURL))
	if answer.Code != http.StatusOK || answer.Header().Get("Content-Type") != sitemapType {
		t.Fatalf("GET %s: %d, %v", address, answer.Code, answer.Header())
	}
	var s sitemap
	if err := xml.Unmarshal(answer.Body.Bytes(), &s); err != nil {
		t.Fatalf("%s: %v\n%s", address, err, answer.Body)
	}
	if s.XMLName.Space != "http://www.sitemaps.org/schemas/sitemap/0.9" {
		t.Errorf("%s: name space %q", address, s.XMLName.Space)
	}
	return s
}

// TestSitemap follows the sitemap to every page, as a search engine would.
func TestSitemap(t *testing.T) {
	options := collectionOptions(t, append(collection(), data.Record{Paper: data.Paper{ID: "doi:10.1000/a<b>&c", Title: "An id to escape"}, Origin: data.Provenance{Source: "file"}})...)
	h := newPublicHandler(t, options, false)
	root := readSitemap(t, h, "/sitemap.xml")
	if want := []string{publicURL + "/sitemaps/pages.xml", publicURL + "/sitemaps/papers-1.xml"}; !slices.Equal(root.Parts, want) {
		t.Fatalf("parts %q, want %q", root.Parts, want)
	}
	robots := readRobots(t, h)
	papers := 0
	for _, part := range root.Parts {
		urls := readSitemap(t, h, part).URLs
		for _, u := range urls {
			path, ours := strings.CutPrefix(u.Loc, publicURL)
			if answer := get(t, h, path); !ours || answer.Code != http.StatusOK {
				t.Errorf("%s: %d", u.Loc, answer.Code)
			}
			if !robots.TestAgent(path, "Googlebot") {
				t.Errorf("robots.txt forbids %s", u.Loc)
			}
			if strings.HasPrefix(path, "/papers/") {
				papers++
				if len(u.LastMod) != len("2025-11-13") {
					t.Errorf("%s was changed on %q", u.Loc, u.LastMod)
				}
			}
		}
		if len(urls) < 10 {
			t.Errorf("%s has %d addresses", part, len(urls))
		}
	}
	if want := len(collection()) + 1; papers != want {
		t.Errorf("%d papers, want %d", papers, want)
	}
	for _, part := range []string{"papers-0", "papers-2", "papers-01", "papers-x", "papers--1", "nothing"} {
		if code := get(t, h, "/sitemaps/"+part+".xml").Code; code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", part, code)
		}
	}
}

func TestSitemapIsCached(t *testing.T) {
	options := collectionOptions(t, collection()...)
	h := newPublicHandler(t, options, false)
	tag := get(t, h, "/sitemap.xml").Header().Get("ETag")
	ask := func(address, tag string) int {
		r := httptest.NewRequest(http.MethodGet, address, nil)
		r.Header.Set("If-None-Match", tag)
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		return answer.Code
	}
	for _, address := range []string{"/sitemap.xml", "/sitemaps/papers-1.xml"} {
		if code := ask(address, tag); code != http.StatusNotModified {
			t.Errorf("%s with the tag %s: %d, want 304", address, tag, code)
		}
		if code := ask(address, `"other"`); code != http.StatusOK {
			t.Errorf("%s with another tag: %d, want 200", address, code)
		}
	}
	deleteFromStore(t, api.New(options), collection()[0].Paper.ID)
	if code := ask("/sitemaps/papers-1.xml", tag); code != http.StatusOK {
		t.Errorf("after a change: %d, want 200", code)
	}
	if n, want := len(readSitemap(t, h, "/sitemaps/papers-1.xml").URLs), len(collection())-1; n != want {
		t.Errorf("%d papers after one was deleted, want %d", n, want)
	}
}

// TestSitemapParts has more papers than a part.
func TestSitemapParts(t *testing.T) {
	var records []data.Record
	for i := range papersInPart + 5 {
		records = append(records, data.Record{Paper: data.Paper{ID: data.ID(fmt.Sprintf("csf:%d", i)), Title: fmt.Sprintf("Paper %d", i)}, Origin: data.Provenance{Source: "file"}})
	}
	h := newPublicHandler(t, collectionOptions(t, records...), false)
	seen := map[string]bool{}
	parts := readSitemap(t, h, "/sitemap.xml").Parts
	for _, part := range parts[1:] {
		for _, u := range readSitemap(t, h, part).URLs {
			seen[u.Loc] = true
		}
	}
	if len(parts) != 3 || len(seen) != len(records) {
		t.Errorf("%d parts with %d papers, want 3 with %d", len(parts), len(seen), len(records))
	}
}
