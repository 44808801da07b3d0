package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"paperboy/api/lists"
)

func starOf(doc *goquery.Document, id string) *goquery.Selection {
	return doc.Find(`form.star[id="star-` + id + `"]`)
}

func TestFirstStar(t *testing.T) {
	r := newReader(t, Options{})
	if empty := r.page("/lists"); empty.Find(".nothing").Length() != 1 || empty.Find(`.masthead-links a[href="/lists"]`).Length() != 1 {
		t.Error("the page without lists does not say how to start one")
	}
	doc := r.page("/search?q=unixcoder")
	form := starOf(doc, unixcoder)
	if got := form.Find("button").AttrOr("aria-pressed", ""); got != "false" {
		t.Errorf("before, the star is pressed: %q", got)
	}
	if r.cookie != nil {
		t.Error("a cookie was set before there was anything to remember")
	}
	r.goesTo(r.submit(form), "/search?q=unixcoder#star-"+unixcoder)
	if c := r.cookie; c == nil || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure || c.Path != "/" || c.MaxAge != cookieAge {
		t.Fatalf("cookie %+v", r.cookie)
	}
	doc = r.page("/search?q=unixcoder")
	if got := starOf(doc, unixcoder).Find("button").AttrOr("aria-pressed", ""); got != "true" {
		t.Errorf("after, the star is pressed: %q", got)
	}
	if got := r.page("/papers/" + unixcoder).Find(`.actions > .star button[aria-pressed="true"]`).Length(); got != 1 {
		t.Error("the paper's page does not show the star")
	}
	lists := r.page("/lists")
	if diff := cmp.Diff([]string{"Reading list"}, texts(lists.Find(".list-summaries h2"))); diff != "" || lists.Find(".star-list").Length() != 1 {
		t.Errorf("lists (-want +got):\n%s", diff)
	}
	list := r.page(lists.Find(".list-summaries h2 a").AttrOr("href", ""))
	if diff := cmp.Diff([]string{"UniXcoder: Unified Cross-Modal Pre-training for Code Representation"}, texts(list.Find(".hit h2"))); diff != "" {
		t.Errorf("papers (-want +got):\n%s", diff)
	}
	other := starOf(r.page("/papers/arxiv:math/0211159"), "arxiv:math/0211159")
	r.goesTo(r.submit(other), "/papers/arxiv:math/0211159#star-arxiv:math%2F0211159")
	if got := texts(r.page("/lists").Find(".list-summaries .facts .number")); !cmp.Equal(got, []string{"2 papers"}) {
		t.Errorf("the second star is in %q", got)
	}
	r.goesTo(r.submit(starOf(doc, unixcoder)), "/search?q=unixcoder#star-"+unixcoder)
	if got := starOf(r.page("/search?q=unixcoder"), unixcoder).Find("button").AttrOr("aria-pressed", ""); got != "false" {
		t.Errorf("taken away, the star is pressed: %q", got)
	}
}

// htmx gets the new button, and the reason if nothing changed.
func TestStarWithoutReload(t *testing.T) {
	r := newReader(t, Options{})
	star := func(id, on string) (int, *goquery.Document) {
		request := httptest.NewRequest(http.MethodPost, "/star", strings.NewReader(url.Values{"paper": {id}, "star": {on}, "called": {hostile}, "back": {"/search"}}.Encode()))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("HX-Request", "true")
		answer := r.do(request)
		doc, err := goquery.NewDocumentFromReader(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		if doc.Find("h1, main, img, script").Length() > 0 {
			t.Error("more than a button was sent")
		}
		return answer.Code, doc
	}
	code, doc := star(unixcoder, "on")
	if code != http.StatusOK || starOf(doc, unixcoder).Find(`[aria-pressed="true"]`).Length() != 1 || starOf(doc, unixcoder).Find(`input[name="star"]`).AttrOr("value", "") != "off" {
		t.Errorf("%d", code)
	}
	for id, want := range map[string]int{"arxiv:2401.99999": http.StatusNotFound, "no id": http.StatusBadRequest, "": http.StatusBadRequest} {
		if code, doc = star(id, "on"); code != want || doc.Find(`[role="alert"]`).Length() != 1 || doc.Find(`[aria-pressed="false"]`).Length() != 1 {
			t.Errorf("star of %q: %d, want %d and a reason", id, code, want)
		}
	}
	key := readListCookieOf(r).stars
	if got := r.total(key); got != 1 {
		t.Errorf("%d papers", got)
	}
	if code, _ = star(unixcoder, "off"); code != http.StatusOK || r.total(key) != 0 {
		t.Errorf("%d, and %d papers", code, r.total(key))
	}
	if code, _ = star(unixcoder, "off"); code != http.StatusOK {
		t.Errorf("taken away twice: %d", code)
	}
	// A deleted list does not prevent starring.
	if _, err := r.service.Lists.Delete(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	if r.page("/search?q=unixcoder").Find(`.star [aria-pressed="true"]`).Length() != 0 {
		t.Error("a star of a deleted list")
	}
	if code, _ = star(unixcoder, "off"); code != http.StatusOK {
		t.Errorf("taken away from a deleted list: %d", code)
	}
	code, _ = star(unixcoder, "on")
	if again := readListCookieOf(r); code != http.StatusOK || again.stars == key || len(again.keys) != 1 || r.total(again.stars) != 1 {
		t.Errorf("%d, cookie %v", code, again)
	}
}

// Whoever sends a link to a list must not see what its readers star afterwards.
func TestOpenedListGetsNoStars(t *testing.T) {
	r := newReader(t, Options{})
	trap := r.makeList("Look at this")
	doc := r.page(listURL(trap.EditKey))
	r.post("/star", "paper", unixcoder)
	if got := r.total(trap.EditKey); got != 0 {
		t.Errorf("the list that was sent has %d papers", got)
	}
	r.goesTo(r.submit(doc.Find(`form[action$="/stars"]`)), listURL(trap.EditKey))
	r.post("/star", "paper", unixcoder)
	if got := r.total(trap.EditKey); got != 1 {
		t.Errorf("the list that was chosen has %d papers", got)
	}
	// Opened by its other key, the list is not remembered twice.
	r.page(listURL(trap.ReadKey))
	if kept := readListCookieOf(r); len(kept.keys) != 2 {
		t.Errorf("cookie %v", kept)
	}
	q := newReader(t, Options{})
	l := q.makeList("x")
	q.page(listURL(l.ReadKey))
	q.page(listURL(l.EditKey))
	if kept := readListCookieOf(q); fmt.Sprint(kept.keys) != fmt.Sprint([]lists.Key{l.EditKey}) {
		t.Errorf("cookie %v, want the key that may do more", kept)
	}
}
