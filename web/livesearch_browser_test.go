package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// notice returns the notice about the query, or "".
func (b *tab) notice() string {
	b.Helper()
	return b.document().Find(".notice").Text()
}

// TestBrowserLiveResults checks that results change with the typing, while the focus, the caret
// and the scroll position stay. All typing is one step of the history, which Enter completes.
func TestBrowserLiveResults(t *testing.T) {
	b := newTab(t)
	b.open("/search")
	b.open("/search?q=speech")
	length := evaluate[int](b, `history.length`)
	b.do(chromedp.Click(chromedp.ID("q")), chromedp.KeyEvent(kb.End), chromedp.KeyEvent(" attent"))
	b.shows("/search?q=speech+attent&typing=true", "12 papers")
	b.do(chromedp.KeyEvent("ion"))
	b.shows("/search?q=speech+attention&typing=true", "12 papers")
	if got := evaluate[string](b, `[document.activeElement.id, document.activeElement.selectionStart, document.activeElement.value].join(' ')`); got != "q 16 speech attention" {
		t.Errorf("the caret is at %q", got)
	}
	if got := evaluate[int](b, `scrollY`); got != 0 {
		t.Errorf("the page has scrolled by %d", got)
	}
	if got := b.document().Find("head title").Text(); got != "speech attention · Paperboy" {
		t.Errorf("title %q", got)
	}
	b.press("Enter", "Enter")
	b.shows("/search?q=speech+attention", "12 papers")
	if got := evaluate[int](b, `history.length`); got != length+1 {
		t.Errorf("typing and Enter have made %d steps of history, want 1", got-length)
	}
	b.travel(-1)
	b.shows("/search?q=speech", "13 papers")

	// After going back, results change again with the typing.
	b.do(chromedp.Click(chromedp.ID("q")), chromedp.KeyEvent(kb.End), chromedp.KeyEvent(" attent"))
	b.shows("/search?q=speech+attent&typing=true", "12 papers")
	b.travel(-1)
	b.shows("/search?q=speech", "13 papers")
}

// TestBrowserLiveResultsOfEveryKey checks that each key sends a request, and that half a word
// finds words that start with it, also after a reload, a filter, and going back.
func TestBrowserLiveResultsOfEveryKey(t *testing.T) {
	inner := newHandler(t, newService(t, collection()...))
	var mu sync.Mutex // guards asked
	var asked []string
	b := newTabOn(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/search" {
			mu.Lock()
			asked = append(asked, r.FormValue("q"))
			mu.Unlock()
		}
		inner.ServeHTTP(w, r)
	}))
	b.open("/search")
	b.do(chromedp.Click(chromedp.ID("q")))
	for _, text := range []string{"ne", "neu", "neur", "neura"} {
		b.do(chromedp.KeyEvent(strings.TrimPrefix(text, evaluate[string](b, `document.getElementById('q').value`))))
		b.shows("/search?q="+text+"&typing=true", "60 papers")
	}
	b.do(chromedp.KeyEvent(strings.Repeat(kb.Backspace, 5)))
	b.shows("/search", "68 papers")
	b.do(chromedp.KeyEvent("neural transl"))
	half := "/search?q=neural+transl&typing=true"
	b.shows(half, "12 papers")
	mu.Lock()
	if got := asked[:5]; !slices.Equal(got, []string{"", "ne", "neu", "neur", "neura"}) {
		t.Errorf("the page has asked for %q", got)
	}
	mu.Unlock()
	found := b.hits()
	if len(found) != 12 || !strings.Contains(found[0], "neural translation") {
		t.Errorf("half a word finds %q", found)
	}
	b.do(chromedp.Reload())
	b.shows(half, "12 papers")
	b.lists(found)
	b.tick("author_count-1")
	b.leadsTo("/search?author_count=1&q=neural+transl&typing=true")
	b.waitFor(func() (string, bool) { got := b.hits(); return fmt.Sprint(got), len(got) > 0 && len(got) < 12 }, "fewer papers")
	b.travel(-1)
	b.shows(half, "12 papers")
	b.lists(found)

	// After submitting, half a word counts as a whole one.
	b.do(chromedp.Click(chromedp.ID("q")))
	b.press("Enter", "Enter")
	b.leadsTo("/search?q=neural+transl")
}

// TestBrowserLiveResultsAreInSight checks that completions are between the box and the results,
// cover neither, and move nothing.
func TestBrowserLiveResultsAreInSight(t *testing.T) {
	b := newTab(t)
	for _, width := range []int64{1440, 820, 390, 320} {
		b.do(chromedp.EmulateViewport(width, 844))
		b.open("/search")
		place := `document.getElementById('page').firstElementChild.getBoundingClientRect().top`
		before := evaluate[float64](b, place)
		b.do(chromedp.SendKeys(chromedp.ID("q"), "notes on neu"))
		b.waitFor(func() (string, bool) { got := fmt.Sprint(b.completions()); return got, got != "[]" }, "completions")
		b.shows("/search?q=notes+on+neu&typing=true", "60 papers")
		if got := evaluate[float64](b, place); got != before {
			t.Errorf("at %d pixels the results have moved by %.1f", width, got-before)
		}
		covered := evaluate[string](b, `(() => {
			const list = document.getElementById('completions').getBoundingClientRect();
			return [...document.querySelectorAll('.masthead a, #search button, #q, .filters summary, h1, .hit')].filter(e => e.checkVisibility()).filter(e => {
				const r = e.getBoundingClientRect();
				return r.top < list.bottom && r.bottom > list.top && r.left < list.right && r.right > list.left;
			}).map(e => e.outerHTML.slice(0, 80)).join(' ')
		})()`)
		if covered != "" {
			t.Errorf("at %d pixels the completions cover %s", width, covered)
		}
		if got := evaluate[int64](b, `document.documentElement.scrollWidth`); got > width {
			t.Errorf("at %d pixels the completions make the page %d wide", width, got)
		}
	}
}

// TestBrowserShowsCorrection checks that a misspelled query is corrected when it is submitted,
// that the page says so, and that its link searches what was typed until the text changes.
func TestBrowserShowsCorrection(t *testing.T) {
	b := newTab(t)
	b.open("/search")
	b.do(chromedp.SendKeys(chromedp.ID("q"), "atention"))
	b.press("Enter", "Enter")
	b.shows("/search?q=atention", "60 papers")
	if got, want := b.notice(), "Showing results for attention. Search instead for atention"; got != want {
		t.Fatalf("notice %q, want %q", got, want)
	}
	if got := evaluate[string](b, `document.getElementById('announce').textContent`); got != "60 papers found for attention" {
		t.Errorf("announced %q", got)
	}
	b.do(chromedp.Click(chromedp.CSS(".notice a")))
	b.shows("/search?q=atention&spelling=off", "0 papers")
	if got := b.notice(); got != `No paper here has the word “atention”.` {
		t.Errorf("notice %q", got)
	}
	b.do(chromedp.Click(chromedp.ID("q")), chromedp.KeyEvent(kb.End), chromedp.KeyEvent(" parsing"))
	b.press("Enter", "Enter")
	b.leadsTo("/search?q=atention+parsing")
}

// TestBrowserMarksAuthors checks that authors in the query are marked, also beyond the first
// authors.
func TestBrowserMarksAuthors(t *testing.T) {
	b := newTab(t)
	b.open("/search")
	b.do(chromedp.SendKeys(chromedp.ID("q"), "jian yi"))
	b.shows("/search?q="+url.QueryEscape("jian yi")+"&typing=true", "1 paper")
	b.do(chromedp.KeyEvent(kb.Backspace))
	b.do(chromedp.KeyEvent("in"))
	b.press("Enter", "Enter")
	b.shows("/search?q=jian+yin", "1 paper")
	if got := texts(b.document().Find(".hit .byline mark")); !slices.Equal(got, []string{"Jian Yin"}) {
		t.Errorf("marked %q", got)
	}
	if got, want := b.document().Find(".hit .byline").Text(), "Daya Guo, Shuai Lu, Nan Duan, + 2 more authors, Jian Yin"; got != want {
		t.Errorf("authors %q, want %q", got, want)
	}
}

// TestBrowserSaysWhatIsMissing checks that papers say which words they lack, and only if not all
// papers have all words. A word that no paper has is named once, above them.
func TestBrowserSaysWhatIsMissing(t *testing.T) {
	b := newTab(t)
	b.open("/search")
	b.do(chromedp.SendKeys(chromedp.ID("q"), "neural parsing attention zyzzyva"))
	b.press("Enter", "Enter")
	b.shows("/search?q=neural+parsing+attention+zyzzyva", "12 papers")
	doc := b.document()
	if got := doc.Find(".notice").Text(); got != "No paper here has the word “zyzzyva”." {
		t.Errorf("notice %q", got)
	}
	if got := doc.Find(".hit .missing").Text(); got != "" {
		t.Errorf("cards repeat it: %q", got)
	}
	b.open("/search?q=neural+parsing+compression+zyzzyva")
	if got := b.document().Find(".hit .missing").First().Text(); got != "Missing: neural, parsing" {
		t.Errorf("missing %q", got)
	}
	b.open("/search?q=" + url.QueryEscape("parsing arXiv:2203.03850"))
	if got := b.hits()[0]; !strings.HasPrefix(got, "UniXcoder") {
		t.Errorf("the paper named by its id is not the first, but %q", got)
	}
	if got := b.document().Find(".missing").Text(); got != "" {
		t.Errorf("a paper named by its id says %q", got)
	}
}

// TestBrowserLiveResultsOfSlowServer checks that a late answer does not replace a newer one.
func TestBrowserLiveResultsOfSlowServer(t *testing.T) {
	inner := newHandler(t, newService(t, collection()...))
	slow := make(chan struct{})
	var arrived, cancelled atomic.Int32
	b := newTabOn(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("q") == "neural" && r.URL.Path == "/search" {
			arrived.Add(1)
			select {
			case <-slow:
			case <-r.Context().Done():
				cancelled.Add(1)
				return
			}
		}
		inner.ServeHTTP(w, r)
	}))
	defer close(slow)
	b.open("/search")
	b.do(chromedp.SendKeys(chromedp.ID("q"), "neural"))
	b.waitFor(func() (string, bool) { got := arrived.Load(); return fmt.Sprint(got), got == 1 }, "a request under way")
	b.do(chromedp.KeyEvent(" parsing"))
	b.shows("/search?q=neural+parsing&typing=true", "12 papers")
	b.waitFor(func() (string, bool) { got := cancelled.Load(); return fmt.Sprint(got), got == 1 }, "a cancelled request")

	// The cancelled request left no step in the history.
	b.press("Enter", "Enter")
	b.shows("/search?q=neural+parsing", "12 papers")
	b.travel(-1)
	b.shows("/search", "68 papers")
}

// TestBrowserHistoryOfTyping checks that typing after a submitted search keeps that search in the
// history, also if its results come too late to be shown.
func TestBrowserHistoryOfTyping(t *testing.T) {
	inner := newHandler(t, newService(t, collection()...))
	var slow atomic.Bool
	var held atomic.Int32
	b := newTabOn(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if slow.Load() && r.URL.Path == "/search" && r.FormValue("q") == "speech" && !r.Form.Has("typing") {
			held.Add(1)
			<-r.Context().Done()
			return
		}
		inner.ServeHTTP(w, r)
	}))
	b.open("/")
	b.do(chromedp.SendKeys(chromedp.ID("q"), "speech"+kb.Enter))
	b.shows("/search?q=speech", "13 papers")
	b.do(chromedp.Click(chromedp.ID("q")), chromedp.KeyEvent(kb.End), chromedp.KeyEvent(" attention"))
	b.shows("/search?q=speech+attention&typing=true", "12 papers")
	b.travel(-1)
	b.shows("/search?q=speech", "13 papers")
	b.travel(-1)
	b.leadsTo("/")

	// Both searches are typed on the search page, and the first is never answered.
	b.open("/search")
	slow.Store(true)
	b.do(chromedp.Click(chromedp.ID("q")), chromedp.KeyEvent("speech"))
	b.shows("/search?q=speech&typing=true", "13 papers")
	b.press("Enter", "Enter")
	b.waitFor(func() (string, bool) { got := held.Load(); return fmt.Sprint(got), got == 1 }, "the submitted search under way")
	b.do(chromedp.KeyEvent(" attention"))
	b.shows("/search?q=speech+attention&typing=true", "12 papers")
	slow.Store(false)
	b.travel(-1)
	b.shows("/search?q=speech", "13 papers")
	b.travel(-1)
	b.shows("/search", "68 papers")
}

// TestBrowserLiveResultsWithoutServer checks that typing while the server is down keeps the page
// and the text, and that submitting shows the browser's error page.
func TestBrowserLiveResultsWithoutServer(t *testing.T) {
	inner := newHandler(t, newService(t, collection()...))
	var gone atomic.Bool
	var refused atomic.Int32
	b := newTabOn(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if gone.Load() {
			if r.URL.Path == "/search" {
				refused.Add(1)
			}
			panic(http.ErrAbortHandler)
		}
		inner.ServeHTTP(w, r)
	}))
	b.expects = "Failed to load resource"
	b.open("/search")
	gone.Store(true)
	b.do(chromedp.SendKeys(chromedp.ID("q"), "neural"))
	b.waitFor(func() (string, bool) { got := refused.Load(); return fmt.Sprint(got), got > 0 }, "a refused request")
	b.do(chromedp.KeyEvent(" parsing"))
	b.waitFor(func() (string, bool) { got := refused.Load(); return fmt.Sprint(got), got > 1 }, "another refused request")
	gone.Store(false)
	if got := evaluate[string](b, `document.getElementById('q').value`); got != "neural parsing" {
		t.Errorf("the box says %q", got)
	}
	b.press("Enter", "Enter")
	b.shows("/search?q=neural+parsing", "12 papers")
}
