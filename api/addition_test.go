package api_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"paperboy/api"
	"paperboy/api/add"
	"paperboy/api/client"
	datafetch "paperboy/data/fetch"
	"paperboy/data/fetch/fetchtest"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

// fetching serves the library of a rig with a client that reaches net.
func (r *rig) fetching(net *fetchtest.Server) *rig {
	client := datafetch.NewClient(datafetch.ClientOptions{HTTP: format.NewClient(true), Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	return newRigWith(r.T, r.options, func(s *api.Service) { s.TurnFetchingOn(client, net.Sources) })
}

// TestAdd adds papers over HTTP, with the client, and on a server that may not fetch.
func TestAdd(t *testing.T) {
	net := fetchtest.New(t)
	off := newRig(t)
	r := off.fetching(net)
	status, body := off.post("/add", `{"ids":["2501.01234"]}`)
	if status != http.StatusOK || !strings.Contains(body, `"code":"fetch_off"`) || len(net.Requests()) > 0 {
		t.Errorf("without fetching: %d %s", status, body)
	}
	status, body = r.post("/add", `{"ids":["arXiv:2203.03850","2501.01234"],"urls":["`+net.URL+`/page"],"titles":["On Papers and Their Readers"]}`)
	for _, want := range []string{`"outcome":"present"`, `"outcome":"added","papers":[{"id":"arxiv:2501.01234","title":"On Papers and Their Readers"}]`, `"id":"doi:10.1000/page.1"`, `"outcome":"choose"`, `"added":2`, `"visible":true`, `"from":"arXiv","present":true`} {
		if status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("POST /add: %d %s, want %s", status, body, want)
		}
	}
	if status, body := r.get("/search?q=readers"); status != http.StatusOK || !strings.Contains(body, "arxiv:2501.01234") {
		t.Errorf("the paper is not found: %d %s", status, body)
	}
	answer, err := client.Call(t.Context(), newClient(r), api.Add, add.Params{Text: "2020.acl-main.1\nopenreview:aB3-_xyz9"})
	if err != nil || len(answer.Items) != 2 || answer.Items[0].Outcome != add.Present || answer.Items[1].Outcome != add.Added {
		t.Errorf("the client: %+v, %v", answer, err)
	}
	for _, wrong := range []string{`{}`, `{"id":"2501.01234"}`, `[]`} {
		if status, body := r.post("/add", wrong); status != http.StatusBadRequest {
			t.Errorf("POST /add %s: %d %s", wrong, status, body)
		}
	}
}

// TestIngestPDF checks that a PDF is accepted where files are, and looked up only if that is asked
// for.
func TestIngestPDF(t *testing.T) {
	net := fetchtest.New(t)
	r := newRig(t).fetching(net)
	content := string(formattest.PDF("", "On Papers and Their Readers", "arXiv:2501.01234v2 [cs.DL] 5 Jan 2025"))
	status, body := r.post("/ingest?name=a.pdf", content)
	if status != http.StatusOK || !strings.Contains(body, `"ids":["arxiv:2501.01234"]`) || len(net.Requests()) > 0 {
		t.Errorf("POST /ingest: %d %s", status, body)
	}
	if status, body := r.post("/ingest?name=b.pdf&lookup=true", strings.ReplaceAll(content, "2501.01234", "2501.09999")); status != http.StatusOK || !strings.Contains(body, `"notices":["b.pdf: Only the PDF itself was used: arxiv:2501.09999 could not be looked up`) || len(net.Requests()) != 1 {
		t.Errorf("POST /ingest?lookup=true: %d %s", status, body)
	}
}
