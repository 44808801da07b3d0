package web

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"paperboy/data/sharedtest"
)

// TestBrowserAccessible runs axe-core's rules for WCAG 2.2 A and AA and its best practices on
// every page, in both colour schemes, on a desktop and a phone, with everything expanded.
//
// $PAPERBOY_AXE is the path of axe-core's axe.min.js; .ci/run fetches it.
func TestBrowserAccessible(t *testing.T) {
	path := os.Getenv("PAPERBOY_AXE")
	if path == "" {
		sharedtest.Require(t, "axe")
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	looks := []struct {
		name, scheme  string
		width, height int64
	}{{"light desk", "light", 1280, 900}, {"dark desk", "dark", 1280, 900}, {"dark phone", "dark", 320, 700}}
	for _, server := range librariesOfPages(t) {
		for _, look := range looks {
			t.Run(server.name+", "+look.name, func(t *testing.T) {
				b := newTabOn(t, server.handler)
				b.expects = "404"
				scheme := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.scheme}}}
				if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, scheme); err != nil {
					t.Fatal(err)
				}
				b.do(chromedp.EmulateViewport(look.width, look.height))
				for _, page := range server.pages {
					b.open(page)
					for _, breach := range b.breaches(string(axe)) {
						t.Errorf("%s: %s", page, breach)
					}
				}
				if server.name != "library" {
					return
				}
				b.open("/search")
				b.do(chromedp.SendKeys(chromedp.ID("q"), "neural pars"))
				b.waitFor(func() (string, bool) { got := fmt.Sprint(b.completions()); return got, got != "[]" }, "completions")
				b.do(chromedp.KeyEvent(kb.ArrowDown))
				for _, breach := range b.breaches(string(axe)) {
					t.Errorf("with completions: %s", breach)
				}
				b.open("/search?q=neural")
				b.press("?", "Slash")
				for _, breach := range b.breaches(string(axe)) {
					t.Errorf("with the help: %s", breach)
				}
			})
		}
	}
}

// breaches returns the rules that the page breaks, each with the first element that breaks it.
func (b *tab) breaches(axe string) []string {
	b.Helper()
	// A menu covers what is below it while it is open, and only one is open at a time.
	const ask = `
for (const fold of document.querySelectorAll('details:not([name=menu])')) fold.open = true;
axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(found =>
  found.violations.map(v => v.id + ': ' + v.help + ' (' + v.nodes.length + '), at ' + v.nodes[0].html.slice(0, 300) + ': ' + v.nodes[0].failureSummary))`
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](axe+";\n"+strings.TrimSpace(ask), chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("axe: %v", err)
	}
	return found
}
