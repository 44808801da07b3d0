package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"paperboy/api"
	"paperboy/api/lists"
	"paperboy/data"
)

const unixcoder = "arxiv:2203.03850"

func TestListPageOfItsEditor(t *testing.T) {
	r := newReader(t, Options{BaseURL: "https://papers.example.org"})
	r.goesTo(r.post("/lists", "name", " To <read> "), r.page("/lists").Find(".list-summaries h2 a").AttrOr("href", ""))
	at := r.page("/lists").Find(".list-summaries h2 a").AttrOr("href", "")
	doc := r.page(at)
	if got := doc.Find("h1").Text(); got != "To <read>" || doc.Find(".nothing").Length() != 1 {
		t.Errorf("h1 %q, want it with a word on what to do", got)
	}
	for _, id := range []string{unixcoder, "arxiv:math/0211159", "csf:hostile"} {
		r.post("/star", "paper", id)
	}
	doc = r.page(at)
	if got := texts(doc.Find(".hit h2")); len(got) != 3 || !strings.HasPrefix(got[0], "Hostile ") {
		t.Fatalf("papers %q, the last starred first", got)
	}
	if doc.Find(".hit .star").Length() > 0 || doc.Find(".hit form[action$='/remove']").Length() != 3 {
		t.Error("want a way to take each paper out, once")
	}
	key := readListCookieOf(r).stars
	if got := doc.Find("#address-edit").Text(); got != "https://papers.example.org/lists/"+string(key) {
		t.Errorf("address for editing %q", got)
	}
	reading := strings.TrimPrefix(doc.Find("#address-read").Text(), "https://papers.example.org")
	for _, format := range []string{"bibtex", "ris", "jsonl"} {
		address := "/api/v1" + reading + "/export?format=" + format
		if doc.Find(`aside a[href="`+address+`"]`).Length() != 1 {
			t.Errorf("no link to %s", address)
		}
		if got := r.do(httptest.NewRequest(http.MethodGet, address, nil)); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "UniXcoder") {
			t.Errorf("GET %s: %d", address, got.Code)
		}
	}

	note := r.submit(doc.Find(`#listed-arxiv\:2203\.03850 form[action$="/note"]`), "note", "Why?\r\n\r\n"+hostile)
	r.goesTo(note, at+"#listed-"+unixcoder)
	doc = r.page(at)
	if diff := cmp.Diff([]string{"Why?", hostile}, texts(doc.Find(".note p"))); diff != "" {
		t.Errorf("note (-want +got):\n%s", diff)
	}
	if got := doc.Find(`#listed-arxiv\:2203\.03850 textarea`).Text(); got != "Why?\n\n"+hostile {
		t.Errorf("note to edit: %q", got)
	}
	r.goesTo(r.submit(doc.Find(`#listed-csf\:hostile form[action$="/remove"]`)), at)
	r.goesTo(r.submit(doc.Find(`form[action$="/rename"]`), "name", hostile), at)
	doc = r.page(at)
	if got := doc.Find("h1").Text(); got != hostile || doc.Find(".hit").Length() != 2 || doc.Find("#rename").AttrOr("value", "") != hostile {
		t.Errorf("renamed %q with %d papers", got, doc.Find(".hit").Length())
	}
	if doc.Find("img, [onerror], script:not([src])").Length() > 0 {
		t.Error("a name or a note became elements")
	}
	if answer := r.post(at+"/rename", "name", strings.Repeat("x", 10_000)); answer.Code != http.StatusBadRequest || !strings.Contains(answer.Body.String(), "10000 characters, at most 200") {
		t.Errorf("a name of 10,000 characters: %d", answer.Code)
	}

	// After renewing, the old links lead nowhere, and the browser knows the new one.
	r.goesTo(r.submit(doc.Find(`form:has([value="read"])[action$="/renew"]`)), at)
	if got := get(t, r.handler, reading); got.Code != http.StatusNotFound {
		t.Errorf("the old reading address: %d", got.Code)
	}
	renewed := r.submit(r.page(at).Find(`form:has([value="edit"])[action$="/renew"]`)).Header().Get("Location")
	if got := get(t, r.handler, at); got.Code != http.StatusNotFound || renewed == at {
		t.Errorf("the old editing address: %d, the new one %s", got.Code, renewed)
	}
	if again := readListCookieOf(r); len(again.keys) != 1 || listURL(again.stars) != renewed {
		t.Errorf("cookie %v, want %s on it", again, renewed)
	}

	r.goesTo(r.submit(r.page(renewed).Find(`form[action$="/delete"]`)), "/lists")
	if r.cookie != nil || r.page("/lists").Find(".nothing").Length() != 1 {
		t.Error("a deleted list is still in the cookie")
	}
}

func TestListPageOfAReader(t *testing.T) {
	r := newReader(t, Options{})
	l := r.makeList("Shared", unixcoder, "arxiv:math/0211159")
	note := "between us"
	if _, err := r.service.Lists.Add(t.Context(), l.EditKey, lists.Addition{IDs: []data.ID{unixcoder}, Note: &note}); err != nil {
		t.Fatal(err)
	}
	at := listURL(l.ReadKey)
	doc := r.page(at)
	html, err := doc.Html()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(html, string(l.EditKey)) {
		t.Error("a reader is shown the key for editing")
	}
	if got := texts(doc.Find(".note")); !cmp.Equal(got, []string{"between us"}) {
		t.Errorf("notes %q", got)
	}
	var actions []string
	doc.Find("form[method=post]").Each(func(_ int, s *goquery.Selection) { actions = append(actions, s.AttrOr("action", "")) })
	if diff := cmp.Diff([]string{"/view", "/star", "/star", at + "/forget", "/theme"}, actions); diff != "" {
		t.Errorf("forms (-want +got):\n%s", diff)
	}
	for _, action := range []string{"/rename", "/remove", "/note", "/renew", "/delete", "/stars"} {
		if got := r.post(at+action, "paper", unixcoder, "name", "x", "note", "x", "which", "edit"); got.Code != http.StatusForbidden {
			t.Errorf("POST %s: %d", action, got.Code)
		}
	}
	if got := texts(r.page("/lists").Find(".list-summaries .facts")); len(got) != 1 || !strings.Contains(got[0], "shared with you, read-only") {
		t.Errorf("in the cookie: %q", got)
	}
	// A reader's star goes to a list of the reader's own.
	r.submit(starOf(doc, unixcoder))
	if kept := readListCookieOf(r); len(kept.keys) != 2 || kept.stars == "" || kept.stars == l.ReadKey {
		t.Errorf("cookie %v", kept)
	}
	if got := starOf(r.page(at), unixcoder).Find("button").AttrOr("aria-pressed", ""); got != "true" {
		t.Errorf("starred: %q", got)
	}
	r.goesTo(r.submit(doc.Find(`form[action$="/forget"]`)), "/lists")
	if got := texts(r.page("/lists").Find(".list-summaries h2")); !cmp.Equal(got, []string{"Reading list"}) {
		t.Errorf("after forgetting: %q", got)
	}
}

func TestListsThatAreGone(t *testing.T) {
	r := newReader(t, Options{})
	l := r.makeList("x", unixcoder)
	r.page(listURL(l.EditKey))
	if _, err := r.service.Lists.Delete(t.Context(), l.EditKey); err != nil {
		t.Fatal(err)
	}
	doc := r.page("/lists")
	if got := texts(doc.Find(".notice")); len(got) != 1 || !strings.HasPrefix(got[0], "1 list removed from this page") {
		t.Errorf("notice %q", got)
	}
	if r.page("/lists").Find(".notice").Length() > 0 {
		t.Error("it is said twice")
	}
	answer := get(t, r.handler, listURL(l.EditKey))
	if answer.Code != http.StatusNotFound || !strings.Contains(answer.Body.String(), "No reading list has this address") || answer.Header().Get("X-Robots-Tag") == "" {
		t.Errorf("%d %v", answer.Code, answer.Header())
	}
}

func TestListPolicies(t *testing.T) {
	for policy, want := range map[api.ListPolicy]struct{ stars, links, star, lists, make int }{
		"":             {1, 1, 303, 200, 303},
		api.ListsOpen:  {1, 1, 303, 200, 303},
		api.ListsToken: {0, 1, 403, 200, 401},
		api.ListsOff:   {0, 0, 403, 403, 403},
	} {
		r := newReader(t, Options{ListPolicy: policy})
		doc := r.page("/search?q=unixcoder")
		if got := doc.Find(".star").Length(); got != want.stars {
			t.Errorf("policy %q: %d stars, want %d", policy, got, want.stars)
		}
		if got := doc.Find(`.masthead-links a[href="/lists"]`).Length(); got != want.links {
			t.Errorf("policy %q: %d links, want %d", policy, got, want.links)
		}
		for name, c := range map[string]struct{ got, want int }{
			"star":  {r.post("/star", "paper", unixcoder).Code, want.star},
			"lists": {r.do(httptest.NewRequest(http.MethodGet, "/lists", nil)).Code, want.lists},
			"make":  {r.post("/lists", "name", "x").Code, want.make},
		} {
			if c.got != c.want {
				t.Errorf("policy %q: %s answers %d, want %d", policy, name, c.got, c.want)
			}
		}
	}
	// If creating lists needs the token, anyone who is given a list may star papers into it.
	r := newReader(t, Options{ListPolicy: api.ListsToken})
	l := r.makeList("given")
	r.goesTo(r.submit(r.page(listURL(l.EditKey)).Find(`form[action$="/stars"]`)), listURL(l.EditKey))
	r.goesTo(r.submit(starOf(r.page("/search?q=unixcoder"), unixcoder)), "/search?q=unixcoder#star-"+unixcoder)
	if got := r.total(l.ReadKey); got != 1 {
		t.Errorf("the list has %d papers", got)
	}
}

// A page of another site can't star, or change a list whose address it does not know.
func TestListFormsOfOtherSites(t *testing.T) {
	r := newReader(t, Options{})
	l := r.makeList("x", unixcoder)
	r.page(listURL(l.EditKey))
	for _, header := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://elsewhere.example"}, {"Origin", "null"}} {
		for _, path := range []string{"/star", "/lists", listURL(l.EditKey) + "/delete"} {
			request := httptest.NewRequest(http.MethodPost, path, strings.NewReader("paper="+unixcoder))
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			request.Header.Set(header[0], header[1])
			if got := r.do(request); got.Code != http.StatusForbidden {
				t.Errorf("POST %s with %v: %d", path, header, got.Code)
			}
		}
	}
	if got := r.total(l.EditKey); got != 1 {
		t.Errorf("the list has %d papers", got)
	}
	if answer := r.post("/star", "paper", strings.Repeat("x", 1<<20)); answer.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a form of a megabyte: %d", answer.Code)
	}
	if answer := r.post("/star", "paper", "no id"); answer.Code != http.StatusBadRequest {
		t.Errorf("no id: %d", answer.Code)
	}
}

func TestListPagesStayPrivate(t *testing.T) {
	r := newReader(t, Options{})
	l := r.makeList("x", unixcoder)
	at := listURL(l.EditKey)
	for _, address := range []string{"/lists", at, at + "/new", listURL(l.ReadKey), "/lists/" + strings.Repeat("A", 26)} {
		answer := r.do(httptest.NewRequest(http.MethodGet, address, nil))
		for name, want := range map[string]string{
			"Content-Security-Policy": contentPolicy, "Cache-Control": "private, no-cache",
			"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "strict-origin",
		} {
			if got := answer.Header().Get(name); got != want {
				t.Errorf("GET %s: %s is %q, want %q", address, name, got, want)
			}
		}
		doc, err := goquery.NewDocumentFromReader(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		if doc.Find("[style], style, script:not([src]), [onclick]").Length() > 0 || doc.Find("main").Length() != 1 || doc.Find("h1").Length() != 1 || doc.Find("#content").Length() != 1 {
			t.Errorf("GET %s: want one main, one h1, and nothing that the policy forbids", address)
		}
		doc.Find("main a[href^=http]").Each(func(_ int, s *goquery.Selection) {
			if s.AttrOr("rel", "") != "noreferrer" {
				t.Errorf("GET %s: the link to %s tells where it was", address, s.AttrOr("href", ""))
			}
		})
	}
}

func TestListPaperThatWasDeleted(t *testing.T) {
	r := newReader(t, Options{})
	l := r.makeList("x", unixcoder, "arxiv:math/0211159")
	deleteFromStore(t, r.service, unixcoder)
	doc := r.page(listURL(l.EditKey))
	if got := texts(doc.Find(".deleted-papers li > span")); !cmp.Equal(got, []string{unixcoder}) || doc.Find(".hit").Length() != 1 {
		t.Errorf("gone %q beside %d papers", got, doc.Find(".hit").Length())
	}
	r.goesTo(r.submit(doc.Find(`.deleted-papers form[action$="/remove"]`)), listURL(l.EditKey))
	if r.page(listURL(l.EditKey)).Find(".deleted-papers").Length() > 0 {
		t.Error("it is still named")
	}
}

func TestLongListHasPages(t *testing.T) {
	r := newReader(t, Options{})
	var ids []data.ID
	for _, record := range collection()[:listPageSize+5] {
		ids = append(ids, record.Paper.ID)
	}
	l := r.makeList("long", ids...)
	at := listURL(l.EditKey)
	first, second := r.page(at), r.page(at+"?page=2")
	if first.Find(".hit").Length() != listPageSize || second.Find(".hit").Length() != 5 {
		t.Errorf("%d and %d papers", first.Find(".hit").Length(), second.Find(".hit").Length())
	}
	if got := first.Find(`.pager a[rel="next"]`).AttrOr("href", ""); got != at+"?page=2" {
		t.Errorf("the next page is %q", got)
	}
	if got := second.Find(`.pager a[rel="prev"]`).AttrOr("href", ""); got != at {
		t.Errorf("the previous page is %q", got)
	}
	for _, page := range []string{"?page=99", "?page=-1", "?page=x", "?page=9223372036854775807"} {
		r.page(at + page)
	}
}
