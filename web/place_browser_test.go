package web

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestBrowserTurnsPapers reads the results of a search paper by paper, by keys alone.
func TestBrowserTurnsPapers(t *testing.T) {
	b := newTab(t)
	b.open("/search?q=neural+parsing")
	titles := b.hits()
	onPaper := func(want string) {
		t.Helper()
		b.waitFor(func() (string, bool) { got := b.document().Find("h1").Text(); return got, got == want }, want)
	}
	b.do(chromedp.Click(chromedp.CSS(".hit h2 a")))
	onPaper(titles[0])
	for _, step := range []struct {
		key, code string
		want      int
	}{{"n", "KeyN", 1}, {"n", "KeyN", 2}, {"p", "KeyP", 1}} {
		b.press(step.key, step.code)
		onPaper(titles[step.want])
	}
	b.do(chromedp.KeyEvent(kb.ArrowRight))
	onPaper(titles[2])
	b.do(chromedp.KeyEvent(kb.ArrowLeft))
	onPaper(titles[1])
	b.press("u", "KeyU")
	b.shows("/search?q=neural+parsing", "12 papers")
}

// TestTabsWithoutJavaScript opens each citation format, and checks that only its text is visible.
func TestTabsWithoutJavaScript(t *testing.T) {
	b := newTabWithoutJavaScript(t)
	b.open(parsing)
	b.do(chromedp.Click(chromedp.CSS("#cite summary")))
	for _, style := range []string{"apa", "ris", "csl-json", "bibtex"} {
		b.do(chromedp.Click(chromedp.CSS(`label[for="cite-`+style+`"]`)), chromedp.WaitVisible(chromedp.ID(style)))
		for _, other := range []string{"apa", "ris", "csl-json", "bibtex"} {
			if other != style {
				b.do(chromedp.WaitNotVisible(chromedp.ID(other)))
			}
		}
	}
	if shown := b.document().Find("button[data-copy]:not([hidden])").Length(); shown != 0 {
		t.Errorf("%d buttons that need JavaScript", shown)
	}
	if got := b.address(); !strings.HasPrefix(got, parsing) {
		t.Errorf("the address is %s", got)
	}
}
