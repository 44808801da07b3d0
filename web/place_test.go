package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api"
	"paperboy/data"
	"paperboy/web/view"
)

// graphs returns n papers on graphs, from the newest to the oldest.
func graphs(n int) []data.Record {
	var records []data.Record
	for i := range n {
		records = append(records, data.Record{
			Paper:  data.Paper{ID: data.ID(fmt.Sprintf("test:%02d", i+1)), Title: fmt.Sprintf("Graph %02d", i+1), Date: data.Date{Year: 2024 - i}},
			Origin: data.Provenance{Source: "file", Location: "/home/ada/graphs.bib"},
		})
	}
	return records
}

// TestPlace follows the results of a search from paper to paper and back.
func TestPlace(t *testing.T) {
	h := newHandler(t, newService(t, graphs(25)...))
	results := "/search?limit=10&q=graph&sort=newest"
	second := pageOf(t, h, http.StatusOK, results+"&offset=10")
	address := second.Find(".hit h2 a").First().AttrOr("href", "")
	if want := "/papers/test:11?at=11&search=limit%3D10%26q%3Dgraph%26sort%3Dnewest"; address != want {
		t.Fatalf("the first result leads to %s, want %s", address, want)
	}
	doc := pageOf(t, h, http.StatusOK, address)
	if q := doc.Find("#q").AttrOr("value", ""); q != "graph" {
		t.Errorf("%q is in the search box", q)
	}
	place := doc.Find(".back-to-results")
	if got := place.Find(".number").Text(); got != "11 of 25" {
		t.Errorf("the place is %q", got)
	}
	if canonical := doc.Find(`link[rel="canonical"]`).AttrOr("href", ""); canonical != "http://example.com/papers/test:11" {
		t.Errorf("canonical address %s", canonical)
	}
	back := pageOf(t, h, http.StatusOK, place.Find(".back").AttrOr("href", ""))
	if diff := cmp.Diff(texts(second.Find(".hit h2")), texts(back.Find(".hit h2"))); diff != "" {
		t.Errorf("the way back leads to other results (-want +got):\n%s", diff)
	}
	var seen []string
	for address != "" {
		doc := pageOf(t, h, http.StatusOK, address)
		seen = append(seen, doc.Find("h1").Text())
		address = doc.Find(`.back-to-results a[rel~="next"]`).AttrOr("href", "")
		if previous := doc.Find(`.back-to-results a[rel~="prev"]`).AttrOr("title", ""); previous != fmt.Sprintf("Graph %02d", len(seen)+9) {
			t.Errorf("before %q comes %q", doc.Find("h1").Text(), previous)
		}
	}
	if len(seen) != 15 || seen[14] != "Graph 25" {
		t.Errorf("after the eleventh come %q", seen)
	}
	first := pageOf(t, h, http.StatusOK, "/papers/test:01?"+url.Values{"search": {"q=graph&sort=newest"}, "at": {"1"}}.Encode())
	if n := first.Find(`.back-to-results a[rel~="prev"]`).Length(); n != 0 {
		t.Error("something comes before the first")
	}
}

// TestPlaceOnOtherPages follows the papers of pages that are no search pages to the end and back.
func TestPlaceOnOtherPages(t *testing.T) {
	daily := newHandler(t, newService(t, dailyLibrary()...))
	like := newHandler(t, newService(t, collection()...))
	for _, test := range []struct {
		h             http.Handler
		address, text string
	}{
		{daily, "/days/2025-11-13", "Day"},
		{daily, "/weeks/2025-W46?limit=2", "Week"},
		{daily, "/months/2025-11?sort=newest", "Month"},
		{daily, "/trending", "Trending"},
		{like, "/authors/shuai-lu", "Author"},
		{like, "/similar?text=neural+parsing+attention", "Similar papers"},
		{like, "/between?a=arxiv:2401.00001&b=arxiv:2402.00002", "Papers between"},
		{like, "/papers/arxiv:2401.00001", "Similar papers"},
	} {
		page := pageOf(t, test.h, http.StatusOK, test.address)
		links := page.Find(".hit h2 > a, .hit h3 > a")
		want := texts(links)
		if len(want) == 0 {
			t.Errorf("%s has no papers", test.address)
			continue
		}
		var seen []string
		address, last := links.First().AttrOr("href", ""), ""
		for address != "" && len(seen) <= len(want) {
			doc := pageOf(t, test.h, http.StatusOK, address)
			seen, last = append(seen, doc.Find("h1").Text()), address
			address = doc.Find(`.back-to-results a[rel~="next"]`).AttrOr("href", "")
		}
		if len(seen) < len(want) || !cmp.Equal(seen[:len(want)], want) {
			t.Errorf("%s: one after another come %q, want %q", test.address, seen, want)
		}
		back := pageOf(t, test.h, http.StatusOK, last).Find(".back-to-results .back")
		path, _, _ := strings.Cut(test.address, "?")
		if got := strings.TrimSpace(strings.TrimPrefix(back.Text(), "↑")); got != test.text || !strings.HasPrefix(back.AttrOr("href", ""), path) {
			t.Errorf("%s: the way back is %q, %s", test.address, got, back.AttrOr("href", ""))
		}
	}
}

// TestPlaceInList follows the papers of a reading list. The addresses of papers do not have its key.
func TestPlaceInList(t *testing.T) {
	r := newReader(t, Options{ListPolicy: api.ListsOpen})
	l := r.makeList("Shared", unixcoder, "arxiv:math/0211159")
	at := listURL(l.EditKey)
	address := r.page(at).Find(".hit h2 > a").First().AttrOr("href", "")
	if strings.Contains(address, string(l.EditKey)) || strings.Contains(address, string(l.ReadKey)) {
		t.Errorf("the address %s has a key", address)
	}
	doc := r.page(address)
	if got := doc.Find(".back-to-results .back").AttrOr("href", ""); got != at {
		t.Errorf("the way back is %s", got)
	}
	next := doc.Find(`.back-to-results a[rel~="next"]`).AttrOr("href", "")
	if got := r.page(next).Find(".back-to-results .number").Text(); got != "2 of 2" {
		t.Errorf("the next is %q", got)
	}
	if n := pageOf(t, r.handler, http.StatusOK, address).Find(".back-to-results").Length(); n != 0 {
		t.Error("somebody without the list sees that there is one")
	}
}

// TestPlaceThatIsNone reads addresses of places that cannot be, or are no longer.
func TestPlaceThatIsNone(t *testing.T) {
	h := newHandler(t, newService(t, graphs(3)...))
	for query, wantBack := range map[string]bool{
		"":                          false,
		"search=q%3Dgraph":          false,
		"at=2":                      false,
		"search=q%3Dgraph&at=0":     false,
		"search=q%3Dgraph&at=10001": false,
		"search=q%3Dgraph&at=x":     false,
		"search=%25zz&at=2":         false,
		"search=" + strings.Repeat("a", 2001) + "&at=2": false,
		"search=q%3Dgraph&at=3":                         true, // another paper is there
		"search=q%3Dnothing&at=1":                       true,
		"search=limit%3D-1%26q%3Dgraph&at=1":            true,
		"search=&at=1":                                  true,
		"in=%2Fadd&at=1":                                false,
		"in=https%3A%2F%2Fexample.org%2F&at=1":          false,
		"in=%2Flists%2F1&at=1":                          false,
		"in=%2Flists%2Fx&at=1":                          false,
		"in=%2Fsimilar%3Ftext%3Dgraph&at=9":             true,
		"in=%2Fsimilar%3Ftext%3D%25zz&at=1":             true,
		"in=%2Fbetween&at=1":                            true,
	} {
		doc := pageOf(t, h, http.StatusOK, "/papers/test:02?"+query)
		place := doc.Find(".back-to-results")
		if (place.Length() == 1) != wantBack || place.Find(`a[rel~="next"], a[rel~="prev"]`).Length() > 0 {
			t.Errorf("%.80s: %s", query, place.Text())
		}
	}
}

func TestAuthorsUnfold(t *testing.T) {
	paper := func(n int, count *int) data.Record {
		r := data.Record{Paper: data.Paper{ID: "test:1", Title: "Many hands", AuthorCount: count}}
		for i := range n {
			r.Paper.Authors = append(r.Paper.Authors, fmt.Sprintf("Ann Name%d", i+1))
		}
		return r
	}
	more := 600
	for _, test := range []struct {
		record        data.Record
		shown, hidden int
		summary, rest string
	}{
		{paper(1, nil), 1, 0, "", ""},
		{paper(11, nil), 11, 0, "", ""},
		{paper(12, nil), 10, 2, "+ 2 more authors", ""},
		{paper(522, nil), 10, 512, "+ 512 more authors", ""},
		{paper(522, &more), 10, 512, "+ 512 more authors", "and 78 more"},
	} {
		doc := pageOf(t, newHandler(t, newService(t, test.record)), http.StatusOK, view.PaperURL("test:1"))
		shown, hidden := doc.Find(".authors > li > a").Length(), doc.Find(".unfold-authors li > a").Length()
		summary, rest := doc.Find(".unfold-authors summary").Text(), doc.Find(".authors > .quiet").Text()
		if shown != test.shown || hidden != test.hidden || summary != test.summary || rest != test.rest {
			t.Errorf("%d authors: %d shown, %d hidden, %q, %q; want %+v", len(test.record.Paper.Authors), shown, hidden, summary, rest, test)
		}
	}
}
