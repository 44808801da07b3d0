package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/data/store"
)

// visitor is a browser at a server where reading needs a key.
type visitor struct {
	*testing.T
	echo    *echo.Echo
	access  *access.Access
	now     time.Time
	cookies map[string]string
	// set are the cookies of the last answer.
	set []*http.Cookie
}

func newVisitor(t *testing.T, keyed bool, o Options) *visitor {
	t.Helper()
	options := collectionOptions(t, collection()...)
	v := &visitor{T: t, echo: echo.New(), now: time.Now(), cookies: map[string]string{}}
	v.access = newAccess(t, access.Options{Token: token, Store: options.Store, ReadsNeedKey: keyed, Now: func() time.Time { return v.now }})
	options.Access = v.access
	service := api.New(options)
	withMail(t, service)
	o.Gate = api.Install(v.echo, service, api.HTTPOptions{BaseURL: o.BaseURL, ListPolicy: o.ListPolicy})
	if err := Install(v.echo, service, o); err != nil {
		t.Fatal(err)
	}
	return v
}

func (v *visitor) key(scopes ...store.Scope) (id, secret string) {
	v.Helper()
	k, secret, err := v.access.Create(v.Context(), access.Spec{Name: "Ada's <key>", Scopes: scopes})
	if err != nil {
		v.Fatal(err)
	}
	return k.ID, secret
}

func (v *visitor) do(method, path, form string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form))
	if form != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	v.echo.ServeHTTP(w, r)
	v.set = w.Result().Cookies()
	for _, c := range v.set {
		if v.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		}
	}
	return w
}

func (v *visitor) signIn(secret, next string) *httptest.ResponseRecorder {
	return v.do("POST", "/sign-in", url.Values{"secret": {secret}, "next": {next}}.Encode(), "Sec-Fetch-Site", "same-origin")
}

func answered(t *testing.T, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// Without a key, every route of the pages shows only how to sign in.
func TestEveryPageNeedsAKey(t *testing.T) {
	v := newVisitor(t, true, Options{})
	// POST /sign-in answers 401, because the form is empty here.
	open := []string{"POST /sign-out", "POST /u/:key"}
	// The links in emails work for whoever has them.
	for _, path := range []string{"/subscriptions/:key", "/subscriptions/:key/confirm", "/subscriptions/:key/unsubscribe"} {
		open = append(open, "POST "+path)
	}
	for _, path := range []string{"/subscriptions/:key", "/subscriptions/:key/confirm", "/u/:key", "/sign-in", "/assets/:name", "/robots.txt", "/favicon.ico", "/manifest.webmanifest", "/healthz", "/readyz"} {
		open = append(open, "GET "+path, "HEAD "+path)
	}
	seen := 0
	for _, r := range v.echo.Routes() {
		if strings.HasPrefix(r.Path, "/api/") || r.Method == echo.RouteNotFound {
			continue
		}
		seen++
		path := strings.NewReplacer(":key", "NOSUCHLIST", ":facet", "date", "*", unixcoder).Replace(r.Path)
		w := v.do(r.Method, path, "")
		if isOpen := slices.Contains(open, r.Method+" "+r.Path); isOpen == (w.Code == http.StatusUnauthorized) {
			t.Errorf("%s %s: %d", r.Method, r.Path, w.Code)
		}
		if strings.Contains(w.Body.String(), "UniXcoder") {
			t.Errorf("%s %s shows a paper", r.Method, r.Path)
		}
		if w.Code == http.StatusUnauthorized && !strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Bearer") {
			t.Errorf("%s %s: 401 without WWW-Authenticate", r.Method, r.Path)
		}
	}
	if seen < 50 {
		t.Errorf("only %d routes were seen", seen)
	}
	doc := answered(t, v.do("GET", "/search?q=unixcoder", ""))
	if next := doc.Find(`form[action="/sign-in"] input[name=next]`).AttrOr("value", ""); next != "/search?q=unixcoder" {
		t.Errorf("the form leads to %q", next)
	}
	if doc.Find(`#search, .masthead-links, form[action="/sign-out"]`).Length() > 0 {
		t.Error("the page offers what its reader may not do")
	}
}

func TestSigningIn(t *testing.T) {
	v := newVisitor(t, true, Options{BaseURL: "https://papers.example"})
	id, secret := v.key(store.ScopeRead)
	for wrong, says := range map[string]string{"": "neither this server", "pbk_wrong": "neither this server", secret + "x": "neither this server"} {
		w := v.signIn(wrong, "/")
		if doc := answered(t, w); w.Code != http.StatusUnauthorized || len(v.set) > 0 || !strings.Contains(doc.Find("#problem").Text(), says) || doc.Find("#secret").AttrOr("aria-invalid", "") != "true" {
			t.Errorf("%q: %d, cookies %v", wrong, w.Code, v.set)
		}
	}
	_, writer := v.key(store.ScopeWrite)
	if w := v.signIn(writer, "/"); w.Code != http.StatusForbidden || len(v.set) > 0 || !strings.Contains(w.Body.String(), "not one that may read here") {
		t.Errorf("a key that may not read: %d", w.Code)
	}
	if w := v.do("POST", "/sign-in", "secret="+secret, "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden || len(v.set) > 0 {
		t.Errorf("from another site: %d, cookies %v", w.Code, v.set)
	}
	for next, want := range map[string]string{"/search?q=a%20b": "/search?q=a%20b", "": "/", "https://evil.example/": "/", "//evil.example": "/", `/\evil.example`: "/"} {
		w := v.signIn(secret, next)
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != want {
			t.Errorf("next %q: %d to %q, want %q", next, w.Code, got, want)
		}
	}
	c := v.set[0]
	if c.Name != "paperboy_session" || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || strings.Contains(c.Value, secret) || c.Expires.Before(v.now.Add(29*24*time.Hour)) {
		t.Errorf("the cookie is %+v", c)
	}
	w := v.do("GET", "/search?q=unixcoder", "")
	if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Cache-Control"), "private") || !strings.Contains(w.Body.String(), "UniXcoder") {
		t.Errorf("signed in: %d, Cache-Control %q", w.Code, w.Header().Get("Cache-Control"))
	}
	if w := v.do("GET", "/api/v1/export?format=bibtex", ""); w.Code != 200 {
		t.Errorf("what pages link to: %d", w.Code)
	}
	if w := v.do("DELETE", "/api/v1/papers/"+unixcoder, "", "Sec-Fetch-Site", "same-origin"); w.Code != http.StatusForbidden {
		t.Errorf("a session deletes papers: %d", w.Code)
	}
	if text := answered(t, v.do("GET", "/sign-in", "")).Find("main").Text(); !strings.Contains(text, "Ada's <key>") {
		t.Errorf("the page does not say who is signed in: %s", text)
	}
	v.do("POST", "/sign-out", "", "Sec-Fetch-Site", "same-origin")
	if w := v.do("GET", "/", ""); w.Code != http.StatusUnauthorized {
		t.Errorf("after signing out: %d", w.Code)
	}

	v.signIn(secret, "/")
	if _, err := v.access.Revoke(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if w := v.do("GET", "/", ""); w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), "This API key was revoked") {
		t.Errorf("after revoking the key: %d\n%s", w.Code, w.Body)
	}
	if w := v.signIn(token, "/"); w.Code != http.StatusSeeOther {
		t.Errorf("with the token: %d", w.Code)
	}
	v.now = v.now.Add(access.SessionTime)
	if w := v.do("GET", "/", ""); w.Code != http.StatusUnauthorized {
		t.Errorf("after 30 days: %d", w.Code)
	}
}

// A link from another site arrives without the cookie: the page reloads itself once.
func TestSignedInAfterALinkFromAnotherSite(t *testing.T) {
	v := newVisitor(t, true, Options{})
	refresh := `meta[http-equiv=refresh][content="0"]`
	if answered(t, v.do("GET", "/", "", "Sec-Fetch-Site", "cross-site")).Find(refresh).Length() != 1 {
		t.Error("a signed-in reader who follows a link is asked to sign in")
	}
	for _, site := range []string{"", "none", "same-origin"} {
		if answered(t, v.do("GET", "/", "", "Sec-Fetch-Site", site)).Find(refresh).Length() != 0 {
			t.Errorf("Sec-Fetch-Site %q: the page reloads forever", site)
		}
	}
}

func TestListsNeedTheirScope(t *testing.T) {
	v := newVisitor(t, true, Options{})
	_, reader := v.key(store.ScopeRead)
	_, keeper := v.key(store.ScopeRead, store.ScopeLists)
	v.signIn(reader, "/")
	if w := v.do("GET", "/search?q=unixcoder", ""); answered(t, w).Find(".star").Length() != 0 {
		t.Error("a star is shown to whom it does nothing for")
	}
	for _, path := range []string{"/lists", "/star"} {
		if w := v.do("POST", path, "name=x&paper="+unixcoder, "Sec-Fetch-Site", "same-origin"); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "the scope lists") {
			t.Errorf("POST %s with a key that only reads: %d", path, w.Code)
		}
	}
	v.signIn(keeper, "/")
	if w := v.do("GET", "/search?q=unixcoder", ""); answered(t, w).Find(".star").Length() != 1 {
		t.Error("no star is shown")
	}
	made := v.do("POST", "/lists", "name=x", "Sec-Fetch-Site", "same-origin")
	if made.Code != http.StatusSeeOther {
		t.Fatalf("POST /lists: %d", made.Code)
	}
	list := made.Header().Get("Location")
	v.signIn(reader, "/")
	if w := v.do("GET", list, ""); w.Code != 200 {
		t.Errorf("a reader with the address: %d", w.Code)
	}
	if w := v.do("POST", list+"/delete", "x=y", "Sec-Fetch-Site", "same-origin"); w.Code != http.StatusForbidden {
		t.Errorf("a reader with the address deletes the list: %d", w.Code)
	}
}

// If only lists need a key, a browser can sign in to create them.
func TestSigningInToMakeLists(t *testing.T) {
	v := newVisitor(t, false, Options{ListPolicy: api.ListsToken})
	if w := v.do("POST", "/lists", "name=x", "Sec-Fetch-Site", "same-origin"); w.Code != http.StatusUnauthorized || answered(t, w).Find(`main a[href="/sign-in"]`).Length() != 1 {
		t.Errorf("nobody: %d", w.Code)
	}
	if w := v.signIn("wrong", "/lists"); w.Code != http.StatusUnauthorized || len(v.set) > 0 {
		t.Errorf("a wrong key where reading is open: %d, cookies %v", w.Code, v.set)
	}
	_, keeper := v.key(store.ScopeLists)
	v.signIn(keeper, "/lists")
	if w := v.do("GET", "/lists", ""); answered(t, w).Find(`form[action="/lists"]`).Length() != 1 {
		t.Error("there is no form to make a list")
	}
	if w := v.do("POST", "/lists", "name=x", "Sec-Fetch-Site", "same-origin"); w.Code != http.StatusSeeOther {
		t.Errorf("POST /lists: %d", w.Code)
	}
}

// Forms that change papers need a key that allows it; a session is not enough.
func TestFormsTakeAKey(t *testing.T) {
	v := newVisitor(t, true, Options{})
	_, reader := v.key(store.ScopeRead)
	_, writer := v.key(store.ScopeWrite)
	v.signIn(token, "/")
	for secret, want := range map[string]int{"": 403, "wrong": 403, reader: 403, writer: 404, token: 404} {
		w := v.do("POST", "/papers/"+unixcoder+"/merges/9/undo", url.Values{"token": {secret}}.Encode(), "Sec-Fetch-Site", "same-origin")
		// This service has no ingester, so what passes the check fails with a message about
		// changes.
		passed := strings.Contains(w.Body.String(), "takes no changes")
		if passed != (want == 404) {
			t.Errorf("%q: %d %s", secret, w.Code, answered(t, w).Find("main").Text())
		}
	}
}
