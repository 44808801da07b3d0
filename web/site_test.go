package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/web/view"
)

// pageOf returns the page of a GET, which must have this status.
func pageOf(t *testing.T, h http.Handler, status int, address string) *goquery.Document {
	t.Helper()
	answer := get(t, h, address)
	if answer.Code != status {
		t.Fatalf("GET %s: %d, want %d\n%s", address, answer.Code, status, answer.Body)
	}
	doc, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func texts(s *goquery.Selection) []string {
	return s.Map(func(_ int, s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") })
}

func TestSearchPage(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	tests := []struct {
		name, address string
		selector      string
		want          []string
	}{
		{"title", "/search?q=rate+distortion", "title", []string{"rate distortion · Paperboy"}},
		{"count", "/search?q=rate+distortion", "h1", nil},
		{"the box keeps the query", `/search?q=%22a+%3Cb%3E%22`, `#q[value='"a <b>"']`, []string{""}},
		{"hits", "/search?q=rate+distortion", ".hit h2", []string{"Compression beyond rate distortion", "Undated notes on rate distortion"}},
		{"marks", "/search?q=unixcoder", ".hit h2 mark", []string{"UniXcoder"}},
		{"names, then how many more", "/search?q=unixcoder", ".byline", []string{"Daya Guo, Shuai Lu, Nan Duan, + 2 more authors, Jian Yin"}},
		{"a number of authors where names are not known", "/search?q=semantic+information+beyond", ".byline", []string{"4 authors"}},
		{"facts", "/search?q=unixcoder", ".hit .facts > *", []string{"8 Mar 2022", "ACL", "Computation and Language + 1 moreSoftware Engineering", "12 upvotes", "1 comment"}},
		{"facts of its own page", "/papers/arxiv:2203.03850", ".paper > article > .facts > *", []string{"8 Mar 2022", "ACL", "Computation and Language, Software Engineering", "12 upvotes", "1 comment", "featured 9 Mar 2022"}},
		{"a month", "/search?q=child+directed", ".hit time", []string{"Jul 2020"}},
		{"an unknown date", "/search?q=undated", ".hit .facts > *", []string{"date unknown"}},
		{"links out", "/search?q=unixcoder", ".hit .external-links a", []string{
			"PDF of UniXcoder: Unified Cross-Modal Pre-training for Code Representation", "BibTeX", "APA", "RIS", "Save UniXcoder: Unified Cross-Modal Pre-training for Code Representation to a list",
			"Similar papers to UniXcoder: Unified Cross-Modal Pre-training for Code Representation", "arXiv of UniXcoder: Unified Cross-Modal Pre-training for Code Representation",
			"DOI of UniXcoder: Unified Cross-Modal Pre-training for Code Representation", "Hugging Face of UniXcoder: Unified Cross-Modal Pre-training for Code Representation"}},
		{"chips", "/search?q=neural&date=2020&author_count=3&from=2019", ".chips a", []string{"2020", "3 authors", "Since 2019", "Clear all"}},
		{"ticked boxes", "/search?q=neural&author_count=3&author_count=6-10", `input[name="author_count"][checked] + span`, []string{"3", "6–10"}},
		{"author facet after a search", "/search?q=unixcoder", `input[name="author"][value="daya guo"] + span`, []string{"Daya Guo"}},
		{"no author facet before", "/search", `input[name="author"]`, nil},
		{"orders that have data", "/search?q=neural", "#sort option", []string{"Relevance", "Newest", "Oldest", "Most upvotes", "Most comments", "Most authors", "Fewest authors", "Trending", "Recently featured", "Recently added", "Title", "First author"}},
		{"without a query newest is the default", "/search", "#sort option[selected]", []string{"Newest"}},
		{"pages", "/search?q=neural&match=all", ".pager a, .pager b", []string{"Page 1", "Page 2", "Page 3", "Next"}},
		{"a notice of what was not understood", "/search?q=neural&from=yesterday", ".notice", []string{"“yesterday” is not a date. Enter a date like 2024, 2024-05 or 2024-05-31."}},
		{"nothing found", "/search?q=zyzzyva+neural&match=all&date=2020", ".nothing a", []string{"Any of the words instead of all 6 papers", "Without zyzzyva 6 papers", "Browse all papers"}},
		{"beyond the last page", "/search?q=rate&offset=200", ".nothing a", []string{"Back to the first page"}},
		{"announcement", "/search?q=rate+distortion", "#announce", []string{"2 papers found"}},
		{"feed", "/search?q=rate+distortion", `link[type="application/atom+xml"][href="/api/v1/search.atom?q=rate+distortion"]`, []string{""}},
		{"feed in JSON", "/search?q=rate+distortion&sort=oldest&offset=20&date=2020", `link[type="application/feed+json"][href="/api/v1/search.json?date=2020&q=rate+distortion"]`, []string{""}},
		{"links to the feeds", "/search?q=rate+distortion", `.save-search a[href^="/api/v1/search."]`, []string{"Atom feed", "JSON feed"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := pageOf(t, h, http.StatusOK, test.address)
			got := texts(doc.Find(test.selector))
			if test.name == "count" {
				if len(got) != 1 || !strings.HasPrefix(got[0], "2 papers ") {
					t.Errorf("%s: %s is %q, want 2 papers", test.address, test.selector, got)
				}
				return
			}
			if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s: %s (-want +got):\n%s", test.address, test.selector, diff)
			}
		})
	}
}

func TestHistogramIsDrawn(t *testing.T) {
	doc := pageOf(t, newHandler(t, newService(t, collection()...)), http.StatusOK, "/search?q=neural&date=2020")
	bars := doc.Find("svg.histogram").First().Find("a")
	if bars.Length() != 10 {
		t.Fatalf("%d bars, want those of 2015 to 2024", bars.Length())
	}
	current := doc.Find(`svg.histogram a[aria-current]`)
	if got := current.AttrOr("aria-label", ""); got != "2020: 6 papers" {
		t.Errorf("the chosen bar is %q", got)
	}
	if href := current.AttrOr("href", ""); href != "/search?q=neural" {
		t.Errorf("the chosen bar leads to %s", href)
	}
	if list := doc.Find(`#dates input[name="date"]`); list.Length() < 10 {
		t.Errorf("%d years in the list, want as many as bars at least", list.Length())
	}
}

func TestEmptyFieldsAreNotInTheAddress(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	for address, want := range map[string]string{
		"/search?q=a&from=&to=&sort=&match=": "/search?q=a",
		"/search?q=&sort=":                   "/search",
		"/search?date=&date=2020&q=":         "/search?date=2020",
	} {
		answer := get(t, h, address)
		if got := answer.Header().Get("Location"); answer.Code != http.StatusSeeOther || got != want {
			t.Errorf("GET %s: %d to %q, want to %q", address, answer.Code, got, want)
		}
	}
}

func TestPaperPage(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	doc := pageOf(t, h, http.StatusOK, "/papers/arxiv:2203.03850")
	for selector, want := range map[string][]string{
		"title":                                 {"UniXcoder: Unified Cross-Modal Pre-training for Code Representation · Paperboy"},
		"h1":                                    {"UniXcoder: Unified Cross-Modal Pre-training for Code Representation"},
		".authors a":                            {"Daya Guo", "Shuai Lu", "Nan Duan", "Yanlin Wang", "Ming Zhou", "Jian Yin"},
		".abstract p":                           {"Pre-trained models for programming languages support code understanding and generation.", "We present UniXcoder, a cross-modal model of code."},
		".actions > a":                          {"PDF", "Save", "arXiv", "DOI", "Hugging Face"},
		".tabs label":                           {"BibTeX", "APA", "RIS", "CSL-JSON"},
		".tab-panel a":                          {"Download", "Download", "Download", "Download"},
		".origins .where":                       {"library.jsonl"},
		".origins time":                         {"13 Nov 2025, 08:00 UTC"},
		".origins .remark":                      {data.WarningText("year_assumed")},
		".provenance tr:nth-child(2) .original": {"original text: Raw <b>title</b>"},
		`article > .facts a[href="/categories/cs.SE"]`: {"Software Engineering"},
		`article > .facts a[href="/venues/ACL"]`:       {"ACL"},
	} {
		if diff := cmp.Diff(want, texts(doc.Find(selector))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", selector, diff)
		}
	}
	if bib := doc.Find("#bibtex").Text(); !strings.HasPrefix(bib, "@") || strings.Count(bib, "\n@") > 0 || !strings.Contains(bib, "UniXcoder") || strings.Contains(bib, "abstract") {
		t.Errorf("BibTeX: %s", bib)
	}
	if apa := doc.Find("#apa").Text(); !strings.HasPrefix(apa, "Guo, D., Lu, S., Duan, N., Wang, Y., Zhou, M., & Yin, J. (2022). UniXcoder") {
		t.Errorf("APA: %s", apa)
	}
	doc.Find(".tab-panel").Each(func(_ int, panel *goquery.Selection) {
		address, id := panel.Find("a").AttrOr("href", ""), panel.Find("pre").AttrOr("id", "")
		if got := get(t, h, address); got.Code != http.StatusOK || strings.ReplaceAll(got.Body.String(), "\r", "") != panel.Find("pre").Text() || panel.Find("button").AttrOr("data-copy", "") != id {
			t.Errorf("%s: %s answers %d, with another text than the page", id, address, got.Code)
		}
	})
	if n := doc.Find("#similar .hit").Length(); n == 0 || n > similarPapers {
		t.Errorf("%d similar papers", n)
	}
	if doc.Find("#similar .hit .shared li").Length() == 0 {
		t.Error("nothing says why a paper is similar")
	}
	doc.Find("#similar .hit h3 a").Each(func(_ int, s *goquery.Selection) {
		if s.AttrOr("href", "") == "/papers/arxiv:2203.03850" {
			t.Error("the paper is similar to itself")
		}
	})
	author := doc.Find(".authors a").First().AttrOr("href", "")
	if found := pageOf(t, h, http.StatusOK, author).Find(".hit").Length(); found != 1 {
		t.Errorf("%s finds %d papers, want 1", author, found)
	}
	if canonical := doc.Find(`link[rel="canonical"]`).AttrOr("href", ""); canonical != "http://example.com/papers/arxiv:2203.03850" {
		t.Errorf("the page calls itself %q", canonical)
	}
	if n := doc.Find(`#similar .hit .Z3988[title*="rft.atitle="]`).Length(); n != doc.Find("#similar .hit").Length() {
		t.Errorf("%d papers of the list are in COinS", n)
	}
	if tags := doc.Find(`meta[name^="citation_"]`).Length(); tags != 15 {
		t.Errorf("%d citation tags, want 15", tags)
	}
}

func TestPaperAddresses(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	tests := []struct {
		path     string
		status   int
		location string
	}{
		{"/papers/arxiv:2203.03850", 200, ""},
		{"/papers/arxiv%3A2203.03850", 200, ""},
		{"/papers/2203.03850v2", 302, "/papers/arxiv:2203.03850"},
		{"/papers/arXiv:2203.03850", 302, "/papers/arxiv:2203.03850"},
		{"/papers/https://arxiv.org/abs/2203.03850", 302, "/papers/arxiv:2203.03850"},
		{"/papers/pb:00000000000000ff", 302, "/papers/arxiv:2203.03850"},
		{"/papers/arxiv:math/0211159", 200, ""},
		{"/papers/math/0211159", 302, "/papers/arxiv:math/0211159"},
		{"/papers/arxiv:math%2F0211159", 200, ""},
		{"/papers/doi:10.1000%2Fa%28b%29%2F%2Fc", 200, ""},
		{"/papers/10.1000/a(b)//c", 302, "/papers/doi:10.1000%2Fa%28b%29%2F%2Fc"},
		{"/papers/arxiv:9999.99999", 404, ""},
		{"/papers/", 404, ""},
		{"/papers/%00", 404, ""},
		{"/papers", 404, ""},
	}
	for _, test := range tests {
		answer := get(t, h, test.path)
		if got := answer.Header().Get("Location"); answer.Code != test.status || got != test.location {
			t.Errorf("GET %s: %d %q, want %d %q", test.path, answer.Code, got, test.status, test.location)
		}
	}
}

// TestHostilePapersStayText checks that no text of a paper becomes an element, an attribute or an
// address.
func TestHostilePapersStayText(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	for _, address := range []string{"/search?q=hostile", "/papers/csf:hostile", "/search?q=" + url.QueryEscape(hostile), "/search?venue=" + url.QueryEscape(hostile), "/" + url.PathEscape(hostile)} {
		answer := get(t, h, address)
		doc, err := goquery.NewDocumentFromReader(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		if n := doc.Find("img, [onerror], script:not([src]):not([type='application/ld+json'])").Length(); n > 0 {
			html, _ := doc.Html()
			t.Errorf("GET %s: %d elements that a text made:\n%s", address, n, html)
		}
	}
	doc := pageOf(t, h, http.StatusOK, "/search?q=hostile")
	if got := doc.Find(".hit h2").First().Text(); got != "Hostile "+hostile {
		t.Errorf("title %q, want %q", got, "Hostile "+hostile)
	}
}

func TestLinksLeadOnlyToTheWeb(t *testing.T) {
	p := data.Paper{ID: "pb:1", Title: "x", URLs: []string{"javascript:alert(1)", "data:text/html,x", "/search", "ftp://example.org/x", "https://example.org/x"}}
	if diff := cmp.Diff([]view.Link{{Text: "example.org", URL: "https://example.org/x"}}, view.ExternalLinks(p)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestHeaders(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	for _, address := range []string{"/", "/search?q=x", "/papers/arxiv:2203.03850", "/sample/remove", "/nowhere"} {
		answer := get(t, h, address)
		for name, want := range map[string]string{
			"Content-Security-Policy": contentPolicy,
			"X-Content-Type-Options":  "nosniff",
			"Cache-Control":           "no-cache",
			"Content-Type":            "text/html; charset=UTF-8",
		} {
			if name == "Cache-Control" && address == "/" {
				want = "private, no-cache" // it has the reader's last visit
			}
			if got := answer.Header().Get(name); got != want {
				t.Errorf("GET %s: %s is %q, want %q", address, name, got, want)
			}
		}
		doc, err := goquery.NewDocumentFromReader(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		if n := doc.Find("[style], style, script:not([src]):not([type='application/ld+json']), [onclick], [onchange]").Length(); n > 0 {
			t.Errorf("GET %s: %d things that the policy forbids", address, n)
		}
		if doc.Find("main").Length() != 1 || doc.Find("h1").Length() != 1 || doc.Find(`a.skip[href="#content"]`).Length() != 1 || doc.Find("#content").Length() != 1 {
			t.Errorf("GET %s: want one main, one h1 and a skip link that leads somewhere", address)
		}
	}
}

func TestAssetsAreImmutable(t *testing.T) {
	h := newHandler(t, newService(t))
	var addresses []string
	for _, page := range []string{"/add", "/map"} { // which load all of them
		pageOf(t, h, http.StatusOK, page).Find("link[rel=stylesheet], link[rel=icon], script").Each(func(_ int, s *goquery.Selection) {
			addresses = append(addresses, s.AttrOr("href", s.AttrOr("src", "")))
		})
	}
	slices.Sort(addresses)
	addresses = slices.Compact(addresses)
	if len(addresses) != len(assetSources) {
		t.Fatalf("%d assets in the pages, want %d: %v", len(addresses), len(assetSources), addresses)
	}
	for _, address := range addresses {
		answer := get(t, h, address)
		if answer.Code != http.StatusOK || answer.Body.Len() == 0 || !strings.Contains(answer.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("GET %s: %d, %d bytes, %v", address, answer.Code, answer.Body.Len(), answer.Header())
		}
	}
	if answer := get(t, h, "/assets/site.000000000000.css"); answer.Code != http.StatusNotFound {
		t.Errorf("an unknown asset: %d", answer.Code)
	}
}

const unixcoderTitle = "UniXcoder: Unified Cross-Modal Pre-training for Code Representation"

func TestFrontPage(t *testing.T) {
	t.Run("empty", func(t *testing.T) {
		doc := pageOf(t, newHandler(t, newService(t)), http.StatusOK, "/")
		if got := doc.Find("h1").Text(); got != "No papers yet" {
			t.Errorf("h1 %q", got)
		}
		if !strings.Contains(doc.Find("pre").Text(), "paperboy ingest FILE") {
			t.Error("nothing says what to do")
		}
	})
	t.Run("small", func(t *testing.T) {
		doc := pageOf(t, newHandler(t, newService(t, collection()[:40]...)), http.StatusOK, "/")
		if n := doc.Find(".hit").Length(); n != 40 {
			t.Errorf("%d papers, want all 40", n)
		}
		if got := doc.Find("head title").Text(); got != "Paperboy" {
			t.Errorf("title %q", got)
		}
	})
	t.Run("large", func(t *testing.T) {
		doc := pageOf(t, newHandler(t, newService(t, collection()...)), http.StatusOK, "/")
		if got := texts(doc.Find("h1, .hit h2, .trends a, #library")); strings.Join(got, "|") != "Wednesday, 9 March 2022|"+unixcoderTitle+"|"+unixcoderTitle+"|68 papers" {
			t.Errorf("the newest day, trending and the library: %q", got)
		}
		if doc.Find("svg.histogram a").Length() < 10 || doc.Find(".tally time").Length() != 1 {
			t.Error("want the histogram and the last ingest")
		}
		if doc.Find(".notice, .examples").Length() > 0 {
			t.Error("a sample is announced that is not there")
		}
	})
	t.Run("large without dates", func(t *testing.T) {
		var undated []data.Record
		for i := range smallLibrary + 5 {
			undated = append(undated, data.Record{Paper: data.Paper{ID: data.ID(fmt.Sprintf("doi:10.1000/%d", i)), Title: fmt.Sprintf("Undated %d", i)}, Origin: data.Provenance{Source: "file"}})
		}
		doc := pageOf(t, newHandler(t, newService(t, undated...)), http.StatusOK, "/")
		if got, n := texts(doc.Find("h1, .trends")), doc.Find(".hit").Length(); len(got) != 1 || got[0] != "Recently added" || n != frontHits {
			t.Errorf("%q with %d papers, want the last %d", got, n, frontHits)
		}
	})
}

// brokenIndex and brokenStore fail.
type (
	brokenIndex struct {
		index.Engine
		err error
	}
	brokenStore struct {
		store.Store
		err error
	}
)

func (b brokenIndex) Search(context.Context, index.Request) (index.Result, error) {
	return index.Result{}, b.err
}
func (b brokenStore) Stats(context.Context) (store.Stats, error) { return store.Stats{}, b.err }

func TestErrorsOfTheAPIStayJSON(t *testing.T) {
	h := newHandler(t, newService(t))
	for _, address := range []string{"/api/v1/nowhere", "/api/v1/search?limit=x"} {
		if got := get(t, h, address).Header().Get("Content-Type"); !strings.HasPrefix(got, "application/problem+json") {
			t.Errorf("GET %s: %s", address, got)
		}
	}
}
