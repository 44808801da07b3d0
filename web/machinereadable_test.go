package web

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/webpage"
	"paperboy/web/metadata"
	"paperboy/web/view"
)

// TestPaperPagesReadBack checks that a paper can be read back from its page, by its citation tags
// and by its JSON-LD alone, including hostile texts.
func TestPaperPagesReadBack(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	for _, r := range collection() {
		if r.Paper.ID.Scheme() == data.SchemeContent {
			continue // ids of their own are not on the page
		}
		want := r
		if err := data.Validate(&want); err != nil {
			t.Fatal(err)
		}
		page := get(t, h, view.PaperURL(want.Paper.ID)).Body.String()
		if diff := cmp.Diff(shown(want.Paper), shown(readPage(t, page))); diff != "" {
			t.Errorf("%s by its tags (-want +got):\n%s", want.Paper.ID, diff)
		}
		if diff := cmp.Diff(shown(want.Paper), shown(readPage(t, strings.ReplaceAll(page, `name="citation_`, `name="no_`)))); diff != "" {
			t.Errorf("%s by its JSON-LD (-want +got):\n%s", want.Paper.ID, diff)
		}
	}
}

func readPage(t *testing.T, page string) data.Paper {
	t.Helper()
	for r, err := range webpage.Read(t.Context(), format.Input{Reader: strings.NewReader(page)}) {
		if err == nil {
			err = data.Validate(&r)
		}
		if err != nil {
			t.Fatal(err)
		}
		return r.Paper
	}
	t.Fatal("the page has no paper")
	return data.Paper{}
}

// shown returns what a page says about a paper. Ids without a catalogue mean nothing elsewhere,
// and are left out.
func shown(p data.Paper) []string {
	id := string(p.ID)
	if scheme := p.ID.Scheme(); scheme != data.SchemeArXiv && scheme != data.SchemeACL && scheme != data.SchemeDOI {
		id = ""
	}
	return []string{id, p.Title, p.Abstract, strings.Join(p.Authors, "; "), p.Date.String(), p.Venue}
}

// TestJSONLDIsEscaped checks that no text ends the script element.
func TestJSONLDIsEscaped(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	doc, err := goquery.NewDocumentFromReader(get(t, h, view.PaperURL("csf:hostile")).Body)
	if err != nil {
		t.Fatal(err)
	}
	var article metadata.ScholarlyArticle
	if err := json.Unmarshal([]byte(doc.Find(`script[type="application/ld+json"]`).Text()), &article); err != nil || !strings.Contains(article.Headline, hostile) {
		t.Errorf("the JSON-LD is %+v, error %v", article, err)
	}
	if want := "http://example.com" + view.PaperURL("csf:hostile"); article.URL != want {
		t.Errorf("the JSON-LD has the address %q, want %q", article.URL, want)
	}
}

// TestOpenSearch checks that browsers find the description, and that its addresses work.
func TestOpenSearch(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	doc, err := goquery.NewDocumentFromReader(get(t, h, "/").Body)
	if err != nil {
		t.Fatal(err)
	}
	answer := get(t, h, doc.Find(`link[rel="search"]`).AttrOr("href", ""))
	var description openSearch
	if err := xml.Unmarshal(answer.Body.Bytes(), &description); err != nil || answer.Header().Get("Content-Type") != openSearchType {
		t.Fatalf("%v, of type %q", err, answer.Header().Get("Content-Type"))
	}
	for _, u := range append(description.URLs, openSearchURL{Template: description.Image.URL}) {
		address, found := strings.CutPrefix(strings.ReplaceAll(u.Template, "{searchTerms}", "speech%20model"), "http://example.com")
		if status := get(t, h, address).Code; !found || status != http.StatusOK {
			t.Errorf("%s answers %d", u.Template, status)
		}
	}
}

// TestSaveSearch checks that the saved address shows only papers added later, as a page and as a
// feed, and that each file has the results of the search.
func TestSaveSearch(t *testing.T) {
	service := newService(t, collection()...)
	h := newHandler(t, service)
	doc, err := goquery.NewDocumentFromReader(get(t, h, "/search?q=speech&from=2016&limit=10").Body)
	if err != nil {
		t.Fatal(err)
	}
	kept := doc.Find(".save-search a")
	if kept.Length() != 9 {
		t.Fatalf("%d ways to keep a search, want 9", kept.Length())
	}
	later, err := goquery.NewDocumentFromReader(get(t, h, kept.First().AttrOr("href", "")).Body)
	if err != nil {
		t.Fatal(err)
	}
	if later.Find(".hit").Length() > 0 || !strings.Contains(later.Find(".chips").Text(), "Added after") || later.Find(".save-search").Length() > 0 {
		t.Errorf("what comes in later: %s", later.Find("#content").Text())
	}
	total, _, _ := strings.Cut(doc.Find("h1").Text(), " ")
	kept.Each(func(i int, s *goquery.Selection) {
		answer := get(t, h, s.AttrOr("href", ""))
		if receipt := s.Text() == "Create receipt"; answer.Code != http.StatusOK && !(receipt && answer.Code == http.StatusSeeOther) {
			t.Errorf("%s answers %d", s.Text(), answer.Code)
		}
		if s.Text() == "JSON lines" && fmt.Sprint(strings.Count(answer.Body.String(), "\n")) != total {
			t.Errorf("%d lines of %s papers", strings.Count(answer.Body.String(), "\n"), total)
		}
	})
}
