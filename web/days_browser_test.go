package web

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestBrowserTurnsDays(t *testing.T) {
	b := newTabOn(t, newHandler(t, newService(t, dailyLibrary()...)))
	// arrives waits until the scripts of the next page listen.
	arrives := func(address string) {
		t.Helper()
		b.leadsTo(address)
		b.waitFor(func() (string, bool) {
			got := evaluate[string](b, `document.readyState`)
			return got, got == "complete"
		}, "the whole page")
	}
	b.open("/days/2025-11-13?q=graph")
	b.do(chromedp.KeyEvent(kb.ArrowRight))
	arrives("/days/2025-11-14?q=graph")
	b.do(chromedp.KeyEvent(kb.ArrowLeft))
	arrives("/days/2025-11-13?q=graph")
	b.do(chromedp.SendKeys(chromedp.ID("q"), kb.ArrowLeft)) // within the text
	b.do(chromedp.Click(chromedp.CSS(`.calendar tbody td:nth-of-type(1) a`)))
	arrives("/days/2025-11-10?q=graph")
	b.do(chromedp.KeyEvent(kb.ArrowLeft)) // there is no earlier day
	b.do(chromedp.Click(chromedp.CSS(`.turn li:nth-child(2) a`)))
	arrives("/weeks/2025-W46?q=graph")

	// Searching and sorting stay on the page.
	b.open("/weeks/2025-W46")
	b.do(chromedp.SendKeys(chromedp.ID("q"), "paper"+kb.Enter))
	b.leadsTo("/weeks/2025-W46?q=paper")
	b.waitFor(func() (string, bool) {
		got := b.document().Find("#content h2").First().Text()
		return got, len(got) > 14 && got[:14] == "4 papers found"
	}, "4 papers")
	evaluate[bool](b, `(() => { const sort = document.getElementById('sort'); sort.value = 'newest'; return sort.dispatchEvent(new Event('change', {bubbles: true})) })()`)
	b.leadsTo("/weeks/2025-W46?q=paper&sort=newest")
}
