package web

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/data/store"
)

// TestErrorPages checks that an error page says what was asked for, and what to do next.
func TestErrorPages(t *testing.T) {
	tests := []struct {
		name          string
		err           error
		address       string
		status        int
		heading, says string
		find          string
	}{
		{"no such page", nil, "/no-such_page.html?a=b", 404, "Page not found", "There is no page at /no-such_page.html. Check the address, search", "no such page"},
		{"a page of a program", nil, "/wp-login.php?a=%3Cb%3E", 404, "Page not found", "There is no page at /wp-login.php.", "wp login"},
		{"nothing to search for", nil, "/$(x)/%22%3Cb%3E", 404, "Page not found", "There is no page at /$(x)/\"<b>.", ""},
		{"no such paper", nil, "/papers/arxiv:9999.99999", 404, "Paper not found", "No paper here has the id arxiv:9999.99999. Check the id, or search for the paper’s title.", ""},
		{"no such help", nil, "/help/flying", 404, "Page not found", "There is no page at /help/flying.", "flying"},
		{"a form's address", nil, "/star", 405, "Nothing to show here", "This address only takes what a button or form sends. Go back", ""},
		{"something broke", errors.New("disk on fire at /secret/path"), "/search", 500, "Something went wrong", "problem with the server", ""},
		{"the front page broke", errors.New("disk on fire at /secret/path"), "/", 500, "Something went wrong", "problem with the server", ""},
		{"took too long", context.DeadlineExceeded, "/search", 503, "This took too long", "Try again, or search for something simpler.", ""},
		{"busy", fault.New(fault.Busy, "", "the server is busy"), "/search", 503, "The server is busy", "Wait a moment, then load the page again.", ""},
		{"too many requests", &fault.Error{Code: fault.RateLimited, Message: "too many of them", RetryAfter: 1500 * time.Millisecond}, "/search", 429, "Too many requests", "Too many of them. Wait 2 seconds, then load the page again.", ""},
		{"not allowed", fault.New(fault.Forbidden, "", "not with this key"), "/search", 403, "Not allowed", "Not with this key. If you need this, ask", ""},
		{"out of range", fault.New(fault.OutOfRange, "", "at most 5"), "/search", 400, "Number too small or too large", "At most 5. Go back, change it, and try again.", ""},
		{"not found within", store.ErrNotFound, "/search", 404, "Not found", "Search for it", "search"},
	}
	real := collectionOptions(t, collection()...)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			options := real
			if test.err != nil {
				options.Index, options.Store = brokenIndex{options.Index, test.err}, brokenStore{options.Store, test.err}
			}
			doc := pageOf(t, newHandler(t, api.New(options)), test.status, test.address)
			if got := doc.Find("h1").Text(); got != test.heading {
				t.Errorf("h1 %q, want %q", got, test.heading)
			}
			if got := strings.Join(texts(doc.Find("main p")), " "); !strings.Contains(got, test.says) {
				t.Errorf("it says %q, want %q", got, test.says)
			}
			if strings.Contains(doc.Text(), "secret") {
				t.Errorf("the page tells what only the log should: %s", doc.Find("main").Text())
			}
			if links := doc.Find("main a").Length(); links < 3 || doc.Find("main form").Length() > 0 != (test.status == 404) {
				t.Errorf("%d links, and %d boxes to search from", links, doc.Find("main form").Length())
			}
			if got := doc.Find(`main form[action="/search"] input[name="q"]`).AttrOr("value", ""); got != test.find {
				t.Errorf("it offers to search for %q, want %q", got, test.find)
			}
		})
	}
}

// TestErrorPageOfATooLargeForm sends more than a form may have.
func TestErrorPageOfATooLargeForm(t *testing.T) {
	r := newReader(t, Options{})
	answer := r.post("/view", "view", strings.Repeat("x", maxListForm))
	doc, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil || answer.Code != http.StatusRequestEntityTooLarge {
		t.Fatal(answer.Code, err)
	}
	if got := strings.Join(texts(doc.Find("main h1, main p, main li:first-child")), " "); got != "Too large What you sent is larger than 32.8 kB, which is the limit here. Send less at a time. The page Limits says how much the server takes. Limits" {
		t.Errorf("it says %q", got)
	}
}

// TestErrorPageNamesTheRequest checks that a reader can give the person who runs the server what
// finds the request in the log.
func TestErrorPageNamesTheRequest(t *testing.T) {
	options := collectionOptions(t, collection()...)
	options.Index = brokenIndex{options.Index, errors.New("disk on fire")}
	var log bytes.Buffer
	e, service := echo.New(), api.New(options)
	if err := Install(e, service, Options{Gate: api.Install(e, service, api.HTTPOptions{Logger: slog.New(slog.NewTextHandler(&log, nil))})}); err != nil {
		t.Fatal(err)
	}
	answer := httptest.NewRecorder()
	e.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/search?q=x", nil))
	doc, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	id := doc.Find("main code").Text()
	for line := range strings.Lines(log.String()) {
		if id != "" && strings.Contains(line, "request_id="+id) && strings.Contains(line, "disk on fire") {
			return
		}
	}
	t.Errorf("the page names the request %q, the log is\n%s", id, &log)
}
