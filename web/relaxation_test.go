package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestRelaxationsFindWhatTheySay follows each link offered for few or no results, and counts the
// papers.
func TestRelaxationsFindWhatTheySay(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	tests := []struct {
		name, address string
		want          []string
	}{
		{"no hit", "/search?q=zyzzyva+parsing&match=all&sort=oldest", []string{"Any of the words instead of all 12 papers", "Without zyzzyva 12 papers"}},
		{"no hit for a phrase", "/search?q=parsing+%22vision+speech%22", []string{`Without "vision speech" 12 papers`}},
		{"an exclusion", "/search?q=title:ricci+-flow", []string{"Without title:ricci 67 papers", "Including papers with flow 1 paper"}},
		{"filters", "/search?q=parsing&from=1990&to=1991&venue=acl", []string{"Without any filter 12 papers"}},
		{"most of the words", "/search?q=neural+unixcoder&match=most", []string{"Any of the words instead of most 61 papers"}},
		{"few hits", "/search?q=rate&date=2021", []string{"Without rate 7 papers", "Any date 2 papers"}},
		{"few of many", "/search?q=parsing&date=2015&author_count=1", []string{"Without any filter 12 papers", "Any number of authors 6 papers"}},
		{"two parts", "/search?q=parsing+%22vision+speech%22+venue:acl+year:2015", []string{`Without "vision speech", venue:acl 6 papers`}},
		{"three parts", "/search?q=parsing+%22vision+speech%22+venue:acl&date=2016", []string{`Without "vision speech", venue:acl, any date 12 papers`, `Without parsing, "vision speech", any date 2 papers`}},
		{"ranges", "/search?q=parsing+authors:>20+upvotes:>20", []string{"Any number of authors, any number of upvotes 12 papers"}},
		{"an exclusion and a filter", "/search?q=%22vision+speech%22+parsing+-neural&date=2016", []string{`Without "vision speech", including papers with neural, any date 12 papers`}},
		{"one hit, nothing helps", "/search?q=unixcoder", nil},
		{"many hits", "/search?q=parsing", nil},
		{"after the last page", "/search?q=rate&date=2021&offset=200", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			links := pageOf(t, h, http.StatusOK, test.address).Find(".relaxations a")
			if diff := cmp.Diff(test.want, texts(links), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", test.address, diff)
			}
			links.Each(func(_ int, link *goquery.Selection) {
				address, promised := link.AttrOr("href", ""), texts(link.Find(".number"))[0]
				if got := texts(pageOf(t, h, http.StatusOK, address).Find("h1"))[0]; !strings.HasPrefix(got, promised+" ") {
					t.Errorf("%s shows %q, promised %q", address, got, promised)
				}
				if strings.Contains(test.address, "sort=") && !strings.Contains(address, "sort=oldest") {
					t.Errorf("%s lost its order", address)
				}
			})
		})
	}
}

func TestRelaxationsAreEscaped(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	word := "<img/src=x/onerror=alert(1)>{{.}}"
	tests := []struct {
		name   string
		values url.Values
		want   []string
	}{
		{"in the query", url.Values{"q": {"parsing title:" + word}}, []string{"Without title:" + word + " 12 papers", "Without parsing 1 paper"}},
		{"in a filter", url.Values{"q": {"zyzzyva"}, "venue": {"Venue " + hostile}}, []string{"Without zyzzyva 1 paper"}},
	}
	for _, test := range tests {
		doc := pageOf(t, h, http.StatusOK, "/search?"+test.values.Encode())
		if diff := cmp.Diff(test.want, texts(doc.Find(".relaxations a"))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if n := doc.Find("main img, main script").Length(); n > 0 {
			t.Errorf("%s: %d elements came from the address", test.name, n)
		}
	}
}

// TestBrowserRelaxations uses them with the keyboard, on a phone, without JavaScript.
func TestBrowserRelaxations(t *testing.T) {
	b := newTabWithoutJavaScript(t)
	b.do(chromedp.EmulateViewport(320, 700))
	long := strings.Repeat("antidisestablishmentarianism", 6)
	b.open("/search?match=all&q=parsing+" + long)
	if got := evaluate[int64](b, `document.documentElement.scrollWidth`); got > 320 {
		t.Errorf("a long word makes the page %d pixels wide", got)
	}
	if got := evaluate[float64](b, `Math.min(...[...document.querySelectorAll('.relaxations a')].map(e => e.getBoundingClientRect().height))`); got < 40 {
		t.Errorf("a link is %.0f pixels high, too low for a finger", got)
	}
	b.do(chromedp.Focus(chromedp.CSS(".relaxations li:last-child a")), chromedp.KeyEvent("\r"))
	b.shows("/search?match=all&q=parsing", "12 papers")
}
