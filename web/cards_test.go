package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"paperboy/data"
)

// Every page with cards has the form that their checkboxes belong to, once.
func TestSelectionForm(t *testing.T) {
	r := newReader(t, Options{})
	l := r.makeList("Code", unixcoder)
	for _, address := range []string{"/search?q=neural", "/", "/days/2022-03-09", "/similar?like=" + unixcoder, "/papers/" + unixcoder, "/between?a=arxiv:2401.00001&b=arxiv:2402.00002", listURL(l.EditKey)} {
		doc := r.page(address)
		if boxes := doc.Find(`.hit .pick[name="paper"][form="selection"]`).Length(); boxes == 0 || boxes != doc.Find(".hit").Length() {
			t.Errorf("%s: %d boxes on %d cards", address, boxes, doc.Find(".hit").Length())
		}
		if got := doc.Find(`form#selection[method="get"]`).Length(); got != 1 {
			t.Errorf("%s: %d forms", address, got)
		}
	}
	if got := r.page("/search?q=zyzzyva").Find("#selection").Length(); got != 0 {
		t.Error("there is a form without papers")
	}
}

// Selected papers are exported in their order, compared with, or saved.
func TestSelection(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	two := "paper=arxiv:math/0211159&paper=" + unixcoder
	for _, test := range []struct{ address, want string }{
		{"/selection?do=similar&" + two, "/similar?like=arxiv%3Amath%2F0211159&like=arxiv%3A2203.03850"},
		{"/selection?do=save&paper=" + unixcoder + "v2&" + two + "&paper=" + unixcoder, "/save?paper=arxiv%3A2203.03850&paper=arxiv%3Amath%2F0211159"},
		{"/selection?do=save&" + two, "/save?paper=arxiv%3Amath%2F0211159&paper=arxiv%3A2203.03850"},
		{"/selection?do=export&format=ris&" + two, "/api/v1/export?format=ris&id=arxiv%3Amath%2F0211159&id=arxiv%3A2203.03850"},
		{"/selection?" + two, "/api/v1/export?format=bibtex&id=arxiv%3Amath%2F0211159&id=arxiv%3A2203.03850"},
	} {
		if got := get(t, h, test.address); got.Code != http.StatusSeeOther || got.Header().Get("Location") != test.want {
			t.Errorf("%s: %d to %s, want %s", test.address, got.Code, got.Header().Get("Location"), test.want)
		}
	}
	file := get(t, h, "/api/v1/export?format=ris&q=ignored&id=arxiv%3Amath%2F0211159&id=arxiv%3A2203.03850&id=arxiv:2203.03850v1&id=arxiv:2401.99999").Body.String()
	if first, second := strings.Index(file, "0211159"), strings.Index(file, "UniXcoder"); strings.Count(file, "\nER ") != 2 || first < 0 || second < first {
		t.Errorf("the export is\n%s", file)
	}
	many := url.Values{}
	for i := range 101 {
		many.Add("paper", fmt.Sprintf("arxiv:2401.%05d", i))
	}
	for address, want := range map[string]string{
		"/selection?do=similar":                    "No paper is selected",
		"/selection?do=export&" + many.Encode():    "101 papers are selected. Select at most 100 at a time.",
		"/selection?do=export&paper=not+an+id+%2F": "",
	} {
		if got := get(t, h, address); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), want) {
			t.Errorf("%.60s: %d, want %q\n%s", address, got.Code, want, got.Body)
		}
	}
}

// Papers are saved to a chosen list or to a new one, by forms without a script.
func TestSave(t *testing.T) {
	r := newReader(t, Options{})
	link := r.page("/search?q=unixcoder").Find(`.hit a:contains("Save")`).AttrOr("href", "")
	doc := r.page(link)
	if got := texts(doc.Find("#save h1, .save-papers a")); !cmp.Equal(got, []string{"Save 1 paper to a list", "UniXcoder: Unified Cross-Modal Pre-training for Code Representation"}) {
		t.Errorf("the page shows %q", got)
	}
	answer := r.submit(doc.Find("#save form"), "name", "Code & <b>")
	key := readListCookieOf(r).keys[0]
	r.goesTo(answer, listURL(key))
	other := r.makeList("Other", "arxiv:math/0211159")
	r.page(listURL(other.EditKey)) // to remember it
	r.page(listURL(r.makeList("Of somebody else").ReadKey))
	doc = r.page("/save?paper=arxiv:math/0211159&paper=" + unixcoder)
	if got := texts(doc.Find(".save-lists button")); !cmp.Equal(got, []string{"Code & <b> 1 paper", "Other 1 paper"}) {
		t.Errorf("lists %q", got)
	}
	var ids []string
	doc.Find(".save-lists").Closest("form").Find("input[name=paper]").Each(func(_ int, s *goquery.Selection) { ids = append(ids, s.AttrOr("value", "")) })
	if !slices.Equal(ids, []string{"arxiv:math/0211159", unixcoder}) {
		t.Errorf("the form has %q", ids)
	}
	r.goesTo(r.post("/save", "paper", unixcoder, "list", string(other.EditKey)), listURL(other.EditKey))
	if got := r.total(other.EditKey); got != 2 {
		t.Errorf("%d papers in the list", got)
	}
	if got := texts(r.page(link).Find(".save-lists button")); !cmp.Equal(got, []string{"Code & <b> 1 paper, saved", "Other 2 papers, saved"}) {
		t.Errorf("after saving, lists %q", got)
	}
	for _, form := range [][]string{{"list", string(other.EditKey)}, {"paper", unixcoder, "list", "AAAAAAAAAAAAAAAAAAAAAAAAAA"}, {"paper", "arxiv:2401.99999", "list", string(other.EditKey)}, {"paper", unixcoder, "list", string(other.ReadKey)}} {
		if got := r.post("/save", form...); got.Code < 400 || got.Code >= 500 {
			t.Errorf("%q: %d", form, got.Code)
		}
	}
	if got := r.page("/save").Find("#save form").Length(); got != 0 {
		t.Errorf("without papers there are %d forms", got)
	}
}

// Without reading lists no card has a link to save it.
func TestSaveTurnedOff(t *testing.T) {
	r := newReader(t, Options{ListPolicy: "off"})
	if got := r.page("/search?q=unixcoder").Find(`.hit a:contains("Save")`).Length(); got != 0 {
		t.Errorf("%d links to save", got)
	}
}

// What unfolds on a card is escaped, and has every author.
func TestParts(t *testing.T) {
	authors := strings.Split(strings.Repeat("Ann Author,", 40)+"Zoe Last", ",")
	count := 50
	paper := data.Paper{ID: "pb:00000000000000f0", Title: "A & B", Abstract: "One $\\ell_2$ \\emph{two} <script>x</script>.\n\nThree.", Authors: authors, AuthorCount: &count}
	h := newHandler(t, newService(t, data.Record{Paper: paper}))
	card := pageOf(t, h, http.StatusOK, "/search?q=one").Find(".hit")
	if got := texts(card.Find(".byline a")); len(got) != 5 || got[4] != "+ 46 more authors" {
		t.Errorf("the card has the authors %q", got)
	}
	address := card.AttrOr("data-parts", "")
	answer := get(t, h, address)
	if address != "/parts/pb:00000000000000f0" || answer.Code != http.StatusOK || answer.Header().Get("Content-Security-Policy") == "" {
		t.Fatalf("%s: %d %v", address, answer.Code, answer.Header())
	}
	doc := pageOf(t, h, http.StatusOK, address)
	if got := doc.Find(`[data-part="abstract"] > p`); got.Length() != 2 || got.Find("math").Length() != 1 || !strings.Contains(got.Text(), "two <script>x</script>.") {
		t.Errorf("the abstract is %q", got.Text())
	}
	if got := doc.Find(`[data-part="authors"]`); got.Find("a").Length() != 41 || !strings.HasSuffix(got.Text(), "and 9 more") {
		t.Errorf("the authors are %q", got.Text())
	}
	for _, address := range []string{"/parts/pb:00000000000000f1", "/parts/"} {
		if got := get(t, h, address).Code; got != http.StatusNotFound && got != http.StatusBadRequest {
			t.Errorf("%s: %d", address, got)
		}
	}
}

// The view and the size of pages are remembered, and a form without a script sets them.
func TestDisplay(t *testing.T) {
	r := newReader(t, Options{})
	doc := r.page("/search?q=neural&offset=20&limit=20")
	if got := texts(doc.Find(`#display button[aria-pressed="true"]`)); !slices.Equal(got, []string{"Comfortable", "20"}) || doc.Find(".hit.compact").Length() > 0 {
		t.Errorf("at first %q", got)
	}
	r.goesTo(r.submit(doc.Find("#display form"), "view", "compact"), "/search?q=neural&offset=20&limit=20")
	r.goesTo(r.submit(doc.Find("#display form"), "size", "10"), "/search?q=neural")
	if c := r.cookie; c.Value != "compact.10" || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.MaxAge != cookieAge {
		t.Errorf("cookie %v", c)
	}
	for address, want := range map[string]int{"/search?q=neural": 10, "/search?q=neural&limit=3": 3, "/trending": 0, "/": 0} {
		doc = r.page(address)
		hits := doc.Find(".hit")
		if hits.Length() != doc.Find(".hit.compact").Length() || hits.Find("p.snippet").Length() > 0 || want > 0 && hits.Length() != want {
			t.Errorf("%s: %d cards, %d of them compact", address, hits.Length(), doc.Find(".hit.compact").Length())
		}
	}
	next := r.page("/search?q=neural").Find(".pager a.step").Last().AttrOr("href", "")
	if !strings.Contains(next, "offset=10") || r.page(next).Find(".hit").Length() != 10 {
		t.Errorf("the next page is %s", next)
	}
	for _, value := range []string{"", "x", "compact.99999", "comfortable.-1", "a.b.c"} {
		r.cookie = &http.Cookie{Name: displayCookieName, Value: value}
		if got := r.page("/search?q=neural").Find(".hit").Length(); got != 20 {
			t.Errorf("with the cookie %q there are %d papers", value, got)
		}
	}
	r.goesTo(r.post("/view", "view", "compact", "back", "https://elsewhere.example/"), "/")
}

// TestTheme chooses a theme, which the server writes into every page, so that none flashes.
func TestTheme(t *testing.T) {
	r := newReader(t, Options{})
	for _, test := range []struct{ choice, theme, pressed, light, dark string }{
		{"dark", "dark", "dark", "not all", "all"},
		{"light", "light", "light", "all", "not all"},
		{"system", "", "system", "(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"},
		{"\"><script>", "", "system", "(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"},
	} {
		r.goesTo(r.post("/theme", "theme", test.choice, "back", "/search?q=neural"), "/search?q=neural")
		if c := r.cookie; (c != nil) != (test.theme != "") || c != nil && (c.Name != themeCookieName || c.Value != test.theme || !c.HttpOnly || c.MaxAge != cookieAge) {
			t.Errorf("%s: cookie %v", test.choice, c)
		}
		for _, address := range []string{"/", "/search?q=neural", "/help"} {
			doc := r.page(address)
			if got := doc.Find("html").AttrOr("data-theme", ""); got != test.theme {
				t.Errorf("%s: %s has the theme %q", test.choice, address, got)
			}
			media := doc.Find(`meta[name="theme-color"]`).Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("media", "") })
			if diff := cmp.Diff([]string{test.light, test.dark}, media); diff != "" {
				t.Errorf("%s: %s: colours of the browser (-want +got):\n%s", test.choice, address, diff)
			}
			if pressed := doc.Find(`.theme [aria-pressed="true"]`); pressed.Length() != 1 || pressed.AttrOr("value", "") != test.pressed || doc.Find(`.theme [name="back"]`).AttrOr("value", "") != address {
				t.Errorf("%s: %s offers another choice than the one made", test.choice, address)
			}
		}
	}
	r.goesTo(r.post("/theme", "theme", "dark", "back", "//elsewhere.example/"), "/")
}
