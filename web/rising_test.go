package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/web/view"
)

// risingLibrary is 24 months of 40 papers. Ten of each of the last three are about rising winds.
func risingLibrary() []data.Record {
	var records []data.Record
	for m := range 24 {
		for i := range 40 {
			title := fmt.Sprintf("Paper x%dy%d about nothing", m, i)
			if m >= 21 && i < 10 {
				title = fmt.Sprintf("Rising winds, x%dy%d", m, i)
			}
			records = append(records, data.Record{Paper: data.Paper{
				ID: data.ID(fmt.Sprintf("csf:%d-%d", m, i)), Title: title, Date: data.Date{Year: 2024 + m/12, Month: time.Month(m%12 + 1)},
			}})
		}
	}
	return records
}

func TestRisingPage(t *testing.T) {
	h := newHandler(t, newService(t, risingLibrary()...))
	doc := pageOf(t, h, http.StatusOK, "/rising")
	if got := texts(doc.Find(".rising tbody th")); len(got) != 1 || got[0] != "Rising winds" {
		t.Fatalf("phrases %q", got)
	}
	if got := doc.Find(".lead").Text(); got != "Phrases that are more frequent in the titles of Oct to Dec 2025 (120 papers) than in those of the twelve months before." {
		t.Errorf("lead %q", got)
	}
	if got := doc.Find(".spark").AttrOr("aria-label", ""); got != "Jan 2024 to Dec 2025: 0 in the first month, most in Oct 2025 with 10, 10 in the last" {
		t.Errorf("the line says %q", got)
	}
	// The searches find as many papers as were counted.
	for selector, want := range map[string]string{"tbody th a": "30 papers", "tbody td a": "30 papers"} {
		address := doc.Find(".rising "+selector).AttrOr("href", "")
		if got := pageOf(t, h, http.StatusOK, address).Find("h1").Text(); !strings.HasPrefix(got, want) {
			t.Errorf("%s finds %q, want %s", address, got, want)
		}
	}
	earlier := pageOf(t, h, http.StatusOK, doc.Find(`a[rel="prev"]`).AttrOr("href", ""))
	if got := earlier.Find("#month option[selected]").Text(); got != "Nov 2025" {
		t.Errorf("a month earlier is %q", got)
	}
	if got := doc.Find(`a[rel="next"]`).Length(); got != 0 {
		t.Error("there is a month after the last")
	}
	for address, want := range map[string]string{"/rising?month=2024-03": "There are too few papers", "/rising?month=1900-01": "There are too few papers"} {
		if got := pageOf(t, h, http.StatusOK, address).Find(".nothing").Text(); !strings.HasPrefix(got, want) {
			t.Errorf("%s says %q", address, got)
		}
	}
	for _, month := range []string{"2025", "soon"} {
		if got := pageOf(t, h, http.StatusOK, "/rising?month="+month).Find(".notice").Length(); got != 1 {
			t.Errorf("month=%s: %d notices", month, got)
		}
	}
	if got := pageOf(t, h, http.StatusOK, "/").Find(".rises a").First().Text(); got != "Rising winds" {
		t.Errorf("the front page has %q", got)
	}
	empty := newHandler(t, newService(t))
	if got := pageOf(t, empty, http.StatusOK, "/rising").Find(".nothing").Text(); got != "No paper here has a known month of publication." {
		t.Errorf("of nothing: %q", got)
	}
}

func TestSparkline(t *testing.T) {
	month := func(count, of int) search.MonthCount {
		return search.MonthCount{Month: data.Date{Year: 2020, Month: 1}, Count: count, Of: of}
	}
	if got := view.NewMonthsSparkline([]search.MonthCount{month(0, 0), month(1, 2), month(1, 1)}, 1); got.Line != "M0.00 26.00L60.00 14.00L120.00 2.00" {
		t.Errorf("line %s", got.Line)
	}
	if got := view.NewMonthsSparkline([]search.MonthCount{month(1, 1)}, 1); got.Line != "" {
		t.Errorf("of one month: %s", got.Line)
	}
}

func TestBrowserRising(t *testing.T) {
	b := newTabOn(t, newHandler(t, newService(t, risingLibrary()...)))
	b.open("/rising")
	for _, width := range []int64{320, 1280} {
		b.do(chromedp.EmulateViewport(width, 900))
		if got := evaluate[int64](b, `document.documentElement.scrollWidth`); got > width {
			t.Errorf("at %d pixels the page is %d wide", width, got)
		}
		if !evaluate[bool](b, `document.querySelector('.spark').getBoundingClientRect().width > 50`) {
			t.Errorf("at %d pixels there is no line to see", width)
		}
	}
	b.do(chromedp.Click(chromedp.CSS(`a[rel="prev"]`)))
	b.leadsTo("/rising?month=2025-11")
	b.do(chromedp.Click(chromedp.CSS(".rising tbody th a")))
	b.shows("/search?q=title%3A%22rising+winds%22", "30 papers")
}
