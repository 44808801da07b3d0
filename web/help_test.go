package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"paperboy/web/help"
)

// TestHelpPages opens every page of the manual, as a browser without JavaScript does.
func TestHelpPages(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	manual, err := help.Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, topic := range manual.Pages {
		answer := get(t, h, topic.URL())
		if answer.Code != http.StatusOK {
			t.Errorf("%s: %d", topic.URL(), answer.Code)
			continue
		}
		doc, err := goquery.NewDocumentFromReader(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		if got := texts(doc.Find("h1")); len(got) != 1 || got[0] != topic.Title {
			t.Errorf("%s: headings %q, want %q", topic.URL(), got, topic.Title)
		}
		if got := doc.Find(".topics a").Length(); got != len(manual.Topics) {
			t.Errorf("%s links to %d topics of %d, itself and the front page counted", topic.URL(), got, len(manual.Topics))
		}
		if got := doc.Find(".topics [aria-current]").Length(); got != 1 {
			t.Errorf("%s: %d topics are the current one", topic.URL(), got)
		}
		want := len(topic.Contents)
		if name == help.Index {
			want = 0
		}
		if got := doc.Find(".on-this-page a").Length(); got != want {
			t.Errorf("%s: its contents have %d entries, want %d", topic.URL(), got, want)
		}
		doc.Find(".topic a[href^='/search?']").Each(func(_ int, s *goquery.Selection) {
			if a := get(t, h, s.AttrOr("href", "")); a.Code != http.StatusOK {
				t.Errorf("%s: %s: %d", topic.URL(), s.AttrOr("href", ""), a.Code)
			}
		})
	}
}

func TestHelpUnknownTopic(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	for _, address := range []string{"/help/nothing", "/help/search.md", "/help/..%2fweb.go", "/help/search/words"} {
		if answer := get(t, h, address); answer.Code != http.StatusNotFound || !strings.Contains(answer.Body.String(), "<h1>") {
			t.Errorf("%s: %d, want a page that says 404", address, answer.Code)
		}
	}
	if answer := get(t, h, "/help/index"); answer.Code != http.StatusMovedPermanently || answer.Header().Get("Location") != "/help" {
		t.Errorf("/help/index: %d to %q, want 301 to /help", answer.Code, answer.Header().Get("Location"))
	}
}

// TestSearchSyntaxIsOneClickAway looks for links to the search syntax beside the box, in the
// footer and in the keyboard help, on all kinds of pages.
func TestSearchSyntaxIsOneClickAway(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	for _, address := range []string{"/", "/search?q=neural", "/papers/arxiv:2203.03850", "/add", "/lists", "/rising", "/help", "/nowhere"} {
		doc, err := goquery.NewDocumentFromReader(get(t, h, address).Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, place := range []string{".searchbox", ".colophon", ".keys"} {
			if doc.Find(place+` a[href="/help/search"]`).Length() != 1 {
				t.Errorf("%s: no link to the search syntax in %s", address, place)
			}
		}
	}
}
