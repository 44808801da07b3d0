package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/lists"
	"paperboy/data"
)

// reader is a browser as far as cookies and forms go.
type reader struct {
	*testing.T
	handler http.Handler
	service *api.Service
	cookie  *http.Cookie
}

func newReader(t *testing.T, o Options) *reader {
	t.Helper()
	service := newService(t, collection()...)
	e := echo.New()
	o.Gate = api.Install(e, service, api.HTTPOptions{ListPolicy: o.ListPolicy})
	if err := Install(e, service, o); err != nil {
		t.Fatal(err)
	}
	return &reader{T: t, handler: e, service: service}
}

func (r *reader) do(request *http.Request) *httptest.ResponseRecorder {
	r.Helper()
	if r.cookie != nil {
		request.AddCookie(r.cookie)
	}
	answer := httptest.NewRecorder()
	r.handler.ServeHTTP(answer, request)
	for _, cookie := range answer.Result().Cookies() {
		r.cookie = cookie
		if cookie.MaxAge < 0 {
			r.cookie = nil
		}
	}
	return answer
}

func (r *reader) page(address string) *goquery.Document {
	r.Helper()
	answer := r.do(httptest.NewRequest(http.MethodGet, address, nil))
	if answer.Code != http.StatusOK {
		r.Fatalf("GET %s: %d\n%s", address, answer.Code, answer.Body)
	}
	doc, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil {
		r.Fatal(err)
	}
	return doc
}

// post sends a form, of names and values in turn.
func (r *reader) post(address string, form ...string) *httptest.ResponseRecorder {
	r.Helper()
	v := url.Values{}
	for i := 0; i < len(form); i += 2 {
		v.Set(form[i], form[i+1])
	}
	request := httptest.NewRequest(http.MethodPost, address, strings.NewReader(v.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return r.do(request)
}

// goesTo wants a form to lead on to an address.
func (r *reader) goesTo(answer *httptest.ResponseRecorder, address string) {
	r.Helper()
	if got := answer.Header().Get("Location"); answer.Code != http.StatusSeeOther || got != address {
		r.Fatalf("%d to %q, want to %q\n%s", answer.Code, got, address, answer.Body)
	}
}

// submit sends a form as it stands in a page.
func (r *reader) submit(form *goquery.Selection, more ...string) *httptest.ResponseRecorder {
	r.Helper()
	if form.Length() != 1 || form.AttrOr("method", "") != "post" {
		html, _ := form.Html()
		r.Fatalf("%d forms: %s", form.Length(), html)
	}
	fields := more
	form.Find("input[type=hidden]").Each(func(_ int, s *goquery.Selection) {
		fields = append(fields, s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	return r.post(form.AttrOr("action", ""), fields...)
}

func (r *reader) makeList(name string, ids ...data.ID) lists.List {
	r.Helper()
	l, err := r.service.Lists.Create(r.Context(), name, ids)
	if err != nil {
		r.Fatal(err)
	}
	return l
}

func (r *reader) total(key lists.Key) int {
	r.Helper()
	l, err := r.service.Lists.List(r.Context(), key)
	if err != nil {
		r.Fatal(err)
	}
	return l.Total
}

const unixcoder = "arxiv:2203.03850"

func starOf(doc *goquery.Document, id string) *goquery.Selection {
	return doc.Find(`form.star[id="star-` + id + `"]`)
}

func TestFirstStar(t *testing.T) {
	r := newReader(t, Options{})
	if empty := r.page("/lists"); empty.Find(".nothing").Length() != 1 || empty.Find(`.masthead-links a[href="/lists"]`).Length() != 1 {
		t.Error("an empty shelf says nothing of how to fill it")
	}
	doc := r.page("/search?q=unixcoder")
	form := starOf(doc, unixcoder)
	if got := form.Find("button").AttrOr("aria-pressed", ""); got != "false" {
		t.Errorf("before, the star is pressed: %q", got)
	}
	if r.cookie != nil {
		t.Error("a cookie was set before there was anything to remember")
	}
	r.goesTo(r.submit(form), "/search?q=unixcoder#star-"+unixcoder)
	if c := r.cookie; c == nil || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure || c.Path != "/" || c.MaxAge != listCookieAge {
		t.Fatalf("cookie %+v", r.cookie)
	}
	doc = r.page("/search?q=unixcoder")
	if got := starOf(doc, unixcoder).Find("button").AttrOr("aria-pressed", ""); got != "true" {
		t.Errorf("after, the star is pressed: %q", got)
	}
	if got := r.page("/papers/" + unixcoder).Find(`article > .star button[aria-pressed="true"]`).Length(); got != 1 {
		t.Error("the paper's page does not show the star")
	}
	lists := r.page("/lists")
	if diff := cmp.Diff([]string{"Reading list"}, texts(lists.Find(".list-summaries h2"))); diff != "" || lists.Find(".star-list").Length() != 1 {
		t.Errorf("lists (-want +got):\n%s", diff)
	}
	list := r.page(lists.Find(".list-summaries h2 a").AttrOr("href", ""))
	if diff := cmp.Diff([]string{"UniXcoder: Unified Cross-Modal Pre-training for Code Representation"}, texts(list.Find(".hit h2"))); diff != "" {
		t.Errorf("papers (-want +got):\n%s", diff)
	}
	other := starOf(r.page("/papers/arxiv:math/0211159"), "arxiv:math/0211159")
	r.goesTo(r.submit(other), "/papers/arxiv:math/0211159#star-arxiv:math%2F0211159")
	if got := texts(r.page("/lists").Find(".list-summaries .facts .number")); !cmp.Equal(got, []string{"2 papers"}) {
		t.Errorf("the second star is in %q", got)
	}
	r.goesTo(r.submit(starOf(doc, unixcoder)), "/search?q=unixcoder#star-"+unixcoder)
	if got := starOf(r.page("/search?q=unixcoder"), unixcoder).Find("button").AttrOr("aria-pressed", ""); got != "false" {
		t.Errorf("taken away, the star is pressed: %q", got)
	}
}

// htmx gets the button, and the reason where nothing was done.
func TestStarWithoutReload(t *testing.T) {
	r := newReader(t, Options{})
	star := func(id, on string) (int, *goquery.Document) {
		request := httptest.NewRequest(http.MethodPost, "/star", strings.NewReader(url.Values{"paper": {id}, "star": {on}, "called": {hostile}, "back": {"/search"}}.Encode()))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("HX-Request", "true")
		answer := r.do(request)
		doc, err := goquery.NewDocumentFromReader(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		if doc.Find("h1, main, img, script").Length() > 0 {
			t.Error("more than a button was sent")
		}
		return answer.Code, doc
	}
	code, doc := star(unixcoder, "on")
	if code != http.StatusOK || starOf(doc, unixcoder).Find(`[aria-pressed="true"]`).Length() != 1 || starOf(doc, unixcoder).Find(`input[name="star"]`).AttrOr("value", "") != "off" {
		t.Errorf("%d", code)
	}
	for id, want := range map[string]int{"arxiv:2401.99999": http.StatusNotFound, "no id": http.StatusBadRequest, "": http.StatusBadRequest} {
		if code, doc = star(id, "on"); code != want || doc.Find(`[role="alert"]`).Length() != 1 || doc.Find(`[aria-pressed="false"]`).Length() != 1 {
			t.Errorf("star of %q: %d, want %d and a reason", id, code, want)
		}
	}
	key := readListCookieOf(r).stars
	if got := r.total(key); got != 1 {
		t.Errorf("%d papers", got)
	}
	if code, _ = star(unixcoder, "off"); code != http.StatusOK || r.total(key) != 0 {
		t.Errorf("%d, and %d papers", code, r.total(key))
	}
	if code, _ = star(unixcoder, "off"); code != http.StatusOK {
		t.Errorf("taken away twice: %d", code)
	}
	// A list that is there no more does not keep the reader from starring.
	if _, err := r.service.Lists.Delete(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	if r.page("/search?q=unixcoder").Find(`[aria-pressed="true"]`).Length() != 0 {
		t.Error("a star of a deleted list")
	}
	if code, _ = star(unixcoder, "off"); code != http.StatusOK {
		t.Errorf("taken away from a deleted list: %d", code)
	}
	code, _ = star(unixcoder, "on")
	if again := readListCookieOf(r); code != http.StatusOK || again.stars == key || len(again.keys) != 1 || r.total(again.stars) != 1 {
		t.Errorf("%d, shelf %v", code, again)
	}
}

func readListCookieOf(r *reader) listCookie {
	request := httptest.NewRequest(http.MethodGet, "/", nil)
	if r.cookie != nil {
		request.AddCookie(r.cookie)
	}
	return readListCookie(echo.New().NewContext(request, httptest.NewRecorder()))
}

func TestShelfReadsWhatItWrote(t *testing.T) {
	s := &site{options: Options{BaseURL: "https://papers.example.org"}}
	key := func(i int) lists.Key {
		return lists.Key(strings.Repeat(string(keyLetters[i%32]), keyLength-1) + string(keyLetters[i/32]))
	}
	var full listCookie
	for i := range maxRememberedLists {
		if !full.add(key(i)) {
			t.Fatalf("no room for list %d", i)
		}
	}
	if full.add(key(maxRememberedLists)) || !full.add(key(3)) {
		t.Error("want no room for one list more, and none needed for a known one")
	}
	full.stars = key(3)
	for name, want := range map[string]listCookie{"empty": {}, "one": {keys: []lists.Key{key(1)}}, "full": full} {
		w := httptest.NewRecorder()
		c := echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/", nil), w)
		s.writeListCookie(c, want)
		cookie := w.Result().Cookies()[0]
		if !cookie.Secure || len(cookie.String()) > 4000 {
			t.Errorf("%s: cookie %v", name, cookie)
		}
		if got := readListCookieOf(&reader{cookie: cookie}); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	for value, want := range map[string]listCookie{
		"":                              {},
		"...**.*.":                      {},
		"<b>.a.AAAA/../.%41":            {},
		strings.Repeat("A", 1000):       {},
		"AAAA.*BBBB.*CCCC.AAAA":         {keys: []lists.Key{"AAAA", "BBBB", "CCCC"}, stars: "CCCC"},
		strings.Repeat("AB.", 2000):     {keys: []lists.Key{"AB"}},
		string(key(1)) + "." + "*" + "": {keys: []lists.Key{key(1)}},
	} {
		if got := readListCookieOf(&reader{cookie: &http.Cookie{Name: listCookieName, Value: value}}); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%.40q: got %v, want %v", value, got, want)
		}
	}
}

func TestWayBack(t *testing.T) {
	for s, want := range map[string]string{
		"/search?q=a&date=2020":    "/search?q=a&date=2020",
		"/papers/doi:10.1%2Fx#top": "/papers/doi:10.1%2Fx",
		"/lists/AAAA?page=2":       "/lists/AAAA?page=2",
		"":                         "/",
		"search":                   "/",
		"//evil.example":           "/",
		`/\evil.example`:           "/",
		`\\evil.example`:           "/",
		"https://evil.example/":    "/",
		"javascript:alert(1)":      "/",
		"/a\r\nSet-Cookie: x=y":    "/",
		"/%zz":                     "/",
	} {
		if got := localURL(s); got != want {
			t.Errorf("wayBack(%q) = %q, want %q", s, got, want)
		}
	}
}

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

	// Renewed, the old addresses lead nowhere and the browser knows the new one.
	r.goesTo(r.submit(doc.Find(`form:has([value="read"])[action$="/renew"]`)), at)
	if got := get(t, r.handler, reading); got.Code != http.StatusNotFound {
		t.Errorf("the old reading address: %d", got.Code)
	}
	renewed := r.submit(r.page(at).Find(`form:has([value="edit"])[action$="/renew"]`)).Header().Get("Location")
	if got := get(t, r.handler, at); got.Code != http.StatusNotFound || renewed == at {
		t.Errorf("the old editing address: %d, the new one %s", got.Code, renewed)
	}
	if again := readListCookieOf(r); len(again.keys) != 1 || listURL(again.stars) != renewed {
		t.Errorf("shelf %v, want %s on it", again, renewed)
	}

	r.goesTo(r.submit(r.page(renewed).Find(`form[action$="/delete"]`)), "/lists")
	if r.cookie != nil || r.page("/lists").Find(".nothing").Length() != 1 {
		t.Error("a deleted list is still on the shelf")
	}
}

func TestListPageOfAReader(t *testing.T) {
	r := newReader(t, Options{})
	l := r.makeList("Shared", unixcoder, "arxiv:math/0211159")
	note := "between us"
	if _, err := r.service.Lists.Add(t.Context(), l.EditKey, []data.ID{unixcoder}, &note); err != nil {
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
	if diff := cmp.Diff([]string{"/star", "/star", at + "/forget"}, actions); diff != "" {
		t.Errorf("forms (-want +got):\n%s", diff)
	}
	for _, action := range []string{"/rename", "/remove", "/note", "/renew", "/delete", "/stars"} {
		if got := r.post(at+action, "paper", unixcoder, "name", "x", "note", "x", "which", "edit"); got.Code != http.StatusForbidden {
			t.Errorf("POST %s: %d", action, got.Code)
		}
	}
	if got := texts(r.page("/lists").Find(".list-summaries .facts")); len(got) != 1 || !strings.Contains(got[0], "shared with you, read-only") {
		t.Errorf("on the shelf: %q", got)
	}
	// A star of the reader's goes into a list of the reader's.
	r.submit(starOf(doc, unixcoder))
	if kept := readListCookieOf(r); len(kept.keys) != 2 || kept.stars == "" || kept.stars == l.ReadKey {
		t.Errorf("shelf %v", kept)
	}
	if got := starOf(r.page(at), unixcoder).Find("button").AttrOr("aria-pressed", ""); got != "true" {
		t.Errorf("starred: %q", got)
	}
	r.goesTo(r.submit(doc.Find(`form[action$="/forget"]`)), "/lists")
	if got := texts(r.page("/lists").Find(".list-summaries h2")); !cmp.Equal(got, []string{"Reading list"}) {
		t.Errorf("after forgetting: %q", got)
	}
}

// Somebody who sends the address of a list must not be shown what its reader
// stars from then on.
func TestOpenedListGetsNoStars(t *testing.T) {
	r := newReader(t, Options{})
	trap := r.makeList("Look at this")
	doc := r.page(listURL(trap.EditKey))
	r.post("/star", "paper", unixcoder)
	if got := r.total(trap.EditKey); got != 0 {
		t.Errorf("the list that was sent has %d papers", got)
	}
	r.goesTo(r.submit(doc.Find(`form[action$="/stars"]`)), listURL(trap.EditKey))
	r.post("/star", "paper", unixcoder)
	if got := r.total(trap.EditKey); got != 1 {
		t.Errorf("the list that was chosen has %d papers", got)
	}
	// Opened by its other key, it is not remembered twice.
	r.page(listURL(trap.ReadKey))
	if kept := readListCookieOf(r); len(kept.keys) != 2 {
		t.Errorf("shelf %v", kept)
	}
	q := newReader(t, Options{})
	l := q.makeList("x")
	q.page(listURL(l.ReadKey))
	q.page(listURL(l.EditKey))
	if kept := readListCookieOf(q); fmt.Sprint(kept.keys) != fmt.Sprint([]lists.Key{l.EditKey}) {
		t.Errorf("shelf %v, want the key that may do more", kept)
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

func TestFullShelf(t *testing.T) {
	r := newReader(t, Options{})
	for range maxRememberedLists {
		r.page(listURL(r.makeList("x").ReadKey))
	}
	one := r.makeList("one more")
	r.page(listURL(one.EditKey))
	if kept := readListCookieOf(r); len(kept.keys) != maxRememberedLists {
		t.Errorf("%d lists on the shelf", len(kept.keys))
	}
	for _, answer := range []*httptest.ResponseRecorder{r.post("/lists", "name", "x"), r.post("/star", "paper", unixcoder), r.post(listURL(one.EditKey) + "/stars")} {
		if answer.Code != http.StatusForbidden || !strings.Contains(answer.Body.String(), "Remove one from this browser first") {
			t.Errorf("%d, want a refusal that says what to do", answer.Code)
		}
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
	// Where the token makes lists, whoever is given one may star into it.
	r := newReader(t, Options{ListPolicy: api.ListsToken})
	l := r.makeList("given")
	r.goesTo(r.submit(r.page(listURL(l.EditKey)).Find(`form[action$="/stars"]`)), listURL(l.EditKey))
	r.goesTo(r.submit(starOf(r.page("/search?q=unixcoder"), unixcoder)), "/search?q=unixcoder#star-"+unixcoder)
	if got := r.total(l.ReadKey); got != 1 {
		t.Errorf("the list has %d papers", got)
	}
}

// No page of another site can star, or change a list whose address it has not.
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
				t.Errorf("GET %s: the link to %s tells where it stood", address, s.AttrOr("href", ""))
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

func TestWhatIsNew(t *testing.T) {
	now := time.Now()
	r := newReader(t, Options{Now: func() time.Time { return now }})
	l := r.makeList("parsing", "arxiv:2401.00001", "arxiv:2406.00006")
	at := listURL(l.ReadKey) + "/new"
	doc := r.page(at)
	if doc.Find("#content .hit").Length() != newRecommendations || doc.Find(".hit .shared li").Length() == 0 || doc.Find(".hit .star").Length() != newRecommendations {
		t.Errorf("%d papers", doc.Find(".hit").Length())
	}
	if got := doc.Find(`input[name="since"]`).AttrOr("value", ""); got != now.UTC().AddDate(0, 0, -30).Format(time.DateOnly) {
		t.Errorf("since %q", got)
	}
	doc.Find(".hit h3 a").Each(func(_ int, s *goquery.Selection) {
		if href := s.AttrOr("href", ""); href == "/papers/arxiv:2401.00001" || href == "/papers/arxiv:2406.00006" {
			t.Errorf("%s is in the list already", href)
		}
	})
	for address, want := range map[string]struct{ selector, says string }{
		at + "?since=" + now.UTC().AddDate(0, 0, 2).Format(time.DateOnly): {".nothing", "Try looking back further"},
		at + "?since=ever":                                                 {".choices [aria-current]", "any time"},
		at + "?since=yesterday":                                            {".notice", "Enter it like 2024-05-31"},
		at + "?since=" + url.QueryEscape(hostile):                          {".notice", "“\">"},
		listURL(r.makeList("empty").EditKey) + "/new":                      {".nothing", "no papers to compare with yet"},
		at + "?since=" + now.UTC().AddDate(0, 0, -7).Format(time.DateOnly): {".choices [aria-current]", "1 week"},
	} {
		if got := r.page(address).Find(want.selector).Text(); !strings.Contains(got, want.says) {
			t.Errorf("GET %s: %s is %q, want %q in it", address, want.selector, got, want.says)
		}
	}
}
