package web

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestBrowserSearchTickFollowBack(t *testing.T) {
	b := newTab(t)
	b.open("/search")
	b.do(chromedp.SendKeys(chromedp.ID("q"), "neural parsing"+kb.Enter))
	b.shows("/search?q=neural+parsing", "12 papers")
	if got := b.focused(); got != "q" {
		t.Errorf("after the search the focus is on %q, want the box", got)
	}
	if got := evaluate[string](b, `document.title`); got != "neural parsing · Paperboy" {
		t.Errorf("title %q", got)
	}
	all := b.hits()

	b.tick("author_count-1")
	b.shows("/search?author_count=1&q=neural+parsing", "2 papers")
	ticked := b.hits()
	if got := b.focused(); got != "author_count-1" {
		t.Errorf("after the tick the focus is on %q, want the box that was ticked", got)
	}
	if got := evaluate[string](b, `document.getElementById('announce').textContent`); got != "2 papers found" {
		t.Errorf("announced %q", got)
	}
	if got := evaluate[string](b, `document.querySelector('.chip')?.textContent`); got != "1 author" {
		t.Errorf("chip %q", got)
	}
	if evaluate[bool](b, `[...document.querySelectorAll('.apply')].some(e => e.checkVisibility())`) {
		t.Error("a button to apply filters shows, though they apply themselves")
	}

	b.do(chromedp.Click(chromedp.CSS(`.hit .external-links a[href$="#similar"]`)))
	first := b.waitFor(func() (string, bool) { got := b.address(); return got, strings.HasSuffix(got, "#similar") }, "similar papers")
	b.do(chromedp.Click(chromedp.CSS("#similar .hit h3 a")))
	b.waitFor(func() (string, bool) {
		got := b.address()
		return got, strings.HasPrefix(got, "/papers/") && got != first
	}, "another paper")

	b.travel(-1)
	b.leadsTo(first)
	b.travel(-1)
	b.shows("/search?author_count=1&q=neural+parsing", "2 papers")
	b.lists(ticked)
	if !evaluate[bool](b, `document.getElementById('author_count-1').checked`) {
		t.Error("back, the box is not ticked")
	}

	b.travel(-1)
	b.shows("/search?q=neural+parsing", "12 papers")
	b.lists(all)
	if evaluate[bool](b, `document.getElementById('author_count-1').checked`) {
		t.Error("two steps back, the box is still ticked")
	}
	if got := evaluate[string](b, `document.getElementById('q').value`); got != "neural parsing" {
		t.Errorf("two steps back, the box says %q", got)
	}
	b.travel(1)
	b.shows("/search?author_count=1&q=neural+parsing", "2 papers")
	b.travel(-2)
	b.shows("/search", "68 papers")
	if got := evaluate[string](b, `document.getElementById('q').value`); got != "" {
		t.Errorf("at the start, the box says %q", got)
	}

	b.do(chromedp.SendKeys(chromedp.ID("from"), "2020"+kb.Enter))
	b.leadsTo("/search?from=2020")
}

func TestBrowserWithoutJavaScript(t *testing.T) {
	b := newTabWithoutJavaScript(t)
	b.open("/")
	b.do(chromedp.SendKeys(chromedp.ID("q"), "neural parsing"+kb.Enter))
	b.shows("/search?q=neural+parsing", "12 papers")
	b.tick("author_count-1")
	b.tick("author_count-2")
	b.do(chromedp.Click(chromedp.CSS(".filters .apply")))
	b.leadsTo("/search?author_count=1&author_count=2&q=neural+parsing")
	narrowed := b.hits()
	if len(narrowed) == 0 || len(narrowed) >= 12 {
		t.Errorf("two boxes ticked leave %d papers", len(narrowed))
	}
	b.do(chromedp.Click(chromedp.CSS("svg.histogram a[aria-label$=' 1 paper']")))
	b.waitFor(func() (string, bool) { got := b.address(); return got, strings.Contains(got, "date=") }, "a chosen year")
	b.travel(-1)
	b.lists(narrowed)
	b.do(chromedp.Click(chromedp.CSS(`.hit .external-links a[href$="#similar"]`)))
	b.waitFor(func() (string, bool) { got := b.address(); return got, strings.HasSuffix(got, "#similar") }, "similar papers")
	b.do(chromedp.Click(chromedp.CSS("#similar .hit h3 a")))
	b.waitFor(func() (string, bool) {
		got := b.address()
		return got, strings.HasPrefix(got, "/papers/") && !strings.HasSuffix(got, "#similar")
	}, "another paper")
	b.travel(-2)
	b.lists(narrowed)
	b.do(chromedp.Click(chromedp.CSS(".chips a.chip")))
	b.leadsTo("/search?author_count=2&q=neural+parsing")
}

func TestBrowserKeyboardAlone(t *testing.T) {
	b := newTab(t)
	b.open("/search?q=neural+parsing")
	b.do(chromedp.KeyEvent(kb.Tab))
	if got := evaluate[string](b, `document.activeElement.textContent`); got != "Skip to results" {
		t.Fatalf("the first stop is %q", got)
	}
	if !evaluate[bool](b, `document.activeElement.getBoundingClientRect().top >= 0`) {
		t.Error("the skip link stays out of sight")
	}
	b.do(chromedp.KeyEvent(kb.Enter))
	b.press("/", "Slash")
	if got := b.focused(); got != "q" {
		t.Errorf("/ leads to %q, want the box", got)
	}
	b.do(chromedp.KeyEvent("neural vision" + kb.Enter))
	b.shows("/search?q=neural+vision", "12 papers")

	tabTo := func(selector string) {
		t.Helper()
		for range 120 {
			b.do(chromedp.KeyEvent(kb.Tab))
			if evaluate[bool](b, `document.activeElement.matches(`+"`"+selector+"`"+`)`) {
				outline := evaluate[string](b, `(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + ' ' + s.outlineWidth })()`)
				if outline == "none 0px" {
					t.Errorf("nothing shows that the focus is on %s", selector)
				}
				return
			}
		}
		t.Fatalf("no number of tabs leads to %s", selector)
	}
	tabTo("#facet-author_count > summary")
	b.do(chromedp.KeyEvent(" "))
	tabTo("#author_count-4")
	b.do(chromedp.KeyEvent(" "))
	b.leadsTo("/search?author_count=4&q=neural+vision")
	tabTo(".chips a.chip")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.shows("/search?q=neural+vision", "12 papers")
	tabTo(".hit h2 a")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.waitFor(func() (string, bool) { got := b.address(); return got, strings.HasPrefix(got, "/papers/") }, "a paper")
}

func TestBrowserWidths(t *testing.T) {
	service := newService(t, collection()...)
	b := newTabOn(t, newHandler(t, service))
	b.expects = "404"
	addresses := append(pageAddresses(t, service, false), "/search?q=hostile", "/search?q=zyzzyva", "/receipt?q=hostile", "/help/api", "/help/limits")
	for _, width := range []int64{320, 390, 768, 1280, 2560, 3840} {
		b.do(chromedp.EmulateViewport(width, 900))
		for _, address := range addresses {
			b.open(address)
			if top := evaluate[float64](b, `document.querySelector('.masthead').getBoundingClientRect().top`); top != 0 {
				t.Errorf("%s at %d pixels begins %.0f below the top", address, width, top)
			}
			if got := evaluate[int64](b, `document.documentElement.scrollWidth`); got > width {
				widest := evaluate[string](b, `[...document.querySelectorAll('main *, header *')].filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.outerHTML.slice(0, 120))[0] ?? ''`)
				t.Errorf("%s at %d pixels is %d wide: %s", address, width, got, widest)
			}
		}
	}
	b.do(chromedp.EmulateViewport(1280, 900))
	b.open("/search?q=neural")
	if !evaluate[bool](b, `document.getElementById('from').checkVisibility({contentVisibilityAuto: true})`) {
		t.Error("a wide screen hides the filters")
	}
	b.do(chromedp.EmulateViewport(390, 900))
	if evaluate[bool](b, `document.getElementById('from').checkVisibility({contentVisibilityAuto: true})`) {
		t.Error("a phone shows all filters before the results")
	}
	b.do(chromedp.Click(chromedp.CSS("#filters > summary")))
	b.tick("author_count-1")
	b.leadsTo("/search?author_count=1&q=neural")
	b.waitFor(func() (string, bool) {
		got := b.document().Find("#filters[open]").Length()
		return fmt.Sprint(got), got == 1
	}, "unfolded filters")
}
