package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/lists"
	"paperboy/data"
)

func TestMapStartsByTitle(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	answer := get(t, h, "/map?paper=notes+on+neural+parsing+part+1")
	if to := answer.Header().Get("Location"); answer.Code != http.StatusSeeOther || to != "/papers/arxiv:2401.00001/neighbourhood" {
		t.Errorf("status %d, leads to %s", answer.Code, to)
	}
	doc := document(t, h, "/map?paper=neural+pars", http.StatusOK)
	if to, _ := doc.Find(".paper-names a").First().Attr("href"); !strings.HasSuffix(to, "/neighbourhood") {
		t.Errorf("the first offer leads to %q", to)
	}
	document(t, h, "/map", http.StatusOK)
}

func TestMapOfSearch(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	results := document(t, h, "/search?q=neural+parsing&from=2016", http.StatusOK)
	to, _ := results.Find(".result-head a[href^='/search/map']").Attr("href")
	doc := document(t, h, to, http.StatusOK)
	want := texts(results.Find(".hit h2 a"))
	if got := texts(doc.Find(".map-papers h3 a")); !cmp.Equal(got, want) {
		t.Errorf("papers %q, want %q", got, want)
	}
	if n := doc.Find(".wide-graph .node").Length(); n != len(want) {
		t.Errorf("%d circles for %d papers", n, len(want))
	}
	if doc.Find(".wide-graph .edge").Length() < len(want)-1 {
		t.Error("the papers are not connected")
	}
	if back, _ := doc.Find(".trail a").Attr("href"); back != "/search?from=2016&q=neural+parsing" {
		t.Errorf("back leads to %s", back)
	}
	if got := texts(document(t, h, "/search/map", http.StatusOK).Find("#as-list small")); !slices.Equal(got, []string{"The first 30 of 68 papers"}) {
		t.Errorf("the map of all papers says %q", got)
	}
	if got := texts(document(t, h, "/search/map?q=qwertzuiop", http.StatusOK).Find(".nothing")); !slices.Equal(got, []string{"No papers match."}) {
		t.Errorf("without results: %q", got)
	}
	document(t, h, "/search/map?q=perelman", http.StatusOK) // one paper
}

func TestMapOfList(t *testing.T) {
	service := newService(t, collection()...)
	h := newHandler(t, service)
	made, err := service.Lists.Create(t.Context(), lists.NewList{Name: "To read", IDs: []data.ID{"arxiv:2401.00001", "arxiv:2402.00002", "arxiv:2406.00006", "csf:hostile"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []lists.Key{made.EditKey, made.ReadKey} {
		doc := document(t, h, listURL(key), http.StatusOK)
		to, _ := doc.Find(".views a:contains('Map')").Attr("href")
		doc = document(t, h, to, http.StatusOK)
		if n := doc.Find(".wide-graph .node").Length(); n != 4 {
			t.Errorf("%d circles for 4 papers", n)
		}
		if doc.Find(".wide-graph .seed").Length() != 0 {
			t.Error("a paper of the list is shown as the one that the map is about")
		}
	}
	if answer := get(t, h, listURL(made.ReadKey)+mapPath); !strings.Contains(answer.Header().Get("Cache-Control"), "private") {
		t.Errorf("a map at a secret address may be cached: %q", answer.Header().Get("Cache-Control"))
	}
	empty, err := service.Lists.Create(t.Context(), lists.NewList{Name: "Empty"})
	if err != nil {
		t.Fatal(err)
	}
	if got := texts(document(t, h, listURL(empty.ReadKey)+mapPath, http.StatusOK).Find(".nothing")); !slices.Equal(got, []string{"A map needs at least two papers. Add papers to the list first."}) {
		t.Errorf("an empty list: %q", got)
	}
}
