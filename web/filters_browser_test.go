package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"paperboy/data"
)

// maxStops is how often Tab must be pressed at most to reach the first result.
const maxStops = 40

// facetLibrary returns papers with more values of every facet than a page shows.
func facetLibrary() []data.Record {
	var records []data.Record
	languages := []string{"en", "de", "fr", "zh"}
	for i := range 400 {
		p := data.Paper{
			ID: data.ID(fmt.Sprintf("arxiv:24%02d.%05d", i%12+1, i+1)), Title: fmt.Sprintf("Neural notes %d", i),
			Date: data.Date{Year: 1993 + i%33, Month: time.Month(i%12 + 1), Day: 1}, Venue: fmt.Sprintf("Venue %c", 'A'+rune(i%20)),
			Categories: []string{fmt.Sprintf("cs.%c%c", 'A'+rune(i%20), 'A'+rune(i%3))}, Language: languages[i%len(languages)],
		}
		for j := range i % 25 {
			p.Authors = append(p.Authors, fmt.Sprintf("Author %c%c", 'A'+rune(i%26), 'a'+rune(j)))
		}
		if i%40 == 0 {
			p.Date = data.Date{}
		}
		records = append(records, data.Record{Paper: p, Origin: data.Provenance{Source: "file", Location: "x.jsonl", Fetched: time.Date(2025, 11, 13, 8, 0, 0, 0, time.UTC)}})
	}
	return records
}

// TestBrowserStopsBeforeResults counts how often Tab is pressed from the start of a page to its first
// result.
func TestBrowserStopsBeforeResults(t *testing.T) {
	b := newTabOn(t, newHandler(t, newService(t, facetLibrary()...)))
	for _, address := range []string{"/search", "/search?q=neural", "/search?q=neural+notes&from=2020&to=2021"} {
		b.open(address)
		if n := b.document().Find(".facet").Length(); n < 4 {
			t.Fatalf("%s has %d facets", address, n)
		}
		stops, bars := 0, 0
		for !evaluate[bool](b, `document.activeElement.closest('.hit') !== null`) {
			b.do(chromedp.KeyEvent(kb.Tab))
			stops++
			if evaluate[bool](b, `document.activeElement.closest('.histogram') !== null`) {
				bars++
			}
			if stops > 2*maxStops {
				break
			}
		}
		t.Logf("%s: %d stops, %d in charts", address, stops, bars)
		if charts := b.document().Find(".filters .histogram").Length(); bars != charts || charts == 0 {
			t.Errorf("%s has %d charts, and %d stops in them", address, charts, bars)
		}
		if stops > maxStops {
			t.Errorf("%s has %d stops before the first result, at most %d", address, stops, maxStops)
		}
	}
}

func TestBrowserFilterSheet(t *testing.T) {
	b := newTab(t)
	b.do(chromedp.EmulateViewport(390, 700))
	b.open("/search?q=neural&date=2020")
	b.do(chromedp.Click(chromedp.CSS("#filters > summary")))
	b.waitFor(func() (string, bool) {
		got := evaluate[string](b, `(() => { const r = document.getElementById('filters').getBoundingClientRect(); return [r.top, r.left, r.width, r.height, document.getElementById('content').inert].join(' ') })()`)
		return got, got == "0 0 390 700 true"
	}, "a sheet over the whole page")
	button := `document.querySelector('.show-results')`
	inSight := `(() => { const r = ` + button + `.getBoundingClientRect(); return r.height > 30 && r.top > 0 && r.bottom <= innerHeight })()`
	if !evaluate[bool](b, inSight) {
		t.Error("the button to the results is out of sight")
	}
	b.tick("author_count-4")
	b.leadsTo("/search?author_count=4&date=2020&q=neural")
	count := b.waitFor(func() (string, bool) {
		got := evaluate[string](b, button+`.textContent`)
		return got, got == evaluate[string](b, `'Show ' + document.querySelector('h1').firstChild.textContent.trim()`)
	}, "the number of papers")
	if count == "Show 6 papers" || !evaluate[bool](b, `document.getElementById('filters').open && document.getElementById('content').inert`) {
		t.Errorf("after a tick the sheet is closed, or its button still says %q", count)
	}
	b.do(chromedp.Click(chromedp.CSS(".show-results")))
	if got := evaluate[string](b, `[document.getElementById('filters').open, document.getElementById('content').inert, document.activeElement.tagName, document.querySelector('.chips').checkVisibility()].join(' ')`); got != "false false SUMMARY true" {
		t.Errorf("after the button: %s", got)
	}
	b.do(chromedp.KeyEvent(kb.Enter), chromedp.KeyEvent(kb.Escape))
	if evaluate[bool](b, `document.getElementById('filters').open || document.querySelector('header').inert`) {
		t.Error("Escape leaves the sheet open")
	}
}

func TestBrowserFilterSheetWithoutJavaScript(t *testing.T) {
	b := newTabWithoutJavaScript(t)
	b.do(chromedp.EmulateViewport(320, 600))
	b.open("/search?q=neural&from=2015&to=2018")
	b.do(chromedp.Click(chromedp.CSS("#filters > summary")))
	if evaluate[bool](b, `document.querySelector('.show-results').checkVisibility()`) {
		t.Error("a button that needs a script shows")
	}
	if !evaluate[bool](b, `(() => { const r = document.querySelector('.sheet-foot .apply').getBoundingClientRect(); return r.top > 0 && r.bottom <= innerHeight })()`) {
		t.Error("the button that applies the filters is out of sight")
	}
	b.tick("author_count-1")
	b.do(chromedp.Click(chromedp.CSS(".sheet-foot .apply")))
	b.leadsTo("/search?author_count=1&from=2015&q=neural&to=2018")
}

// TestBrowserChosenRange checks that a bar replaces a range, and that a range can be cleared, without
// JavaScript.
func TestBrowserChosenRange(t *testing.T) {
	b := newTabWithoutJavaScript(t)
	b.open("/search?q=neural&from=2016&to=2018")
	b.shows("/search?q=neural&from=2016&to=2018", "18 papers")
	if got := evaluate[string](b, `[document.querySelector('.chosen b').textContent, document.querySelectorAll('.filters > div > fieldset > .chart a[aria-current]').length].join(' ')`); got != "2016 to 2018 3" {
		t.Errorf("the chosen range is shown as %q", got)
	}
	b.do(chromedp.Click(chromedp.CSS("#bar-2022")))
	b.shows("/search?date=2022&q=neural", "6 papers")
	b.do(chromedp.Click(chromedp.CSS(".chosen a")))
	b.shows("/search?q=neural", "60 papers")
}

// TestBrowserRemembersFolds checks that a list of filters stays open after a search, a filter and on
// later pages, and stays folded once the reader folds it.
func TestBrowserRemembersFolds(t *testing.T) {
	b := newTab(t)
	b.open("/search?q=neural")
	open := func() string {
		return strings.Join(evaluate[[]string](b, `[...document.querySelectorAll('.facet[open]')].map(e => e.id)`), " ")
	}
	if got := open(); got != "" {
		t.Errorf("at first %s is open", got)
	}
	b.do(chromedp.Click(chromedp.CSS("#facet-author > summary")))
	b.do(chromedp.Click(chromedp.ID("q")), chromedp.KeyEvent(kb.End), chromedp.KeyEvent(" parsing"))
	b.shows("/search?q=neural+parsing&typing=true", "12 papers")
	b.waitFor(func() (string, bool) { got := open(); return got, got == "facet-author" }, "the opened list after typing")
	b.open("/search?q=neural+vision&author_count=3")
	b.waitFor(func() (string, bool) { got := open(); return got, got == "facet-author_count facet-author" }, "the list opened before, and that with a chosen value")
	b.do(chromedp.Click(chromedp.CSS("#facet-author > summary")))
	b.open("/search?q=neural+vision")
	if got := open(); got != "" {
		t.Errorf("after it was folded, %s is open", got)
	}
}
