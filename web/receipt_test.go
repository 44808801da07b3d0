package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/chromedp"

	"paperboy/api/search"
)

func TestReceiptPage(t *testing.T) {
	service := newService(t, collection()...)
	h := newHandler(t, service)
	found := pageOf(t, h, http.StatusOK, "/search?q=neural+parsing&author_count=1")
	link, _ := found.Find(`.save-search a[href^="/receipt"]`).Attr("href")
	made := get(t, h, link)
	address := made.Header().Get("Location")
	if made.Code != http.StatusSeeOther || !strings.Contains(address, "signature=") {
		t.Fatalf("%s: %d to %q", link, made.Code, address)
	}

	doc := pageOf(t, h, http.StatusOK, address)
	if got := doc.Find(".receipt-query").Text(); got != "neural parsing" {
		t.Errorf("of %q", got)
	}
	if got := texts(doc.Find(".chip")); len(got) != 1 || got[0] != "1 author" {
		t.Errorf("filters %q", got)
	}
	if got := doc.Find(".receipt header p").Last().Text(); !strings.HasSuffix(got, "Of the 68 papers in its index, 2 matched.") {
		t.Errorf("it says %q", got)
	}
	if got := texts(doc.Find(".verdict .notice")); len(got) != 1 || got[0] != "The search still finds the same 2 papers." {
		t.Errorf("now: %q", got)
	}
	if got := doc.Find("#receipt-address").Text(); got != "http://example.com"+address {
		t.Errorf("address %q, want %q", got, address)
	}
	doc.Find(".receipt a").Each(func(_ int, a *goquery.Selection) {
		if answer := get(t, h, a.AttrOr("href", "")); answer.Code >= http.StatusBadRequest {
			t.Errorf("%s: status %d", a.Text(), answer.Code)
		}
	})

	forged := pageOf(t, h, http.StatusOK, strings.Replace(address, "total=2", "total=3", 1))
	if got := texts(forged.Find(".bad")); len(got) != 1 || !strings.HasPrefix(got[0], "This server did not issue this receipt") {
		t.Errorf("forged: %q", got)
	}
}

// A receipt says so if papers have since been removed.
func TestReceiptOfWhatChanged(t *testing.T) {
	for name, c := range map[string]struct {
		a    search.ReceiptAnswer
		want string
	}{
		"same":    {search.ReceiptAnswer{Claim: search.Claim{Total: 1}, Check: &search.ReceiptCheck{Signed: true, Same: true, Total: 1}}, "The search still finds the same paper."},
		"more":    {search.ReceiptAnswer{Claim: search.Claim{Total: 2}, Check: &search.ReceiptCheck{Signed: true, Same: true, Total: 3, Added: 1}}, "The search still finds the same 2 papers, plus 1 added since."},
		"nothing": {search.ReceiptAnswer{Check: &search.ReceiptCheck{Signed: true, Same: true}}, "The search still finds no papers."},
		"first":   {search.ReceiptAnswer{Check: &search.ReceiptCheck{Signed: true, Same: true, Total: 4, Added: 4}}, "The search found no papers then, and finds 4 now."},
		"other":   {search.ReceiptAnswer{Claim: search.Claim{Total: 2}, Check: &search.ReceiptCheck{Signed: true, Total: 3, Added: 2, Changed: 1}}, "The search no longer finds the same papers: 2 then, 3 now, including 2 added since. Changed since: 1 of the papers found then."},
	} {
		var page receiptPage
		page.describeCheck(c.a)
		if got := page.Holds + page.Broken; got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", name, got, c.want)
		}
	}
}

func TestBrowserReceipt(t *testing.T) {
	b := newTab(t)
	b.open("/search?q=neural+parsing")
	b.do(chromedp.Click(chromedp.CSS(`.save-search a[href^="/receipt"]`)))
	b.waitFor(func() (string, bool) {
		got := b.document().Find(".verdict .notice").Text()
		return got, got == "The search still finds the same 12 papers."
	}, "a receipt that holds")
	first := b.address()
	b.open(first)
	if got := b.address(); got != first {
		t.Errorf("opened again, the address has become %s", got)
	}
}
