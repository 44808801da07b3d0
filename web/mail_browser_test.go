package web

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/alerts"
	"paperboy/api/alerts/letter"
	"paperboy/api/alerts/smtp"
	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/store/sqlite"
	"paperboy/index/indextest"
	"paperboy/index/ingest"
	"paperboy/recommend"
)

// A mailWorld is a server that sends its emails through a real mail server, and a clock.
type mailWorld struct {
	*testing.T
	*mailpit
	library *library.Library
	service *api.Service
	handler http.Handler
	now     time.Time
	// logged is the log of mail.
	logged bytes.Buffer
}

// newMailWorld begins on Monday, 5 January 2026, at noon in UTC.
func newMailWorld(t *testing.T) *mailWorld {
	t.Helper()
	w := &mailWorld{T: t, mailpit: newMailpit(t), now: time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return w.now }
	papers, err := sqlite.OpenWith(t.Context(), filepath.Join(t.TempDir(), "store.db"), sqlite.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	w.library = library.Open(library.Options{Store: papers, Index: indextest.NewOracle(papers.Identity())})
	t.Cleanup(func() {
		if err := w.library.Close(); err != nil {
			t.Error(err)
		}
	})
	w.service = api.New(api.Options{Library: w.library, Access: newAccess(t, access.Options{Token: token, Store: papers}), Now: clock})
	sender, err := smtp.New(smtp.Options{Host: "127.0.0.1", Port: w.port, Security: smtp.None, Hello: "papers.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sender.Close() })
	w.service.Alerts, err = alerts.New(alerts.Options{
		Store: papers, Search: w.service.Search, Recommender: recommend.New(w.library.Index(), papers), WaitVisible: w.library.WaitVisible,
		Composer: letter.New(), Sender: sender, From: "Papers <papers@papers.example.org>", BaseURL: "https://papers.example.org", Now: clock,
		Log: slog.New(slog.NewTextHandler(&w.logged, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	w.handler = newHandler(t, w.service)
	return w
}

// pass lets time pass and sends what is due then.
func (w *mailWorld) pass(d time.Duration) {
	w.Helper()
	w.now = w.now.Add(d)
	if _, err := w.service.Alerts.Step(context.WithoutCancel(w.Context())); err != nil {
		w.Fatal(err)
	}
}

func (w *mailWorld) add(titles ...string) {
	w.Helper()
	report, err := w.library.Ingest(w.Context(), format.Records(func(yield func(data.Record, error) bool) {
		for _, title := range titles {
			p := data.Paper{ID: data.ID("t:" + strings.ReplaceAll(title, " ", "-")), Title: title, Abstract: "We study " + title + " at length.", Authors: []string{"Ada Lovelace"}}
			if !yield(data.Record{Paper: p, Origin: data.Provenance{Source: "test", Fetched: w.now}}, nil) {
				return
			}
		}
	}), ingest.RunOptions{})
	if err != nil || report.Rejected > 0 {
		w.Fatalf("ingest: %d rejected, error %v", report.Rejected, err)
	}
}

// want returns the emails that have arrived, and fails unless their subjects are these.
func (w *mailWorld) want(subjects ...string) []received {
	w.Helper()
	emails := w.emails()
	got := make([]string, len(emails))
	for i, mail := range emails {
		got[i] = mail.Subject
	}
	if strings.Join(got, "\n") != strings.Join(subjects, "\n") {
		w.Fatalf("emails %q, want %q", got, subjects)
	}
	return emails
}

var serverLink = regexp.MustCompile(`https://papers\.example\.org(/[^\s"<>]*)`)

// pathIn returns the path of the first link in text that starts with prefix.
func (w *mailWorld) pathIn(text, prefix string) string {
	w.Helper()
	for _, match := range serverLink.FindAllStringSubmatch(text, -1) {
		if strings.HasPrefix(match[1], prefix) {
			return match[1]
		}
	}
	w.Fatalf("no link to %s in\n%s", prefix, text)
	return ""
}

const confirmationSubject = "Confirm your subscription to new papers"

// TestBrowserMail goes the whole way in a real browser, with a real mail server: subscribe, confirm,
// get new papers once, unsubscribe by one click, and get nothing more.
func TestBrowserMail(t *testing.T) {
	w := newMailWorld(t)
	w.add("graph theory of old")
	b := newTabOn(t, w.handler)
	w.subscribeIn(b)

	w.add("graph colouring", "knot theory", "graph minors")
	w.pass(19 * time.Hour) // 7:00 in UTC
	emails := w.want(confirmationSubject, "2 new papers: graph colouring")
	digest := emails[1]
	for _, part := range []string{digest.Text, digest.HTML} {
		for paper, want := range map[string]bool{"graph colouring": true, "graph minors": true, "knot theory": false, "graph theory of old": false} {
			if strings.Contains(part, paper) != want {
				t.Errorf("the email shows %q: %v, want %v\n%s", paper, !want, want, part)
			}
		}
	}
	b.open(w.pathIn(digest.Text, "/papers/"))
	if heading := evaluate[string](b, `document.querySelector('h1').textContent`); !strings.HasPrefix(heading, "graph ") {
		t.Errorf("the link leads to %q", heading)
	}
	b.open(w.pathIn(digest.Text, "/subscriptions/"))
	b.showsHeading("Emails to ada@example.org")
	w.pass(24 * time.Hour)
	w.want(confirmationSubject, digest.Subject) // no papers, no email

	header := w.header(digest.ID)
	if got := header.Get("List-Unsubscribe-Post"); got != "List-Unsubscribe=One-Click" {
		t.Fatalf("List-Unsubscribe-Post: %s", got)
	}
	w.oneClick(w.pathIn(header.Get("List-Unsubscribe"), "/u/"))
	w.add("graph drawing")
	w.pass(48 * time.Hour)
	w.want(confirmationSubject, digest.Subject)
}

// subscribeIn subscribes to new papers about graphs, and confirms.
func (w *mailWorld) subscribeIn(b *tab) {
	w.Helper()
	b.open("/search?q=graph")
	b.do(chromedp.Click(chromedp.CSS(`.save-search a[href^="/subscribe"]`)))
	b.showsHeading("Get new papers by email")
	b.do(chromedp.SendKeys(chromedp.CSS(`input[name="address"]`), "ada@example.org"))
	b.do(chromedp.SetValue(chromedp.CSS(`select[name="zone"]`), "UTC"))
	b.do(chromedp.Click(chromedp.CSS("main form button")))
	b.showsHeading("Check your email")
	w.pass(0)
	emails := w.want(confirmationSubject)
	b.open(w.pathIn(emails[0].HTML, "/subscriptions/"))
	b.do(chromedp.Click(chromedp.CSS("main form button")))
	b.showsHeading("Emails to ada@example.org")
	if got := b.document().Find(".notice").Text(); got != "You are subscribed." {
		w.Fatalf("the page says %q", got)
	}
}

// showsHeading waits until the page has this heading.
func (b *tab) showsHeading(heading string) {
	b.Helper()
	b.waitFor(func() (string, bool) {
		got := b.document().Find("h1").Text()
		return got + " at " + b.address(), got == heading
	}, heading)
}

// oneClick sends the request of RFC 8058, as the servers of Gmail do: no cookie, no browser.
func (w *mailWorld) oneClick(path string) {
	w.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader("List-Unsubscribe=One-Click"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, r)
	if answer.Code != http.StatusOK || len(answer.Result().Cookies()) > 0 {
		w.Fatalf("POST %s: %d, cookies %v\n%s", path, answer.Code, answer.Result().Cookies(), answer.Body)
	}
}

// An email that is refused for now is the same mail when it is sent again. An address that does not
// exist gets no more.
func TestMailThatIsRefused(t *testing.T) {
	w := newMailWorld(t)
	if answer := post(t, w.handler, http.StatusAccepted, "/subscribe", url.Values{"address": {"ada@example.org"}, "kind": {"search"}, "q": {"graph"}}); answer.Body.Len() == 0 {
		t.Error("an empty page")
	}
	w.refuse(451)
	w.pass(0)
	w.want()
	w.refuse(0)
	w.pass(time.Hour)
	emails := w.want(confirmationSubject)
	confirm := w.pathIn(emails[0].Text, "/subscriptions/")
	manage, _, _ := strings.Cut(post(t, w.handler, http.StatusSeeOther, confirm, nil).Header().Get("Location"), "?")

	w.add("graph colouring")
	w.refuse(550)
	w.pass(19 * time.Hour)
	w.refuse(0)
	w.pass(24 * time.Hour)
	w.want(confirmationSubject)
	if got := pageOf(t, w.handler, http.StatusOK, manage).Find(".notice").Text(); !strings.HasPrefix(got, "Emails to ada@example.org are paused, because a mail server refused them: 550 ") {
		t.Errorf("the page says %q", got)
	}
}

// While the mail server can't be used, nobody is to blame but the server: emails wait, and /readyz
// says so.
func TestMailServerInTrouble(t *testing.T) {
	hanging, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer hanging.Close()
	w := newMailWorld(t)
	working := w.service.Alerts.Sender
	for _, tt := range []struct {
		name, trouble string
		options       smtp.Options
	}{
		{"no STARTTLS", "does not support STARTTLS", smtp.Options{Port: w.port, Security: smtp.StartTLS}},
		{"hangs", "i/o timeout", smtp.Options{Port: hanging.Addr().(*net.TCPAddr).Port, Security: smtp.None, Timeout: 20 * time.Millisecond}},
		{"gone", "connection refused", smtp.Options{Port: freePort(t), Security: smtp.None}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := len(w.emails())
			post(t, w.handler, http.StatusAccepted, "/subscribe", url.Values{"address": {tt.name[:2] + "@example.org"}, "kind": {"search"}, "q": {"graph"}})
			tt.options.Host, tt.options.Hello = "127.0.0.1", "papers.example.org"
			broken, err := smtp.New(tt.options)
			if err != nil {
				t.Fatal(err)
			}
			w.service.Alerts.Sender = broken
			w.pass(0)
			if logged := w.logged.String(); !strings.Contains(logged, tt.trouble) || strings.Contains(logged, "@example.org") {
				t.Errorf("the log does not say %q, or has an address in clear:\n%s", tt.trouble, logged)
			}
			if w.service.Alerts.Trouble() == "" {
				t.Error("no trouble is reported")
			}
			w.service.Alerts.Sender = working
			w.pass(time.Hour)
			if got := len(w.emails()); got != before+1 || w.service.Alerts.Trouble() != "" {
				t.Errorf("%d emails, want %d, trouble %q", got, before+1, w.service.Alerts.Trouble())
			}
		})
	}
}
