package web

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"paperboy/api"
	"paperboy/api/alerts"
	"paperboy/data/store"
	"paperboy/web/zones"
)

// textOf returns the text of an email.
func textOf(t *testing.T, m alerts.Message) string {
	t.Helper()
	message, err := mail.ReadMessage(strings.NewReader(string(m.Raw)))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	part, err := multipart.NewReader(message.Body, params["boundary"]).NextPart()
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// post sends a form like a browser on the same site.
func post(t *testing.T, h http.Handler, status int, address string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	if answer.Code != status {
		t.Fatalf("POST %s: %d, want %d\n%s", address, answer.Code, status, answer.Body)
	}
	return answer
}

// TestSubscribing goes the way of a reader: the form, the email, its page with one button, changes,
// and the end.
func TestSubscribing(t *testing.T) {
	service := newService(t, collection()...)
	box := withMail(t, service)
	h := newHandler(t, service)

	link, _ := pageOf(t, h, http.StatusOK, "/search?q=neural&date=2020").Find(`.save-search a[href^="/subscribe"]`).Attr("href")
	form := pageOf(t, h, http.StatusOK, link)
	if got := form.Find(".about").Text(); got != "New papers for “neural”, with the filters of your search" {
		t.Errorf("about %q", got)
	}
	if got := form.Find(`select[name="zone"] option[selected]`).AttrOr("value", ""); got != "UTC" {
		t.Errorf("the time zone is %q", got)
	}
	values := url.Values{"address": {"ada@Example.org"}, "every": {"week"}, "weekday": {"friday"}, "hour": {"6"}, "zone": {"Europe/Berlin"}}
	form.Find(`input[type="hidden"]`).Each(func(_ int, input *goquery.Selection) {
		values.Set(input.AttrOr("name", ""), input.AttrOr("value", ""))
	})
	if answer := post(t, h, http.StatusAccepted, "/subscribe", values); !strings.Contains(answer.Body.String(), "ada@example.org") {
		t.Errorf("the answer does not name the address:\n%s", answer.Body)
	}

	box.step(t, service)
	if len(box.emails) != 1 {
		t.Fatalf("%d emails, want a confirmation", len(box.emails))
	}
	confirm := box.links(t, 0)[0]
	page := pageOf(t, h, http.StatusOK, confirm)
	if forms := page.Find("main form"); forms.Length() != 1 || forms.Find("button").Length() != 1 {
		t.Error("the page does not have one form with one button")
	}
	if got := page.Find("main p").Text(); got != "You are not yet subscribed to new papers for “neural”, every Friday at about 06:00 (Europe/Berlin), to ada@example.org." {
		t.Errorf("the page says %q", got)
	}
	// A scanner opens the link, and nothing happens.
	if a := opened(t, service, confirm); a.Subscriptions[0].Confirmed {
		t.Fatal("a GET confirmed the subscription")
	}
	manage := post(t, h, http.StatusSeeOther, confirm, nil).Header().Get("Location")
	if got := pageOf(t, h, http.StatusOK, manage).Find(".notice").Text(); got != "You are subscribed." {
		t.Errorf("notice %q", got)
	}
	if got := pageOf(t, h, http.StatusOK, confirm).Find("h1").Text(); got != "You are subscribed" {
		t.Errorf("the page of a confirmed subscription says %q", got)
	}

	at, _, _ := strings.Cut(manage, "?")
	post(t, h, http.StatusSeeOther, at, url.Values{"every": {"day"}, "weekday": {"monday"}})
	post(t, h, http.StatusSeeOther, at, url.Values{"paused": {"true"}})
	if a := opened(t, service, at); !a.Subscriptions[0].Paused || a.Subscriptions[0].Every != alerts.EveryDay {
		t.Errorf("after changes: %+v", a)
	}
	if facts := texts(pageOf(t, h, http.StatusOK, at).Find(".subscription .facts span")); !slices.Contains(facts, "paused") {
		t.Errorf("facts %q", facts)
	}

	leave := strings.Replace(at, "/subscriptions/", "/u/", 1)
	page = pageOf(t, h, http.StatusOK, leave)
	if a := opened(t, service, at); len(a.Subscriptions) != 1 {
		t.Fatal("a GET unsubscribed")
	}
	action := page.Find("main form").AttrOr("action", "")
	if answer := post(t, h, http.StatusOK, action, nil); !strings.Contains(answer.Body.String(), "New papers for “neural”") {
		t.Errorf("the answer does not say what ended:\n%s", answer.Body)
	}
	if _, err := service.Alerts.Open(t.Context(), store.LinkKey(strings.TrimPrefix(at, "/subscriptions/"))); err == nil {
		t.Error("the subscription is still there")
	}
}

// opened returns what the key in a path opens.
func opened(t *testing.T, service *api.Service, path string) alerts.Subscribed {
	t.Helper()
	key := strings.TrimSuffix(strings.TrimPrefix(path, "/subscriptions/"), "/confirm")
	a, err := service.Alerts.Open(t.Context(), store.LinkKey(key))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The key of an address opens all its subscriptions, with the forms about all emails.
func TestManagingAll(t *testing.T) {
	service := newService(t, collection()...)
	box := withMail(t, service)
	h := newHandler(t, service)
	all, confirmed, _ := subscribed(t, service)

	page := pageOf(t, h, http.StatusOK, subscriptionURL(all))
	if got := texts(page.Find(".subscription h2")); !slices.Equal(got, []string{"Daily papers", "New papers for “neural”"}) {
		t.Errorf("subscriptions %q", got)
	}
	if got := page.Find(`select[name="zone"] option[selected]`).AttrOr("value", ""); got != "Europe/Berlin" || page.Find("select[data-zone]").Length() > 0 {
		t.Errorf("the time zone is %q, and no script may change it", got)
	}
	post(t, h, http.StatusSeeOther, subscriptionURL(all), url.Values{"hour": {"22"}, "zone": {"Asia/Tokyo"}})
	if a := opened(t, service, subscriptionURL(confirmed)); a.Hour != 22 || a.Zone != "Asia/Tokyo" {
		t.Errorf("hour %d, zone %s", a.Hour, a.Zone)
	}
	post(t, h, http.StatusSeeOther, subscriptionURL(all), url.Values{"paused": {"true"}})
	if got := pageOf(t, h, http.StatusOK, subscriptionURL(all)).Find(".notice").Text(); got != "All emails to ada@example.org are paused." {
		t.Errorf("notice %q", got)
	}
	// One subscription does not reveal the others.
	if page := pageOf(t, h, http.StatusOK, subscriptionURL(confirmed)); page.Find(".subscription").Length() != 1 || strings.Contains(page.Text(), string(all)) {
		t.Error("the page of one subscription shows others")
	}
	pageOf(t, h, http.StatusNotFound, subscriptionURL(all)+"/confirm")
	box.now = box.now.Add(time.Hour)
}

// The form comes back with what was entered and what is wrong.
func TestSubscribingIsRefused(t *testing.T) {
	service := newService(t, collection()...)
	withMail(t, service)
	h := newHandler(t, service)
	fine := url.Values{"address": {"ada@example.org"}, "kind": {"days"}, "every": {"day"}, "hour": {"7"}, "zone": {"UTC"}}
	tests := []struct {
		name, field, value, problem string
		status                      int
	}{
		{"no address", "address", "", "required", http.StatusBadRequest},
		{"header injection", "address", "ada@example.org\r\nBcc: eve@example.org", "is not an e-mail address", http.StatusBadRequest},
		{"quoted local part", "address", `"ada lovelace"@example.org`, "quotation marks", http.StatusBadRequest},
		{"zone", "zone", "Mars/Olympus", "want a time zone", http.StatusBadRequest},
		{"kind", "kind", "everything", "want trending, days, search or list", http.StatusBadRequest},
		{"no search", "kind", "search", "Enter what to search for.", http.StatusBadRequest},
		{"list", "kind", "list", "key of a reading list", http.StatusBadRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			form := url.Values{}
			for name, values := range fine {
				form[name] = values
			}
			form.Set(tt.field, tt.value)
			answer := post(t, h, tt.status, "/subscribe", form)
			page, err := goquery.NewDocumentFromReader(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			if got := page.Find("#problem").Text(); !strings.Contains(got, tt.problem) {
				t.Errorf("problem %q, want %q", got, tt.problem)
			}
			if got := page.Find(`input[name="address"]`).AttrOr("value", ""); got != strings.ReplaceAll(form.Get("address"), "\r", "") {
				t.Errorf("the address is %q, want what was entered", got)
			}
		})
	}
}

// One client can't have many emails sent to strangers.
func TestSubscribingIsLimited(t *testing.T) {
	service := newService(t, collection()...)
	withMail(t, service)
	h := newHandler(t, service)
	form := url.Values{"kind": {"days"}}
	for i := range alerts.MaxAsked {
		form.Set("address", fmt.Sprintf("ada%d@example.org", i))
		post(t, h, http.StatusAccepted, "/subscribe", form)
	}
	answer := post(t, h, http.StatusTooManyRequests, "/subscribe", form)
	if !strings.Contains(answer.Body.String(), "Too many subscriptions: one client can ask for 20 at once and 20 an hour.") {
		t.Errorf("the page does not say why:\n%s", answer.Body)
	}
}

// A subscription to everything that is new.
func TestSubscribingToAll(t *testing.T) {
	service := newService(t, collection()...)
	withMail(t, service)
	h := newHandler(t, service)
	link := pageOf(t, h, http.StatusOK, "/search").Find(`.save-search a[href^="/subscribe"]`).AttrOr("href", "")
	if got := pageOf(t, h, http.StatusOK, link).Find(".about").Text(); got != "All new papers" {
		t.Errorf("%s is about %q", link, got)
	}
	post(t, h, http.StatusAccepted, "/subscribe", url.Values{"address": {"ada@example.org"}, "kind": {"search"}, "search": {"q="}})
}

// Without mail nothing mentions it, and its pages do not exist.
func TestWithoutMail(t *testing.T) {
	service := newService(t, collection()...)
	h := newHandler(t, service)
	for _, address := range pageAddresses(t, service, true) {
		if strings.Contains(get(t, h, address).Body.String(), "ubscribe by email") {
			t.Errorf("%s mentions mail", address)
		}
	}
	for _, address := range []string{"/subscribe", "/subscriptions/abc", "/subscriptions/abc/confirm", "/u/abc"} {
		pageOf(t, h, http.StatusNotFound, address)
	}
	post(t, h, http.StatusNotFound, "/subscribe", url.Values{"address": {"ada@example.org"}})
}

// A key is a secret: nothing keeps it, and no site learns it.
func TestMailPagesArePrivate(t *testing.T) {
	service := newService(t, collection()...)
	withMail(t, service)
	all, _, waiting := subscribed(t, service)
	h := newHandler(t, service)
	for _, address := range []string{subscriptionURL(all), subscriptionURL(waiting) + "/confirm", unsubscribeURL(all)} {
		header := get(t, h, address).Header()
		if header.Get("Cache-Control") != "private, no-cache" || header.Get("X-Robots-Tag") != "noindex, nofollow" || header.Get("Referrer-Policy") == "same-origin" {
			t.Errorf("%s: %v", address, header)
		}
	}
}

func TestZonesExist(t *testing.T) {
	total := 0
	for _, region := range zones.Regions {
		for _, z := range region.Zones {
			total++
			if _, err := time.LoadLocation(z.ID); err != nil {
				t.Error(err)
			}
		}
	}
	if total < 400 {
		t.Errorf("%d time zones", total)
	}
}
