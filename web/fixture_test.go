package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
	"paperboy/index/assist/lexicon"
	"paperboy/index/indextest"
)

// token is the token of the servers in these tests.
const token = "open sesame"

// newService returns a service with the given papers. See collectionOptions.
func newService(t *testing.T, records ...data.Record) *api.Service {
	t.Helper()
	return api.New(collectionOptions(t, records...))
}

// collectionOptions returns the options of a real service with the given papers. Its store is in a
// temporary folder; its index is the oracle engine.
func collectionOptions(t *testing.T, records ...data.Record) api.Options {
	t.Helper()
	ctx := context.Background()
	papers, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := papers.Close(); err != nil {
			t.Error(err)
		}
	})
	err = papers.Update(ctx, func(tx store.Tx) error {
		writes := make([]store.Write, len(records))
		for i, r := range records {
			if err := data.Validate(&r); err != nil {
				return fmt.Errorf("%s: %w", r.Paper.ID, err)
			}
			number, err := tx.Create()
			if err != nil {
				return err
			}
			writes[i] = store.Write{Number: number, Paper: data.Merge([]data.Record{r}), Records: []data.Record{r}, Aliases: append(r.Aliases, r.Paper.ID)}
		}
		return tx.Put(writes)
	})
	if err != nil {
		t.Fatal(err)
	}
	engine := indextest.NewOracle(papers.Identity())
	changes, err := papers.Changes(ctx, 0, len(records))
	if err != nil {
		t.Fatal(err)
	}
	head, err := papers.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.Apply(ctx, changes, head); err != nil {
		t.Fatal(err)
	}
	words := lexicon.New()
	if err := words.Read(ctx, papers); err != nil {
		t.Fatal(err)
	}
	return api.Options{Store: papers, Index: engine, Completer: words, Trends: words, Expander: words, Topics: words, Access: newAccess(t, access.Options{Token: token, Store: papers})}
}

func newAccess(t *testing.T, o access.Options) *access.Access {
	t.Helper()
	a, err := access.New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// newHandler returns a server with the API and the pages.
func newHandler(t *testing.T, service *api.Service) http.Handler {
	t.Helper()
	e := echo.New()
	if err := Install(e, service, Options{Gate: api.Install(e, service, api.HTTPOptions{}), Version: "test"}); err != nil {
		t.Fatal(err)
	}
	return e
}

// deleteFromStore deletes a paper, as an ingester would.
func deleteFromStore(t *testing.T, s *api.Service, id data.ID) {
	t.Helper()
	_, number, err := s.Library.Store.Paper(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Library.Store.Update(t.Context(), func(tx store.Tx) error { return tx.Delete([]data.Number{number}) }); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, h http.Handler, address string) *httptest.ResponseRecorder {
	t.Helper()
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, address, nil))
	return answer
}

// hostile is text that must not become markup.
const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script>{{.}}`

// collection returns 68 papers: eight for close checks, and enough others for several pages and
// facets.
func collection() []data.Record {
	number := func(n int) *int { return &n }
	origin := data.Provenance{
		Source: "file", Location: "library.jsonl", Fetched: time.Date(2025, 11, 13, 8, 0, 0, 0, time.UTC),
		Raw: map[string]string{"title": "Raw <b>title</b>"}, Warnings: []string{"year_assumed"},
	}
	records := []data.Record{
		{Paper: data.Paper{ID: "arxiv:2203.03850", Title: "UniXcoder: Unified Cross-Modal Pre-training for Code Representation", Abstract: "Pre-trained models for programming languages support code understanding and generation.\n\nWe present UniXcoder, a cross-modal model of code.", Authors: []string{"Daya Guo", "Shuai Lu", "Nan Duan", "Yanlin Wang", "Ming Zhou", "Jian Yin"}, Date: data.Date{Year: 2022, Month: 3, Day: 8}, Upvotes: number(12), Comments: number(1), Featured: data.Date{Year: 2022, Month: 3, Day: 9}, Categories: []string{"cs.CL", "cs.SE"}, Venue: "ACL", DOI: "10.48550/arxiv.2203.03850", URLs: []string{"https://huggingface.co/papers/2203.03850"}}},
		{Paper: data.Paper{ID: "arxiv:math/0211159", Title: "The entropy formula for the Ricci flow and its geometric applications", Abstract: "We present a monotonic expression for the Ricci flow, valid in all dimensions.", Authors: []string{"Grisha Perelman"}, Date: data.Date{Year: 2002, Month: 11, Day: 11}, Categories: []string{"math.DG"}}},
		{Paper: data.Paper{ID: "doi:10.1000/a(b)//c", Title: "A paper behind an awkward identifier", Abstract: "Its identifier has slashes and parentheses.", Authors: []string{"Søren Ångström"}, Date: data.Date{Year: 2010, Month: 5}}},
		{Paper: data.Paper{ID: "acl:2020.acl-main.1", Title: "Learning to understand child-directed and adult-directed speech", Abstract: "Speech directed to children differs from adult-directed speech. We compare models of both.", Authors: []string{"Lieke Gelderloos", "Grzegorz Chrupała", "Afra Alishahi"}, Date: data.Date{Year: 2020, Month: 7}, Venue: "ACL"}},
		{Paper: data.Paper{ID: "pb:00000000000000aa", Title: "Undated notes on rate distortion", Abstract: "Rate distortion theory bounds what compression can do. These notes are undated."}},
		{Paper: data.Paper{ID: "pb:00000000000000ab", Title: "Compression beyond rate distortion", Abstract: "We compress semantic information beyond rate distortion bounds.", AuthorCount: number(4), Date: data.Date{Year: 2021}}},
		{Paper: data.Paper{ID: "csf:hostile", Title: "Hostile " + hostile, Abstract: "An abstract " + hostile + " of hostile words.", Authors: []string{"Mallory " + hostile}, Venue: "Venue " + hostile, Categories: []string{"cat" + hostile}, Date: data.Date{Year: 2019}, URLs: []string{"https://example.org/?q=" + `"><b>`},
			Organization: "Organization " + hostile, AISummary: "A summary " + hostile, AIKeywords: []string{"keyword " + hostile}, Repository: "https://example.org/code?q=" + `"><b>`}},
		{Paper: data.Paper{ID: "pb:00000000000000ac", Title: "A paper without an abstract", Authors: []string{"Ada Lovelace"}, Date: data.Date{Year: 1843}}},
	}
	topics := []string{"parsing", "translation", "retrieval", "speech", "vision"}
	for i := range 60 {
		topic := topics[i%len(topics)]
		p := data.Paper{
			ID:       data.ID(fmt.Sprintf("arxiv:24%02d.%05d", i%12+1, i+1)),
			Title:    fmt.Sprintf("Notes on neural %s, part %d", topic, i+1),
			Abstract: fmt.Sprintf("We study neural %s with attention. Experiment %d shows that attention helps %s on long inputs.", topic, i, topic),
			Date:     data.Date{Year: 2015 + i%10, Month: time.Month(i%12 + 1), Day: i%28 + 1},
		}
		for j := range i%8 + 1 {
			p.Authors = append(p.Authors, fmt.Sprintf("Author %c%c", 'A'+rune(i%26), 'a'+rune(j)))
		}
		records = append(records, data.Record{Paper: p})
	}
	for i := range records {
		records[i].Origin = origin
	}
	records[0].Aliases = []data.ID{"pb:00000000000000ff"}
	return records
}
