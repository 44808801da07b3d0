package api_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"paperboy/api/export"
	"paperboy/api/search"
	"paperboy/api/similar"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/api"
	"paperboy/api/client"
	"paperboy/data"
	"paperboy/index"
	"paperboy/recommend"
)

func newClient(r *rig) api.UseCases {
	r.Helper()
	c, err := client.New(r.url, token, nil)
	if err != nil {
		r.Fatal(err)
	}
	return c
}

// The client answers as the service does, errors included.
func TestClientIsTheService(t *testing.T) {
	r := newRig(t)
	remote := newClient(r)
	ctx := t.Context()
	calls := map[string]func(api.UseCases) (any, error){
		"search": func(p api.UseCases) (any, error) {
			return p.Search(ctx, search.Params{Q: "attention", Limit: 1, Facets: []index.Facet{index.FacetVenue}, Explain: true, Highlight: true})
		},
		"merges of one paper":      func(p api.UseCases) (any, error) { return p.Merges(ctx, "arxiv:2203.03850") },
		"merges of no paper":       func(p api.UseCases) (any, error) { return p.Merges(ctx, "arxiv:2203.99999") },
		"newest merges":            func(p api.UseCases) (any, error) { return p.NewestMerges(ctx, api.MergesParams{Limit: 5}) },
		"too many merges":          func(p api.UseCases) (any, error) { return p.NewestMerges(ctx, api.MergesParams{Limit: 1000}) },
		"merge with itself":        func(p api.UseCases) (any, error) { return p.MergePapers(ctx, "arxiv:2203.03850", "arxiv:2203.03850") },
		"undo of no merge":         func(p api.UseCases) (any, error) { return p.Unmerge(ctx, "arxiv:2203.03850", 7) },
		"search of the zero value": func(p api.UseCases) (any, error) { return p.Search(ctx, search.Params{}) },
		"search with filters": func(p api.UseCases) (any, error) {
			return p.Search(ctx, search.Params{Limit: 5, Sort: index.ByOldest, Filter: index.Filter{
				From: data.Date{Year: 2003}, AuthorsMax: 3, Values: map[index.Facet][]string{index.FacetVenue: {"Journal of Tests", "ACL"}},
			}})
		},
		"search beyond the limit": func(p api.UseCases) (any, error) { return p.Search(ctx, search.Params{Limit: 1000}) },
		"search with a bad cursor": func(p api.UseCases) (any, error) {
			return p.Search(ctx, search.Params{Limit: 5, Cursor: "AAAA"})
		},
		"paper":     func(p api.UseCases) (any, error) { return p.Paper(ctx, "doi:10.1000/x,y/z") },
		"no paper":  func(p api.UseCases) (any, error) { return p.Paper(ctx, "x:1") },
		"papers":    func(p api.UseCases) (any, error) { return p.Papers(ctx, []data.ID{"doi:10.1000/x,y/z", "x:1"}) },
		"no papers": func(p api.UseCases) (any, error) { return p.Papers(ctx, nil) },
		"similar": func(p api.UseCases) (any, error) {
			return p.Similar(ctx, similar.Params{Like: []data.ID{"doi:10.1000/x,y/z"}, Tuning: similar.Tuning{Limit: 2}})
		},
		"similar text": func(p api.UseCases) (any, error) {
			return p.Similar(ctx, similar.Params{Text: "speech \"networks\"", Tuning: similar.Tuning{Limit: 2}})
		},
		"similar to no": func(p api.UseCases) (any, error) {
			return p.Similar(ctx, similar.Params{Like: []data.ID{"x:1"}, Tuning: similar.Tuning{Limit: 2}})
		},
		"similar as the reader wants it": func(p api.UseCases) (any, error) {
			return p.Similar(ctx, similar.Params{
				Like: []data.ID{"doi:10.1000/x,y/z"}, Unlike: []data.ID{"arxiv:2203.03850"}, Tuning: similar.Tuning{
					Limit: 2, SharedTerms: 1, Variety: .3,
					WithoutTerms: []string{"speech"}, BoostTerms: []recommend.Boost{{Term: "a:b", Factor: 2}, {Term: "networks", Factor: .25}},
				},
			})
		},
		"between": func(p api.UseCases) (any, error) {
			return p.Between(ctx, similar.BetweenParams{A: "doi:10.1000/x,y/z", B: "arxiv:2203.03850", Tuning: similar.Tuning{Limit: 2, BoostTerms: []recommend.Boost{{Term: "networks", Factor: 3}}}})
		},
		"between no two": func(p api.UseCases) (any, error) {
			return p.Between(ctx, similar.BetweenParams{A: "doi:10.1000/x,y/z"})
		},
		"nothing": func(p api.UseCases) (any, error) {
			return p.Similar(ctx, similar.Params{Tuning: similar.Tuning{Limit: 2}})
		},
		"jsonl": func(p api.UseCases) (any, error) {
			var b bytes.Buffer
			err := p.Export(ctx, search.Params{}, export.JSONL, &b)
			return b.String(), err
		},
		"bibtex": func(p api.UseCases) (any, error) {
			var b bytes.Buffer
			err := p.Export(ctx, search.Params{Q: "attention"}, export.BibTeX, &b)
			return b.String(), err
		},
		"ris": func(p api.UseCases) (any, error) {
			var b bytes.Buffer
			err := p.Export(ctx, search.Params{Q: "attention"}, export.RIS, &b)
			return b.String(), err
		},
		"pdf":           func(p api.UseCases) (any, error) { return nil, p.Export(ctx, search.Params{}, "pdf", io.Discard) },
		"stats":         func(p api.UseCases) (any, error) { return p.Stats(ctx) },
		"check":         func(p api.UseCases) (any, error) { return p.Check(ctx) },
		"delete no one": func(p api.UseCases) (any, error) { return p.DeletePapers(ctx, api.Deletion{}) },
		"delete all": func(p api.UseCases) (any, error) {
			return p.DeletePapers(ctx, api.Deletion{Matching: &search.Params{}})
		},
		"delete dry": func(p api.UseCases) (any, error) {
			return p.DeletePapers(ctx, api.Deletion{Matching: &search.Params{Q: "attention"}, DryRun: true})
		},
		"delete dry by id": func(p api.UseCases) (any, error) {
			return p.DeletePapers(ctx, api.Deletion{IDs: []data.ID{"doi:10.1000/x,y/z", "x:1"}, DryRun: true})
		},
		"delete unknown source": func(p api.UseCases) (any, error) { return p.DeletePapers(ctx, api.Deletion{Source: "nowhere"}) },
	}
	ignore := cmp.Options{
		cmpopts.IgnoreFields(search.Answer{}, "TookMS"), cmpopts.IgnoreFields(similar.Answer{}, "TookMS"), cmpopts.IgnoreFields(similar.BetweenAnswer{}, "TookMS"), cmpopts.IgnoreFields(api.CheckAnswer{}, "TookMS"),
		cmpopts.EquateEmpty(),
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			want, wantErr := call(r.service)
			got, err := call(remote)
			if (err == nil) != (wantErr == nil) {
				t.Fatalf("the client's error is %v, the service's %v", err, wantErr)
			}
			if wantErr != nil {
				if got, want := api.ProblemOf(err), api.ProblemOf(wantErr); got.Code != want.Code || got.Detail != want.Detail {
					t.Errorf("the client's problem is %s %q, the service's %s %q", got.Code, got.Detail, want.Code, want.Detail)
				}
				return
			}
			if diff := cmp.Diff(want, got, ignore); diff != "" {
				t.Errorf("(-service +client):\n%s", diff)
			}
		})
	}
}

func TestClientChanges(t *testing.T) {
	r := newRig(t)
	remote := newClient(r)
	ctx := t.Context()
	if got, err := remote.ReplacePaper(ctx, "arxiv:math/0211159", data.Paper{Title: "Corrected"}); err != nil || got.ID != "arxiv:math/0211159" {
		t.Errorf("replace: %+v, %v", got, err)
	}
	if got, err := remote.DeletePapers(ctx, api.Deletion{IDs: []data.ID{"doi:10.1000/x,y/z", "x:1"}}); err != nil || got.Deleted != 1 || len(got.Missing) != 1 {
		t.Errorf("delete: %+v, %v", got, err)
	}
	if got, err := remote.Reindex(ctx); err != nil || got.Papers != 4 {
		t.Errorf("reindex: %+v, %v", got, err)
	}
	var b bytes.Buffer
	if err := remote.Backup(ctx, &b); err != nil || !strings.HasPrefix(b.String(), "SQLite format 3\x00") {
		t.Errorf("backup: %d bytes, %v", b.Len(), err)
	}
	if got, err := remote.DeletePapers(ctx, api.Deletion{Source: "api"}); err != nil || got.Deleted == 0 {
		t.Errorf("delete source: %+v, %v", got, err)
	}
}

// More than one part: lines keep their numbers, a part of rejects alone does not
// stop the rest, and a line that no server reads is named.
func TestClientAddsInParts(t *testing.T) {
	r := newEmptyRig(t)
	abstract := strings.Repeat("long ", 15_000) // 75 kB
	var body strings.Builder
	for i := range 60 {
		fmt.Fprintf(&body, `{"id":"test:%d","title":"Paper %d"}`+"\n", i, i)
	}
	for range 60 {
		body.WriteString(`{"abstract":"` + abstract + `"}` + "\n")
	}
	body.WriteString(`{"title":"` + strings.Repeat("x", 17<<20) + `"}` + "\n\n")
	body.WriteString(`{"id":"test:last","title":"Last"}`)
	got, err := newClient(r).AddPapers(t.Context(), strings.NewReader(body.String()), api.AddParams{WaitVisible: true})
	if err != nil {
		t.Fatal(err)
	}
	if got.Accepted != 61 || len(got.IDs) != 61 || got.IDs[60] != "test:last" || !got.Visible || got.Sequence == 0 {
		t.Errorf("accepted %d, %d ids, visible %v, sequence %d", got.Accepted, len(got.IDs), got.Visible, got.Sequence)
	}
	lines := map[int]bool{}
	for _, rejected := range got.Rejected {
		lines[rejected.Line] = true
	}
	for line := 61; line <= 121; line++ {
		if !lines[line] {
			t.Errorf("line %d was not rejected", line)
		}
	}
	if len(got.Rejected) != 61 {
		t.Errorf("%d rejected, want 61", len(got.Rejected))
	}
}

func TestClientErrors(t *testing.T) {
	stranger := httptest.NewServer(http.NotFoundHandler())
	defer stranger.Close()
	gone := httptest.NewServer(nil)
	gone.Close()
	for name, address := range map[string]string{"a stranger": stranger.URL, "nobody": gone.URL} {
		c, err := client.New(address, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Stats(t.Context()); err == nil || !strings.Contains(err.Error(), address) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, address := range []string{"", "localhost:8080", "ftp://x", "http://"} {
		if _, err := client.New(address, "", nil); err == nil {
			t.Errorf("New(%q) took it", address)
		}
	}
	r := newRig(t)
	c, err := client.New(r.url+"/", "wrong", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Reindex(t.Context())
	if problem, ok := errors.AsType[*api.Problem](err); !ok || problem.Code != "unknown_key" {
		t.Errorf("with a wrong token: %v", err)
	}
}
