package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/latex"
	"paperboy/web/view"
)

func TestHighlightSpans(t *testing.T) {
	// Package latex tests how formulas are parsed.
	x := &latex.Node{}
	formulas := cmp.Comparer(func(a, b *latex.Node) bool { return (a == nil) == (b == nil) })
	tests := []struct {
		name      string
		highlight search.Highlight
		want      []view.Span
	}{
		{"nothing", nil, nil},
		{"no mark", search.Highlight{{Text: "plain & <b>simple</b>"}}, []view.Span{{Text: "plain & <b>simple</b>"}}},
		{"marks", search.Highlight{{Text: "a "}, {Text: "b", Marked: true}, {Text: " c"}}, []view.Span{{Text: "a "}, {Text: "b", Marked: true}, {Text: " c"}}},
		{"an accent", search.Highlight{{Text: `of Erd\H{o}s `}, {Text: `P\'al`, Marked: true}}, []view.Span{{Text: "of Erdős "}, {Text: "Pál", Marked: true}}},
		{"a formula", search.Highlight{{Text: "the "}, {Text: "cost", Marked: true}, {Text: " $n$ grows"}}, []view.Span{{Text: "the "}, {Text: "cost", Marked: true}, {Text: " "}, {Text: "$n$", Formula: x}, {Text: " grows"}}},
		{"a mark within a formula", search.Highlight{{Text: `about $\mathrm{`}, {Text: "SU", Marked: true}, {Text: "}(2)$"}}, []view.Span{{Text: "about "}, {Text: `$\mathrm{SU}(2)$`, Formula: x}}},
		{"a mark that ends in a formula", search.Highlight{{Text: "the $x", Marked: true}, {Text: "$"}}, []view.Span{{Text: "the ", Marked: true}, {Text: "$x$", Formula: x}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, view.HighlightSpans(test.highlight), formulas); diff != "" {
				t.Errorf("highlightSpans(%+v) (-want +got):\n%s", test.highlight, diff)
			}
		})
	}
}

// The template draws every kind of node, and text in a formula is escaped.
func TestFormulaTemplate(t *testing.T) {
	paper := data.Paper{ID: "pb:00000000000000f0", Title: `The $\ell_2$ norm`, Abstract: strings.Join([]string{
		`$\alpha=1$ $\Gamma$ $\left(x\right)$ $x \text{ if <b>bold</b>}$ $\frac12$ $\binom{n}{k}$ $\sqrt{x}$ $\sqrt[3]{x}$ $x_1$ $x^2$ $x_1^2$`,
		`$\underset{x}{y}$ $\overset{x}{y}$ $$\sum_{i=1}^n i$$ $\hat x$ $\underline{x}$ $\text{<script>alert(1)</script>}$`,
	}, " ")}
	h := newHandler(t, newService(t, data.Record{Paper: paper}))
	doc := pageOf(t, h, http.StatusOK, "/papers/"+string(paper.ID))
	if got := doc.Find("h1 math annotation").Text(); got != `$\ell_2$` {
		t.Errorf("the heading's formula is %q", got)
	}
	drawn := map[string]bool{}
	doc.Find("math *").Each(func(_ int, s *goquery.Selection) { drawn[goquery.NodeName(s)] = true })
	for _, name := range []string{"mrow", "mi", "mn", "mo", "mtext", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover"} {
		if !drawn[name] {
			t.Errorf("no %s is drawn", name)
		}
	}
	for _, name := range []string{"b", "script"} {
		if drawn[name] {
			t.Errorf("a formula holds a %s element", name)
		}
	}
	if got := doc.Find(`math[display="block"]`).Length(); got != 1 {
		t.Errorf("%d formulas are on a line of their own, want 1", got)
	}
	for _, kind := range []latex.Kind{latex.Upright, latex.Rigid, latex.Fence, latex.Binomial, latex.Accent, latex.Underline} {
		attribute := map[latex.Kind]string{latex.Upright: "[mathvariant]", latex.Rigid: "[stretchy=false]", latex.Fence: "[fence]", latex.Binomial: "[linethickness]", latex.Accent: "[accent]", latex.Underline: "[accentunder]"}[kind]
		if doc.Find("math "+attribute).Length() == 0 {
			t.Errorf("no %s is drawn", kind)
		}
	}
}

// A browser lays out formulas: an exponent is above its base.
func TestBrowserFormula(t *testing.T) {
	b := newTabOn(t, newHandler(t, newService(t, data.Record{Paper: data.Paper{ID: "pb:00000000000000f0", Title: "On $x^2$", Abstract: "Of $x^2$ and more."}})))
	for _, page := range []string{"/search?q=more", "/papers/pb:00000000000000f0"} {
		b.open(page)
		raised := evaluate[bool](b, `(() => {
			const [x, two] = [...document.querySelector('msup').children].map(e => ({box: e.getBoundingClientRect(), size: parseFloat(getComputedStyle(e).fontSize)}));
			return two.box.top + two.box.bottom < x.box.top + x.box.bottom && two.size < x.size })()`)
		if !raised {
			t.Errorf("%s: the exponent is not above its base", page)
		}
		if got := evaluate[string](b, `document.querySelector('.paper h1, .hit h2').innerText.replace(/\s+/g, '')`); !strings.HasPrefix(got, "On") || strings.Contains(got, "$") {
			t.Errorf("%s: the title reads %q", page, got)
		}
	}
}
