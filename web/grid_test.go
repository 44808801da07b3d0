package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// TestGridPage checks that each cell leads to as many papers as it says.
func TestGridPage(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	search := pageOf(t, h, http.StatusOK, "/search?q=neural&date=2020")
	address := search.Find(`a[href^="/search/grid"]`).AttrOr("href", "")
	if address == "" {
		t.Fatal("the search leads to no grid")
	}
	doc := pageOf(t, h, http.StatusOK, address)
	if got := texts(doc.Find(".grid thead th")); strings.Join(got, " ") != "Authors 2015 2016 2017 2018 2019 2020 2021 2022 2023 2024 All" {
		t.Errorf("columns %q", got)
	}
	cells := 0
	doc.Find(".grid a").Each(func(_ int, a *goquery.Selection) {
		found := pageOf(t, h, http.StatusOK, a.AttrOr("href", "")).Find("h1").Text()
		if a.Closest("td").Length() == 0 {
			return
		}
		cells++
		if want, _, _ := strings.Cut(found, " "); want != a.Text() {
			t.Errorf("%s: %s papers, its search finds %q", a.AttrOr("title", ""), a.Text(), found)
		}
	})
	if cells < 10 {
		t.Errorf("%d cells", cells)
	}
	if got := doc.Find("td.level-5").Length(); got == 0 {
		t.Error("no cell has the darkest shade")
	}
	// 180 years are divided into periods.
	if got := pageOf(t, h, http.StatusOK, "/search/grid").Find(".grid thead th").Length(); got > maxGridColumns+3 {
		t.Errorf("%d columns of 180 years", got)
	}
	if got := pageOf(t, h, http.StatusOK, "/search/grid?q=zyzzyva").Find(".nothing").Text(); got != "No papers match." {
		t.Errorf("of nothing: %q", got)
	}
}
