package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
)

func TestNewPapers(t *testing.T) {
	now := time.Now()
	r := newReader(t, Options{Now: func() time.Time { return now }})
	l := r.makeList("parsing", "arxiv:2401.00001", "arxiv:2406.00006")
	at := listURL(l.ReadKey) + "/new"
	doc := r.page(at)
	if doc.Find("#content .hit").Length() != newRecommendations || doc.Find(".hit .shared li").Length() == 0 || doc.Find(".hit .star").Length() != newRecommendations {
		t.Errorf("%d papers", doc.Find(".hit").Length())
	}
	if got := doc.Find(`input[name="since"]`).AttrOr("value", ""); got != now.UTC().AddDate(0, 0, -30).Format(time.DateOnly) {
		t.Errorf("since %q", got)
	}
	doc.Find(".hit h3 a").Each(func(_ int, s *goquery.Selection) {
		if href := s.AttrOr("href", ""); href == "/papers/arxiv:2401.00001" || href == "/papers/arxiv:2406.00006" {
			t.Errorf("%s is in the list already", href)
		}
	})
	for address, want := range map[string]struct{ selector, says string }{
		at + "?since=" + now.UTC().AddDate(0, 0, 2).Format(time.DateOnly): {".nothing", "Try looking back further"},
		at + "?since=ever":                                                 {".choices [aria-current]", "any time"},
		at + "?since=yesterday":                                            {".notice", "Enter it like 2024-05-31"},
		at + "?since=" + url.QueryEscape(hostile):                          {".notice", "“\">"},
		listURL(r.makeList("empty").EditKey) + "/new":                      {".nothing", "no papers to compare with yet"},
		at + "?since=" + now.UTC().AddDate(0, 0, -7).Format(time.DateOnly): {".choices [aria-current]", "1 week"},
	} {
		if got := r.page(address).Find(want.selector).Text(); !strings.Contains(got, want.says) {
			t.Errorf("GET %s: %s is %q, want %q in it", address, want.selector, got, want.says)
		}
	}
}
