package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"paperboy/api/lists"
)

func readListCookieOf(r *reader) listCookie {
	request := httptest.NewRequest(http.MethodGet, "/", nil)
	if r.cookie != nil {
		request.AddCookie(r.cookie)
	}
	return readListCookie(echo.New().NewContext(request, httptest.NewRecorder()))
}

func TestListCookieReadsBack(t *testing.T) {
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

func TestLocalURL(t *testing.T) {
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

func TestFullListCookie(t *testing.T) {
	r := newReader(t, Options{})
	for range maxRememberedLists {
		r.page(listURL(r.makeList("x").ReadKey))
	}
	one := r.makeList("one more")
	r.page(listURL(one.EditKey))
	if kept := readListCookieOf(r); len(kept.keys) != maxRememberedLists {
		t.Errorf("%d lists in the cookie", len(kept.keys))
	}
	for _, answer := range []*httptest.ResponseRecorder{r.post("/lists", "name", "x"), r.post("/star", "paper", unixcoder), r.post(listURL(one.EditKey) + "/stars")} {
		if answer.Code != http.StatusForbidden || !strings.Contains(answer.Body.String(), "Remove one from this browser first") {
			t.Errorf("%d, want a refusal that says what to do", answer.Code)
		}
	}
}
