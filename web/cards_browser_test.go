package web

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"paperboy/data"
)

// requests returns how many requests the page's scripts have sent.
func (b *tab) requests() int {
	b.Helper()
	return evaluate[int](b, `performance.getEntriesByType('resource').filter(e => e.initiatorType === 'fetch' || e.initiatorType === 'xmlhttprequest').length`)
}

// TestBrowserCard unfolds an abstract and the authors of a card in place.
func TestBrowserCard(t *testing.T) {
	paper := data.Paper{ID: "pb:00000000000000f0", Title: "Unfolding", Abstract: strings.Repeat("A sentence on $\\ell_2$ norms. ", 20) + "\n\nThe end.", Authors: strings.Split(strings.Repeat("Ann Author,", 20)+"Zoe Last", ",")}
	b := newTabOn(t, newHandler(t, newService(t, data.Record{Paper: paper})))
	b.open("/search?q=unfolding")
	shown := func() string {
		return evaluate[string](b, `[...document.querySelectorAll('.hit .snippet')].filter(e => e.checkVisibility()).map(e => e.innerText.trim()).join('|')`)
	}
	before := shown()
	b.do(chromedp.Click(chromedp.CSS(`[data-unfold="abstract"]`)))
	b.waitFor(func() (string, bool) { got := shown(); return got, strings.HasSuffix(got, "The end.") }, "the whole abstract")
	if got := b.document().Find(`[data-unfold="abstract"][aria-expanded="true"]`).Length(); got != 1 || strings.Contains(shown(), "|") {
		t.Errorf("the card shows %q", shown())
	}
	asked := b.requests()
	b.do(chromedp.Click(chromedp.CSS(`[data-unfold="abstract"]`)))
	b.waitFor(func() (string, bool) { got := shown(); return got, got == before }, before)
	b.do(chromedp.Click(chromedp.CSS(`[data-unfold="abstract"]`)))
	b.waitFor(func() (string, bool) { got := shown(); return got, strings.HasSuffix(got, "The end.") }, "the whole abstract again")
	if got := b.requests() - asked; got != 0 {
		t.Errorf("opening it again sent %d requests", got)
	}
	b.do(chromedp.Click(chromedp.CSS(`[data-unfold="authors"]`)))
	b.waitFor(func() (string, bool) {
		got := b.document().Find(".hit .byline a").Length()
		return strconv.Itoa(got), got == 21
	}, "all authors")
	if !evaluate[bool](b, `document.activeElement.matches('.byline')`) || b.address() != "/search?q=unfolding" {
		t.Errorf("the focus is lost, or the page has changed to %s", b.address())
	}
}

// TestBrowserSelection selects papers, which is no filter, and saves them to a new list in a dialog.
func TestBrowserSelection(t *testing.T) {
	b := newTab(t)
	b.open("/search?q=neural")
	shown := `getComputedStyle(document.getElementById('selection')).display !== 'none'`
	if evaluate[bool](b, shown) {
		t.Error("the bar is shown before anything is selected")
	}
	asked := b.requests()
	b.do(chromedp.Click(chromedp.CSS(".hit:nth-of-type(1) .pick")), chromedp.Click(chromedp.CSS(".hit:nth-of-type(2) .pick")))
	b.waitFor(func() (string, bool) {
		got := b.document().Find(".picked").Text()
		return got, got == "2 selected"
	}, "2 selected")
	if !evaluate[bool](b, shown) || b.requests() != asked {
		t.Errorf("the bar is hidden, or a box has sent one of %d requests", b.requests()-asked)
	}
	b.do(chromedp.Click(chromedp.CSS(`#selection [value="save"]`)))
	b.waitFor(func() (string, bool) {
		got := b.document().Find("dialog[open] h1").Text()
		return got, got == "Save 2 papers to a list"
	}, "the dialog")
	b.do(chromedp.SendKeys(chromedp.CSS(`dialog[open] input[name="name"]`), "Mine\r"))
	b.waitFor(func() (string, bool) {
		got := strings.TrimSpace(b.document().Find("dialog[open] .saved").Text())
		return got, got == "2 papers saved to Mine."
	}, "the papers saved")
	b.do(chromedp.Click(chromedp.CSS(`dialog[open] [method="dialog"] button`)))
	b.do(chromedp.Click(chromedp.CSS(`#selection [type="reset"]`)))
	b.waitFor(func() (string, bool) { return "", !evaluate[bool](b, shown) }, "the bar hidden")
	if got := b.address(); got != "/search?q=neural" {
		t.Errorf("the page has changed to %s", got)
	}
	b.open("/lists")
	if got := texts(b.document().Find(".list-summaries h2, .list-summaries .number")); len(got) != 2 || got[0] != "Mine" || got[1] != "2 papers" {
		t.Errorf("lists %q", got)
	}
}

// Without JavaScript the same forms and links lead there.
func TestBrowserSelectionWithoutJavaScript(t *testing.T) {
	b := newTabWithoutJavaScript(t)
	b.open("/search?q=neural")
	b.do(chromedp.Click(chromedp.CSS(".hit:nth-of-type(1) .pick")), chromedp.Click(chromedp.CSS(".hit:nth-of-type(2) .pick")))
	b.do(chromedp.Click(chromedp.CSS(`#selection [value="similar"]`)))
	b.waitFor(func() (string, bool) {
		got := b.address()
		return got, strings.HasPrefix(got, "/similar?like=")
	}, "similar papers")
}

// TestBrowserCite copies a citation from a card.
func TestBrowserCite(t *testing.T) {
	b := newTab(t)
	b.open("/search?q=unixcoder")
	b.do(chromedp.Click(chromedp.CSS(`.hit .menu summary`)))
	evaluate[bool](b, `(navigator.clipboard.writeText = async text => { window.copied = text; }, true)`)
	b.do(chromedp.Click(chromedp.CSS(`.hit .menu a:nth-of-type(2)`)))
	got := b.waitFor(func() (string, bool) { got := evaluate[string](b, `window.copied ?? ''`); return got, got != "" }, "a citation")
	if !strings.HasPrefix(got, "Guo, D., Lu, S.") || !strings.Contains(got, "(2022") {
		t.Errorf("copied %q", got)
	}
	if got := b.document().Find(".hit .menu a").Eq(1).Text(); got != "Copied" {
		t.Errorf("the link says %q", got)
	}
	b.do(chromedp.KeyEvent(kb.Escape))
	b.waitFor(func() (string, bool) { return "", b.document().Find(".menu[open]").Length() == 0 }, "the menu closed")
	if !evaluate[bool](b, `document.activeElement.matches('.menu summary')`) {
		t.Error("the focus is lost")
	}
}

// TestBrowserCompact chooses the compact view, of which a screen of 1440x900 has ten papers.
func TestBrowserCompact(t *testing.T) {
	b := newTab(t)
	b.do(chromedp.EmulateViewport(1440, 900))
	b.open("/search?q=neural")
	inSight := func() int {
		return evaluate[int](b, `[...document.querySelectorAll('.hit')].filter(e => e.getBoundingClientRect().bottom <= innerHeight).length`)
	}
	comfortable := inSight()
	b.do(chromedp.Click(chromedp.CSS("#display summary")), chromedp.Click(chromedp.CSS(`#display [value="compact"]`)))
	b.waitFor(func() (string, bool) {
		n := b.document().Find(".hit.compact").Length()
		return strconv.Itoa(n), n == 20
	}, "compact papers")
	if got := inSight(); got < 10 || got <= comfortable {
		t.Errorf("%d papers are in sight, %d comfortable ones", got, comfortable)
	}
	b.open("/search?q=parsing")
	if got := b.document().Find(".hit:not(.compact)").Length(); got != 0 {
		t.Errorf("on the next page %d papers are not compact", got)
	}
}

// TestBrowserTheme chooses a theme, in place with a script and by a form without. The server
// remembers it.
func TestBrowserTheme(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *tab{"script": newTab, "no script": newTabWithoutJavaScript} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			b.open("/help/search?q=x")
			if name == "script" {
				b.do(chromedp.SendKeys(chromedp.ID("q"), "x"))
			}
			paper := func(want string) {
				t.Helper()
				b.waitFor(func() (string, bool) {
					got := evaluate[string](b, `document.body ? getComputedStyle(document.body).backgroundColor : ''`)
					return got, got == want
				}, want)
			}
			choose := func(theme, want string) {
				t.Helper()
				b.do(chromedp.Click(chromedp.CSS(`.theme button[value="` + theme + `"]`)))
				paper(want)
				b.waitFor(func() (string, bool) {
					got := b.document().Find(`.theme button[aria-pressed="true"]`).AttrOr("value", "")
					return got, got == theme
				}, theme)
			}
			const light, dark = "rgb(251, 250, 247)", "rgb(21, 24, 27)"
			choose("dark", dark)
			if name == "script" && evaluate[string](b, `document.getElementById('q').value`) != "x" {
				t.Error("the page is replaced, and with it what was typed")
			}
			if got := evaluate[string](b, `[...document.querySelectorAll('meta[name=theme-color]')].filter(m => matchMedia(m.media).matches).map(m => m.content).join()`); got != "#1c2024" {
				t.Errorf("the browser is told the colour %q", got)
			}
			if b.leadsTo("/help/search?q=x"); name == "script" {
				b.waitFor(func() (string, bool) {
					got := b.requests()
					return strconv.Itoa(got), got > 0
				}, "the choice sent")
			}
			b.open("/help")
			if got := b.document().Find("html").AttrOr("data-theme", ""); got != "dark" {
				t.Errorf("the next page has the theme %q", got)
			}
			paper(dark)
			choose("system", light) // Chromium's own is light
			choose("light", light)
		})
	}
}

// TestBrowserPrint checks that paper gets black text on white, in every theme, without what can
// only be used on a screen, and with the addresses of links to the paper.
func TestBrowserPrint(t *testing.T) {
	b := newTab(t)
	b.open("/help")
	b.do(chromedp.Click(chromedp.CSS(`.theme button[value="dark"]`)))
	b.waitFor(func() (string, bool) {
		got := b.requests()
		return strconv.Itoa(got), got > 0
	}, "the choice sent")
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"/papers/arxiv:2203.03850", "/search?q=neural"} {
		b.open(address)
		if got := evaluate[string](b, `getComputedStyle(document.body).color + ' on ' + getComputedStyle(document.body).backgroundColor + ', ' + getComputedStyle(document.documentElement).colorScheme`); got != "rgb(0, 0, 0) on rgb(255, 255, 255), light" {
			t.Errorf("%s is printed %s", address, got)
		}
		if got := evaluate[string](b, `[...document.querySelectorAll('.masthead, footer, button, select, input, summary, nav')].filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 1).map(e => e.outerHTML.slice(0, 100)).join('\n')`); got != "" {
			t.Errorf("%s prints\n%s", address, got)
		}
		if !evaluate[bool](b, `document.querySelector('h1').checkVisibility() && document.querySelector('.abstract, .hit').checkVisibility()`) {
			t.Errorf("%s prints no paper", address)
		}
	}
	b.open("/papers/arxiv:2203.03850")
	if got := evaluate[string](b, `getComputedStyle(document.querySelector('.actions > a[href^="http"]'), '::after').content`); !strings.Contains(got, "http") {
		t.Errorf("the link to the PDF is printed with %q", got)
	}
}
