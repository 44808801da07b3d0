package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestOnlyWritersSeeFolders asks for the sources of a paper in every way, with and without the token.
func TestOnlyWritersSeeFolders(t *testing.T) {
	r := newEmptyRig(t)
	const papers = `{"id":"arxiv:2203.03850","title":"Graph neural networks for molecules","sources":[{"source":"file","location":"/home/ada/papers.bib","fetched":"2025-11-13T08:00:00Z"}],"authors":["Ada Lovelace"],"date":"2022"}
{"id":"arxiv:2203.03850","title":"Graph neural networks for molecules and more","sources":[{"source":"file","location":"/home/ada/other.bib","fetched":"2025-11-14T08:00:00Z","warnings":["year_assumed"]}],"authors":["Ada Lovelace"],"date":"2023"}
`
	if status, body := r.post("/papers?wait=visible", papers); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	for _, path := range []string{
		"/papers/arxiv:2203.03850", "/papers/lookup?id=arxiv:2203.03850", "/papers/arxiv:2203.03850/merges", "/merges",
		"/search?q=graph&fields=sources", "/export?format=jsonl&q=graph", "/papers/arxiv:2203.03850?fields=provenance,warnings",
	} {
		for name, header := range map[string][]string{"a reader": nil, "the owner": {"Authorization", "Bearer " + token}} {
			response, body := r.do(http.MethodGet, path, nil, header...)
			if response.StatusCode != http.StatusOK || !strings.Contains(body, `.bib"`) {
				t.Fatalf("%s: %d %s, want the names of the files", path, response.StatusCode, body)
			}
			if sees := strings.Contains(body, "/home/ada"); sees != (header != nil) {
				t.Errorf("%s: %s sees the folder: %v\n%s", path, name, sees, body)
			}
		}
	}
}
