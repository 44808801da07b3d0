package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/export"
	"paperboy/api/library"
	"paperboy/api/lists"
	"paperboy/api/similar"
	"paperboy/data"
)

// newList creates a list with papers.
func (r *rig) newList(name string, ids ...data.ID) lists.List {
	r.Helper()
	l, err := r.service.Lists.Create(r.Context(), lists.NewList{Name: name, IDs: ids})
	if err != nil {
		r.Fatal(err)
	}
	return l
}

// send sends a request with a JSON body and without a token.
func (r *rig) send(method, path, body string) (int, string) {
	r.Helper()
	response, text := r.do(method, path, strings.NewReader(body))
	return response.StatusCode, text
}

// wantList compares the ids of the papers in a list. In want, those of deleted papers end in " gone".
func (r *rig) wantList(key lists.Key, want ...string) {
	r.Helper()
	a := answer[lists.Answer](r, "/lists/"+string(key))
	got := []string{}
	for _, p := range a.Papers {
		text := string(p.ID)
		if p.ID != p.Paper.ID || p.Paper.Title == "" {
			r.Errorf("%s has the paper %q", p.ID, p.Paper.Title)
		}
		if p.Note != "" {
			text += ": " + p.Note
		}
		got = append(got, text)
	}
	for _, p := range a.Gone {
		got = append(got, string(p.ID)+" gone")
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || a.Total != len(a.Papers) {
		r.Errorf("list of %d (-want +got):\n%s", a.Total, diff)
	}
}

func TestListFromBeginningToEnd(t *testing.T) {
	r := newRig(t)
	status, body := r.send("POST", "/lists", `{"name":"To <read>","ids":["2203.03850"]}`)
	l := decode[lists.List](r, body)
	if status != http.StatusOK || l.Name != "To <read>" || l.Total != 1 || len(l.EditKey) != 26 || len(l.ReadKey) != 26 || l.EditKey == l.ReadKey {
		t.Fatalf("POST /lists: %d %s", status, body)
	}
	edit, read := "/lists/"+string(l.EditKey), "/lists/"+string(l.ReadKey)

	status, body = r.send("POST", edit+"/papers", `{"ids":["math/0211159","https://doi.org/10.1000/X,Y/Z","2203.03850v3","x:1"],"note":"Why?\n\n\n <b>Because</b> \u202e"}`)
	if change := decode[lists.Change](r, body); status != http.StatusOK || change.Changed != 2 || change.Total != 3 || !cmp.Equal(change.Missing, []data.ID{"x:1"}) {
		t.Errorf("add: %d %s", status, body)
	}
	const note = ": Why?\n\n<b>Because</b>"
	r.wantList(l.EditKey, "doi:10.1000/x,y/z"+note, "arxiv:math/0211159"+note, "arxiv:2203.03850"+note)
	r.send("POST", edit+"/papers", `{"ids":["2203.03850"],"note":""}`)
	r.send("POST", edit+"/papers", `{"ids":["math/0211159"]}`)
	r.wantList(l.ReadKey, "doi:10.1000/x,y/z"+note, "arxiv:math/0211159"+note, "arxiv:2203.03850")

	for _, path := range []string{edit, read} {
		if got := answer[lists.Answer](r, path+"?limit=1&offset=1&fields=title"); len(got.Papers) != 1 || got.Total != 3 || got.Papers[0].Paper.Title == "" || got.Papers[0].Paper.Abstract != "" {
			t.Errorf("a part: %+v", got)
		}
	}
	if _, body := r.get(read); strings.Contains(body, string(l.EditKey)) || strings.Contains(body, "edit_key") {
		t.Errorf("a reader's answer has the editing key: %s", body)
	}

	status, body = r.send("PUT", edit, `{"name":"  Done\n"}`)
	if renamed := decode[lists.List](r, body); status != http.StatusOK || renamed.Name != "Done" || !renamed.Updated.After(l.Updated) {
		t.Errorf("rename: %d %s", status, body)
	}
	status, body = r.send("DELETE", edit+"/papers?ids=2203.03850,acl:2020.acl-main.1", "")
	if change := decode[lists.Change](r, body); status != http.StatusOK || change.Changed != 1 || change.Total != 2 || !cmp.Equal(change.Missing, []data.ID{"acl:2020.acl-main.1"}) {
		t.Errorf("remove: %d %s", status, body)
	}

	status, body = r.send("POST", edit+"/renew", `{"key":"read"}`)
	renewed := decode[lists.List](r, body)
	if status != http.StatusOK || renewed.EditKey != l.EditKey || renewed.ReadKey == l.ReadKey {
		t.Errorf("renew: %d %s", status, body)
	}
	if status, _ := r.get(read); status != http.StatusNotFound {
		t.Errorf("the old reading key answers %d", status)
	}
	status, body = r.send("POST", edit+"/renew", `{"key":"edit"}`)
	if status, _ := r.get(edit); status != http.StatusNotFound {
		t.Errorf("the old editing key answers %d", status)
	}
	l = decode[lists.List](r, body)
	if l.ReadKey != renewed.ReadKey || l.EditKey == renewed.EditKey {
		t.Errorf("renew: %d %s", status, body)
	}
	r.wantList(l.ReadKey, "doi:10.1000/x,y/z"+note, "arxiv:math/0211159"+note)

	if status, body := r.send("DELETE", "/lists/"+string(l.EditKey), ""); status != http.StatusOK || decode[lists.List](r, body).Name != "Done" {
		t.Errorf("delete: %d %s", status, body)
	}
	for _, key := range []lists.Key{l.EditKey, l.ReadKey} {
		if status, _ := r.get("/lists/" + string(key)); status != http.StatusNotFound {
			t.Errorf("a deleted list answers %d", status)
		}
	}
}

func TestListNames(t *testing.T) {
	r := newRig(t)
	for name, want := range map[string]string{
		"":                                lists.DefaultName,
		" \n\t\x00\u202e ":                lists.DefaultName,
		"two\nlines\r\nand\ttabs":         "two lines and tabs",
		"\x1b[31mred\x1b[0m":              "[31mred[0m",
		`<script>alert(1)</script>`:       `<script>alert(1)</script>`,
		strings.Repeat("長", 200):          strings.Repeat("長", 200),
		"not \xff UTF-8":                  "not \uFFFD UTF-8",
		`'; DROP TABLE lists; --`:         `'; DROP TABLE lists; --`,
		"\u202egnissim\u2066 a direction": "gnissim a direction",
	} {
		l, err := r.service.Lists.Create(t.Context(), lists.NewList{Name: name, IDs: nil})
		if err != nil || l.Name != want {
			t.Errorf("name %.40q: %.40q and error %v, want %.40q", name, l.Name, err, want)
		}
	}
}

// TestListFollowsItsPapers checks that a list has the merged paper in place of one that was merged
// into it, shows a deleted paper as gone, and has it again after it is restored.
func TestListFollowsItsPapers(t *testing.T) {
	r := newRig(t)
	r.post("/papers", `{"id":"test:1","title":"One of two"}`+"\n"+`{"id":"test:2","title":"The other of two"}`)
	l := r.newList("mine", "test:1", "arxiv:math/0211159", "test:2")
	r.wantList(l.ReadKey, "test:2", "arxiv:math/0211159", "test:1")

	if status, body := r.post("/papers", `{"id":"test:2","title":"The other of two","aliases":["test:1"]}`); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	r.wantList(l.ReadKey, "test:1", "arxiv:math/0211159")
	if status, body := r.send("POST", "/lists/"+string(l.EditKey)+"/papers", `{"ids":["test:1","test:2"]}`); status != http.StatusOK || decode[lists.Change](r, body).Changed != 0 {
		t.Errorf("a merged paper was added twice: %d %s", status, body)
	}

	r.do(http.MethodDelete, "/papers/math/0211159", nil, "Authorization", "Bearer "+token)
	r.wantList(l.ReadKey, "test:1", "arxiv:math/0211159 gone")
	var bib strings.Builder
	if err := r.service.Lists.Export(t.Context(), l.ReadKey, export.BibTeX, &bib); err != nil || strings.Count(bib.String(), "@") != 1 {
		t.Errorf("export: error %v\n%s", err, bib.String())
	}
	r.post("/papers?undelete=true", `{"id":"arxiv:math/0211159","title":"The entropy formula for the Ricci flow"}`)
	r.wantList(l.ReadKey, "test:1", "arxiv:math/0211159")

	r.do(http.MethodDelete, "/papers/math/0211159", nil, "Authorization", "Bearer "+token)
	if status, body := r.send("DELETE", "/lists/"+string(l.EditKey)+"/papers?ids=math/0211159,test:2", ""); status != http.StatusOK || decode[lists.Change](r, body).Changed != 2 {
		t.Errorf("removing a deleted paper and a merged one: %d %s", status, body)
	}
	r.wantList(l.ReadKey)
}

func TestListRefusals(t *testing.T) {
	r := newRig(t)
	l := r.newList("mine", "arxiv:2203.03850")
	full := r.newList("full")
	var lines strings.Builder
	for i := range lists.MaxPapers + 1 {
		fmt.Fprintf(&lines, `{"id":"full:%d","title":"Paper %d"}`+"\n", i, i)
	}
	r.post("/papers", lines.String())
	for at := 0; at < lists.MaxPapers; at += 100 {
		var ids []data.ID
		for i := at; i < at+100; i++ {
			ids = append(ids, data.ID(fmt.Sprintf("full:%d", i)))
		}
		if _, err := r.service.Lists.Add(t.Context(), full.EditKey, lists.Addition{IDs: ids}); err != nil {
			t.Fatal(err)
		}
	}
	edit, read := "/lists/"+string(l.EditKey), "/lists/"+string(l.ReadKey)
	unknown := "/lists/" + strings.Repeat("A", 26)
	tooMany, err := json.Marshal(map[string]any{"ids": strings.Split(strings.Repeat("a:1 ", 101), " ")[:101]})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, method, path, body string
		status                   int
		code, detail             string
	}{
		{"unknown key", "GET", unknown, "", 404, "not_found", "no reading list has this address"},
		{"no key at all", "GET", "/lists/x", "", 404, "not_found", "no reading list has this address"},
		{"a hostile key", "GET", "/lists/" + url.PathEscape(`' OR 1=1 -- <b>`), "", 404, "not_found", "no reading list has this address"},
		{"a key in lower case", "GET", "/lists/" + strings.ToLower(string(l.EditKey)), "", 404, "not_found", "no reading list has this address"},
		{"unknown key, export", "GET", unknown + "/export?format=ris", "", 404, "not_found", ""},
		{"unknown key, recommendations", "GET", unknown + "/recommendations", "", 404, "not_found", ""},
		{"unknown key, add", "POST", unknown + "/papers", `{"ids":["2203.03850"]}`, 404, "not_found", ""},
		{"unknown key, delete", "DELETE", unknown, "", 404, "not_found", ""},
		{"a reader renames", "PUT", read, `{"name":"x"}`, 403, "forbidden", "not change it"},
		{"a reader adds", "POST", read + "/papers", `{"ids":["math/0211159"]}`, 403, "forbidden", ""},
		{"a reader removes", "DELETE", read + "/papers?ids=2203.03850", "", 403, "forbidden", ""},
		{"a reader renews", "POST", read + "/renew", `{"key":"edit"}`, 403, "forbidden", ""},
		{"a reader deletes", "DELETE", read, "", 403, "forbidden", ""},
		{"all lists without the token", "GET", "/lists", "", 401, "unauthorized", ""},
		{"a name of 10,000 characters", "POST", "/lists", `{"name":"` + strings.Repeat("x", 10_000) + `"}`, 400, "too_long", "10000 characters, at most 200"},
		{"renamed to 10,000 characters", "PUT", edit, `{"name":"` + strings.Repeat("x", 10_000) + `"}`, 400, "too_long", ""},
		{"renamed to nothing", "PUT", edit, `{"name":" \n"}`, 400, "invalid_value", "needs a name"},
		{"a long note", "POST", edit + "/papers", `{"ids":["2203.03850"],"note":"` + strings.Repeat("é", 1001) + `"}`, 400, "too_long", "1001 characters, at most 1000"},
		{"a list of nobody's papers", "POST", "/lists", `{"ids":["2203.03850","x:1"]}`, 404, "not_found", "x:1"},
		{"no ids", "POST", edit + "/papers", `{"ids":[]}`, 400, "missing_parameter", ""},
		{"what is no id", "POST", edit + "/papers", `{"ids":["a b"]}`, 400, "invalid_id", ""},
		{"ids of numbers", "POST", edit + "/papers", `{"ids":[7]}`, 400, "invalid_json", ""},
		{"too many ids", "POST", edit + "/papers", string(tooMany), 400, "too_many_values", ""},
		{"too many papers", "POST", "/lists/" + string(full.EditKey) + "/papers", `{"ids":["full:0","full:1000"]}`, 400, "list_full", "at most 1000 papers"},
		{"an unknown field", "POST", "/lists", `{"title":"x"}`, 400, "invalid_json", "title"},
		{"no JSON", "POST", "/lists", `name=x`, 400, "invalid_json", ""},
		{"a form", "POST", "/lists", `--x`, 415, "unsupported_media_type", ""},
		{"a body of 2 MB", "POST", "/lists", strings.Repeat(" ", 2<<20), 413, "body_too_large", ""},
		{"a key of another kind", "POST", edit + "/renew", `{"key":"write"}`, 400, "invalid_value", "edit or read"},
		{"removal of nothing", "DELETE", edit + "/papers", "", 400, "missing_parameter", ""},
		{"export without format", "GET", edit + "/export", "", 400, "missing_parameter", ""},
		{"export as PDF", "GET", edit + "/export?format=pdf", "", 400, "unsupported_format", "jsonl, bibtex, ris"},
		{"more than there can be", "GET", edit + "?limit=1001", "", 400, "out_of_range", ""},
		{"since when?", "GET", edit + "/recommendations?since=yesterday", "", 400, "invalid_date", "since=yesterday"},
		{"like something else", "GET", edit + "/recommendations?like=2203.03850", "", 400, "unknown_parameter", ""},
		{"no such route", "GET", edit + "/nothing", "", 404, "no_such_route", ""},
		{"no such method", "PATCH", edit, "", 405, "method_not_allowed", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var header []string
			if test.name == "a form" {
				header = []string{"Content-Type", "multipart/form-data; boundary=x"}
			}
			response, body := r.do(test.method, test.path, strings.NewReader(test.body), header...)
			problem := decode[api.Problem](r, body)
			if response.StatusCode != test.status || string(problem.Code) != test.code || !strings.Contains(problem.Detail, test.detail) {
				t.Errorf("%d %s\nwant %d %s, detail with %q", response.StatusCode, body, test.status, test.code, test.detail)
			}
			if strings.Contains(body, string(l.EditKey)) {
				t.Errorf("the answer has the key: %s", body)
			}
		})
	}
	r.wantList(l.ReadKey, "arxiv:2203.03850")
	if log := r.log.String(); strings.Contains(log, string(l.EditKey)) || strings.Contains(log, string(l.ReadKey)) || strings.Contains(log, strings.ToLower(string(l.EditKey))) {
		t.Errorf("the log has a key:\n%s", log)
	} else if !strings.Contains(log, `"path":"/api/v1/lists/…/papers"`) {
		t.Errorf("the log does not have the routes:\n%s", log)
	}
}

// TestListsStayPrivate checks that a list's address is kept out of caches, search engines and
// Referer headers, and that parts of its keys are kept out of the log.
func TestListsStayPrivate(t *testing.T) {
	r := newRig(t)
	l := r.newList("mine")
	for _, path := range []string{"/lists/" + string(l.ReadKey), "/lists/" + strings.Repeat("A", 26), "/lists/" + string(l.ReadKey) + "/export?format=ris"} {
		response, _ := r.do(http.MethodGet, path, nil)
		for name, want := range map[string]string{"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "strict-origin"} {
			if got := response.Header.Get(name); got != want {
				t.Errorf("GET %s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
	part := string(l.EditKey[:20])
	for _, path := range []string{"/lists/" + part, "/Lists/" + part + ".", "/list/" + part, "/lists/" + part + "/", "/papers/" + part, "/%6cists/" + part} {
		r.get(path)
	}
	if log := r.log.String(); strings.Contains(log, part) {
		t.Errorf("the log has most of a key:\n%s", log)
	}
	if _, metrics := r.get("/metrics"); strings.Contains(metrics, string(l.ReadKey)) || !strings.Contains(metrics, `route="/api/v1/lists/:key"`) {
		t.Error("the metrics have a key, or not the route")
	}
}

func TestListPolicies(t *testing.T) {
	r := newRig(t)
	l := r.newList("mine")
	auth := []string{"Authorization", "Bearer " + token}
	for _, test := range []struct {
		policy                               api.ListPolicy
		make, makeWithToken, add, look, list int
	}{
		{"", 200, 200, 200, 200, 200},
		{api.ListsOpen, 200, 200, 200, 200, 200},
		{api.ListsToken, 401, 200, 200, 200, 200},
		{api.ListsOff, 403, 403, 403, 403, 403},
	} {
		e := echo.New()
		api.Install(e, r.service, api.HTTPOptions{ListPolicy: test.policy})
		status := func(method, path, body string, header ...string) int {
			request := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
			for i := 0; i < len(header); i += 2 {
				request.Header.Set(header[i], header[i+1])
			}
			w := httptest.NewRecorder()
			e.ServeHTTP(w, request)
			return w.Code
		}
		for name, c := range map[string]struct{ got, want int }{
			"make":            {status("POST", "/lists", ""), test.make},
			"make with token": {status("POST", "/lists", `{"name":"x"}`, auth...), test.makeWithToken},
			"add":             {status("POST", "/lists/"+string(l.EditKey)+"/papers", `{"ids":["2203.03850"]}`), test.add},
			"look":            {status("GET", "/lists/"+string(l.ReadKey), ""), test.look},
			"list":            {status("GET", "/lists", "", auth...), test.list},
		} {
			if c.got != c.want {
				t.Errorf("policy %q: %s answers %d, want %d", test.policy, name, c.got, c.want)
			}
		}
	}
}

// TestListsOfOtherSites checks that a page of another site cannot make browsers create lists.
func TestListsOfOtherSites(t *testing.T) {
	r := newRig(t)
	for _, test := range []struct {
		header []string
		want   int
	}{
		{nil, 200},
		{[]string{"Sec-Fetch-Site", "same-origin", "Origin", r.url}, 200},
		{[]string{"Sec-Fetch-Site", "none"}, 200},
		{[]string{"Origin", r.url}, 200},
		{[]string{"Sec-Fetch-Site", "cross-site", "Origin", "https://elsewhere.example"}, 403},
		{[]string{"Sec-Fetch-Site", "same-site", "Origin", "https://sub.example"}, 403},
		{[]string{"Origin", "https://elsewhere.example"}, 403},
		{[]string{"Origin", "null"}, 403},
	} {
		response, body := r.do(http.MethodPost, "/lists", strings.NewReader(`{"name":"x"}`), test.header...)
		if response.StatusCode != test.want {
			t.Errorf("%q: %d %s, want %d", test.header, response.StatusCode, body, test.want)
		}
	}
	e := echo.New()
	api.Install(e, r.service, api.HTTPOptions{BaseURL: "https://papers.example.org/below"})
	request := httptest.NewRequest(http.MethodPost, "/api/v1/lists", strings.NewReader(`{}`))
	request.Header.Set("Origin", "https://papers.example.org")
	w := httptest.NewRecorder()
	if e.ServeHTTP(w, request); w.Code != http.StatusOK {
		t.Errorf("behind a proxy: %d %s", w.Code, w.Body)
	}
}

func TestOwnersLists(t *testing.T) {
	r := newRig(t)
	first, second := r.newList("first"), r.newList("second", "arxiv:2203.03850")
	_, body := r.do(http.MethodGet, "/lists", nil, "Authorization", "Bearer "+token)
	for _, l := range []*lists.List{&first, &second} { // the store does not know their keys
		l.EditKey, l.ReadKey = "", ""
	}
	if diff := cmp.Diff(lists.AllAnswer{Lists: []lists.List{second, first}}, decode[lists.AllAnswer](r, body)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := answer[library.StatsAnswer](r, "/stats"); got.Store.Lists != 2 {
		t.Errorf("stats count %d lists, want 2", got.Store.Lists)
	}
}

// TestListsByTheirID checks that an administrator can name a list by its id, and that nobody else can.
func TestListsByTheirID(t *testing.T) {
	g := newGateRig(t, access.Options{}, api.HTTPOptions{})
	l := g.newList("mine", "arxiv:2203.03850")
	at := fmt.Sprintf("/api/v1/lists/%d", l.ID)
	for who, want := range map[string]int{"": 404, "read": 404, "write": 404, "lists": 404, "admin": 200, "token": 200} {
		for _, test := range [][3]string{{"GET", at, ""}, {"PUT", at, `{"name":"mine"}`}, {"GET", at + "/export?format=ris", ""}, {"POST", at + "/papers", `{"ids":["arxiv:2203.03850"]}`}} {
			if w := g.ask(test[0], test[1], test[2], g.secrets[who]); w.Code != want {
				t.Errorf("%s %s with %q: %d %s, want %d", test[0], test[1], who, w.Code, w.Body, want)
			}
		}
	}
	w := g.ask("POST", at+"/renew", `{"key":"read"}`, token)
	renewed := decode[lists.List](g.rig, w.Body.String())
	if len(renewed.EditKey) != 26 || len(renewed.ReadKey) != 26 {
		t.Errorf("renewed by its id: %s", w.Body)
	}
	for key, want := range map[lists.Key]int{l.EditKey: 404, l.ReadKey: 404, renewed.EditKey: 200, renewed.ReadKey: 200, "99": 404, "0": 404, "01": 200} {
		if w := g.ask("GET", "/api/v1/lists/"+string(key), "", token); w.Code != want {
			t.Errorf("key %s: %d, want %d", key, w.Code, want)
		}
	}
	if w := g.ask("DELETE", at, "", token); w.Code != 200 {
		t.Errorf("delete: %d %s", w.Code, w.Body)
	}
}

func TestListExports(t *testing.T) {
	r := newRig(t)
	l := r.newList("Über <reading>: 1/2", "arxiv:2203.03850", "doi:10.1000/x,y/z")
	note := "Read \"this\"\n\n{now}"
	if _, err := r.service.Lists.Add(t.Context(), l.EditKey, lists.Addition{IDs: []data.ID{"arxiv:2203.03850"}, Note: &note}); err != nil {
		t.Fatal(err)
	}
	for format, test := range map[string]struct {
		kind, name string
		want       []string
	}{
		"bibtex": {"application/x-bibtex; charset=utf-8", "ber-reading-1-2.bib", []string{"@article{lovelace2015machine", "@misc{lovelace2022graph", "annote = {Read \"this\"\n\n\\{now\\}}"}},
		"ris":    {"application/x-research-info-systems; charset=utf-8", "ber-reading-1-2.ris", []string{"TY  - JOUR\r\n", "TY  - UNPB\r\n", "RN  - Read \"this\"\u2029{now}\r\n"}},
		"jsonl":  {"application/x-ndjson", "ber-reading-1-2.jsonl", []string{`{"id":"doi:10.1000/x,y/z"`, `"sources":[{`, `,"list_note":"Read \"this\"\n\n{now}"}`}},
	} {
		response, body := r.do(http.MethodGet, "/lists/"+string(l.ReadKey)+"/export?format="+format, nil)
		if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != test.kind || response.Header.Get("Content-Disposition") != `attachment; filename="`+test.name+`"` {
			t.Errorf("%s: %d %v", format, response.StatusCode, response.Header)
		}
		rest := body
		for _, want := range test.want { // in this order: the one last added first
			_, after, found := strings.Cut(rest, want)
			if !found {
				t.Fatalf("%s has no %q in its place:\n%s", format, want, body)
			}
			rest = after
		}
		if format == "jsonl" {
			if status, answer := r.post("/papers", body); status != http.StatusOK || decode[library.AddAnswer](r, answer).Accepted != 2 {
				t.Errorf("adding the export: %d %s", status, answer)
			}
		}
	}
	empty := r.newList("")
	frames := map[export.Format]string{export.CSL: "[]\n", export.CSV: "id,title,authors,author_count,date,venue,type,container,volume,number,pages,publisher,place,editors,school,series,edition,isbn,issn,language,doi,url,urls,categories,upvotes,comments,stars,featured,featured_days,organization,repository,ai_summary,ai_keywords,groups,citation_key,abstract,note,list_note\n", "csv-excel": "\uFEFFid,title,authors,author_count,date,venue,type,container,volume,number,pages,publisher,place,editors,school,series,edition,isbn,issn,language,doi,url,urls,categories,upvotes,comments,stars,featured,featured_days,organization,repository,ai_summary,ai_keywords,groups,citation_key,abstract,note,list_note\n"}
	for _, format := range export.Formats {
		if status, body := r.get("/lists/" + string(empty.ReadKey) + "/export?format=" + string(format)); status != http.StatusOK || body != frames[format] {
			t.Errorf("an empty list as %s: %d %q", format, status, body)
		}
	}
}

func TestRecommendations(t *testing.T) {
	r := newRig(t)
	l := r.newList("translation", "doi:10.1000/x,y/z")
	path := "/lists/" + string(l.ReadKey) + "/recommendations"
	got := answer[lists.Recommendations](r, path)
	if len(got.Hits) == 0 || got.Hits[0].ID != "acl:2020.acl-main.1" || len(got.Hits[0].SharedTerms) == 0 || got.Name != "translation" || got.Seeds != 1 || got.Total != 1 || len(got.Notices) != 0 {
		t.Errorf("%+v", got)
	}
	old := time.Now().UTC()
	r.post("/papers?wait=visible", `{"id":"test:new","title":"Attention in machine translation, again","date":"1999"}`)
	for query, want := range map[string][]data.ID{
		"?since=" + old.Format(time.RFC3339Nano):                                                                  {"test:new"},
		"?added_after=" + old.Format(time.RFC3339Nano) + "&limit=5":                                               {"test:new"},
		"?since=" + old.Format(time.RFC3339Nano) + "&from=2000":                                                   nil,
		"?since=" + old.AddDate(0, 0, 2).Format(time.DateOnly):                                                    nil,
		"?since=" + old.AddDate(0, 0, -2).Format(time.DateOnly) + "&date=2020":                                    {"acl:2020.acl-main.1"},
		"?date=2020&without_terms=attention&without_terms=translations&without_terms=text&without_terms=networks": nil,
		"?since=" + old.AddDate(0, 0, -2).Format(time.DateOnly) + "&author_count=3&limit=1":                       {"acl:2020.acl-main.1"},
	} {
		var ids []data.ID
		for _, h := range answer[lists.Recommendations](r, path+query).Hits {
			ids = append(ids, h.ID)
		}
		if diff := cmp.Diff(want, ids); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
	empty := r.newList("")
	if got := answer[lists.Recommendations](r, "/lists/"+string(empty.EditKey)+"/recommendations"); len(got.Hits) != 0 || len(got.Notices) != 1 {
		t.Errorf("of an empty list: %+v", got)
	}
}

// TestRecommendationsOfALongList checks that recommendations for a long list are based on the papers
// most recently added, and include none of the others.
func TestRecommendationsOfALongList(t *testing.T) {
	r := newEmptyRig(t)
	const listed = 130
	var lines strings.Builder
	for i := range listed + 3 {
		fmt.Fprintf(&lines, `{"id":"test:%d","title":"Counting sheep, part %d"}`+"\n", i, i)
	}
	r.post("/papers?wait=visible", lines.String())
	l := r.newList("sheep")
	for i := range listed {
		if _, err := r.service.Lists.Add(t.Context(), l.EditKey, lists.Addition{IDs: []data.ID{data.ID(fmt.Sprintf("test:%d", i))}}); err != nil {
			t.Fatal(err)
		}
	}
	got := answer[lists.Recommendations](r, "/lists/"+string(l.ReadKey)+"/recommendations?limit=100")
	if got.Seeds != 100 || got.Total != listed || len(got.Hits) != 3 || len(got.Notices) != 1 || !strings.Contains(got.Notices[0], "100 papers last added, of 130") {
		t.Errorf("%d hits of %d seeds and %d papers, notices %q", len(got.Hits), got.Seeds, got.Total, got.Notices)
	}
}

// TestListChangedTogether checks that no paper is lost if several clients add papers to a list at
// the same time.
func TestListChangedTogether(t *testing.T) {
	r := newEmptyRig(t)
	const each, callers = 10, 6
	var lines strings.Builder
	for i := range each * callers {
		fmt.Fprintf(&lines, `{"id":"test:%d","title":"Paper %d"}`+"\n", i, i)
	}
	r.post("/papers", lines.String())
	l := r.newList("ours")
	var group sync.WaitGroup
	for c := range callers {
		group.Go(func() {
			for i := range each {
				status, body := r.send("POST", "/lists/"+string(l.EditKey)+"/papers", fmt.Sprintf(`{"ids":["test:%d","test:0"]}`, c*each+i))
				if status != http.StatusOK {
					t.Errorf("%d %s", status, body)
				}
			}
		})
	}
	group.Wait()
	if got := answer[lists.Answer](r, "/lists/"+string(l.ReadKey)); got.Total != each*callers || len(got.Papers) != each*callers {
		t.Errorf("the list has %d papers, want %d", got.Total, each*callers)
	}
}

// TestClientLists checks that the client's methods for lists do what the service's do.
func TestClientLists(t *testing.T) {
	r := newRig(t)
	remote := side{server: newClient(r)}
	ctx := t.Context()
	l, err := ask(ctx, remote, api.CreateList, lists.NewList{Name: "mine", IDs: []data.ID{"doi:10.1000/x,y/z"}})
	if err != nil || l.Name != "mine" || l.Total != 1 {
		t.Fatalf("create: %+v, %v", l, err)
	}
	note := "a note"
	if got, err := ask(ctx, remote, api.AddToList, api.Keyed[lists.Addition]{Key: l.EditKey, Params: lists.Addition{IDs: []data.ID{"arxiv:math/0211159", "x:1"}, Note: &note}}); err != nil || got.Changed != 1 || got.Total != 2 || len(got.Missing) != 1 {
		t.Errorf("add: %+v, %v", got, err)
	}
	if got, err := ask(ctx, remote, api.AddToList, api.Keyed[lists.Addition]{Key: l.EditKey, Params: lists.Addition{IDs: make([]data.ID, 0), Note: nil}}); err != nil || got.Changed != 0 {
		t.Errorf("add nothing: %+v, %v", got, err)
	}
	for name, call := range map[string]func(side) (any, error){
		"lists": func(p side) (any, error) { return ask(ctx, p, api.Lists, api.None{}) },
		"papers": func(p side) (any, error) {
			return ask(ctx, p, api.List, api.Keyed[lists.Params]{Key: l.EditKey, Params: lists.Params{Limit: 1, Offset: 1}})
		},
		"to read": func(p side) (any, error) {
			return ask(ctx, p, api.List, api.Keyed[lists.Params]{Key: l.ReadKey, Params: lists.Params{Limit: 5}})
		},
		"unknown": func(p side) (any, error) {
			return ask(ctx, p, api.List, api.Keyed[lists.Params]{Key: "x", Params: lists.Params{}})
		},
		"recommend": func(p side) (any, error) {
			a, err := ask(ctx, p, api.Recommendations, api.Keyed[similar.Params]{Key: l.ReadKey, Params: similar.Params{Text: "ignored", Tuning: similar.Tuning{Limit: 2}}})
			a.TookMS = 0
			return a, err
		},
		"export": func(p side) (any, error) {
			return fetch(ctx, p, api.ExportList, api.Keyed[export.Format]{Key: l.ReadKey, Params: export.RIS})
		},
		"too long": func(p side) (any, error) {
			return ask(ctx, p, api.RenameList, api.Keyed[lists.Renaming]{Key: l.EditKey, Params: lists.Renaming{Name: strings.Repeat("x", 201)}})
		},
		"by reading": func(p side) (any, error) { return ask(ctx, p, api.DeleteList, api.Keyed[api.None]{Key: l.ReadKey}) },
	} {
		want, wantErr := call(side{service: r.service})
		got, err := call(remote)
		if (err == nil) != (wantErr == nil) || err != nil && api.ProblemOf(err).Detail != api.ProblemOf(wantErr).Detail {
			t.Errorf("%s: the client's error is %v, the service's %v", name, err, wantErr)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" && err == nil {
			t.Errorf("%s (-service +client):\n%s", name, diff)
		}
	}
	if got, err := ask(ctx, remote, api.RemoveFromList, api.Keyed[library.IDs]{Key: l.EditKey, Params: library.IDs{IDs: []data.ID{"doi:10.1000/x,y/z"}}}); err != nil || got.Changed != 1 || got.Total != 1 {
		t.Errorf("remove: %+v, %v", got, err)
	}
	if got, err := ask(ctx, remote, api.RenameList, api.Keyed[lists.Renaming]{Key: l.EditKey, Params: lists.Renaming{Name: "yours"}}); err != nil || got.Name != "yours" {
		t.Errorf("rename: %+v, %v", got, err)
	}
	if got, err := ask(ctx, remote, api.RenewListKey, api.Keyed[lists.Renewal]{Key: l.EditKey, Params: lists.Renewal{Key: lists.ReadKey}}); err != nil || got.ReadKey == l.ReadKey || got.EditKey != l.EditKey {
		t.Errorf("renew: %+v, %v", got, err)
	}
	if got, err := ask(ctx, remote, api.DeleteList, api.Keyed[api.None]{Key: l.EditKey}); err != nil || got.Name != "yours" {
		t.Errorf("delete: %+v, %v", got, err)
	}
}
