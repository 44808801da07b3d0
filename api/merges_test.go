package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/store"
)

// twins are two records of one paper, which the title rule merges, and a record of another paper.
const twins = `{"id":"acl:P18-1234","title":"A Study of Many Studies","authors":["Ada Lovelace"],"date":"2018-07","venue":"ACL","doi":"10.1000/X"}
{"id":"arxiv:1806.00001","title":"A study of many studies","authors":["A. Lovelace","B. Noyce"],"date":"2018-06-02"}
{"id":"test:3","title":"Quite another paper","authors":["Ada Lovelace"]}
`

func newTwins(t *testing.T) *rig {
	t.Helper()
	r := newEmptyRig(t)
	if status, body := r.post("/papers?wait=visible", twins); status != http.StatusOK {
		t.Fatalf("POST /papers: %d %s", status, body)
	}
	return r
}

func TestMergesAndUndo(t *testing.T) {
	r := newTwins(t)
	const path = "/papers/arxiv:1806.00001/merges"
	got := answer[library.MergesAnswer](r, path)
	want := library.MergesAnswer{Merges: []library.MergeAnswer{
		{Number: 1, ID: "arxiv:1806.00001", Title: "A Study of Many Studies", Reason: "same title and author", Records: []library.MergedRecord{{ID: "arxiv:1806.00001", Title: "A study of many studies", Source: "api", Location: "api"}}},
	}}
	ignore := cmp.Options{cmpopts.IgnoreFields(library.MergeAnswer{}, "At", "Undone"), cmpopts.IgnoreFields(library.MergedRecord{}, "Fetched")}
	if diff := cmp.Diff(want, got, ignore); diff != "" {
		t.Errorf("merges (-want +got):\n%s", diff)
	}
	if age := time.Since(got.Merges[0].At); age < 0 || age > time.Minute {
		t.Errorf("merged %v ago", age)
	}
	_, body := r.get(path)
	api.ValidateAnswer(t, "get", "/papers/{id}/merges", http.StatusOK, body)

	for _, test := range []struct {
		path, token string
		status      int
		code        string
	}{
		{path + "/1/undo", "", http.StatusUnauthorized, "unauthorized"},
		{path + "/1/undo", "wrong", http.StatusUnauthorized, "unknown_key"},
		{path + "/9/undo", token, http.StatusNotFound, "not_found"},
		{path + "/1/undo?why=x", token, http.StatusBadRequest, "unknown_parameter"},
		{"/papers/test:3/merges/1/undo", token, http.StatusNotFound, "not_found"},
		{"/papers/test:9/merges/1/undo", token, http.StatusNotFound, "not_found"},
		{"/papers/test:3/merges/x/undo", token, http.StatusMethodNotAllowed, "method_not_allowed"},
		{"/papers/test:3", token, http.StatusMethodNotAllowed, "method_not_allowed"},
	} {
		var header []string
		if test.token != "" {
			header = []string{"Authorization", "Bearer " + test.token}
		}
		response, body := r.do(http.MethodPost, test.path, nil, header...)
		if problem := decode[api.Problem](r, body); response.StatusCode != test.status || string(problem.Code) != test.code {
			t.Errorf("POST %s: %d %s, want %d %s", test.path, response.StatusCode, body, test.status, test.code)
		}
	}

	status, body := r.post(path+"/1/undo", "")
	api.ValidateAnswer(t, "post", "/papers/{id}/merges/{number}/undo", status, body)
	undone := decode[library.UnmergeAnswer](r, body)
	if status != http.StatusOK || undone.ID != "acl:P18-1234" || undone.Apart != "arxiv:1806.00001" {
		t.Fatalf("undo: %d %s", status, body)
	}
	for id, want := range map[string]data.ID{"P18-1234": "acl:P18-1234", "10.1000/x": "acl:P18-1234", "1806.00001": "arxiv:1806.00001"} {
		if p := answer[data.Paper](r, "/papers/"+id); p.ID != want {
			t.Errorf("%s leads to %s, want %s", id, p.ID, want)
		}
	}
	if found := answer[search.Answer](r, "/search?q=studies"); found.Total != 2 {
		t.Errorf("a search finds %d papers, want both", found.Total)
	}
	after := answer[library.MergesAnswer](r, "/papers/1806.00001/merges")
	if len(after.Merges) != 1 || after.Merges[0].Stands() || after.Merges[0].Apart != "arxiv:1806.00001" {
		t.Errorf("merges of the paper that left: %+v", after)
	}
	if status, body := r.post(path+"/1/undo", ""); status != http.StatusNotFound {
		t.Errorf("undone twice: %d %s", status, body)
	}
	if status, body := r.post("/papers?wait=visible", twins); status != http.StatusOK {
		t.Fatalf("POST /papers: %d %s", status, body)
	}
	if found := answer[search.Answer](r, "/search?q=studies"); found.Total != 2 {
		t.Errorf("after the same again a search finds %d papers, want both", found.Total)
	}

	status, body = r.post("/papers/P18-1234/merges", `{"id":"https://arxiv.org/abs/1806.00001v2"}`)
	api.ValidateAnswer(t, "post", "/papers/{id}/merges", status, body)
	if merged := decode[library.MergedAnswer](r, body); status != http.StatusOK || merged.ID != "arxiv:1806.00001" {
		t.Errorf("merge: %d %s", status, body)
	}
	for body, code := range map[string]string{`{"id":"P18-1234"}`: "contradiction", `{"id":"test:9"}`: "not_found", `{"id":""}`: "invalid_id", `{`: "invalid_json"} {
		status, answer := r.post("/papers/1806.00001/merges", body)
		if problem := decode[api.Problem](r, answer); string(problem.Code) != code || status == http.StatusOK {
			t.Errorf("merge with %s: %d %s, want %s", body, status, answer, code)
		}
	}
	newest := answer[library.MergesAnswer](r, "/merges?limit=1")
	if len(newest.Merges) != 1 || newest.Merges[0].Number != 2 || newest.Merges[0].Reason != "by hand" || newest.NextBefore != 2 {
		t.Errorf("newest merges: %+v", newest)
	}
	if next := answer[library.MergesAnswer](r, fmt.Sprintf("/merges?limit=1&before=%d", newest.NextBefore)); len(next.Merges) != 1 || next.Merges[0].Number != 1 || next.NextBefore != 0 {
		t.Errorf("merges before: %+v", next)
	}
	_, body = r.get("/merges")
	api.ValidateAnswer(t, "get", "/merges", http.StatusOK, body)
}

func TestMergeProblems(t *testing.T) {
	for err, want := range map[error]string{store.ErrInseparable: "cannot_undo", store.ErrNoMerge: "not_found", store.ErrOnePaper: "contradiction"} {
		if got := api.ProblemOf(fmt.Errorf("undo: %w", err)).Code; string(got) != want {
			t.Errorf("%v: code %s, want %s", err, got, want)
		}
	}
}

func TestProvenance(t *testing.T) {
	r := newTwins(t)
	_, body := r.get("/papers/1806.00001")
	api.ValidateAnswer(t, "get", "/papers/{id}", http.StatusOK, body)
	paper := decode[struct{ Provenance []data.FieldOrigin }](r, body)
	said := map[string]string{}
	for _, f := range paper.Provenance {
		said[f.Field] = fmt.Sprintf("%v from %s, not %d", f.Value, f.Source, len(f.Alternatives))
	}
	for field, want := range map[string]string{
		"title": "A Study of Many Studies from api, not 1", "date": "2018-06-02 from api, not 1", "venue": "ACL from api, not 0", "doi": "10.1000/x from api, not 0",
	} {
		if said[field] != want {
			t.Errorf("%s: %q, want %q", field, said[field], want)
		}
	}
	for query, want := range map[string]string{"?fields=title": `{"title":"A Study of Many Studies"}`, "?fields=warnings": `{"warnings":[]}`} {
		if _, body := r.get("/papers/1806.00001" + query); strings.TrimSpace(body) != want {
			t.Errorf("%s: %s, want %s", query, body, want)
		}
	}
	if status, _ := r.get("/search?fields=provenance"); status != http.StatusBadRequest {
		t.Errorf("a search took the field provenance: %d", status)
	}
}
