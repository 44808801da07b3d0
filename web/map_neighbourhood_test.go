package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/web/view"
)

func TestNeighbourhoodPage(t *testing.T) {
	service := newService(t, collection()...)
	h := newHandler(t, service)
	const about = "/papers/arxiv:2401.00001"
	doc := pageOf(t, h, http.StatusOK, about+"/neighbourhood?n=15")
	if got := texts(doc.Find("h1")); !slices.Equal(got, []string{"Notes on neural parsing, part 1"}) {
		t.Errorf("heading %q", got)
	}
	similar, err := service.Similar.Similar(t.Context(), similar.Params{Like: []data.ID{"arxiv:2401.00001"}, Tuning: similar.Tuning{Limit: 15}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{about}
	for _, hit := range similar.Hits {
		want = append(want, view.PaperURL(hit.ID))
	}
	href := func(_ int, s *goquery.Selection) string { return s.AttrOr("href", "") }
	if diff := cmp.Diff(want, doc.Find(".wide-graph a.node").Map(href)); diff != "" {
		t.Errorf("papers of the map (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want[1:], doc.Find(".map-papers li:not(.seed) h3 a").Map(href)); diff != "" {
		t.Errorf("papers of the list (-want +got):\n%s", diff)
	}
	if got := texts(doc.Find(".wide-graph a.seed text")); !slices.Equal(got, []string{"Aa 2015"}) {
		t.Errorf("the paper is called %q", got)
	}
	doc.Find(".wide-graph a.node").Each(func(i int, s *goquery.Selection) {
		title, label := doc.Find("#"+s.AttrOr("data-paper", "")+" h3 a").Text(), s.Find("text").Text()
		if title == "" || !strings.HasPrefix(s.AttrOr("aria-label", ""), label+": "+title+", ") {
			t.Errorf("paper %d is called %q and %q, named %q", i, title, label, s.AttrOr("aria-label", ""))
		}
	})
	for _, name := range []string{"aria-labelledby", "aria-describedby"} {
		if id := doc.Find(".wide-graph").AttrOr(name, ""); doc.Find("#"+id).Length() != 1 {
			t.Errorf("%s of the map leads to no %q", name, id)
		}
	}

	// The list shows each link at both of its ends; the map draws it once.
	edges := doc.Find(".wide-graph .edge").Length()
	links := map[[2]string]bool{}
	doc.Find("[id^=paper-]").Each(func(_ int, s *goquery.Selection) {
		s.Find(`a[href^="#paper-"]`).Each(func(_ int, a *goquery.Selection) {
			links[[2]string{s.AttrOr("id", ""), strings.TrimPrefix(a.AttrOr("href", ""), "#")}] = true
		})
	})
	if edges < 15 || len(links) != 2*edges {
		t.Errorf("%d lines, %d links in the list", edges, len(links))
	}
	for l := range links {
		if doc.Find("#"+l[1]).Length() != 1 || !links[[2]string{l[1], l[0]}] {
			t.Errorf("%s is linked to %s, and not the other way", l[0], l[1])
		}
	}
	if got := texts(doc.Find(".choices a[aria-current]")); !slices.Equal(got, []string{"15 papers"}) {
		t.Errorf("sizes: %q is current", got)
	}
	if n := pageOf(t, h, http.StatusOK, about).Find(`#similar a[href="` + about + `/neighbourhood"]`).Length(); n != 1 {
		t.Errorf("%d links lead from the paper to its neighbourhood", n)
	}
}

func TestNeighbourhoodPagesOfFew(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	tests := []struct {
		name, address string
		selector      string
		want          []string
	}{
		{"no similar paper", "/papers/arxiv:math%2F0211159/neighbourhood?from=2024", ".nothing", []string{"No similar papers match the filters."}},
		{"no picture of it", "/papers/arxiv:math%2F0211159/neighbourhood?from=2024", "svg.graph, .map-papers", nil},
		{"the way out", "/papers/arxiv:math%2F0211159/neighbourhood?from=2024", `.notice a[href="/papers/arxiv:math/0211159/neighbourhood"]`, []string{"Show all papers"}},
		{"one", "/papers/pb:00000000000000ab/neighbourhood?n=1", ".map-papers li:not(.seed) h3 a", []string{"Undated notes on rate distortion"}},
		{"one without a date", "/papers/pb:00000000000000ab/neighbourhood?n=1", ".wide-graph .axis-word", []string{"2021", "date unknown"}},
		{"which are linked", "/papers/pb:00000000000000ab/neighbourhood?n=1", ".neighbour-links", []string{"Similar to 1 Undated notes…", "Similar to this paper"}},
		{"n out of range", "/papers/pb:00000000000000ab/neighbourhood?n=61", ".map-page > .notice", []string{"“61” is not a valid value for the number of papers. Use 1 to 60."}},
		{"unknown parameters", "/papers/pb:00000000000000ab/neighbourhood?n=1&x=y", ".map-page > .notice", []string{"This page does not know “x”, so it was ignored."}},
		{"hostile papers", "/papers/csf:hostile/neighbourhood?n=3", "img, script:not([src])", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := texts(pageOf(t, h, http.StatusOK, test.address).Find(test.selector))
			if !slices.Equal(got, test.want) {
				t.Errorf("%s of %s: %q, want %q", test.selector, test.address, got, test.want)
			}
		})
	}
	pageOf(t, h, http.StatusNotFound, "/papers/arxiv:9912.00001/neighbourhood")
	pageOf(t, h, http.StatusNotFound, "/papers//neighbourhood")
	if answer := get(t, h, "/papers/pb:00000000000000ff/neighbourhood?n=15"); answer.Code != http.StatusFound || answer.Header().Get("Location") != "/papers/arxiv:2203.03850/neighbourhood?n=15" {
		t.Errorf("another id leads to %s, status %d", answer.Header().Get("Location"), answer.Code)
	}
}

func TestNeighbourhoodOfPapersWithoutDates(t *testing.T) {
	var records []data.Record
	for _, id := range []data.ID{"x:a", "x:b", "x:c/neighbourhood", "x:d"} {
		records = append(records, data.Record{Paper: data.Paper{ID: id, Title: "Notes on parsing"}})
	}
	records = append(records, data.Record{Paper: data.Paper{ID: "x:wordless", Title: "Of the"}})
	h := newHandler(t, newService(t, records...))
	address := neighbourhoodURL("x:c/neighbourhood", similar.NeighbourhoodParams{N: similar.DefaultNeighbours})
	doc := pageOf(t, h, http.StatusOK, address)
	if got := texts(doc.Find(".wide-graph .axis-word")); !slices.Equal(got, []string{"date unknown"}) {
		t.Errorf("axis %q", got)
	}
	if n := doc.Find(".wide-graph .node").Length(); n != 4 {
		t.Errorf("%d papers, want 4", n)
	}
	if got := texts(pageOf(t, h, http.StatusOK, "/papers/x:wordless/neighbourhood").Find(".nothing")); !slices.Equal(got, []string{"No similar papers: no distinctive words in common."}) {
		t.Errorf("a paper without words: %q", got)
	}
	if got := texts(pageOf(t, h, http.StatusOK, view.PaperURL("x:c/neighbourhood")).Find("h1")); !slices.Equal(got, []string{"Notes on parsing"}) {
		t.Errorf("a paper that is called so: %q", got)
	}
}

// TestBrowserNeighbourhood checks the map in a browser, with real fonts.
func TestBrowserNeighbourhood(t *testing.T) {
	b := newTab(t)
	const address = "/papers/arxiv:2401.00001/neighbourhood?n=60"
	b.open(address)
	touching := evaluate[[]string](b, `(() => {
		const boxes = [...document.querySelectorAll('.wide-graph .node text, .wide-graph .node circle')].map(e => [e.closest('a'), e.getBoundingClientRect()]);
		return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([b, q]) => a !== b && p.left < q.right && q.left < p.right && p.top < q.bottom && q.top < p.bottom)
			.map(([b]) => a.textContent + ' | ' + b.textContent));
	})()`)
	if len(touching) > 0 {
		t.Errorf("papers touch: %q", touching)
	}
	if out := evaluate[[]string](b, `(() => { const f = document.querySelector('.wide-graph').getBoundingClientRect(); return [...document.querySelectorAll('.wide-graph text, .wide-graph circle')].filter(e => { const r = e.getBoundingClientRect(); return r.left < f.left || r.right > f.right || r.top < f.top || r.bottom > f.bottom }).map(e => e.outerHTML) })()`); len(out) > 0 {
		t.Errorf("outside the map: %q", out)
	}
	evaluate[bool](b, `document.querySelector('.wide-graph .seed').focus() ?? true`)
	b.do(chromedp.KeyEvent(kb.Tab))
	if stroke := evaluate[string](b, `getComputedStyle(document.activeElement.querySelector('.reach')).stroke`); stroke == "none" {
		t.Error("nothing shows which paper has the focus")
	}
	if lit := evaluate[bool](b, `getComputedStyle(document.activeElement.querySelector('.node-edge')).visibility === 'visible'`); !lit {
		t.Error("the lines of the paper with the focus are not lit")
	}
	aim := evaluate[string](b, `document.activeElement.getAttribute('href')`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.leadsTo(aim)

	for _, width := range []int64{320, 390, 768, 1440} {
		b.do(chromedp.EmulateViewport(width, 900))
		b.open(address)
		if got := evaluate[int64](b, `document.documentElement.scrollWidth`); got > width {
			t.Errorf("at %d pixels the page is %d wide", width, got)
		}
		if shown := evaluate[int](b, `[...document.querySelectorAll('svg.graph')].filter(e => e.getBoundingClientRect().width > 0).length`); shown != 1 {
			t.Errorf("at %d pixels %d maps are shown", width, shown)
		}
	}
}

// TestBrowserMapShowsAbstracts checks that the list beside a map shows the paper that is pointed at,
// has the focus or is tapped.
func TestBrowserMapShowsAbstracts(t *testing.T) {
	b := newTab(t)
	const address, third = "/papers/arxiv:2401.00001/neighbourhood", `.wide-graph [data-paper="paper-3"]`
	if _, err := chromedp.Call(b.ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(1440, 900))
	b.open(address)
	open := func() string {
		return evaluate[string](b, `[...document.querySelectorAll('.map-papers li.current')].map(e => e.id + (e.querySelector('details').open ? ' open' : '')).join()`)
	}
	if got := open(); got != "paper-0 open" {
		t.Errorf("at first: %q", got)
	}
	evaluate[any](b, "document.querySelector('"+third+"').focus()")
	b.waitFor(func() (string, bool) { got := open(); return got, got == "paper-3 open" }, "the abstract of paper 3")
	if !evaluate[bool](b, `(() => { const list = document.querySelector('.map-papers').getBoundingClientRect(), entry = document.querySelector('#paper-3 .abstract').getBoundingClientRect(); return entry.top >= list.top && entry.top < list.bottom })()`) {
		t.Error("the abstract is out of sight")
	}

	b.do(chromedp.EmulateViewport(390, 844, chromedp.EmulateTouch))
	b.open(address)
	const narrow = `.narrow-graph [data-paper=paper-2]`
	evaluate[any](b, `document.querySelector('`+narrow+`').dispatchEvent(new PointerEvent('pointerdown', {pointerType: 'touch', bubbles: true}))`)
	evaluate[any](b, `document.querySelector('`+narrow+`').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))`)
	want := evaluate[string](b, `document.querySelector('#paper-2 h3 a').textContent`)
	if got := evaluate[string](b, `document.querySelector('.map-sheet h3 a')?.textContent ?? ''`); got != want {
		t.Errorf("a tap shows %q, want %q", got, want)
	}
	if got := b.address(); got != address {
		t.Errorf("a tap leads to %s", got)
	}
	b.do(chromedp.Click(".map-sheet .close"))
	if evaluate[bool](b, `document.querySelector('.map-sheet') !== null`) {
		t.Error("the sheet stays open")
	}
}
