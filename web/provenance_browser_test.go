package web

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestBrowserProvenance opens the panel, looks up the source of the date, and undoes a merge, with
// the keyboard and without JavaScript.
func TestBrowserProvenance(t *testing.T) {
	h, _ := newMerged(t)
	b := newTabOn(t, h)
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	const page = "/papers/arxiv:2005.02721"
	for _, width := range []int64{320, 390, 768, 1280} {
		b.do(chromedp.EmulateViewport(width, 900))
		for _, address := range []string{page + "?undone=0", "/papers/csf:hostile?undone=0"} {
			b.open(address)
			if got := evaluate[int64](b, `document.documentElement.scrollWidth`); got > width {
				t.Errorf("%s at %d pixels is %d wide", address, width, got)
			}
			if width == 390 && evaluate[bool](b, `getComputedStyle(document.querySelector('.provenance td')).display !== 'block'`) {
				t.Error("on a phone the table is not made of blocks")
			}
		}
	}

	b.open(page)
	visible := func(selector string) bool {
		t.Helper()
		return evaluate[bool](b, `document.querySelector('`+selector+`').checkVisibility()`)
	}
	tabTo := func(selector string) {
		t.Helper()
		for range 150 {
			b.do(chromedp.KeyEvent(kb.Tab))
			if evaluate[bool](b, `document.activeElement.matches('`+selector+`')`) {
				return
			}
		}
		t.Fatalf("no number of tabs leads to %s", selector)
	}
	if visible(".provenance table") {
		t.Error("the panel is open at first")
	}
	tabTo(".provenance > summary")
	b.do(chromedp.KeyEvent(kb.Enter))
	if !visible(".provenance table") {
		t.Fatal("Enter does not open the panel")
	}
	tabTo(".provenance .others > summary")
	b.do(chromedp.KeyEvent(kb.Enter))
	if !visible(".provenance .others li") {
		t.Error("Enter does not show the other values")
	}
	tabTo(".undo > summary")
	b.do(chromedp.KeyEvent(kb.Enter))
	tabTo(".undo input")
	b.do(chromedp.KeyEvent(token + kb.Enter))
	b.leadsTo("/papers/acl:2020.acl-main.1?undone=1#provenance")
	b.waitFor(func() (string, bool) {
		got := b.document().Find(".merges .undone").Text()
		return got, strings.Contains(got, "kept separate from arxiv:2005.02721")
	}, "the merge undone")
	if !visible(".merges .undone") {
		t.Error("the panel is folded after an undo")
	}
}
