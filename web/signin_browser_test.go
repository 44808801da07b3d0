package web

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"paperboy/data/store"
)

// A reader signs in, follows a link from another site, and signs out.
func TestBrowserSignIn(t *testing.T) {
	v := newVisitor(t, true, Options{})
	_, secret := v.key(store.ScopeRead, store.ScopeLists)
	b := newTabOn(t, v.echo)
	b.expects = failedLoad
	b.open("/search?q=unixcoder")
	b.waitFor(func() (string, bool) { got := b.focused(); return got, got == "secret" }, "the focus on the field for the key")
	b.do(chromedp.SendKeys(chromedp.ID("secret"), "pbk_wrong"+kb.Enter))
	b.waitFor(func() (string, bool) {
		got := b.document().Find("#problem").Text()
		return got, strings.Contains(got, "neither this server")
	}, "what is wrong")
	for _, width := range []int64{320, 390, 1280} {
		b.do(chromedp.EmulateViewport(width, 900))
		if got := evaluate[int64](b, `document.documentElement.scrollWidth`); got > width {
			t.Errorf("at %d pixels it is %d wide", width, got)
		}
	}
	b.do(chromedp.SendKeys(chromedp.ID("secret"), secret+kb.Enter))
	hit := func() (string, bool) {
		got := b.document().Find(".hit h2").Text()
		return got, strings.HasPrefix(got, "UniXcoder")
	}
	b.waitFor(hit, "the search that was asked for")
	if got := evaluate[string](b, `document.cookie`); got != "" {
		t.Errorf("scripts see the cookie %q", got)
	}

	// The cookie is not sent with a link from another site: localhost is another site than
	// 127.0.0.1.
	elsewhere := strings.Replace(b.base, "127.0.0.1", "localhost", 1)
	b.do(chromedp.Navigate(elsewhere + "/sign-in"))
	evaluate[string](b, `location.href = "`+b.base+`/search?q=unixcoder"`)
	b.waitFor(hit, "the page that the link leads to")
	b.mu.Lock()
	b.foreign = nil
	b.mu.Unlock()

	b.do(chromedp.Click(chromedp.CSS(`form[action="/sign-out"] button`)))
	b.waitFor(func() (string, bool) {
		got := b.document().Find("h1").Text()
		return got, got == "Sign in"
	}, "the form to sign in")
}
