package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/library"
	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/data/store/sqlite"
)

func TestPaperBySpelling(t *testing.T) {
	r := newRig(t)
	tests := []struct {
		path string
		want data.ID
	}{
		{"/papers/arxiv:2203.03850", "arxiv:2203.03850"},
		{"/papers/2203.03850", "arxiv:2203.03850"},
		{"/papers/arXiv:2203.03850v2", "arxiv:2203.03850"},
		{"/papers/https://arxiv.org/abs/2203.03850", "arxiv:2203.03850"},
		{"/papers/https%3A%2F%2Farxiv.org%2Fpdf%2F2203.03850v1", "arxiv:2203.03850"},
		{"/papers/math/0211159", "arxiv:math/0211159"},
		{"/papers/math%2F0211159", "arxiv:math/0211159"},
		{"/papers/doi:10.1000/x,y/z", "doi:10.1000/x,y/z"},
		{"/papers/10.1000/X,Y/Z", "doi:10.1000/x,y/z"},
		{"/papers/https://doi.org/10.1000%2Fx,y%2Fz", "doi:10.1000/x,y/z"},
		{"/papers/2020.acl-main.1", "acl:2020.acl-main.1"},
		{"/papers/lookup?id=https://arxiv.org/abs/math/0211159", "arxiv:math/0211159"},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			got := answer[data.Paper](r, test.path)
			if got.ID != test.want || len(got.Sources) != 1 {
				t.Errorf("GET %s: %s with %d sources, want %s with 1", test.path, got.ID, len(got.Sources), test.want)
			}
		})
	}
}

func TestPaperIsNeverNull(t *testing.T) {
	r := newRig(t)
	found := answer[search.Answer](r, "/search?date=unknown")
	_, body := r.get("/papers/" + string(found.Hits[0].ID))
	for _, want := range []string{`"authors":[]`, `"author_count":12`, `"date":null`, `"featured":null`, `"upvotes":null`, `"categories":[]`, `"urls":[]`, `"doi":""`, `"id":"pb:`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in %s", want, body)
		}
	}
}

func TestObservations(t *testing.T) {
	r := newEmptyRig(t)
	const series = `[{"at":"2025-11-13T07:00:00Z","upvotes":2,"comments":null,"stars":null},{"at":"2025-11-14T07:00:00Z","upvotes":9,"comments":1,"stars":30}]`
	body := `{"id":"test:1","title":"One","upvotes":9,"featured":"2025-11-13","observations":` + series + "}\n" + `{"id":"test:2","title":"Two"}`
	if status, body := r.post("/papers?wait=visible", body); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	for path, want := range map[string]string{"/papers/test:1/observations": series, "/papers/test:2/observations": "[]"} {
		if status, body := r.get(path); status != http.StatusOK || strings.TrimSpace(body) != want {
			t.Errorf("GET %s: %d %s, want %s", path, status, body, want)
		}
	}
	if status, body := r.get("/papers/test:3/observations"); status != http.StatusNotFound {
		t.Errorf("an unknown paper: %d %s", status, body)
	}
	for path, want := range map[string]bool{
		"/search?q=one": false, "/papers?ids=test:1": false, "/papers/test:1": true, "/papers/test:1?fields=title": false, "/search?q=one&fields=id,observations": true,
	} {
		if _, body := r.get(path); strings.Contains(body, `"observations":`+series) != want {
			t.Errorf("GET %s: %s, with observations: want %v", path, body, want)
		}
	}
}

func TestPapers(t *testing.T) {
	r := newRig(t)
	got := answer[library.PapersAnswer](r, "/papers?ids=math/0211159,arXiv:9912.00001,2203.03850&id=10.1000/x,y/z")
	var found []data.ID
	for _, p := range got.Papers {
		found = append(found, p.ID)
	}
	if diff := cmp.Diff([]data.ID{"arxiv:math/0211159", "arxiv:2203.03850", "doi:10.1000/x,y/z"}, found); diff != "" {
		t.Errorf("papers (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]data.ID{"arxiv:9912.00001"}, got.Missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
}

func TestSimilar(t *testing.T) {
	r := newRig(t)
	want := data.ID("acl:2020.acl-main.1")
	for _, path := range []string{"/papers/10.1000/x,y/z/similar", "/papers/10.1000%2Fx,y%2Fz/similar?limit=1", "/similar?id=10.1000/x,y/z", "/similar?like=10.1000/x,y/z&to=2021"} {
		got := answer[similar.Answer](r, path)
		if len(got.Hits) == 0 || got.Hits[0].ID != want || len(got.Hits[0].SharedTerms) == 0 || got.Hits[0].Paper.Title == "" {
			t.Errorf("GET %s: %+v", path, got.Hits)
		}
	}
	bodies := []string{
		`{"text":"translating speech","limit":1}`,
		`{"like":["doi:10.1000/x,y/z"],"limit":1,"fields":["title"]}`,
		`{"like":"doi:10.1000/x,y/z","unlike":["2203.03850"],"without_terms":["networks"],"from":"2016","author_count":["3","5"],"date":null}`,
	}
	for _, body := range bodies {
		status, got := r.post("/similar", body)
		if a := decode[similar.Answer](r, got); status != http.StatusOK || len(a.Hits) != 1 || a.Hits[0].ID != want {
			t.Errorf("POST /similar %s: %d %s", body, status, got)
		}
	}
}

func TestAddPapers(t *testing.T) {
	r := newEmptyRig(t)
	tests := []struct {
		name, body string
		header     []string
		want       library.AddAnswer
	}{
		{
			name: "one good, one bad",
			body: `{"id":"test:1","title":"One"}` + "\nnonsense\n" + `{"id":"test:2","title":"Two"}`,
			want: library.AddAnswer{Accepted: 2, IDs: []data.ID{"test:1", "test:2"}, Rejected: []data.Rejection{{Line: 2}}},
		},
		{
			name: "the same again, in an array",
			body: `[{"id":"test:1","title":"One"}, {"abstract":"Of nothing."}, {"id":"test:2","title":"Two","abstract":"Now with one."}]`,
			want: library.AddAnswer{Accepted: 2, Unchanged: 1, Updated: 1, IDs: []data.ID{"test:1", "test:2"}, Rejected: []data.Rejection{{Line: 2}}},
		},
		{
			name:   "gzip",
			body:   zipped(`{"id":"test:3","title":"Three"}`),
			header: []string{"Content-Encoding", "gzip"},
			want:   library.AddAnswer{Accepted: 1, IDs: []data.ID{"test:3"}, Rejected: []data.Rejection{}},
		},
		{
			name:   "curl, told nothing of the type",
			body:   `{"id":"test:3","title":"Three"}`,
			header: []string{"Content-Type", "application/x-www-form-urlencoded"},
			want:   library.AddAnswer{Accepted: 1, Unchanged: 1, IDs: []data.ID{"test:3"}, Rejected: []data.Rejection{}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			response, body := r.do(http.MethodPost, "/papers?wait=visible", strings.NewReader(test.body), append(test.header, "Authorization", "Bearer "+token)...)
			if response.StatusCode != http.StatusOK {
				t.Fatalf("%d %s", response.StatusCode, body)
			}
			got := decode[library.AddAnswer](r, body)
			if got.Sequence == 0 || !got.Visible {
				t.Errorf("sequence %d, visible %v", got.Sequence, got.Visible)
			}
			for i := range got.Rejected {
				if got.Rejected[i].Reason == "" || got.Rejected[i].Code == "" {
					t.Errorf("rejected without a reason: %+v", got.Rejected[i])
				}
				got.Rejected[i] = data.Rejection{Line: got.Rejected[i].Line}
			}
			test.want.Sequence, test.want.Visible = got.Sequence, true
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if got := answer[library.StatsAnswer](r, "/stats"); got.Papers != 3 || got.Store.Papers != 3 || got.Version != "test" {
		t.Errorf("stats %+v", got)
	}
}

func TestReplaceAndDelete(t *testing.T) {
	r := newRig(t)
	auth := []string{"Authorization", "Bearer " + token}
	response, body := r.do(http.MethodPut, "/papers/math/0211159", strings.NewReader(`{"title":"Corrected","date":"2002-11-11"}`), auth...)
	if response.StatusCode != http.StatusOK {
		t.Fatalf("PUT: %d %s", response.StatusCode, body)
	}
	if got := answer[data.Paper](r, "/papers/math/0211159"); got.Title != "Corrected" || got.Abstract != "" || got.Date.String() != "2002-11-11" {
		t.Errorf("after PUT: %+v", got)
	}
	if got := ids(answer[search.Answer](r, "/search?q=corrected")); len(got) != 1 {
		t.Errorf("a search for the new title: %v", got)
	}
	steps := []struct {
		path    string
		deleted int
		left    int
	}{
		{"/papers?q=attention&dry_run=true", 2, 5},
		{"/papers?q=attention&from=2019", 1, 4},
		{"/papers/arxiv:2203.03850", 1, 3},
		{"/papers?ids=math/0211159,arxiv:9912.00001", 1, 2},
		{"/papers?source=api", 2, 0},
	}
	for _, step := range steps {
		response, body := r.do(http.MethodDelete, step.path, nil, auth...)
		if got := decode[library.DeleteAnswer](r, body); response.StatusCode != http.StatusOK || got.Deleted != step.deleted {
			t.Errorf("DELETE %s: %d %s, want %d deleted", step.path, response.StatusCode, body, step.deleted)
		}
		if got := answer[library.StatsAnswer](r, "/stats").Papers; got != step.left {
			t.Errorf("after DELETE %s: %d papers, want %d", step.path, got, step.left)
		}
	}
	if _, body := r.post("/papers", collection); decode[library.AddAnswer](r, body).Suppressed != 5 {
		t.Errorf("adding deleted papers: %s, want 5 suppressed", body)
	}
	if _, body := r.post("/papers?undelete=true", collection); decode[library.AddAnswer](r, body).Accepted != 5 {
		t.Errorf("adding deleted papers with undelete: %s, want 5 accepted", body)
	}
}

func TestExportJSONL(t *testing.T) {
	r := newRig(t)
	_, body := r.get("/export?format=jsonl&sort=oldest")
	lines := strings.Split(strings.TrimSpace(body), "\n")
	if len(lines) != 5 {
		t.Fatalf("%d lines, want 5:\n%s", len(lines), body)
	}
	var first data.Paper
	if err := json.Unmarshal([]byte(lines[0]), &first); err != nil || first.ID != "arxiv:math/0211159" || len(first.Sources) != 1 {
		t.Errorf("first line %s: %v", lines[0], err)
	}
	other := newEmptyRig(t)
	if status, answer := other.post("/papers?wait=visible", body); status != http.StatusOK || decode[library.AddAnswer](other, answer).Accepted != 5 {
		t.Errorf("adding the export: %d %s", status, answer)
	}
	if _, again := other.get("/export?format=jsonl&sort=oldest&fields=id,title,authors,date,doi"); again == "" {
		t.Error("the second export is empty")
	} else if _, want := r.get("/export?format=jsonl&sort=oldest&fields=id,title,authors,date,doi"); again != want {
		t.Errorf("exported again:\n%s\nwant\n%s", again, want)
	}
}

func TestExportOfMoreThanAPage(t *testing.T) {
	r := newEmptyRig(t)
	var lines strings.Builder
	for i := range 2500 {
		lines.WriteString(`{"id":"test:` + string(rune('a'+i%26)) + "-" + strings.Repeat("i", i/26) + `","title":"Paper"}` + "\n")
	}
	if status, body := r.post("/papers?wait=visible", lines.String()); status != http.StatusOK {
		t.Fatal(body)
	}
	_, body := r.get("/export?format=jsonl&fields=id")
	exported := strings.Split(strings.TrimSpace(body), "\n")
	slices.Sort(exported)
	if n, distinct := len(exported), len(slices.Compact(exported)); n != 2500 || distinct != 2500 {
		t.Errorf("%d lines, %d of them different, want 2500", n, distinct)
	}
}

func TestExportHeaders(t *testing.T) {
	r := newRig(t)
	response, _ := r.do(http.MethodGet, "/export?format=bibtex&q=nothingatall", nil)
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), "application/x-bibtex") || response.Header.Get("Content-Disposition") == "" {
		t.Errorf("an empty export: %d %v", response.StatusCode, response.Header)
	}
	response, _ = r.do(http.MethodGet, "/export?format=bibtex&cursor=x", nil)
	if response.StatusCode != http.StatusOK {
		t.Errorf("an export with a cursor, which it ignores: %d", response.StatusCode)
	}
}

func TestUpkeep(t *testing.T) {
	r := newRig(t)
	if status, body := r.post("/admin/check", ""); status != http.StatusOK || len(decode[library.CheckAnswer](r, body).Problems) != 0 || decode[library.CheckAnswer](r, body).Papers != 5 {
		t.Errorf("check: %d %s", status, body)
	}
	if status, body := r.post("/admin/reindex", ""); status != http.StatusOK || decode[library.ReindexAnswer](r, body).Papers != 5 {
		t.Errorf("reindex: %d %s", status, body)
	}
	response, body := r.do(http.MethodGet, "/admin/backup", nil, "Authorization", "Bearer "+token)
	if response.StatusCode != http.StatusOK {
		t.Fatalf("backup: %d %s", response.StatusCode, body)
	}
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	copied, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if stats, err := copied.Stats(t.Context()); err != nil || stats.Papers != 5 || copied.Identity() != r.options.Store.Identity() {
		t.Errorf("the backup holds %+v of %s: %v", stats, copied.Identity(), err)
	}
	if left, err := os.ReadDir(r.options.TempDir); err != nil || len(left) != 0 {
		t.Errorf("the backup left %v behind: %v", left, err)
	}
}

func TestCancelledBackup(t *testing.T) {
	r := newRig(t)
	if err := r.service.Library.Backup(t.Context(), failingWriter{}); err == nil {
		t.Error("a backup to a full disk succeeded")
	}
	if left, err := os.ReadDir(r.options.TempDir); err != nil || len(left) != 0 {
		t.Errorf("the backup left %v behind: %v", left, err)
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
