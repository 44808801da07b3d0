package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

func TestDidYouMean(t *testing.T) {
	handler := newHandler(t, newService(t, collection()...))
	tests := []struct{ name, address, want string }{
		{"nothing found", "/search?q=distorsion", "distortion"},
		{"some found", "/search?q=undatd+notes", "undated notes"},
		{"joined", "/search?q=ratedistortion", "rate distortion"},
		{"filters stay", "/search?q=atentian&date=2017", "attention"},
		{"markup", "/search?q=" + url.QueryEscape(`<b>distorsion</b>"><img src=x>`), `<b>distortion</b>"><img src=x>`},
		{"known", "/search?q=distortion", ""},
		{"nothing near", "/search?q=zzzzzzzz", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			answer := get(t, handler, test.address)
			doc, err := goquery.NewDocumentFromReader(strings.NewReader(answer.Body.String()))
			if err != nil || answer.Code != http.StatusOK {
				t.Fatalf("status %d, %v", answer.Code, err)
			}
			link := doc.Find(".notice a")
			if link.Text() != test.want {
				t.Fatalf("did you mean %q, want %q", link.Text(), test.want)
			}
			if doc.Find("img, .notice b, #announce b").Length() > 0 {
				t.Error("the query's markup is in the page")
			}
			announced := doc.Find("[role=status]").Text()
			if said := strings.Contains(announced, "Did you mean "+test.want+"?"); said != (test.want != "") {
				t.Errorf("announced %q", announced)
			}
			if test.want == "" {
				return
			}
			href, _ := link.Attr("href")
			to, err := url.Parse(href)
			if err != nil {
				t.Fatal(err)
			}
			wanted, err := url.Parse(test.address)
			if err != nil {
				t.Fatal(err)
			}
			values := wanted.Query()
			values.Set("q", test.want)
			if got := to.Query().Encode(); got != values.Encode() {
				t.Errorf("leads to %s, want %s", got, values.Encode())
			}
			if found := get(t, handler, href).Body.String(); strings.Contains(found, "No papers match") {
				t.Errorf("%s finds nothing", href)
			}
		})
	}
}

func TestShowingResultsFor(t *testing.T) {
	handler := newHandler(t, newService(t, collection()...))
	const address = "/search?date=2017&q=atention&sort=newest"
	page := func(address string) *goquery.Document {
		t.Helper()
		answer := get(t, handler, address)
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(answer.Body.String()))
		if err != nil || answer.Code != http.StatusOK {
			t.Fatalf("%s: status %d, %v", address, answer.Code, err)
		}
		return doc
	}
	doc := page(address)
	if got, want := doc.Find(".notice").Text(), "Showing results for attention. Search instead for atention"; got != want {
		t.Errorf("notice %q, want %q", got, want)
	}
	if got := doc.Find(".notice b").Text(); got != "attention" {
		t.Errorf("in bold: %q", got)
	}
	if got := doc.Find("[role=status]").Text(); !strings.Contains(got, "found for attention") {
		t.Errorf("announced %q", got)
	}
	typed, _ := doc.Find(".notice a").Attr("href")
	if want := address + "&spelling=off"; typed != want {
		t.Errorf("what was typed is at %s, want %s", typed, want)
	}
	if got := page(typed).Find(".notice").Text(); got != `No paper here has the word “atention”.` {
		t.Errorf("with spelling=off the page says %q", got)
	}
	feed, _ := doc.Find(`link[type="application/atom+xml"]`).Attr("href")
	file, _ := doc.Find(`.save-search a[download]`).First().Attr("href")
	receipt, _ := doc.Find(`.save-search a[rel=nofollow]`).Attr("href")
	for name, href := range map[string]string{"feed": feed, "file": file, "receipt": receipt} {
		if !strings.Contains(href, "q=attention") {
			t.Errorf("the %s is at %q, want that of what the page shows", name, href)
		}
	}
	markup := page("/search?q=" + url.QueryEscape(`<img>atention</img>`))
	if got := markup.Find(".notice b").Text(); got != `<img>attention</img>` || markup.Find("img").Length() > 0 {
		t.Errorf("markup is shown as %q", got)
	}
}

// While typing, a word is corrected if few papers have all words; half a word is not corrected.
func TestShowingResultsForTyping(t *testing.T) {
	handler := newHandler(t, newService(t, collection()...))
	for q, want := range map[string]string{
		"atention parsi":  "Showing results for attention parsi. Search instead for atention parsi",
		"attention parsi": "",
		"attent":          "",
	} {
		if got := pageOf(t, handler, http.StatusOK, "/search?typing=true&q="+url.QueryEscape(q)).Find(".notice").Text(); got != want {
			t.Errorf("%s: notice %q, want %q", q, got, want)
		}
	}
}
