package web

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// drag presses the mouse button in the middle of one bar of the histogram and moves to another. It
// releases the button unless hold is true.
func (b *tab) drag(from, to string, hold bool) {
	b.Helper()
	middle := func(bar string) (x, y float64) {
		at := evaluate[[]float64](b, `(() => { const r = document.querySelector('#bar-`+bar+` .reach').getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] })()`)
		return at[0], at[1]
	}
	mouse := func(what input.DispatchMouseEventType, x, y float64) {
		if _, err := chromedp.Call(b.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: what, X: x, Y: y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1}); err != nil {
			b.Fatal(err)
		}
	}
	x, y := middle(from)
	mouse(input.DispatchMouseEventTypeMousePressed, x, y)
	endX, endY := middle(to)
	for i := range 5 {
		mouse(input.DispatchMouseEventTypeMouseMoved, x+(endX-x)*float64(i+1)/5, endY)
	}
	if !hold {
		mouse(input.DispatchMouseEventTypeMouseReleased, endX, endY)
	}
}

func TestBrowserBrush(t *testing.T) {
	b := newTab(t)
	b.open("/search?q=neural")
	b.drag("2016", "2019", true)
	if got := evaluate[string](b, `document.querySelector('.brush').textContent + ' ' + document.querySelectorAll('.brushed').length`); got != "2016 to 2019 4" {
		t.Errorf("while the mouse is dragged the chart says %q", got)
	}
	b.do(chromedp.KeyEvent(kb.Escape))
	if got := evaluate[int](b, `document.querySelectorAll('.brushed').length`); got != 0 {
		t.Errorf("Escape leaves %d bars", got)
	}
	b.open("/search?q=neural&date=2020")
	b.drag("2019", "2016", false)
	b.leadsTo("/search?from=2016&q=neural&to=2019")
	b.shows("/search?from=2016&q=neural&to=2019", "24 papers")

	// A click still follows the link.
	b.open("/search?q=neural")
	b.drag("2017", "2017", false)
	b.leadsTo("/search?date=2017&q=neural")
}

func TestBrowserBrushByKeys(t *testing.T) {
	b := newTab(t)
	b.open("/search?q=neural")
	evaluate[any](b, `document.getElementById('bar-2016').focus()`)
	step := func(key string, shift bool) {
		t.Helper()
		modifiers := int64(0)
		if shift {
			modifiers = 8
		}
		for _, what := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
			if _, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: what, Key: key, Code: key, Modifiers: modifiers}); err != nil {
				t.Fatal(err)
			}
		}
	}
	step("ArrowRight", false)
	if got := b.focused(); got != "bar-2017" {
		t.Fatalf("an arrow leads to %q", got)
	}
	step("ArrowRight", true)
	step("ArrowRight", true)
	if got := evaluate[string](b, `document.querySelector('.brush').textContent`); got != "2017 to 2019" {
		t.Errorf("two steps with Shift choose %q", got)
	}
	b.press("Enter", "Enter")
	b.leadsTo("/search?from=2017&q=neural&to=2019")
	b.waitFor(func() (string, bool) { got := b.focused(); return got, strings.HasPrefix(got, "bar-2019") }, "the focus on the last bar")
}

func TestBrowserBrushOnFrontPage(t *testing.T) {
	b := newTab(t)
	b.open("/")
	b.drag("2018", "2022", false) // here a bar is two years
	b.leadsTo("/search?from=2018&to=2023")
}
