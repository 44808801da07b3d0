package web

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// focusedTitle returns the title of the paper with the focus.
func (b *tab) focusedTitle() string {
	b.Helper()
	return evaluate[string](b, `document.activeElement.matches('.hit h2 a') ? document.activeElement.textContent : ''`)
}

func TestBrowserKeys(t *testing.T) {
	b := newTab(t)
	b.open("/search?q=neural+parsing")
	titles := b.hits()
	for i, step := range []struct {
		key, code string
		want      int
	}{{"j", "KeyJ", 0}, {"j", "KeyJ", 1}, {"j", "KeyJ", 2}, {"k", "KeyK", 1}, {"k", "KeyK", 0}, {"k", "KeyK", 0}} {
		b.press(step.key, step.code)
		if got := b.focusedTitle(); got != titles[step.want] {
			t.Fatalf("after %d keys the focus is on %q, want %q", i+1, got, titles[step.want])
		}
	}
	if outline := evaluate[string](b, `getComputedStyle(document.activeElement).outlineStyle`); outline == "none" {
		t.Error("nothing shows where the keys have led")
	}
	if !evaluate[bool](b, `(() => { const r = document.activeElement.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight })()`) {
		t.Error("the paper is out of sight")
	}

	b.press("s", "KeyS")
	b.showsStars("1 of 12")
	b.press("j", "KeyJ")
	if got := b.focusedTitle(); got != titles[1] {
		t.Errorf("after a star the focus went on to %q, want %q", got, titles[1])
	}

	// In the search box, the keys type letters.
	b.press("/", "Slash")
	b.do(chromedp.KeyEvent("jk?s"))
	if got := evaluate[string](b, `document.getElementById('q').value`); got != "jk?s" {
		t.Errorf("the box says %q", got)
	}

	b.open("/search?q=neural+parsing")
	b.press("j", "KeyJ")
	if got := b.focusedTitle(); got != titles[0] {
		t.Fatalf("on a page opened anew the focus is on %q, want %q", got, titles[0])
	}
	b.do(chromedp.KeyEvent(kb.Enter))
	b.waitFor(func() (string, bool) { got := b.address(); return got, strings.HasPrefix(got, "/papers/") }, "a paper")
	b.travel(-1)
	b.shows("/search?q=neural+parsing", "12 papers")
}

func TestBrowserKeysHelp(t *testing.T) {
	b := newTab(t)
	b.open("/search?q=neural+parsing")
	open := `document.getElementById('keys').open`
	b.press("?", "Slash")
	if !evaluate[bool](b, open) {
		t.Fatal("? shows no help")
	}
	b.press("j", "KeyJ")
	if got := b.focusedTitle(); got != "" {
		t.Errorf("while the help is open the keys lead to %q", got)
	}
	b.do(chromedp.KeyEvent(kb.Escape))
	if evaluate[bool](b, open) {
		t.Error("Escape leaves the help open")
	}

	// Turning the shortcuts off also holds on other pages and later.
	b.do(chromedp.Click(chromedp.CSS("[data-keys]")), chromedp.Click(chromedp.CSS("#keys input")), chromedp.Click(chromedp.CSS("#keys form button")))
	b.press("j", "KeyJ")
	if got := b.focusedTitle(); got != "" {
		t.Errorf("switched off, j leads to %q", got)
	}
	b.open("/search?q=neural+vision")
	b.press("?", "Slash")
	if evaluate[bool](b, open) {
		t.Error("switched off on the page before, ? shows the help")
	}
	b.do(chromedp.Click(chromedp.CSS("[data-keys]")))
	if evaluate[bool](b, `document.querySelector('#keys input').checked`) {
		t.Error("the help says that keys are on")
	}
}
