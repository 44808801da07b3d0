package api_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/data/audit"
	"paperboy/data/store"
)

// needs repeats, independently of the table of routes, which scope each route needs. The first word
// applies if reading is open, the second if reading needs a key. "-" means no scope.
var needs = map[string]string{
	"GET /search": "- read", "GET /search.atom": "- read", "GET /search.json": "- read", "GET /suggest": "- read", "GET /grid": "- read", "GET /rising": "- read",
	"GET /days": "- read", "GET /days/:day": "- read", "GET /weeks/:week": "- read", "GET /months/:month": "- read", "GET /trending": "- read", "GET /calendar": "- read",
	"GET /authors/:author": "- read", "GET /venues/:venue": "- read", "GET /categories/:category": "- read",
	"GET /days.atom": "- read", "GET /days.json": "- read", "GET /trending.atom": "- read", "GET /trending.json": "- read",
	"GET /export": "- read", "GET /receipt": "- read", "GET /papers": "- read", "GET /papers/lookup": "- read", "GET /papers/*": "- read",
	"GET /merges": "- read", "GET /similar": "- read", "POST /similar": "- read", "GET /between": "- read", "GET /map": "- read",
	"POST /papers": "write write", "POST /ingest": "write write", "POST /add": "write write", "PUT /papers/*": "write write", "POST /papers/*": "write write",
	"DELETE /papers/*": "write write", "DELETE /papers": "write write",
	"OPTIONS /papers/*": "- -", "GET /lists": "admin admin", "DELETE /lists": "admin admin", "POST /lists": "- lists", "GET /lists/:key": "- read", "PUT /lists/:key": "- lists", "DELETE /lists/:key": "- lists",
	"POST /lists/:key/papers": "- lists", "DELETE /lists/:key/papers": "- lists", "POST /lists/:key/renew": "- lists",
	"GET /lists/:key/export": "- read", "GET /lists/:key/recommendations": "- read",
	"GET /lists/:key/recommendations.atom": "- read", "GET /lists/:key/recommendations.json": "- read",
	"GET /feeds": "write write", "PUT /feeds": "write write",
	"GET /keys": "admin admin", "POST /keys": "admin admin", "POST /keys/:id/rotate": "admin admin", "DELETE /keys/:id": "admin admin",
	"POST /admin/reindex": "admin admin", "POST /admin/check": "admin admin", "GET /admin/backup": "admin admin",
	"POST /subscriptions": "- read", "GET /subscriptions": "admin admin", "DELETE /subscriptions": "admin admin", "POST /subscriptions/bounce": "admin admin",
	"GET /subscriptions/:key": "- -", "PATCH /subscriptions/:key": "- -", "DELETE /subscriptions/:key": "- -", "POST /subscriptions/:key/confirm": "- -", "POST /u/:key": "- -",
	"GET /stats": "- read", "GET /metrics": "- read", "GET /openapi.json": "- read",
	"GET /healthz": "- -", "GET /readyz": "- -",
}

// gateRig is a server whose store has a key of each scope.
type gateRig struct {
	*rig
	echo   *echo.Echo
	access *access.Access
	// secrets maps a kind of caller to its secret: "" has none, a scope has a key with that scope,
	// and there are "token", "expired", "revoked" and "unknown".
	secrets map[string]string
	audit   string
}

func newGateRig(t *testing.T, o access.Options, h api.HTTPOptions) *gateRig {
	t.Helper()
	r := newRig(t)
	now := time.Now()
	o.Token, o.Store, o.Now = token, r.options.Store, func() time.Time { return now }
	g := &gateRig{rig: r, echo: echo.New(), access: newAccess(t, o), secrets: map[string]string{"": "", "token": token, "unknown": "pbk_nonsense"}}
	options := r.options
	options.Access = g.access
	g.service = api.New(options)
	create := func(name string, scope store.Scope, expires time.Time) string {
		k, secret, err := g.access.Create(t.Context(), access.Spec{Name: name, Scopes: []store.Scope{scope}, Expires: expires})
		if err != nil {
			t.Fatal(err)
		}
		g.secrets[name] = secret
		return k.ID
	}
	for _, scope := range store.Scopes {
		create(string(scope), scope, time.Time{})
	}
	create("expired", store.ScopeAdmin, now.Add(time.Hour))
	now = now.Add(time.Hour)
	if _, err := g.access.Revoke(t.Context(), create("revoked", store.ScopeAdmin, time.Time{})); err != nil {
		t.Fatal(err)
	}
	g.audit = filepath.Join(t.TempDir(), "audit.log")
	h.Logger, h.Audit = newLogger(g.log), audit.NewLog(g.audit)
	api.Install(g.echo, g.service, h)
	return g
}

// ask sends a request with a secret, and returns the answer.
func (g *gateRig) ask(method, path, body, secret string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(g.Context(), method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if secret != "" {
		r.Header.Set("Authorization", "Bearer "+secret)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	w := httptest.NewRecorder()
	g.echo.ServeHTTP(w, r)
	return w
}

func codeOf(w *httptest.ResponseRecorder) string {
	var p api.Problem
	if w.Code < 400 || json.Unmarshal(w.Body.Bytes(), &p) != nil {
		return ""
	}
	return string(p.Code)
}

// TestEveryRouteNeedsItsScope sends a request of every kind of caller to every route. It checks that
// each route admits exactly the callers that needs says, and that needs has every route.
func TestEveryRouteNeedsItsScope(t *testing.T) {
	for mode, keyed := range []bool{false, true} {
		g := newGateRig(t, access.Options{ReadsNeedKey: keyed}, api.HTTPOptions{})
		seen := map[string]bool{}
		for _, r := range g.echo.Routes() {
			path := strings.TrimPrefix(r.Path, "/api/v1")
			name := strings.Replace(r.Method, http.MethodHead, http.MethodGet, 1) + " " + path
			if r.Method == echo.RouteNotFound {
				continue
			}
			need, known := needs[name]
			if !known {
				t.Errorf("needs has no entry for %s", name)
				continue
			}
			seen[name] = true
			scope := strings.Fields(need)[mode]
			for who, secret := range g.secrets {
				w := g.ask(r.Method, strings.NewReplacer(":key", "NOSUCHLIST", ":id", "nosuchkey", "*", "test:none").Replace(r.Path), "", secret)
				status, code := http.StatusOK, ""
				switch {
				case scope == "-" || who == scope || who == "admin" || who == "token":
				case who == "":
					status, code = http.StatusUnauthorized, "unauthorized"
				case who == "expired" || who == "revoked" || who == "unknown":
					status, code = http.StatusUnauthorized, who+"_key"
				default:
					status, code = http.StatusForbidden, "forbidden"
				}
				refused := w.Code == http.StatusUnauthorized || w.Code == http.StatusForbidden && !strings.Contains(w.Body.String(), "takes no changes")
				if refused != (status != http.StatusOK) || refused && (w.Code != status || r.Method != http.MethodHead && codeOf(w) != code) {
					t.Errorf("keyed %t: %s with %q: %d %s, want %d %s", keyed, name, who, w.Code, w.Body, status, code)
				}
				if w.Code == http.StatusUnauthorized && !strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Bearer") {
					t.Errorf("%s with %q: 401 without WWW-Authenticate", name, who)
				}
				if code == "forbidden" && r.Method != http.MethodHead && !strings.Contains(w.Body.String(), "the scope "+scope) {
					t.Errorf("%s with %q: %s does not name the scope %s", name, who, w.Body, scope)
				}
				if keyed && w.Code < 300 && !strings.Contains(w.Header().Get("Cache-Control"), "private") && !strings.Contains(w.Header().Get("Cache-Control"), "no-store") {
					t.Errorf("%s: Cache-Control %q lets shared caches store an answer that needs a key", name, w.Header().Get("Cache-Control"))
				}
			}
		}
		for name := range needs {
			if !seen[name] {
				t.Errorf("needs has %s, which is not routed", name)
			}
		}
	}
}

func TestWhoMayMakeLists(t *testing.T) {
	g := newGateRig(t, access.Options{}, api.HTTPOptions{ListPolicy: api.ListsToken})
	for who, want := range map[string]int{"": 401, "read": 403, "write": 403, "lists": 200, "admin": 200, "token": 200, "expired": 401} {
		if w := g.ask("POST", "/api/v1/lists", `{"name":"x"}`, g.secrets[who]); w.Code != want {
			t.Errorf("%q: %d %s, want %d", who, w.Code, w.Body, want)
		}
	}
}

func TestWhereASecretMayBe(t *testing.T) {
	g := newGateRig(t, access.Options{ReadsNeedKey: true}, api.HTTPOptions{})
	read := g.secrets["read"]
	for _, test := range []struct {
		name   string
		header []string
		want   int
	}{
		{"bearer", []string{"Authorization", "bearer  " + read + " "}, 200},
		{"header", []string{"X-Paperboy-Token", read}, 200},
		{"header beside a proxy's password", []string{"Authorization", "Basic eDp5", "X-Paperboy-Token", read}, 200},
		{"the password of a feed reader", []string{"Authorization", "Basic " + base64.StdEncoding.EncodeToString([]byte("ada:"+read))}, 200},
		{"the token as a password", []string{"Authorization", "Basic " + base64.StdEncoding.EncodeToString([]byte("ada:"+token))}, 401},
		{"basic", []string{"Authorization", "Basic " + read}, 401},
		{"the secret as a cookie", []string{"Cookie", "paperboy_session=" + read}, 401},
		{"long", []string{"Authorization", "Bearer " + strings.Repeat("x", 100_000)}, 401},
		{"empty", []string{"Authorization", "Bearer "}, 401},
	} {
		if w := g.ask("GET", "/api/v1/search", "", "", test.header...); w.Code != test.want {
			t.Errorf("%s: %d %s, want %d", test.name, w.Code, w.Body, test.want)
		}
	}
	// A browser also sends a password with requests made by other sites, so a password does not
	// authorize those.
	basic := []string{"Authorization", "Basic " + base64.StdEncoding.EncodeToString([]byte("ada:"+g.secrets["write"]))}
	if w := g.ask("DELETE", "/api/v1/papers/arxiv:2203.03850", "", "", append(basic, "Sec-Fetch-Site", "cross-site")...); w.Code != 403 {
		t.Errorf("a deletion for another site with a password: %d %s", w.Code, w.Body)
	}
	// If reading is open, an Authorization header meant for some other proxy does no harm.
	if w := newGateRig(t, access.Options{}, api.HTTPOptions{}).ask("GET", "/api/v1/search", "", "somebody else's"); w.Code != 200 {
		t.Errorf("an unknown secret while reading is open: %d %s", w.Code, w.Body)
	}
}

// TestNoChangesForOtherSites checks that requests that a page of another site makes a browser send
// change nothing, on any route.
func TestNoChangesForOtherSites(t *testing.T) {
	g := newGateRig(t, access.Options{}, api.HTTPOptions{})
	for name := range needs {
		method, path, _ := strings.Cut(name, " ")
		if method == http.MethodGet || method == http.MethodOptions {
			continue
		}
		path = "/api/v1" + strings.NewReplacer(":key", "NOSUCHLIST", ":id", "nosuchkey", "*", "test:none").Replace(path)
		for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://elsewhere.example"}, {"Origin", "null"}} {
			if w := g.ask(method, path, "", "", header...); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "another site") {
				t.Errorf("%s with %v: %d %s", name, header, w.Code, w.Body)
			}
			if w := g.ask(method, path, "", token, header...); strings.Contains(w.Body.String(), "another site") {
				t.Errorf("%s with %v and the token: %d %s", name, header, w.Code, w.Body)
			}
		}
	}
}

func TestFailedAuthenticationIsLogged(t *testing.T) {
	g := newGateRig(t, access.Options{}, api.HTTPOptions{})
	g.ask("POST", "/api/v1/admin/reindex", "", g.secrets["revoked"], "X-Request-Id", "find-me", "X-Forwarded-For", "198.51.100.9")
	g.ask("POST", "/api/v1/admin/reindex", "", "")
	log := g.log.String()
	for _, want := range []string{`"msg":"authentication failed","client":"192.0.2.1","reason":"revoked_key","path":"/api/v1/admin/reindex","request_id":"find-me"`, `"client":"192.0.2.1","actor":"anonymous"`} {
		if !strings.Contains(log, want) {
			t.Errorf("no %s in the log:\n%s", want, log)
		}
	}
	if w := g.ask("GET", "/metrics", "", ""); !strings.Contains(w.Body.String(), `paperboy_authentication_failures_total{reason="revoked_key"} 1`) {
		t.Error("the failure is not counted")
	}
	if strings.Count(log, "authentication failed") != 1 {
		t.Errorf("a request without a secret is logged as a failure:\n%s", log)
	}
	for who, secret := range g.secrets {
		if secret != "" && strings.Contains(log, secret) {
			t.Errorf("the log has the secret of %s:\n%s", who, log)
		}
	}
}

// acts returns the entries of the audit log, without their times.
func (g *gateRig) acts() []audit.Entry {
	g.Helper()
	text, err := os.ReadFile(g.audit)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		g.Fatal(err)
	}
	if err := os.Truncate(g.audit, 0); err != nil {
		g.Fatal(err)
	}
	var acts []audit.Entry
	unreadable, err := audit.Read(bytes.NewReader(text), audit.Filter{}, func(e audit.Entry) error {
		if e.Time.IsZero() || e.RequestID == "" || e.Address != "192.0.2.1" {
			g.Errorf("%+v lacks its time, request or address", e)
		}
		e.Time, e.RequestID, e.Address, e.MS = time.Time{}, "", "", 0
		acts = append(acts, e)
		return nil
	})
	if err != nil || unreadable > 0 {
		g.Errorf("%d lines cannot be read, error %v:\n%s", unreadable, err, text)
	}
	for who, secret := range g.secrets {
		if secret != "" && bytes.Contains(text, []byte(secret)) {
			g.Errorf("the audit log has the secret of %s:\n%s", who, text)
		}
	}
	return acts
}

func TestEveryActIsRecorded(t *testing.T) {
	g := newGateRig(t, access.Options{}, api.HTTPOptions{})
	list := g.newList("mine")
	made, _, err := g.access.Create(t.Context(), access.Spec{Name: "to be changed", Scopes: []store.Scope{store.ScopeRead}})
	if err != nil {
		t.Fatal(err)
	}
	edit := "/lists/" + string(list.EditKey)
	const id, other = "arxiv:2203.03850", "acl:2020.acl-main.1"
	for _, test := range []struct {
		method, path, body string
		action             audit.Action
		anonymous          bool
		ids                []string
		outcome            string
		status             int
	}{
		{"POST", "/papers", `[{"id":"test:new","title":"A new paper"}]`, audit.PapersAdd, false, []string{"test:new"}, "done", 200},
		{"POST", "/papers", `[{"title":""}]`, audit.PapersAdd, false, nil, "all_rejected", 400},
		{"PUT", "/papers/test:new", `{"title":"A newer paper"}`, audit.PapersReplace, false, []string{"test:new"}, "done", 200},
		{"DELETE", "/papers/test:new", "", audit.PapersDelete, false, []string{"test:new"}, "done", 200},
		{"DELETE", "/papers?ids=" + id + "&dry_run=true", "", audit.PapersDelete, false, nil, "done", 200},
		{"POST", "/papers/" + id + "/merges", `{"id":"` + other + `"}`, audit.PapersMerge, false, []string{id, other}, "done", 200},
		{"POST", "/papers/" + id + "/merges/9/undo", "", audit.PapersUnmerge, false, []string{id}, "not_found", 404},
		{"PUT", "/feeds", `{"name":"hf","cursor":"1"}`, audit.FeedsPut, false, []string{"feed:hf"}, "done", 200},
		{"GET", "/lists", "", audit.ListsReadAll, false, nil, "done", 200},
		{"POST", "/lists", `{"name":"x"}`, audit.ListsCreate, true, []string{"list:2"}, "done", 200},
		{"PUT", edit, `{"name":"y"}`, audit.ListsChange, true, []string{"list:1"}, "done", 200},
		{"POST", edit + "/papers", `{"ids":["` + id + `"]}`, audit.ListsChange, true, []string{"list:1", id}, "done", 200},
		{"DELETE", edit + "/papers?ids=" + id, "", audit.ListsChange, true, []string{"list:1", id}, "done", 200},
		{"POST", edit + "/renew", `{"key":"read"}`, audit.ListsRenew, true, []string{"list:1"}, "done", 200},
		{"DELETE", edit, "", audit.ListsDelete, true, []string{"list:1"}, "done", 200},
		{"POST", "/keys/" + made.ID + "/rotate", "", audit.KeysRotate, false, []string{made.ID}, "done", 200},
		{"DELETE", "/keys/" + made.ID, "", audit.KeysRevoke, false, []string{made.ID}, "done", 200},
		{"DELETE", "/keys/nobody", "", audit.KeysRevoke, false, []string{"nobody"}, "not_found", 404},
		{"GET", "/keys", "", audit.KeysRead, false, nil, "done", 200},
		{"POST", "/admin/reindex", "", audit.IndexRebuild, false, nil, "done", 200},
		{"POST", "/admin/check", "", audit.LibraryCheck, false, nil, "done", 200},
		{"GET", "/admin/backup", "", audit.LibraryBackup, false, nil, "done", 200},
		{"POST", "/ingest", `{"id":"test:file","title":"A paper of a file"}`, audit.PapersAdd, false, []string{"test:file"}, "done", 200},
		{"POST", "/ingest", "x", audit.PapersAdd, false, nil, "all_rejected", 400},
	} {
		want := audit.Entry{Action: test.action, ActorKind: "token", IDs: test.ids, Count: len(test.ids), Status: test.status, Outcome: test.outcome}
		secret := token
		if test.anonymous {
			want.ActorKind, secret = "anonymous", ""
		}
		w := g.ask(test.method, "/api/v1"+test.path, test.body, secret)
		if w.Code != test.status {
			t.Errorf("%s %s: %d %s", test.method, test.path, w.Code, w.Body)
		}
		if diff := cmp.Diff([]audit.Entry{want}, g.acts()); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", test.method, test.path, diff)
		}
	}

	// Entries name a key by its id and name, and include requests that were refused.
	g.ask("POST", "/api/v1/papers", `[{"title":"By a key"}]`, g.secrets["write"])
	g.ask("POST", "/api/v1/admin/reindex", "", g.secrets["write"])
	acts := g.acts()
	if len(acts) != 2 || acts[0].ActorName != "write" || len(acts[0].Actor) != 10 || acts[0].ActorKind != "key" || acts[1].Outcome != "forbidden" || acts[1].Status != 403 {
		t.Errorf("acts of a key: %+v", acts)
	}
	// Requests that change nothing are not recorded, so that they cannot fill the log.
	for _, secret := range []string{"", "wrong", g.secrets["expired"]} {
		g.ask("POST", "/api/v1/papers", `[{"title":"x"}]`, secret)
	}
	g.ask("POST", "/api/v1/lists/NOSUCHLIST/papers", `{"ids":["`+id+`"]}`, "")
	g.ask("GET", "/api/v1/search", "", token)
	if acts := g.acts(); len(acts) > 0 {
		t.Errorf("recorded, although nothing was changed: %+v", acts)
	}
}

func TestManyIDsAreCounted(t *testing.T) {
	g := newGateRig(t, access.Options{}, api.HTTPOptions{})
	var b strings.Builder
	for range 100 {
		b.WriteString(`{"title":"Paper ` + strings.Repeat("x", b.Len()%97+1) + `"}` + "\n")
	}
	g.ask("POST", "/api/v1/papers", b.String(), token)
	if acts := g.acts(); len(acts) != 1 || len(acts[0].IDs) != 20 || acts[0].Count < 50 {
		t.Errorf("%+v, want 20 ids of many", acts)
	}
}
