package web

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// completions returns the completions that are shown.
func (b *tab) completions() []string {
	b.Helper()
	return texts(b.document().Find("#completions:not([hidden]) .completion"))
}

func (b *tab) offers(want ...string) {
	b.Helper()
	b.waitFor(func() (string, bool) { got := fmt.Sprint(b.completions()); return got, got == fmt.Sprint(want) }, fmt.Sprint(want))
}

func TestBrowserCompletes(t *testing.T) {
	b := newTab(t)
	b.open("/")
	b.do(chromedp.SendKeys(chromedp.ID("q"), "notes on neural pa"))
	b.offers("notes on neural parsing part", "Notes on neural parsing, part 36", "Notes on neural parsing, part 46", "Notes on neural parsing, part 56", "Notes on neural parsing, part 6", "Notes on neural parsing, part 16", "Notes on neural parsing, part 26", "Notes on neural parsing, part 11")
	state := func() string {
		return evaluate[string](b, `(() => { const q = document.getElementById('q'); return [q.getAttribute('aria-expanded'), q.getAttribute('aria-activedescendant') ?? 'none', document.activeElement.id].join(' ') })()`)
	}
	if got := state(); got != "true none q" {
		t.Errorf("the box is %s", got)
	}
	b.do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowUp))
	if got := state(); got != "true completion-0 q" {
		t.Errorf("after two steps down and one up the box is %s", got)
	}
	b.do(chromedp.KeyEvent(kb.Escape))
	if got := state(); got != "false none q" || len(b.completions()) > 0 {
		t.Errorf("after Escape the box is %s", got)
	}
	if got := evaluate[string](b, `document.getElementById('q').value`); got != "notes on neural pa" {
		t.Errorf("Escape changed the text to %q", got)
	}
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.waitFor(func() (string, bool) { got := state(); return got, strings.HasPrefix(got, "true") }, "the list again")
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.press("Enter", "Enter")
	b.leadsTo("/search?q=notes+on+neural+parsing+part")

	// Choose an author with the mouse and a title with the keyboard.
	b.open("/")
	b.do(chromedp.SendKeys(chromedp.ID("q"), "perelm"))
	b.offers("Grisha Perelman")
	b.do(chromedp.Click(chromedp.CSS("#completions [role=option]")))
	b.leadsTo("/search?q=author%3A%22Grisha+Perelman%22")
	b.open("/")
	b.do(chromedp.SendKeys(chromedp.ID("q"), "entrpoy"))
	b.offers("The entropy formula for the Ricci flow and its geometric applications")
	b.do(chromedp.KeyEvent(kb.ArrowUp))
	b.press("Enter", "Enter")
	b.leadsTo("/papers/arxiv:math/0211159")

	// Markup in a title is shown as text.
	b.do(chromedp.SendKeys(chromedp.ID("q"), "hostile"))
	b.waitFor(func() (string, bool) {
		got := fmt.Sprint(b.completions())
		return got, strings.Contains(got, "onerror")
	}, "the hostile title")
	if evaluate[int](b, `document.querySelectorAll('#completions img, #completions script').length`) > 0 {
		t.Error("a title has become markup")
	}
	b.do(chromedp.KeyEvent(kb.Tab))
	if got := b.completions(); len(got) > 0 {
		t.Errorf("after the box there is still %q", got)
	}
}
