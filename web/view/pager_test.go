package view

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"paperboy/api/search"
)

func TestPager(t *testing.T) {
	tests := []struct {
		name, query       string
		total             int
		cursor            string
		pages             string
		first, prev, next string
		deep              string
	}{
		{name: "nothing found", query: "q=x", total: 0},
		{name: "one page", query: "q=x", total: 20},
		{name: "first of two", query: "q=x", total: 21, pages: "[1] 2", next: "offset=20&q=x"},
		{name: "second of two", query: "q=x&offset=20", total: 21, pages: "1 [2]", prev: "q=x"},
		{name: "amid many", query: "q=x&offset=200", total: 1000, pages: "1 … 10 [11] 12 … 50", prev: "offset=180&q=x", next: "offset=220&q=x"},
		{name: "beyond the end", query: "q=x&offset=400", total: 30, pages: "1 2", prev: "offset=20&q=x"},
		{name: "other limits", query: "limit=50&offset=50", total: 150, pages: "1 [2] 3", prev: "limit=50", next: "limit=50&offset=100"},
		{name: "an offset between pages", query: "offset=5", total: 60, pages: "[1] 2 3", prev: "/search", next: "offset=25"},
		{name: "the deepest offset goes on by cursor", query: "offset=10000", total: 400000, cursor: "C", pages: "1 … 500 [501]", prev: "offset=9980", next: "cursor=C", deep: "Page 501 of 20,000. Numbers lead to the first 501; Next goes on from there."},
		{name: "more pages than numbers", query: "q=x", total: 20622, pages: "[1] 2 … 501", next: "offset=20&q=x", deep: "Page 1 of 1,032. Numbers lead to the first 501; Next goes on from there."},
		{name: "as many pages as numbers", query: "q=x", total: 10020, pages: "[1] 2 … 501", next: "offset=20&q=x"},
		{name: "by cursor", query: "q=x&cursor=B", total: 400000, cursor: "C", first: "q=x", next: "cursor=C&q=x"},
		{name: "the end by cursor", query: "q=x&cursor=C", total: 400000, first: "q=x"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v, err := url.ParseQuery(test.query)
			if err != nil {
				t.Fatal(err)
			}
			p, _, err := ReadSearch(v)
			if err != nil {
				t.Fatal(err)
			}
			got := NewPager(OnSearchPage(p), search.Answer{Total: test.total, NextCursor: test.cursor})
			if pages := pagesLine(got); pages != test.pages {
				t.Errorf("pages %q, want %q", pages, test.pages)
			}
			if got.Deep != test.deep {
				t.Errorf("the pager says %q, want %q", got.Deep, test.deep)
			}
			for name, link := range map[string][2]string{"first": {got.First, test.first}, "previous": {got.Previous, test.prev}, "next": {got.Next, test.next}} {
				if want := link[1]; link[0] != want && link[0] != "/search?"+want {
					t.Errorf("%s leads to %q, want %q", name, link[0], want)
				}
			}
		})
	}
}

func pagesLine(p Pager) string {
	var line []string
	for _, page := range p.Pages {
		switch {
		case page.Current:
			line = append(line, fmt.Sprintf("[%s]", page.Number))
		case page.Number == "":
			line = append(line, "…")
		default:
			line = append(line, page.Number)
		}
	}
	return strings.Join(line, " ")
}
