package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/library"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/store/sqlite"
	"paperboy/index/indextest"
)

const token = "secret"

// collection has the papers of a rig's server. They cover each kind of id, each precision of a date,
// and text with characters that are special in HTML and TeX.
const collection = `{"id":"arxiv:2203.03850","title":"Graph neural networks for molecules","abstract":"Message passing on molecular graphs predicts <properties> & more.","authors":["Ada Lovelace","Alan Turing"],"date":"2022-03-08","categories":["cs.LG"],"upvotes":7,"comments":1}
{"id":"arxiv:math/0211159","title":"The entropy formula for the Ricci flow","abstract":"We present a monotonic expression for the Ricci flow.","authors":["Grisha Perelman"],"date":"2002-11","categories":["math.DG"]}
{"id":"doi:10.1000/x,y/z","title":"Machine translation with attention","abstract":"Attention networks translate text between languages.","authors":["Ada Lovelace"],"date":"2015","venue":"Journal of Tests","doi":"10.1000/x,y/z"}
{"id":"acl:2020.acl-main.1","title":"Translating speech & text","abstract":"Speech networks with attention and $\\ell_2$ norms cost 5% of $10.","authors":["A. One","B. Two","C. Three"],"date":"2020-07-05","venue":"ACL"}
{"title":"A paper that nobody named","abstract":"Graph networks without a date.","author_count":12}
`

// rig is a test server with a real store, a real ingester and the oracle as its index.
type rig struct {
	*testing.T
	url     string
	options api.Options // of service
	service *api.Service
	log     *lockedBuffer
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := newEmptyRig(t)
	if status, body := r.post("/papers?wait=visible", collection); status != http.StatusOK {
		t.Fatalf("POST /papers: %d %s", status, body)
	}
	return r
}

func newEmptyRig(t *testing.T) *rig {
	t.Helper()
	papers, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "paperboy.db"))
	if err != nil {
		t.Fatal(err)
	}
	oracle := indextest.NewOracle(papers.Identity())
	lib := library.Open(library.Options{Store: papers, Index: oracle})
	t.Cleanup(func() { lib.Close() })
	return newRigWith(t, api.Options{
		Library: lib, Store: papers, Index: oracle,
		Version: "test", TempDir: t.TempDir(), Access: newAccess(t, access.Options{Token: token, Store: papers}),
	})
}

// newRigWith serves a service with the given options, after each of prepare.
func newRigWith(t *testing.T, o api.Options, prepare ...func(*api.Service)) *rig {
	t.Helper()
	service, log := api.New(o), new(lockedBuffer)
	for _, do := range prepare {
		do(service)
	}
	e := echo.New()
	api.Install(e, service, api.HTTPOptions{Logger: newLogger(log)})
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	return &rig{t, server.URL, o, service, log}
}

func newAccess(t *testing.T, o access.Options) *access.Access {
	t.Helper()
	a, err := access.New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// do sends a request to a path under /api/v1 and returns the response and its body.
func (r *rig) do(method, path string, body io.Reader, header ...string) (*http.Response, string) {
	r.Helper()
	request, err := http.NewRequestWithContext(r.Context(), method, r.url+"/api/v1"+path, body)
	if err != nil {
		r.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		r.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		r.Fatalf("%s %s: %v", method, path, err)
	}
	return response, string(text)
}

func (r *rig) get(path string) (int, string) {
	r.Helper()
	response, body := r.do(http.MethodGet, path, nil)
	return response.StatusCode, body
}

// post sends a POST request with the token.
func (r *rig) post(path, body string) (int, string) {
	r.Helper()
	response, text := r.do(http.MethodPost, path, strings.NewReader(body), "Authorization", "Bearer "+token)
	return response.StatusCode, text
}

// answer decodes the answer to GET path, which must have status 200.
func answer[T any](r *rig, path string) T {
	r.Helper()
	status, body := r.get(path)
	if status != http.StatusOK {
		r.Fatalf("GET %s: %d %s", path, status, body)
	}
	return decode[T](r, body)
}

func decode[T any](r *rig, body string) (v T) {
	r.Helper()
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		r.Fatalf("%v in %s", err, body)
	}
	return v
}

// ids returns the ids of a search's hits, in order.
func ids(a search.Answer) []data.ID {
	var ids []data.ID
	for _, h := range a.Hits {
		ids = append(ids, h.ID)
	}
	return ids
}

// lockedBuffer is a buffer that a server may write and a test may read at the same time.
type lockedBuffer struct {
	mu sync.Mutex // guards b
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newLogger(w io.Writer) *slog.Logger { return slog.New(slog.NewJSONHandler(w, nil)) }
