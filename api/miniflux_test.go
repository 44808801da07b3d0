package api_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api"
	"paperboy/api/lists"
	"paperboy/data/sharedtest"
)

// TestMiniflux has the feed reader Miniflux subscribe to feeds of hostile texts and of real papers.
// What it stores must be what the feeds say, and it must get 304 when it asks again.
//
// $PAPERBOY_MINIFLUX is the program, $PAPERBOY_POSTGRES the URL of an empty database for it; .ci/run
// provides both.
func TestMiniflux(t *testing.T) {
	program, database := os.Getenv("PAPERBOY_MINIFLUX"), os.Getenv("PAPERBOY_POSTGRES")
	if program == "" || database == "" {
		sharedtest.Require(t, "miniflux")
	}
	var log lockedBuffer
	r, _ := serveWatched(t, api.HTTPOptions{Logger: newLogger(&log)}, later)
	papers := append(hostilePapers(t), firstLines(t, sharedtest.Path(t, "corpora/hf.jsonl.zst"), 200)...)
	if status, body := r.post("/ingest?name=papers.jsonl&wait=visible", strings.Join(papers, "\n")); status != http.StatusOK {
		t.Fatal(body)
	}
	_, made := r.post("/lists", `{"name":"<b>]]>&","ids":["arxiv:2203.03850","math/0211159"]}`)
	list := "/lists/" + string(decode[lists.List](r, made).ReadKey)
	m := startMiniflux(t, program, database)
	for _, path := range []string{"/search.atom?q=hostile", "/search.json?limit=100", "/days.atom", "/trending.json", list + ".atom", list + "/recommendations.json"} {
		var created struct {
			ID int `json:"feed_id"`
		}
		m.call(http.MethodPost, "/v1/feeds", map[string]any{"feed_url": r.url + "/api/v1" + path, "category_id": 1}, &created)
		var stored struct{ Entries []minifluxEntry }
		m.call(http.MethodGet, fmt.Sprintf("/v1/feeds/%d/entries?limit=200", created.ID), nil, &stored)
		want := answer[writtenFeed](r, strings.Replace(path, ".atom", ".json", 1))
		if diff := cmp.Diff(want.stored(), byURL(stored.Entries)); diff != "" || len(stored.Entries) == 0 {
			t.Errorf("%s: %d entries (-written +stored):\n%s", path, len(stored.Entries), diff)
		}
		before := strings.Count(log.String(), `"status":304`)
		m.call(http.MethodPut, fmt.Sprintf("/v1/feeds/%d/refresh", created.ID), nil, nil)
		if again := strings.Count(log.String(), `"status":304`); again != before+1 {
			t.Errorf("%s: %d answers 304 when Miniflux asks again", path, again-before)
		}
	}
}

// minifluxEntry is an entry as Miniflux has stored it. It sorts the authors.
type minifluxEntry struct {
	URL, Title, Author string
	Published          string `json:"published_at"`
	Tags               []string
	Enclosures         []struct{ URL string }
}

// byURL describes entries in the order of their addresses.
func byURL(entries []minifluxEntry) (described []string) {
	for _, e := range entries {
		slices.Sort(e.Tags)
		described = append(described, fmt.Sprintf("%s %q by %q at %.19s: %q, PDF %v", e.URL, e.Title, e.Author, e.Published, slices.Compact(e.Tags), e.Enclosures))
	}
	slices.Sort(described)
	return described
}

// stored describes the items as Miniflux should store them.
func (f writtenFeed) stored() []string {
	var entries []minifluxEntry
	for _, i := range f.Items {
		e := minifluxEntry{URL: i.URL, Title: i.Title, Published: i.Published, Tags: i.Tags}
		var names []string
		for _, a := range i.Authors {
			names = append(names, a.Name)
		}
		slices.Sort(names)
		e.Author = strings.Join(slices.Compact(names), ", ")
		for _, a := range i.Attachments {
			e.Enclosures = append(e.Enclosures, struct{ URL string }{a.URL})
		}
		entries = append(entries, e)
	}
	return byURL(entries)
}

// miniflux is a running Miniflux.
type miniflux struct {
	*testing.T
	client *http.Client
}

const minifluxPassword = "a password"

// startMiniflux starts Miniflux, and returns when it answers.
func startMiniflux(t *testing.T, program, database string) miniflux {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "socket")
	run := exec.CommandContext(t.Context(), program)
	run.Env = []string{
		"DATABASE_URL=" + database, "RUN_MIGRATIONS=1", "CREATE_ADMIN=1", "ADMIN_USERNAME=admin", "ADMIN_PASSWORD=" + minifluxPassword, "LISTEN_ADDR=" + socket,
		"DISABLE_SCHEDULER_SERVICE=1", "FETCHER_ALLOW_PRIVATE_NETWORKS=1", "PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(),
	}
	log, err := run.StderrPipe()
	if err == nil {
		run.Stdout, err = run.Stderr, run.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(log)
	for lines.Scan() && !strings.Contains(lines.Text(), "socket") {
		t.Log(lines.Text())
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		io.Copy(io.Discard, log)
		run.Wait()
	}()
	t.Cleanup(func() {
		run.Process.Kill()
		<-ended
	})
	return miniflux{t, &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}}}}
}

// call sends a request to the API of Miniflux, with body as JSON if it is not nil, and decodes the
// answer into answer if that is not nil.
func (m miniflux) call(method, path string, body, answer any) {
	m.Helper()
	var sent bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&sent).Encode(body); err != nil {
			m.Fatal(err)
		}
	}
	request, err := http.NewRequestWithContext(m.Context(), method, "http://miniflux"+path, &sent)
	if err != nil {
		m.Fatal(err)
	}
	request.SetBasicAuth("admin", minifluxPassword)
	response, err := m.client.Do(request)
	if err != nil {
		m.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= 300 {
		m.Fatalf("%s %s: %d %s, %v", method, path, response.StatusCode, text, err)
	}
	if answer != nil {
		if err := json.Unmarshal(text, answer); err != nil {
			m.Fatalf("%v in %s", err, text)
		}
	}
}
