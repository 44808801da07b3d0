package web

import (
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// maxTransfer is how many bytes a page may transfer, with everything that it loads.
const maxTransfer = 60_000

// TestBrowserWeight checks what makes pages fast, as Lighthouse does: few bytes, no script that
// blocks rendering, no layout shifts, and nothing loaded twice.
func TestBrowserWeight(t *testing.T) {
	b := newTab(t)
	caching := func(on bool) {
		if _, err := chromedp.Call(b.ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: !on}); err != nil {
			t.Fatal(err)
		}
	}
	caching(false)
	for _, page := range []string{"/", "/search", "/search?q=neural+parsing", "/papers/arxiv:2203.03850", "/papers/arxiv:2401.00001/neighbourhood", "/lists", "/add", "/days/2022-03-09", "/months/2015-01?by=date", "/trending"} {
		b.do(chromedp.EmulateViewport(390, 800))
		b.open(page)
		type loaded struct {
			Name     string
			Size     int    `json:"size"`
			Blocking string `json:"blocking"`
		}
		all := evaluate[[]loaded](b, `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(e =>
			({name: e.name, size: e.transferSize, blocking: e.initiatorType === 'script' ? e.renderBlockingStatus : ''}))`)
		sum := 0
		for _, one := range all {
			sum += one.Size
			if one.Blocking == "blocking" {
				t.Errorf("%s waits for %s", page, one.Name)
			}
		}
		t.Logf("%s: %d bytes in %d answers", page, sum, len(all))
		if len(all) < 2 || sum > maxTransfer {
			t.Errorf("%s takes %d bytes in %d answers, at most %d", page, sum, len(all), maxTransfer)
		}
		// A browser may paint a page while its end is still on the way; a line that grows then may
		// wrap. What moves in every one of some loads is a fault of the page.
		shift := b.shift()
		for again := 0; shift > 0 && again < 4; again++ {
			b.open(page)
			shift = min(shift, b.shift())
		}
		if shift > 0 {
			t.Errorf("%s moves by %.4f while it loads", page, shift)
		}
	}

	// A file with a hash in its name comes from the cache the second time.
	caching(true)
	b.open("/search?q=neural+parsing")
	b.open("/search?q=neural+vision")
	if got := evaluate[int](b, `performance.getEntriesByType('resource').filter(e => e.name.includes('/assets/')).reduce((sum, e) => sum + e.transferSize, 0)`); got > 0 {
		t.Errorf("the second page loads %d bytes of assets again", got)
	}
}

// shift returns the Cumulative Layout Shift of the page.
func (b *tab) shift() float64 {
	b.Helper()
	sum, err := chromedp.Run(b.ctx, chromedp.Evaluate[float64](`new Promise(resolve => {
		let sum = 0;
		new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value }).observe({type: 'layout-shift', buffered: true});
		requestAnimationFrame(() => setTimeout(() => resolve(sum), 50));
	})`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatal(err)
	}
	return sum
}
