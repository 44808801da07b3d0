package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/fair"
	"paperboy/api/lists"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/index/query"
)

// watched is an index that counts searches, and blocks or refuses those for a phrase.
type watched struct {
	index.Engine
	searches atomic.Int64
	// If held is not nil, each search for a phrase sends to held, then waits for free.
	held, free chan struct{}
	// costly refuses searches for phrases as too costly.
	costly bool
}

func (w *watched) Search(ctx context.Context, r index.Request) (index.Result, error) {
	w.searches.Add(1)
	if _, ok := r.Query.Root.(query.Phrase); ok && w.costly {
		return index.Result{}, fmt.Errorf("search: %w", &index.TooCostlyError{Part: r.Query.Root.String()})
	} else if ok && w.held != nil {
		w.held <- struct{}{}
		<-w.free
	}
	return w.Engine.Search(ctx, r)
}

// serveWatched serves the papers of a rig. The header Client of a request is its client's address.
func serveWatched(t *testing.T, o api.HTTPOptions, change func(*api.Options)) (*rig, *watched) {
	t.Helper()
	r := newRig(t)
	options := r.options
	w := &watched{Engine: options.Index}
	options.Index = w
	if change != nil {
		change(&options)
	}
	e := echo.New()
	e.IPExtractor = func(r *http.Request) string { return r.Header.Get("Client") }
	api.Install(e, api.New(options), o)
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	return &rig{T: t, url: server.URL, log: r.log}, w
}

func (r *rig) as(client, method, path string) (*http.Response, api.Problem) {
	r.Helper()
	response, body := r.do(method, path, nil, "Client", client)
	var p api.Problem
	if response.StatusCode >= 400 && body != "" {
		if err := json.Unmarshal([]byte(body), &p); err != nil {
			r.Fatalf("%s: %v in %s", path, err, body)
		}
	}
	return response, p
}

// TestFairness checks that keyword searches are answered while the costly searches of 32 other
// clients are blocked, and that each of those is answered when it is unblocked.
func TestFairness(t *testing.T) {
	queue := fair.NewQueue(fair.Slots{Total: 2, Waiting: 9, WaitingPerClient: 9}, fair.Slots{Total: 1, Waiting: 40, WaitingPerClient: 1}, fair.Slots{Total: 1})
	r, w := serveWatched(t, api.HTTPOptions{Queue: queue}, nil)
	w.held, w.free = make(chan struct{}), make(chan struct{})
	const clients = 32
	statuses := make(chan int, clients)
	var group sync.WaitGroup
	for i := range clients {
		group.Go(func() {
			response, _ := r.as(fmt.Sprintf("10.0.0.%d", i), http.MethodGet, "/search?spelling=off&q=%22graph+networks%22")
			statuses <- response.StatusCode
		})
	}
	<-w.held // one costly search is running; no other may run
	for range 20 {
		if response, p := r.as("10.1.1.1", http.MethodGet, "/search?q=graph+networks"); response.StatusCode != http.StatusOK {
			t.Fatalf("a keyword search beside costly ones: %+v", p)
		}
	}
	for range clients - 1 {
		w.free <- struct{}{}
		<-w.held
	}
	w.free <- struct{}{}
	group.Wait()
	for range clients {
		if status := <-statuses; status != http.StatusOK {
			t.Errorf("a costly search: %d", status)
		}
	}
}

// TestClientBusy checks that a client with too many waiting requests is refused, and that others are
// not.
func TestClientBusy(t *testing.T) {
	queue := fair.NewQueue(fair.Slots{Total: 2}, fair.Slots{Total: 1, Waiting: 9}, fair.Slots{Total: 1})
	r, w := serveWatched(t, api.HTTPOptions{Queue: queue}, nil)
	w.held, w.free = make(chan struct{}), make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() { r.as("10.0.0.1", http.MethodGet, "/search?spelling=off&q=%22graph+networks%22") })
	<-w.held
	response, p := r.as("10.0.0.1", http.MethodGet, "/grid?q=graph")
	if response.StatusCode != http.StatusTooManyRequests || p.Code != "rate_limited" || response.Header.Get("Retry-After") == "" {
		t.Errorf("%d %+v", response.StatusCode, p)
	}
	w.free <- struct{}{}
	group.Wait()
}

// TestRate checks that the rate of each client is limited, that costly requests count for more than
// cheap ones, and that holders of the token are not limited.
func TestRate(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	r, _ := serveWatched(t, api.HTTPOptions{Rate: fair.Rate{PerSecond: 1, Burst: 10}}, func(o *api.Options) {
		o.Now = func() time.Time { return now }
	})
	allowed := func(client, path string, header ...string) (n int) {
		for n < 100 {
			response, body := r.do(http.MethodGet, path, nil, append(header, "Client", client)...)
			if response.StatusCode != http.StatusOK {
				if response.StatusCode != http.StatusTooManyRequests || response.Header.Get("Retry-After") == "" || !strings.Contains(body, "rate_limited") {
					t.Errorf("%s: %d %s", path, response.StatusCode, body)
				}
				break
			}
			n++
		}
		return n
	}
	for _, test := range []struct {
		client, path string
		want         int
	}{
		{"10.0.0.1", "/search?q=graph", 10}, {"10.0.0.1", "/search?q=graph", 0}, {"10.0.0.2", "/grid?q=graph", 2},
		{"10.0.0.3", "/search?q=%22graph+networks%22", 2}, {"2001:db8::1", "/search?q=graph", 10}, {"2001:db8::2", "/search?q=graph", 0},
		{"2001:db8:0:1::1", "/search?q=graph", 10}, {"10.0.0.1", "/healthz", 100}, {"::ffff:10.0.0.1", "/search", 0},
	} {
		if n := allowed(test.client, test.path); n != test.want {
			t.Errorf("%s may ask for %s %d times, want %d", test.client, test.path, n, test.want)
		}
	}
	if n := allowed("10.0.0.1", "/search?q=graph", "Authorization", "Bearer "+token); n != 100 {
		t.Errorf("with the token only %d", n)
	}
	if n := allowed("10.0.0.1", "/search?q=graph", "Authorization", "Bearer wrong"); n != 0 {
		t.Errorf("with another token %d", n)
	}
}

// TestTooExpensive checks that the error of a too costly search names what to leave out, and that a
// search is not refused because of additional searches made for its answer.
func TestTooExpensive(t *testing.T) {
	r, w := serveWatched(t, api.HTTPOptions{}, nil)
	w.costly = true
	for _, path := range []string{"/search?q=%22of+the%22", "/grid?q=%22of+the%22", "/export?format=csv&q=%22of+the%22", "/receipt?q=%22of+the%22", "/search.atom?q=%22of+the%22"} {
		response, p := r.as("10.0.0.1", http.MethodGet, path)
		if response.StatusCode != http.StatusUnprocessableEntity || p.Code != "query_too_expensive" || p.Param != "q" || !strings.Contains(p.Detail, `leave out "of the"`) {
			t.Errorf("%s: %d %+v", path, response.StatusCode, p)
		}
	}
	found := answer[search.Answer](r, "/search?relax=true&q=graph+%22of+the%22+zyxxyz")
	if found.Total != 0 || found.Relaxations == nil {
		t.Errorf("%+v", found)
	}
}

// TestHeadDoesNoWork checks that HEAD requests check their parameters and do not search.
func TestHeadDoesNoWork(t *testing.T) {
	r, w := serveWatched(t, api.HTTPOptions{}, nil)
	made, body := r.do(http.MethodPost, "/lists", strings.NewReader(`{"ids":["arxiv:2203.03850"]}`))
	if made.StatusCode != http.StatusOK {
		t.Fatal(body)
	}
	list := "/lists/" + string(decode[lists.List](r, body).ReadKey)
	for path, want := range map[string]int{
		"/search?q=graph": 200, "/grid?q=graph": 200, "/suggest?q=gr": 200, "/rising": 200, "/receipt?q=graph": 200,
		"/export?format=jsonl": 200, "/export": 400, "/search?limit=x": 400, "/search?nothing=1": 400, "/between?a=a:1&b=b:2": 200,
		"/similar?id=arxiv:2203.03850": 200, "/papers/arxiv:2203.03850/similar": 200, "/papers/arxiv:2203.03850/neighbourhood?n=0": 400,
		"/papers/arxiv:2203.03850": 200, "/papers/arxiv:2101.00001": 404, list + "/export?format=ris": 200, list + "/recommendations": 200,
		"/lists/NOSUCHKEYNOSUCHKEY/export?format=ris": 404, list: 200,
	} {
		response, body := r.do(http.MethodHead, path, nil)
		if response.StatusCode != want || body != "" || response.Header.Get("Content-Type") == "" {
			t.Errorf("HEAD %s: %d %q %q, want %d", path, response.StatusCode, response.Header.Get("Content-Type"), body, want)
		}
	}
	if n := w.searches.Load(); n > 0 {
		t.Errorf("%d searches for HEADs", n)
	}
	if head, _ := r.do(http.MethodHead, "/admin/backup", nil, "Authorization", "Bearer "+token); head.StatusCode != http.StatusOK {
		t.Errorf("HEAD of a backup: %d", head.StatusCode)
	}
}

// deleting is an index that deletes a paper after the first search.
type deleting struct {
	store.Store
	t *testing.T
}

func (d deleting) Papers(ctx context.Context, numbers []data.Number) (map[data.Number]data.Paper, error) {
	err := d.Update(ctx, func(tx store.Tx) error { return tx.Delete(numbers[:1]) })
	if err != nil {
		d.t.Error(err)
	}
	return d.Store.Papers(ctx, numbers)
}

// TestExportSearchesOnce checks that an export searches once, and leaves out papers that are deleted
// while it is written.
func TestExportSearchesOnce(t *testing.T) {
	r, w := serveWatched(t, api.HTTPOptions{}, func(o *api.Options) { o.Store = deleting{o.Store, t} })
	_, body := r.do(http.MethodGet, "/export?format=jsonl&fields=id", nil)
	if n := w.searches.Load(); n != 1 || strings.Count(body, "\n") != 4 {
		t.Errorf("%d searches, papers:\n%s", n, body)
	}
}

// TestListQuota checks that the number of lists that a client can create is limited, that other
// clients and the holder of the token are not affected, and that unused lists can be pruned.
func TestListQuota(t *testing.T) {
	now := time.Now()
	r, _ := serveWatched(t, api.HTTPOptions{}, func(o *api.Options) { o.Now = func() time.Time { return now } })
	create := func(client string, header ...string) (status int, retry, key string) {
		response, body := r.do(http.MethodPost, "/lists", nil, append(header, "Client", client)...)
		var l lists.List
		_ = json.Unmarshal([]byte(body), &l)
		return response.StatusCode, response.Header.Get("Retry-After"), string(l.EditKey)
	}
	made := 0
	for ; made < 200; made++ {
		status, retry, _ := create("10.0.0.1")
		if status == http.StatusTooManyRequests && retry != "" {
			break
		}
		if status != http.StatusOK {
			t.Fatalf("list %d: %d", made, status)
		}
	}
	if made != 60 {
		t.Errorf("one client made %d lists at once, want 60", made)
	}
	status, _, kept := create("10.0.0.2")
	if status != http.StatusOK {
		t.Errorf("another client: %d", status)
	}
	if status, _, _ := create("10.0.0.1", "Authorization", "Bearer "+token); status != http.StatusOK {
		t.Errorf("with the token: %d", status)
	}
	auth := []string{"Authorization", "Bearer " + token}
	for path, want := range map[string]int{"/lists": 400, "/lists?unused_days=x": 400, "/lists?empty=true&dry_run=true": 200} {
		if response, body := r.do(http.MethodDelete, path, nil, auth...); response.StatusCode != want {
			t.Errorf("DELETE %s: %d %s", path, response.StatusCode, body)
		}
	}
	if response, _ := r.do(http.MethodDelete, "/lists?empty=true", nil); response.StatusCode != http.StatusUnauthorized {
		t.Errorf("without the token: %d", response.StatusCode)
	}
	now = now.Add(40 * 24 * time.Hour)
	_, body := r.do(http.MethodDelete, "/lists?unused_days=50", nil, auth...)
	if got := decode[lists.PruneAnswer](r, body); got.Deleted != 0 {
		t.Errorf("unused for 50 days after 40: %+v", got)
	}
	if response, body := r.do(http.MethodGet, "/lists/"+kept, nil); response.StatusCode != http.StatusOK {
		t.Errorf("read a list: %s", body)
	}
	_, body = r.do(http.MethodDelete, "/lists?unused_days=30", nil, auth...)
	// The store has its own clock, which the test does not move forward. For the server, the list
	// was therefore read 40 days ago.
	if got := decode[lists.PruneAnswer](r, body); got.Deleted != 62 || len(got.Lists) != 62 {
		t.Errorf("unused for 30 days after 40: %d deleted", got.Deleted)
	}
}

// TestMethodsBelowPapers checks that the paths below a paper's address are not taken for the ids of
// papers.
func TestMethodsBelowPapers(t *testing.T) {
	r := newRig(t)
	for request, allow := range map[string]string{
		"PUT /papers/arxiv:2203.03850/similar": "GET, HEAD", "DELETE /papers/arxiv:2203.03850/similar": "GET, HEAD",
		"DELETE /papers/arxiv:2203.03850/neighbourhood": "GET, HEAD", "PUT /papers/arxiv:2203.03850/merges": "GET, HEAD, POST",
		"PUT /papers/arxiv:2203.03850/merges/1/undo": "POST", "POST /papers/arxiv:2203.03850": "GET, HEAD, PUT, DELETE",
		"POST /papers/lookup": "GET, HEAD", "DELETE /papers/lookup": "GET, HEAD",
	} {
		method, path, _ := strings.Cut(request, " ")
		response, body := r.do(method, path, strings.NewReader(`{"title":"x"}`), "Authorization", "Bearer "+token)
		if response.StatusCode != http.StatusMethodNotAllowed || response.Header.Get("Allow") != allow {
			t.Errorf("%s: %d, allowed %q, want %q: %s", request, response.StatusCode, response.Header.Get("Allow"), allow, body)
		}
	}
}

// TestBodiesAreObjects checks that a JSON body that is not an object is refused.
func TestBodiesAreObjects(t *testing.T) {
	r := newRig(t)
	for _, body := range []string{"null", "[]", `"x"`, "1", "true", " null "} {
		if response, text := r.do(http.MethodPost, "/lists", strings.NewReader(body)); response.StatusCode != http.StatusBadRequest || !strings.Contains(text, "invalid_json") {
			t.Errorf("POST /lists %s: %d %s", body, response.StatusCode, text)
		}
	}
}
