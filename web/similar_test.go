package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/web/view"
)

func document(t *testing.T, h http.Handler, address string, status int) *goquery.Document {
	t.Helper()
	address, _, _ = strings.Cut(address, "#") // as a browser requests it
	answer := get(t, h, address)
	if answer.Code != status {
		t.Fatalf("GET %s: status %d, want %d", address, answer.Code, status)
	}
	doc, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

const parsing = "/papers/arxiv:2401.00001" // "Notes on neural parsing, part 1"

// act returns the address that changes a word of the list.
func act(t *testing.T, doc *goquery.Document, word, what string) string {
	t.Helper()
	to, ok := doc.Find("#" + termID(word) + "-" + what).Attr("href")
	if !ok {
		t.Fatalf("%q has no %s", word, what)
	}
	return to
}

func TestSimilarCanBeSteered(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	doc := document(t, h, parsing, http.StatusOK)
	struck := document(t, h, act(t, doc, "parsing", "remove"), http.StatusOK)
	if got := struck.Find(".steering .removed s").Text(); got != "parsing" {
		t.Errorf("removed: %q", got)
	}
	for _, chip := range texts(struck.Find(".hit .shared li")) {
		if strings.HasPrefix(chip, "parsing ") {
			t.Errorf("a hit shares %q, which was removed", chip)
		}
	}
	if cmp.Equal(texts(doc.Find(".similar .hit h3")), texts(struck.Find(".similar .hit h3"))) {
		t.Error("the list stayed as it was")
	}
	if to := act(t, struck, "parsing", "reset"); to != parsing+"#similar" {
		t.Errorf("a word that counts again leads to %s", to)
	}

	heavier := document(t, h, act(t, document(t, h, act(t, doc, "parsing", "boost"), http.StatusOK), "parsing", "boost"), http.StatusOK)
	if got := heavier.Find(".steering li b").Text(); got != "×4" {
		t.Errorf("boosted twice: %q", got)
	}
	if to, _ := heavier.Find(`.choices a:contains("Reset")`).Attr("href"); to != parsing+"#similar" {
		t.Errorf("the first list is at %q", to)
	}

	less, _ := doc.Find(`.similar .hit .external-links a:contains("Less like this")`).First().Attr("href")
	unliked := document(t, h, less, http.StatusOK)
	if n := unliked.Find(".seeds .unliked").Length(); n != 1 {
		t.Errorf("%d papers are unliked", n)
	}
	title := unliked.Find(".seeds .unliked a").First().Text()
	if unliked.Find(".similar .hit h3").FilterFunction(func(_ int, s *goquery.Selection) bool { return s.Text() == title }).Length() > 0 {
		t.Errorf("%q is unliked and came back", title)
	}
}

// TestReasonsAddUp checks that the shares of a hit's words add up to its score, except for
// rounding.
func TestReasonsAddUp(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	number := regexp.MustCompile(`(\d+)%`)
	doc := document(t, h, parsing, http.StatusOK)
	hits := doc.Find(".similar .hit .shared")
	if hits.Length() == 0 {
		t.Fatal("no reasons")
	}
	hits.Each(func(i int, s *goquery.Selection) {
		sum := 0
		for _, m := range number.FindAllStringSubmatch(s.Text(), -1) {
			n, _ := strconv.Atoi(m[1])
			sum += n
		}
		if sum < 100-view.ShownReasons || sum > 100+view.ShownReasons {
			t.Errorf("the shares of hit %d add up to %d%%: %s", i, sum, s.Text())
		}
	})
}

func TestSimilarToAText(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	if doc := document(t, h, "/similar", http.StatusOK); doc.Find("#similar").Length() > 0 || doc.Find("textarea").Length() != 1 {
		t.Error("without a question the page is not the form alone")
	}
	doc := document(t, h, "/similar?text=a+bound+on+rate+distortion&unlike=pb:00000000000000ab", http.StatusOK)
	if got := doc.Find(".similar .hit h3").First().Text(); got != "Undated notes on rate distortion" {
		t.Errorf("most similar: %q", got)
	}
	if got, _ := doc.Find(`form[action="/similar"] input[name=unlike]`).Attr("value"); got != "pb:00000000000000ab" {
		t.Errorf("the form keeps %q as unliked", got)
	}
	if doc := document(t, h, "/similar?text=of+the+and", http.StatusOK); !strings.Contains(doc.Find("#similar").Text(), "No similar papers") {
		t.Error("a text of function words has no clear answer")
	}
	document(t, h, "/similar?like=pb:00000000000000ab&unlike=pb:00000000000000ab", http.StatusBadRequest)
	document(t, h, "/similar?like=arxiv:1111.11111", http.StatusNotFound)
	hostile := document(t, h, "/similar?"+url.Values{"text": {hostile}, "without_terms": {hostile}, "like": {"csf:hostile"}}.Encode(), http.StatusOK)
	if hostile.Find("main script, main img").Length() > 0 {
		t.Error("a hostile question became markup")
	}
}

// TestDuplicatesAreListed has papers that one catalogue lists twice.
func TestDuplicatesAreListed(t *testing.T) {
	paper := func(id, title, abstract string) data.Record {
		return data.Record{Paper: data.Paper{ID: data.ID(id), Title: title, Abstract: abstract, Authors: []string{"Alan Turing"}}}
	}
	h := newHandler(t, newService(t,
		paper("acl:2020.a-1.1", "Parsing sentences with attention", "A parser of sentences."),
		paper("acl:2020.a-1.2", "Parsing Sentences with Attention", "The published parser of sentences."),
		paper("acl:2020.b-1.1", "Attention for longer sentences", "Sentences with attention."),
		paper("acl:2020.b-1.2", "Attention for Longer Sentences", "About sentences."),
	))
	doc := document(t, h, "/papers/acl:2020.a-1.1", http.StatusOK)
	want := []string{"Another version: Parsing Sentences with Attention (same title and authors)"}
	if diff := cmp.Diff(want, texts(doc.Find("#similar > .duplicate"))); diff != "" {
		t.Errorf("duplicates of the paper (-want +got):\n%s", diff)
	}
	want = []string{"Another version: Attention for Longer Sentences (same title and authors)"}
	if diff := cmp.Diff(want, texts(doc.Find("#similar .hit .duplicate"))); diff != "" {
		t.Errorf("duplicates of hits (-want +got):\n%s", diff)
	}
	if got, _ := doc.Find("#similar .hit .duplicate a").Attr("href"); got != "/papers/acl:2020.b-1.2" {
		t.Errorf("the duplicate leads to %q", got)
	}
	if n := doc.Find("#similar .hit").Length(); n != 1 {
		t.Errorf("%d hits, want 1", n)
	}
}

func TestBetweenPage(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	doc := document(t, h, "/between?a=arxiv:2401.00001&b=arxiv:2402.00002", http.StatusOK)
	if doc.Find(".similar .hit").Length() == 0 {
		t.Error("nothing is between parsing and translation")
	}
	doc.Find(".similar .hit").Each(func(i int, s *goquery.Selection) {
		if got := texts(s.Find(".shared li:first-child")); !cmp.Equal(got, []string{"Shared with the first", "Shared with the second"}) {
			t.Errorf("hit %d has reasons %q", i, got)
		}
	})
	for address, want := range map[string]string{
		"/between":                                         "",
		"/between?a=arxiv:2401.00001":                      "",
		"/between?a=arxiv:2401.00001&b=qwertz":             "No paper here is called “qwertz”.",
		"/between?a=arxiv:2401.00001&b=arXiv:2401.00001v1": "the two are one paper",
	} {
		if got := document(t, h, address, http.StatusOK).Find(".notice").Text(); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("GET %s says %q, want %q", address, got, want)
		}
	}
}

func TestBrowserSteers(t *testing.T) {
	b := newTab(t)
	b.open(parsing)
	id := termID("parsing") + "-boost"
	b.do(chromedp.Click(chromedp.CSS("#adjust summary")), chromedp.Click(chromedp.ID(id)))
	b.waitFor(func() (string, bool) { got := b.document().Find(".steering li b").Text(); return got, got == "×2" }, "parsing ×2")
	if got := b.address(); !strings.HasPrefix(got, parsing+"?boost_terms=parsing%3A2") {
		t.Errorf("the address is %s", got)
	}
	if got := evaluate[string](b, `document.activeElement.id`); got != id {
		t.Errorf("the focus is on %q", got)
	}
	b.do(chromedp.Click(chromedp.ID(termID("parsing") + "-remove")))
	b.waitFor(func() (string, bool) { got := b.document().Find(".removed s").Text(); return got, got == "parsing" }, "parsing struck out")
	b.do(chromedp.NavigateBack())
	b.waitFor(func() (string, bool) { got := b.document().Find(".steering li b").Text(); return got, got == "×2" }, "parsing ×2 again")
}
