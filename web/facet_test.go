package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/chromedp"
)

// TestFacetPage checks that the page lists the values with a word that starts with the text, and
// that its form applies the checked ones without losing the rest of the search.
func TestFacetPage(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	search := pageOf(t, h, http.StatusOK, "/search?q=neural&from=2016&sort=newest")
	find := search.Find(".find")
	if find.Length() != 1 || find.AttrOr("action", "") != "/search/facets/author" {
		t.Fatalf("%d boxes to find in facets", find.Length())
	}
	more := pageOf(t, h, http.StatusOK, search.Find(`.filter a[href^="/search/facets/author"]`).AttrOr("href", ""))
	if got := more.Find(".values .option").Length(); got != 100 || !strings.Contains(more.Find(".values").Text(), "Find others by name") {
		t.Errorf("%d authors listed", got)
	}
	doc := pageOf(t, h, http.StatusOK, "/search/facets/author?q=neural&from=2016&sort=newest&author=author+ba&facet_contains=AE")
	got := texts(doc.Find(".values .option > span:first-of-type"))
	if slices.Sort(got); !slices.Equal(got, []string{"Author Ae", "Author Ba"}) {
		t.Errorf("authors %q", got)
	}
	var fields []string
	doc.Find(`main input[type="hidden"][form="search"]`).Each(func(_ int, s *goquery.Selection) {
		fields = append(fields, s.AttrOr("name", "")+"="+s.AttrOr("value", ""))
	})
	if fmt.Sprint(fields) != "[from=2016 sort=newest]" {
		t.Errorf("the form carries %q", fields)
	}
	if got := pageOf(t, h, http.StatusOK, "/search/facets/author?facet_contains=zzz").Find(".values").Text(); !strings.Contains(got, "No value starts with that.") {
		t.Errorf("of none: %q", got)
	}
	pageOf(t, h, http.StatusNotFound, "/search/facets/date")
	pageOf(t, h, http.StatusNotFound, "/search/facets/nothing")
}

func TestBrowserFindsInFacet(t *testing.T) {
	b := newTab(t)
	b.open("/search?q=neural")
	authors := func() string {
		return fmt.Sprint(texts(b.document().Find("#values-author .option > span:first-of-type")))
	}
	b.do(chromedp.Click(chromedp.CSS("#facet-author > summary")), chromedp.SendKeys(chromedp.CSS(".find input[type=search]"), "cb"))
	b.waitFor(func() (string, bool) { got := authors(); return got, got == "[Author Cb]" }, "one author")
	if got := b.address(); got != "/search?q=neural" {
		t.Errorf("finding has led to %s", got)
	}
	b.do(chromedp.Click(chromedp.CSS("#values-author input")))
	b.leadsTo("/search?author=author+cb&q=neural")
}

func TestBrowserFindsInFacetWithoutJavaScript(t *testing.T) {
	b := newTabWithoutJavaScript(t)
	b.open("/search?q=neural")
	b.do(chromedp.Click(chromedp.CSS("#facet-author > summary")), chromedp.SendKeys(chromedp.CSS(".find input[type=search]"), "cb\r"))
	b.leadsTo("/search/facets/author?q=neural&facet_contains=cb")
	b.do(chromedp.Click(chromedp.CSS(".values input")), chromedp.Click(chromedp.CSS(".apply-facet")))
	b.leadsTo("/search?q=neural&author=author+cb")
}
