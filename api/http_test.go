package api_test

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/index/indextest"
)

// TestAnswersFitTheDocument checks that every JSON answer matches its schema in the OpenAPI document.
func TestAnswersFitTheDocument(t *testing.T) {
	r := newRig(t)
	auth := []string{"Authorization", "Bearer " + token}
	r.post("/papers?wait=visible", `{"id":"acl:2015.mt-1.1","title":"Machine Translation with Attention.","authors":["Lovelace, Ada"]}`)
	edit := "/lists/" + string(r.newList("mine", "arxiv:2203.03850", "doi:10.1000/x,y/z").EditKey)
	tests := []struct {
		method, path, documented, body string
	}{
		{"GET", "/lists", "/lists", ""},
		{"POST", "/lists", "/lists", `{"ids":["2203.03850"]}`},
		{"POST", "/lists", "/lists", `{"ids":["x:1"]}`},
		{"GET", edit, "/lists/{key}", ""},
		{"PUT", edit, "/lists/{key}", `{"name":"x"}`},
		{"POST", edit + "/papers", "/lists/{key}/papers", `{"ids":["math/0211159","x:1"],"note":"x"}`},
		{"DELETE", edit + "/papers?ids=math/0211159", "/lists/{key}/papers", ""},
		{"GET", edit + "/recommendations", "/lists/{key}/recommendations", ""},
		{"POST", edit + "/renew", "/lists/{key}/renew", `{"key":"read"}`},
		{"GET", "/search?highlight=true&explain=true&facets=date,author_count,author,category,venue,source&q=networks&limit=1", "/search", ""},
		{"GET", "/search?date=2022&fields=title,sources&q=%22unmatched", "/search", ""},
		{"GET", "/search?limit=1000", "/search", ""},
		{"GET", "/papers?ids=2203.03850,x:1", "/papers", ""},
		{"GET", "/papers/2203.03850", "/papers/{id}", ""},
		{"GET", "/papers/x:1", "/papers/{id}", ""},
		{"GET", "/papers/lookup?id=2203.03850", "/papers/lookup", ""},
		{"GET", "/papers/2203.03850/similar", "/papers/{id}/similar", ""},
		{"GET", "/papers/2203.03850/neighbourhood?n=2", "/papers/{id}/neighbourhood", ""},
		{"GET", "/papers/2203.03850/neighbourhood?n=61", "/papers/{id}/neighbourhood", ""},
		{"GET", "/similar?id=2203.03850", "/similar", ""},
		{"POST", "/similar", "/similar", `{"text":"graph networks","boost_terms":{"graph":2},"variety":0.3,"shared_terms":1}`},
		{"GET", "/between?a=2203.03850&b=10.1000/x,y/z", "/between", ""},
		{"GET", "/between?a=2203.03850&b=2203.03850", "/between", ""},
		{"POST", "/papers", "/papers", `{"title":"x"}` + "\nnonsense"},
		{"POST", "/papers", "/papers", "nonsense"},
		{"PUT", "/papers/2203.03850", "/papers/{id}", `{"title":"x"}`},
		{"PUT", "/feeds", "/feeds", `{"name":"hf","cursor":"{}","error":"busy"}`},
		{"GET", "/feeds", "/feeds", ""},
		{"DELETE", "/papers?q=attention&dry_run=true", "/papers", ""},
		{"DELETE", "/papers/2203.03850", "/papers/{id}", ""},
		{"GET", edit, "/lists/{key}", ""}, // with a paper that is gone
		{"DELETE", edit, "/lists/{key}", ""},
		{"GET", "/stats", "/stats", ""},
		{"GET", "/healthz", "/healthz", ""},
		{"GET", "/readyz", "/readyz", ""},
		{"POST", "/admin/check", "/admin/check", ""},
		{"POST", "/admin/reindex", "/admin/reindex", ""},
	}
	for _, test := range tests {
		t.Run(test.method+" "+test.path, func(t *testing.T) {
			response, body := r.do(test.method, test.path, strings.NewReader(test.body), auth...)
			api.ValidateAnswer(t, strings.ToLower(test.method), test.documented, response.StatusCode, body)
		})
	}
}

func TestEmptyServerFitsTheDocument(t *testing.T) {
	r := newEmptyRig(t)
	for _, path := range []string{"/search", "/search?q=x&highlight=true&explain=true&facets=author", "/stats", "/readyz"} {
		status, body := r.get(path)
		documented, _, _ := strings.Cut(path, "?")
		if api.ValidateAnswer(t, "get", documented, status, body); status != http.StatusOK {
			t.Errorf("GET %s: %d %s", path, status, body)
		}
	}
}

func TestHeaders(t *testing.T) {
	r := newRig(t)
	response, _ := r.do(http.MethodGet, "/search", nil, "Origin", "https://elsewhere.example", "X-Request-Id", "mine-1")
	want := map[string]string{
		"Content-Type": "application/json", "X-Request-Id": "mine-1", "Access-Control-Allow-Origin": "*",
		"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
	}
	for name, value := range want {
		if got := response.Header.Get(name); got != value {
			t.Errorf("%s: %q, want %q", name, got, value)
		}
	}
	response, _ = r.do(http.MethodGet, "/search", nil, "X-Request-Id", "with spaces <b>")
	if got := response.Header.Get("X-Request-Id"); len(got) != 16 {
		t.Errorf("request id %q, want 16 digits", got)
	}
	response, _ = r.do(http.MethodPost, "/papers", nil, "Origin", "https://elsewhere.example", "Authorization", "Bearer x")
	if got := response.Header.Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("a write allows the origin %q", got)
	}
	if got := response.Header.Get("WWW-Authenticate"); !strings.HasPrefix(got, "Bearer") {
		t.Errorf("WWW-Authenticate %q", got)
	}
	response, _ = r.do(http.MethodPatch, "/papers", nil)
	if got := response.Header.Get("Allow"); !strings.Contains(got, "DELETE") {
		t.Errorf("Allow %q", got)
	}
}

func TestHeadAndOptions(t *testing.T) {
	r := newRig(t)
	for _, path := range []string{"/search", "/papers/2203.03850", "/export?format=jsonl", "/openapi.json", "/metrics"} {
		response, body := r.do(http.MethodHead, path, nil)
		if response.StatusCode != http.StatusOK || body != "" {
			t.Errorf("HEAD %s: %d with %d bytes", path, response.StatusCode, len(body))
		}
	}
	response, _ := r.do(http.MethodOptions, "/search", nil, "Origin", "https://elsewhere.example", "Access-Control-Request-Method", "GET")
	if response.StatusCode != http.StatusNoContent || response.Header.Get("Access-Control-Allow-Methods") != "GET, HEAD" {
		t.Errorf("preflight: %d %v", response.StatusCode, response.Header)
	}
}

func TestCompression(t *testing.T) {
	r := newRig(t)
	for _, path := range []string{"/search?limit=100", "/export?format=jsonl", "/openapi.json"} {
		_, plain := r.do(http.MethodGet, path, nil, "Accept-Encoding", "identity")
		response, packed := r.do(http.MethodGet, path, nil, "Accept-Encoding", "gzip")
		if response.Header.Get("Content-Encoding") != "gzip" || len(packed) >= len(plain) {
			t.Fatalf("%s: %s, %d bytes for %d", path, response.Header.Get("Content-Encoding"), len(packed), len(plain))
		}
		unzipped, err := gzip.NewReader(strings.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(unzipped); err != nil || len(text) < len(plain)-20 {
			t.Errorf("%s: %d bytes of %d, %v", path, len(text), len(plain), err)
		}
	}
}

func TestMetrics(t *testing.T) {
	r := newRig(t)
	r.get("/search?q=graph")
	r.get("/search?limit=1000")
	r.get("/papers/2203.03850")
	r.do("BREW", "/search", nil)
	_, body := r.get("/metrics")
	for _, want := range []string{
		`paperboy_http_request_duration_seconds_count{method="GET",route="/api/v1/search",status="200"} 1`,
		`paperboy_http_request_duration_seconds_count{method="GET",route="/api/v1/search",status="400"} 1`,
		`paperboy_http_request_duration_seconds_count{method="GET",route="/api/v1/papers/*",status="200"} 1`,
		`paperboy_http_request_duration_seconds_count{method="other",route="/api/v1/search",status="405"} 1`,
		"paperboy_search_duration_seconds_count 1", "paperboy_papers 5", "paperboy_index_lag 0", "go_goroutines",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
}

func TestLog(t *testing.T) {
	r := newRig(t)
	r.do(http.MethodGet, "/search?q=privatequery", nil, "X-Request-Id", "find-me")
	log := r.log.String()
	for _, want := range []string{`"path":"/api/v1/search"`, `"status":200`, `"request_id":"find-me"`, `"level":"INFO"`} {
		if !strings.Contains(log, want) {
			t.Errorf("no %s in the log:\n%s", want, log)
		}
	}
	if strings.Contains(log, "privatequery") {
		t.Errorf("the log has the query:\n%s", log)
	}
}

// goneWriter is a connection that the caller has closed.
type goneWriter struct{ *httptest.ResponseRecorder }

func (goneWriter) Write([]byte) (int, error) { return 0, syscall.EPIPE }

// TestLogCallerGone checks that it is not logged as an error if the caller closes the connection
// before the answer, as a page does that sends a newer query.
func TestLogCallerGone(t *testing.T) {
	var log lockedBuffer
	e := echo.New()
	api.Install(e, newRig(t).service, api.HTTPOptions{Logger: slog.New(slog.NewJSONHandler(&log, nil))})
	func() {
		defer func() {
			if r := recover(); r != nil && r != http.ErrAbortHandler {
				panic(r)
			}
		}()
		e.ServeHTTP(goneWriter{httptest.NewRecorder()}, httptest.NewRequest(http.MethodGet, "/api/v1/search?q=neural", nil))
	}()
	for _, want := range []string{`"status":499`, `"code":"cancelled"`, `"level":"INFO"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("no %s in the log:\n%s", want, log.String())
		}
	}
}

// illEngine is an engine that reports damage and whose searches fail because of it.
type illEngine struct{ index.Engine }

func (illEngine) Health() index.Health {
	return index.Health{Reasons: []string{"a part of the index is damaged"}, Panics: 3, DamagedSegments: 2}
}

func (illEngine) Search(context.Context, index.Request) (index.Result, error) {
	return index.Result{}, fmt.Errorf("/a/secret/path: %w", index.ErrDamaged)
}

func TestDegraded(t *testing.T) {
	r := newRig(t)
	options := r.options
	options.Index = illEngine{options.Index}
	e := echo.New()
	api.Install(e, api.New(options), api.HTTPOptions{})
	get := func(path string) (int, string) {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1"+path, nil))
		return w.Code, strings.TrimSpace(w.Body.String())
	}
	if code, body := get("/readyz"); code != http.StatusOK || body != `{"status":"degraded","reasons":["a part of the index is damaged"]}` {
		t.Errorf("readyz: %d %s", code, body)
	}
	if code, body := get("/search?q=x"); code != http.StatusServiceUnavailable || !strings.Contains(body, "index_damaged") || strings.Contains(body, "secret") {
		t.Errorf("a search of a damaged index: %d %s", code, body)
	}
	_, metrics := get("/metrics")
	for _, line := range []string{"paperboy_degraded 1", "paperboy_index_panics_total 3", "paperboy_index_damaged_segments_total 2"} {
		if !strings.Contains(metrics, line+"\n") {
			t.Errorf("the metrics lack %q", line)
		}
	}
}

func TestReady(t *testing.T) {
	r := newRig(t)
	behind := indextest.NewOracle(r.options.Store.Identity())
	options := r.options
	options.Index, options.Library = behind, nil
	service := api.New(options)
	e := echo.New()
	api.Install(e, service, api.HTTPOptions{})
	ready := func() int {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/readyz", nil))
		if w.Code == http.StatusServiceUnavailable && w.Header().Get("Retry-After") == "" {
			t.Error("503 without Retry-After")
		}
		return w.Code
	}
	if got := ready(); got != http.StatusServiceUnavailable {
		t.Errorf("with an empty index: %d", got)
	}
	head, err := r.options.Store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	changes, err := r.options.Store.Changes(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	if err := behind.Apply(t.Context(), changes, head); err != nil {
		t.Fatal(err)
	}
	if got := ready(); got != http.StatusOK {
		t.Errorf("with a complete index: %d", got)
	}
	r.post("/papers", `{"title":"One more"}`)
	if got := ready(); got != http.StatusOK {
		t.Errorf("once ready and one paper behind: %d", got)
	}
}

// engine is the oracle with another Search.
type engine struct {
	*indextest.Oracle
	search func(context.Context) error
}

func (e engine) Search(ctx context.Context, _ index.Request) (index.Result, error) {
	return index.Result{}, e.search(ctx)
}

// serve answers a search with an engine that calls search, and returns the answer and its body.
func serve(t *testing.T, ctx context.Context, search func(context.Context) error) (*httptest.ResponseRecorder, string) {
	t.Helper()
	r := newRig(t)
	options := r.options
	options.Index = engine{indextest.NewOracle("test"), search}
	log := new(lockedBuffer)
	e := echo.New()
	api.Install(e, api.New(options), api.HTTPOptions{Logger: newLogger(log)})
	w := httptest.NewRecorder()
	e.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/v1/search?q=x", nil))
	return w, log.String()
}

func TestPanicIsNotShown(t *testing.T) {
	w, log := serve(t, t.Context(), func(context.Context) error { panic("the ark is open") })
	if body := w.Body.String(); w.Code != 500 || !strings.Contains(body, `"code":"internal"`) || strings.Contains(body, "ark") || strings.Contains(body, ".go") {
		t.Errorf("%d %s", w.Code, body)
	}
	if !strings.Contains(log, "the ark is open") || !strings.Contains(log, "http_test.go") {
		t.Errorf("the log lacks the panic or its trace:\n%s", log)
	}
}

func TestCancelledSearchIsNoError(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, log := serve(t, ctx, func(ctx context.Context) error {
		cancel()
		<-ctx.Done()
		return ctx.Err()
	})
	if !strings.Contains(log, `"status":499`) || strings.Contains(log, `"level":"ERROR"`) {
		t.Errorf("log:\n%s", log)
	}
}

func TestClosedIndex(t *testing.T) {
	w, _ := serve(t, t.Context(), func(context.Context) error { return index.ErrClosed })
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestBrokenExport checks that the connection is cut off if an export fails after it has started, so
// that the file does not look complete.
func TestBrokenExport(t *testing.T) {
	r := newRig(t)
	options := r.options
	options.Index = manyNumbers{indextest.NewOracle("test")}
	options.Store = &brokenStore{Store: options.Store}
	e := echo.New()
	api.Install(e, api.New(options), api.HTTPOptions{})
	server := httptest.NewServer(e)
	defer server.Close()
	response, err := http.Get(server.URL + "/api/v1/export?format=jsonl&q=x")
	if err != nil {
		return // cut off before anything was sent
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("a failed export ended like a complete one: %d\n%s", response.StatusCode, body)
	}
}

// manyNumbers is an engine that finds 1000 papers. The store has only the first few of them.
type manyNumbers struct{ *indextest.Oracle }

func (manyNumbers) Search(context.Context, index.Request) (index.Result, error) {
	numbers := make([]data.Number, 1000)
	for i := range numbers {
		numbers[i] = data.Number(1 + i)
	}
	return index.Result{Total: len(numbers), Numbers: numbers, Match: index.MatchAll}, nil
}

// brokenStore is a store whose papers can be read only once.
type brokenStore struct {
	store.Store
	reads int
}

func (b *brokenStore) PapersWithSources(ctx context.Context, numbers []data.Number) (map[data.Number]data.Paper, error) {
	if b.reads++; b.reads > 1 {
		return nil, io.ErrUnexpectedEOF
	}
	return b.Store.PapersWithSources(ctx, numbers)
}
