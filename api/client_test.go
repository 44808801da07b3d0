package api_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/api"
	"paperboy/api/client"
	"paperboy/api/export"
	"paperboy/api/fields"
	"paperboy/api/library"
	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/index"
	"paperboy/recommend"
)

// side is one of the two implementations that are compared: the service, or the client of a server.
type side struct {
	service *api.Service
	server  *client.Client
}

func ask[P, A any](ctx context.Context, s side, e *api.Endpoint[P, A], p P) (A, error) {
	if s.server != nil {
		return client.Call(ctx, s.server, e, p)
	}
	return e.Use(ctx, s.service, p)
}

func fetch[P any](ctx context.Context, s side, d *api.Download[P], p P) (string, error) {
	var b bytes.Buffer
	var err error
	if s.server != nil {
		err = client.Download(ctx, s.server, d, p, &b)
	} else {
		err = d.Use(ctx, s.service, p, &b)
	}
	return b.String(), err
}

func newClient(r *rig) *client.Client {
	r.Helper()
	c, err := client.New(r.url, token, nil)
	if err != nil {
		r.Fatal(err)
	}
	return c
}

// TestClientIsTheService checks that the client returns what the service returns, including errors.
func TestClientIsTheService(t *testing.T) {
	r := newRig(t)
	remote := newClient(r)
	ctx := t.Context()
	calls := map[string]func(side) (any, error){
		"search": func(p side) (any, error) {
			return ask(ctx, p, api.Search, search.Params{Q: "attention", Limit: 1, Facets: []index.Facet{index.FacetVenue}, Explain: true, Highlight: true})
		},
		"merges of one paper": func(p side) (any, error) {
			return ask(ctx, p, api.Merges, api.OfPaper[api.None]{ID: "arxiv:2203.03850"})
		},
		"merges of no paper": func(p side) (any, error) {
			return ask(ctx, p, api.Merges, api.OfPaper[api.None]{ID: "arxiv:2203.99999"})
		},
		"newest merges":   func(p side) (any, error) { return ask(ctx, p, api.NewestMerges, library.MergesParams{Limit: 5}) },
		"too many merges": func(p side) (any, error) { return ask(ctx, p, api.NewestMerges, library.MergesParams{Limit: 1000}) },
		"merge with itself": func(p side) (any, error) {
			return ask(ctx, p, api.MergePapers, api.OfPaper[library.OtherPaper]{ID: "arxiv:2203.03850", Params: library.OtherPaper{ID: "arxiv:2203.03850"}})
		},
		"undo of no merge": func(p side) (any, error) {
			return ask(ctx, p, api.Unmerge, api.OfPaper[library.MergeNumber]{ID: "arxiv:2203.03850", Params: 7})
		},
		"search of the zero value": func(p side) (any, error) { return ask(ctx, p, api.Search, search.Params{}) },
		"search with filters": func(p side) (any, error) {
			return ask(ctx, p, api.Search, search.Params{Limit: 5, Sort: index.ByOldest, Filter: index.Filter{
				From: data.Date{Year: 2003}, AuthorsMax: 3, Values: map[index.Facet][]string{index.FacetVenue: {"Journal of Tests", "ACL"}},
			}})
		},
		"search beyond the limit": func(p side) (any, error) { return ask(ctx, p, api.Search, search.Params{Limit: 1000}) },
		"search with a bad cursor": func(p side) (any, error) {
			return ask(ctx, p, api.Search, search.Params{Limit: 5, Cursor: "AAAA"})
		},
		"paper": func(p side) (any, error) {
			return thePaper(ask(ctx, p, api.Paper, api.OfPaper[[]string]{ID: "doi:10.1000/x,y/z"}))
		},
		"no paper": func(p side) (any, error) { return thePaper(ask(ctx, p, api.Paper, api.OfPaper[[]string]{ID: "x:1"})) },
		"papers": func(p side) (any, error) {
			return ask(ctx, p, api.Papers, library.IDs{IDs: []data.ID{"doi:10.1000/x,y/z", "x:1"}})
		},
		"no papers": func(p side) (any, error) { return ask(ctx, p, api.Papers, library.IDs{}) },
		"similar": func(p side) (any, error) {
			return ask(ctx, p, api.Similar, similar.Params{Like: []data.ID{"doi:10.1000/x,y/z"}, Tuning: similar.Tuning{Limit: 2}})
		},
		"similar text": func(p side) (any, error) {
			return ask(ctx, p, api.Similar, similar.Params{Text: "speech \"networks\"", Tuning: similar.Tuning{Limit: 2}})
		},
		"similar to no": func(p side) (any, error) {
			return ask(ctx, p, api.Similar, similar.Params{Like: []data.ID{"x:1"}, Tuning: similar.Tuning{Limit: 2}})
		},
		"similar as the reader wants it": func(p side) (any, error) {
			return ask(ctx, p, api.Similar, similar.Params{
				Like: []data.ID{"doi:10.1000/x,y/z"}, Unlike: []data.ID{"arxiv:2203.03850"}, Tuning: similar.Tuning{
					Limit: 2, SharedTerms: 1, Variety: .3,
					WithoutTerms: []string{"speech"}, BoostTerms: []recommend.Boost{{Term: "a:b", Factor: 2}, {Term: "networks", Factor: .25}},
				},
			})
		},
		"between": func(p side) (any, error) {
			return ask(ctx, p, api.Between, similar.BetweenParams{A: "doi:10.1000/x,y/z", B: "arxiv:2203.03850", Tuning: similar.Tuning{Limit: 2, BoostTerms: []recommend.Boost{{Term: "networks", Factor: 3}}}})
		},
		"between no two": func(p side) (any, error) {
			return ask(ctx, p, api.Between, similar.BetweenParams{A: "doi:10.1000/x,y/z"})
		},
		"nothing": func(p side) (any, error) {
			return ask(ctx, p, api.Similar, similar.Params{Tuning: similar.Tuning{Limit: 2}})
		},
		"jsonl": func(p side) (any, error) {
			return fetch(ctx, p, api.Export, search.ExportParams{Params: search.Params{}, Format: export.JSONL})
		},
		"bibtex": func(p side) (any, error) {
			return fetch(ctx, p, api.Export, search.ExportParams{Params: search.Params{Q: "attention"}, Format: export.BibTeX})
		},
		"ris": func(p side) (any, error) {
			return fetch(ctx, p, api.Export, search.ExportParams{Params: search.Params{Q: "attention"}, Format: export.RIS})
		},
		"pdf":           func(p side) (any, error) { return fetch(ctx, p, api.Export, search.ExportParams{Format: "pdf"}) },
		"stats":         func(p side) (any, error) { return ask(ctx, p, api.Stats, api.None{}) },
		"check":         func(p side) (any, error) { return ask(ctx, p, api.Check, api.None{}) },
		"delete no one": func(p side) (any, error) { return ask(ctx, p, api.DeletePapers, library.Deletion{}) },
		"delete all": func(p side) (any, error) {
			return ask(ctx, p, api.DeletePapers, library.Deletion{Matching: &search.Params{}})
		},
		"delete dry": func(p side) (any, error) {
			return ask(ctx, p, api.DeletePapers, library.Deletion{Matching: &search.Params{Q: "attention"}, DryRun: true})
		},
		"delete dry by id": func(p side) (any, error) {
			return ask(ctx, p, api.DeletePapers, library.Deletion{IDs: []data.ID{"doi:10.1000/x,y/z", "x:1"}, DryRun: true})
		},
		"delete unknown source": func(p side) (any, error) { return ask(ctx, p, api.DeletePapers, library.Deletion{Source: "nowhere"}) },
	}
	ignore := cmp.Options{
		cmpopts.IgnoreFields(search.Answer{}, "TookMS"), cmpopts.IgnoreFields(similar.Answer{}, "TookMS"), cmpopts.IgnoreFields(similar.BetweenAnswer{}, "TookMS"), cmpopts.IgnoreFields(library.CheckAnswer{}, "TookMS"), cmpopts.IgnoreFields(library.StoreHealth{}, "DiskFree"),
		cmpopts.EquateEmpty(),
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			want, wantErr := call(side{service: r.service})
			got, err := call(side{server: remote})
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

func thePaper(p fields.Explained, err error) (data.Paper, error) { return p.Paper.Paper, err }

func TestClientChanges(t *testing.T) {
	r := newRig(t)
	remote := side{server: newClient(r)}
	ctx := t.Context()
	if got, err := ask(ctx, remote, api.ReplacePaper, api.OfPaper[data.Paper]{ID: "arxiv:math/0211159", Params: data.Paper{Title: "Corrected"}}); err != nil || got.ID != "arxiv:math/0211159" {
		t.Errorf("replace: %+v, %v", got, err)
	}
	if got, err := ask(ctx, remote, api.DeletePapers, library.Deletion{IDs: []data.ID{"doi:10.1000/x,y/z", "x:1"}}); err != nil || got.Deleted != 1 || len(got.Missing) != 1 {
		t.Errorf("delete: %+v, %v", got, err)
	}
	if got, err := ask(ctx, remote, api.Reindex, api.None{}); err != nil || got.Papers != 4 {
		t.Errorf("reindex: %+v, %v", got, err)
	}
	if file, err := fetch(ctx, remote, api.Backup, api.None{}); err != nil || !strings.HasPrefix(file, "SQLite format 3\x00") {
		t.Errorf("backup: %d bytes, %v", len(file), err)
	}
	if got, err := ask(ctx, remote, api.DeletePapers, library.Deletion{Source: "api"}); err != nil || got.Deleted == 0 {
		t.Errorf("delete source: %+v, %v", got, err)
	}
}

// TestClientAddsInParts adds papers that need more than one request. It checks that rejections have
// the line numbers of the whole, that a part with only rejected lines does not stop the rest, and
// that a line too long for a request is rejected.
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
	got, err := newClient(r).AddPapers(t.Context(), strings.NewReader(body.String()), library.AddParams{WaitVisible: true})
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
		if _, err := client.Call(t.Context(), c, api.Stats, api.None{}); err == nil || !strings.Contains(err.Error(), address) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, address := range []string{"", "localhost:8080", "ftp://x", "http://"} {
		if _, err := client.New(address, "", nil); err == nil {
			t.Errorf("New(%q) returned no error", address)
		}
	}
	r := newRig(t)
	c, err := client.New(r.url+"/", "wrong", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Call(t.Context(), c, api.Reindex, api.None{})
	if problem, ok := errors.AsType[*api.Problem](err); !ok || problem.Code != "unknown_key" {
		t.Errorf("with a wrong token: %v", err)
	}
}
