package web

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// stars says how many of the stars on the page are on.
func (b *tab) stars() string {
	b.Helper()
	doc := b.document()
	return fmt.Sprintf("%d of %d", doc.Find(`.star [aria-pressed="true"]`).Length(), doc.Find(".star button").Length())
}

func (b *tab) showsStars(want string) {
	b.Helper()
	b.waitFor(func() (string, bool) { got := b.stars(); return got, got == want }, want+" stars")
}

func TestBrowserStars(t *testing.T) {
	b := newTab(t)
	b.open("/search?q=neural+parsing")
	b.showsStars("0 of 12")
	// Two stars at once, before the first can be answered, still create one list.
	evaluate[any](b, `for (const n of [0, 1]) document.querySelectorAll('.star button')[n].click()`)
	b.showsStars("2 of 12")
	if got := b.address(); got != "/search?q=neural+parsing" {
		t.Errorf("starring led to %s", got)
	}
	b.do(chromedp.Click(chromedp.CSS(".hit:nth-of-type(4) .star button")))
	b.showsStars("3 of 12")
	if got := evaluate[string](b, `document.activeElement.closest('.star')?.querySelector('[name=star]').value`); got != "off" {
		t.Errorf("the focus has left the star: %q", got)
	}
	b.do(chromedp.KeyEvent(" "))
	b.showsStars("2 of 12")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.showsStars("3 of 12")

	// Stars in results that htmx loads work too.
	b.tick("author_count-1")
	b.shows("/search?author_count=1&q=neural+parsing", "2 papers")
	before := b.stars()
	b.do(chromedp.Click(chromedp.CSS(`.star [aria-pressed="false"]`)))
	b.waitFor(func() (string, bool) { got := b.stars(); return got, got != before }, "one star more than "+before)

	b.do(chromedp.Click(chromedp.CSS(`.masthead-links a[href="/lists"]`)))
	b.shows("/lists", "Reading lists")
	if got := texts(b.document().Find(".list-summaries h2, .list-summaries .number")); fmt.Sprint(got) != "[Reading list 4 papers]" {
		t.Errorf("lists %q", got)
	}
	b.do(chromedp.Click(chromedp.CSS(".list-summaries h2 a")))
	b.waitFor(func() (string, bool) { got := b.address(); return got, strings.HasPrefix(got, "/lists/") }, "the list")
	list := b.address()
	b.do(chromedp.Click(chromedp.CSS(`.hit [id^="note-"] summary`)), chromedp.SendKeys(chromedp.CSS(".hit textarea"), "Why this"), chromedp.Click(chromedp.CSS(`.hit form[action$="/note"] button`)))
	b.waitFor(func() (string, bool) { got := b.document().Find(".note").Text(); return got, got == "Why this" }, "the note")
	b.do(chromedp.Click(chromedp.CSS(`.hit form[action$="/remove"] button`)))
	b.waitFor(func() (string, bool) {
		got := b.document().Find(".hit").Length()
		return fmt.Sprint(got), got == 3
	}, "3 papers")
	b.do(chromedp.Click(chromedp.CSS(".views a:nth-child(2)")))
	b.leadsTo(list + "/new")
	b.showsStars("0 of 20")
	b.do(chromedp.Click(chromedp.CSS(".hit .star button")))
	b.showsStars("1 of 20")
}

func TestBrowserStarsWithoutJavaScript(t *testing.T) {
	b := newTabWithoutJavaScript(t)
	b.open("/search?q=neural+parsing")
	b.do(chromedp.Click(chromedp.CSS(".hit:nth-of-type(8) .star button")))
	b.showsStars("1 of 12")
	at := b.address()
	if !strings.HasPrefix(at, "/search?q=neural+parsing#star-arxiv:") {
		t.Errorf("starring led to %s", at)
	}
	if got := b.document().Find(`.hit:nth-of-type(8) .star [aria-pressed="true"]`).Length(); got != 1 {
		t.Error("another paper was starred")
	}
	b.do(chromedp.Click(chromedp.CSS(".hit:nth-of-type(2) .star button")))
	b.showsStars("2 of 12")
	b.open("/lists")
	b.do(chromedp.Click(chromedp.CSS(".list-summaries h2 a")))
	b.waitFor(func() (string, bool) {
		got := b.document().Find(".hit").Length()
		return fmt.Sprint(got), got == 2
	}, "2 papers")
	b.do(chromedp.Click(chromedp.CSS(`aside details:has([action$="/rename"]) summary`)), chromedp.SendKeys(chromedp.ID("rename"), "My "+kb.Enter))
	b.waitFor(func() (string, bool) {
		got := b.document().Find("h1").Text()
		return got, got == "My Reading list" || got == "Reading listMy"
	}, "another name")
	b.do(chromedp.Click(chromedp.CSS(`.hit form[action$="/remove"] button`)))
	b.waitFor(func() (string, bool) {
		got := b.document().Find(".hit").Length()
		return fmt.Sprint(got), got == 1
	}, "1 paper")
	b.open("/search?q=neural+parsing")
	b.showsStars("1 of 12")
	b.do(chromedp.Click(chromedp.CSS(`.star [aria-pressed="true"]`)))
	b.showsStars("0 of 12")
}

func TestBrowserListWidths(t *testing.T) {
	b := newTab(t)
	b.open("/papers/csf:hostile")
	b.do(chromedp.Click(chromedp.CSS("article > .star button")))
	b.waitFor(func() (string, bool) { got := b.stars(); return got, strings.HasPrefix(got, "1 of ") }, "a star")
	b.open("/lists")
	list := b.document().Find(".list-summaries h2 a").AttrOr("href", "")
	b.open(list)
	b.do(chromedp.Click(chromedp.CSS(`.hit [id^="note-"] summary`)), chromedp.SendKeys(chromedp.CSS(".hit textarea"), strings.Repeat("long", 100)), chromedp.Click(chromedp.CSS(`.hit form[action$="/note"] button`)))
	b.waitFor(func() (string, bool) { got := b.document().Find(".note").Text(); return got, got != "" }, "the note")
	b.do(chromedp.Click(chromedp.CSS(`aside details:has([action$="/rename"]) summary`)), chromedp.SendKeys(chromedp.ID("rename"), strings.Repeat("longer", 20)+kb.Enter))
	b.waitFor(func() (string, bool) { got := b.document().Find("h1").Text(); return got, len(got) > 100 }, "a long name")
	for _, width := range []int64{320, 390, 768, 1280, 2560} {
		b.do(chromedp.EmulateViewport(width, 900))
		for _, address := range []string{"/lists", list, list + "/new", "/papers/csf:hostile", "/search?q=hostile"} {
			b.open(address)
			evaluate[any](b, `for (const d of document.querySelectorAll('main details')) d.open = true`)
			if got := evaluate[int64](b, `document.documentElement.scrollWidth`); got > width {
				widest := evaluate[string](b, `[...document.querySelectorAll('main *, header *')].filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.outerHTML.slice(0, 120))[0] ?? ''`)
				t.Errorf("%s at %d pixels is %d wide: %s", address, width, got, widest)
			}
			small := evaluate[string](b, `[...document.querySelectorAll('.star button')].filter(e => e.getBoundingClientRect().height < 24 || e.getBoundingClientRect().width < 24).map(e => e.outerHTML)[0] ?? ''`)
			if small != "" {
				t.Errorf("%s at %d pixels has a star too small to hit: %s", address, width, small)
			}
		}
	}
}
