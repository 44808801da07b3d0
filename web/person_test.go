package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A person does a task in a tab, and may only do what a reader can: click what is seen, type, and
// press keys. It begins at "/" in a new browser.
type person struct {
	*tab
	clicks, keys int
	begun        time.Time
}

func newPerson(t *testing.T, handler http.Handler) *person {
	t.Helper()
	p := &person{tab: newTabOn(t, handler)}
	p.begin()
	return p
}

// begin opens the first page, and counts from there.
func (p *person) begin() {
	p.Helper()
	p.open("/")
	p.clicks, p.keys, p.begun = 0, 0, time.Now()
}

// A spot is a point of the window where a control can be clicked.
type spot struct {
	X, Y float64
	// Problem says why there is none.
	Problem string
}

// click clicks the control with this visible text: a link, a button, a box, a fold. A field has the
// text of its label, else its placeholder, else its accessible name. Of several controls it takes
// the one closest to the text near, else the first. A text that ends in "…" may go on.
func (p *person) click(text string, near ...string) {
	p.Helper()
	var at spot
	p.waitFor(func() (string, bool) {
		found, err := chromedp.Run(p.ctx, chromedp.Evaluate[spot](fmt.Sprintf("(%s)(...%s)", findControl, jsStrings(append([]string{text}, near...)))))
		if err != nil && p.ctx.Err() != nil {
			p.Fatal(err)
		}
		at = found
		return fmt.Sprintf("%s, at %s, error %v", found.Problem, p.address(), err), err == nil && found.Problem == ""
	}, text)
	p.do(chromedp.MouseClickXY(at.X, at.Y))
	p.clicks++
}

// write types into the field that has the focus.
func (p *person) write(text string) {
	p.Helper()
	p.waitFor(func() (string, bool) {
		tag, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.activeElement?.tagName ?? ''`))
		return tag, err == nil && (tag == "INPUT" || tag == "TEXTAREA")
	}, "the focus in a field")
	p.do(chromedp.KeyEvent(text))
	p.keys += len([]rune(text))
}

// enter presses Enter.
func (p *person) enter() {
	p.Helper()
	p.press("Enter", "Enter")
	p.keys++
}

// ask searches for words from the first page, whose box has the focus.
func (p *person) ask(words string) {
	p.Helper()
	p.write(words)
	p.enter()
	p.waitFor(func() (string, bool) {
		at, doc := p.address(), p.document()
		return at, strings.HasPrefix(at, "/search?") && doc.Find(".result-head h1").Length() > 0 && doc.Find("footer").Length() > 0
	}, "results")
}

// heading waits until the page has this heading, as it is seen.
func (p *person) heading(want string) {
	p.Helper()
	p.waitFor(func() (string, bool) { got := p.seen("h1"); return got, got == want }, want)
}

// seen returns the visible text of the first element that selector finds, "" while a page loads.
func (p *person) seen(selector string) string {
	p.Helper()
	text, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](fmt.Sprintf("(%s)(document.querySelector(%q))", visibleText, selector)))
	if err != nil && p.ctx.Err() != nil {
		p.Fatal(err)
	}
	return text
}

// inSight reports whether the first element that selector finds is wholly in the window, and
// nothing lies on it.
func (p *person) inSight(selector string) bool {
	p.Helper()
	return evaluate[bool](p.tab, fmt.Sprintf(`(() => {
		const e = document.querySelector(%q), r = e?.getBoundingClientRect();
		return !!r && r.width > 1 && r.top >= 0 && r.left >= 0 && r.bottom <= innerHeight && r.right <= innerWidth
			&& e.contains(document.elementFromPoint((r.left + r.right) / 2, (r.top + r.bottom) / 2));
	})()`, selector))
}

// visibleText is a JavaScript function: what a reader sees of an element, without what is for
// screen readers or machines only.
const visibleText = `function read(root) {
	const tiny = e => { const r = e.getBoundingClientRect(); return r.width <= 1 && r.height <= 1; };
	const of = node => node.nodeType === Node.TEXT_NODE ? node.data
		: node.nodeType !== Node.ELEMENT_NODE || node.matches('annotation, title, script, style') || !node.checkVisibility({visibilityProperty: true, opacityProperty: true}) || tiny(node) ? ''
		: [...node.childNodes].map(of).join('');
	return root ? of(root).replace(/\s+/g, ' ').trim() : '';
}`

// findControl is a JavaScript function: the spot of the control with a text, near another text. It
// scrolls there.
const findControl = `(wanted, near) => {
	const read = ` + visibleText + `;
	const name = e => e.matches('input, textarea, select') ? [...e.labels ?? []].map(read).join(' ').trim() || e.placeholder || e.ariaLabel || '' : read(e);
	const fits = text => wanted.endsWith('…') ? text.startsWith(wanted.slice(0, -1)) : text === wanted;
	const distance = e => {
		if (near === undefined) return 0;
		while (e && !read(e).includes(near)) e = e.parentElement;
		return e ? read(e).length : Infinity;
	};
	const shown = e => { const r = e.getBoundingClientRect(); return e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && r.width > 1 && r.height > 1; };
	const found = [...document.querySelectorAll('a[href], button, summary, label, input, select, textarea, [role=option]')]
		.filter(e => shown(e) && fits(name(e)) && !(e.matches('label') && e.control && shown(e.control)))
		.map(e => [distance(e), e]).filter(([d]) => d < Infinity).sort((a, b) => a[0] - b[0]).map(([, e]) => e);
	if (!found.length) return {Problem: 'no such control in “' + read(document.body).slice(-1500) + '”'};
	for (const e of found) {
		for (const scroll of ['nearest', 'center']) {
			e.scrollIntoView({block: scroll, behavior: 'instant'});
			const r = e.getClientRects()[0];
			const X = (r.left + r.right) / 2, Y = (r.top + r.bottom) / 2;
			if (e.contains(document.elementFromPoint(X, Y))) return {X, Y, Problem: ''};
		}
	}
	return {Problem: 'something lies on it'};
}`
