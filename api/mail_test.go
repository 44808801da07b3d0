package api_test

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/alerts"
	"paperboy/api/library"
	"paperboy/data/audit"
	"paperboy/data/store/sqlite"
	"paperboy/index/indextest"
)

// A postbox accepts all emails and keeps what they were composed of.
type postbox struct {
	confirmations []alerts.Confirmation
	digests       []alerts.Digest
	refuse        error
}

func (b *postbox) Compose(d alerts.Digest) (alerts.Message, error) {
	b.digests = append(b.digests, d)
	return alerts.Message{To: d.To}, nil
}

func (b *postbox) ComposeConfirmation(c alerts.Confirmation) (alerts.Message, error) {
	b.confirmations = append(b.confirmations, c)
	return alerts.Message{To: c.To}, nil
}

func (b *postbox) Send(context.Context, alerts.Message) error { return b.refuse }
func (b *postbox) Close() error                               { return nil }

// newMailRig is newEmptyRig with mail.
func newMailRig(t *testing.T) (*rig, *postbox) {
	t.Helper()
	papers, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "paperboy.db"))
	if err != nil {
		t.Fatal(err)
	}
	oracle := indextest.NewOracle(papers.Identity())
	lib := library.Open(library.Options{Store: papers, Index: oracle})
	t.Cleanup(func() { lib.Close() })
	box := &postbox{}
	return newRigWith(t, api.Options{
		Library: lib, Store: papers, Index: oracle, TempDir: t.TempDir(), Access: newAccess(t, access.Options{Token: token, Store: papers}),
	}, func(s *api.Service) {
		a, err := api.NewAlerts(s, alerts.Options{Composer: box, Sender: box, From: "papers@example.org", BaseURL: "https://papers.example.org", Log: newLogger(&lockedBuffer{})})
		if err != nil {
			t.Fatal(err)
		}
		s.TurnMailOn(a)
	}), box
}

func TestMailIsOffByDefault(t *testing.T) {
	r := newEmptyRig(t)
	for _, request := range []struct{ method, path string }{
		{"POST", "/subscriptions"}, {"GET", "/subscriptions/KEY"}, {"PATCH", "/subscriptions/KEY"}, {"DELETE", "/subscriptions/KEY"},
		{"POST", "/subscriptions/KEY/confirm"}, {"GET", "/subscriptions"}, {"DELETE", "/subscriptions?address=a@b.org"},
	} {
		var body *strings.Reader
		if body = strings.NewReader(""); request.method == "POST" && request.path == "/subscriptions" || request.method == "PATCH" {
			body = strings.NewReader("{}")
		}
		response, text := r.do(request.method, request.path, body, "Authorization", "Bearer "+token, "Content-Type", "application/json")
		if response.StatusCode != http.StatusNotFound || !strings.Contains(text, "sends no email") {
			t.Errorf("%s %s: got %d %s, want not_found", request.method, request.path, response.StatusCode, text)
		}
	}
	if response := r.oneClick("/u/KEY"); response.StatusCode != http.StatusNotFound {
		t.Errorf("one click: got %d, want 404", response.StatusCode)
	}
	if _, text := r.get("/metrics"); strings.Contains(text, "paperboy_mail") {
		t.Error("the metrics have emails")
	}
}

// oneClick sends a form to an address that is not below the prefix of the API, as a mail program
// does.
func (r *rig) oneClick(path string) *http.Response {
	r.Helper()
	request, err := http.NewRequestWithContext(r.Context(), http.MethodPost, r.url+path, strings.NewReader("List-Unsubscribe=One-Click"))
	if err != nil {
		r.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", "https://webmail.example")
	response, err := http.DefaultTransport.RoundTrip(request) // follows no redirect
	if err != nil {
		r.Fatal(err)
	}
	response.Body.Close()
	return response
}

func TestSubscriptionsOverHTTP(t *testing.T) {
	r, box := newMailRig(t)
	send := func(method, path, body string) (int, string) {
		t.Helper()
		response, text := r.do(method, path, strings.NewReader(body), "Content-Type", "application/json")
		return response.StatusCode, text
	}
	step := func() {
		t.Helper()
		if _, err := r.service.Alerts.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	status, text := send("POST", "/subscriptions", `{"address": "Ada@Example.org", "what": {"kind": "search", "search": "q=graph"}, "every": "week", "weekday": "friday", "hour": 18, "zone": "Europe/Berlin"}`)
	if accepted := decode[alerts.Accepted](r, text); status != http.StatusAccepted || accepted.Address != "Ada@example.org" || strings.Contains(text, "key") {
		t.Fatalf("subscribe: got %d %s", status, text)
	}
	step()
	key := strings.TrimSuffix(strings.TrimPrefix(box.confirmations[0].URL, "https://papers.example.org/subscriptions/"), "/confirm")
	at := "/subscriptions/" + key
	if status, text := send("GET", at, ""); status != http.StatusOK || decode[alerts.Subscribed](r, text).Subscriptions[0].Confirmed {
		t.Errorf("open: got %d %s", status, text)
	}
	if status, text := send("POST", at+"/confirm", ""); status != http.StatusOK || !decode[alerts.Subscribed](r, text).Subscriptions[0].Confirmed {
		t.Errorf("confirm: got %d %s", status, text)
	}
	if status, text := send("PATCH", at, `{"every": "day", "hour": 9, "paused": true}`); status != http.StatusOK || decode[alerts.Subscribed](r, text).Hour != 9 {
		t.Errorf("change: got %d %s", status, text)
	}
	if status, text := send("PATCH", at, `{"hour": 24}`); status != http.StatusBadRequest || !strings.Contains(text, `"out_of_range"`) {
		t.Errorf("hour 24: got %d %s", status, text)
	}
	if status, _ := send("GET", "/subscriptions", ""); status != http.StatusUnauthorized {
		t.Errorf("all subscribers without the token: got %d", status)
	}
	all := r.admin("GET", "/subscriptions")
	if a := decode[alerts.AllAnswer](r, all); len(a.Subscribers) != 1 || a.Subscribers[0].Address != "Ada@example.org" || strings.Contains(all, key) {
		t.Errorf("all subscribers: got %s", all)
	}
	for range 2 { // a mail program may ask twice
		response := r.oneClick("/u/" + key)
		if response.StatusCode != http.StatusOK || len(response.Cookies()) > 0 || response.Header.Get("Cache-Control") != "private, no-cache" {
			t.Errorf("one click: got %d, header %v", response.StatusCode, response.Header)
		}
	}
	if status, text := send("GET", at, ""); status != http.StatusNotFound {
		t.Errorf("after unsubscribing: got %d %s", status, text)
	}
	if log := r.log.String(); strings.Contains(log, key) || strings.Contains(strings.ToLower(log), "ada@") {
		t.Errorf("the log has a key or an address: %s", log)
	}
}

// admin sends a request with the token, which must have status 200.
func (r *rig) admin(method, path string) string {
	r.Helper()
	response, text := r.do(method, path, nil, "Authorization", "Bearer "+token)
	if response.StatusCode != http.StatusOK {
		r.Fatalf("%s %s: %d %s", method, path, response.StatusCode, text)
	}
	return text
}

func TestMailMetricsAndReadiness(t *testing.T) {
	r, box := newMailRig(t)
	subscribe := func(i int) {
		t.Helper()
		if _, err := r.service.Alerts.Subscribe(t.Context(), alerts.Request{Address: fmt.Sprintf("reader%d@example.org", i), What: alerts.What{Kind: "days"}}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.service.Alerts.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	subscribe(1)
	box.refuse = &alerts.SendError{Failure: alerts.FailedServer, Code: 535, Status: "5.7.8", Err: http.ErrAbortHandler}
	subscribe(2)
	if ready := answer[library.ReadyAnswer](r, "/readyz"); ready.Status != "degraded" || ready.Reasons[0] != "emails cannot be sent: the mail server answers 535 5.7.8" {
		t.Errorf("got %+v", ready)
	}
	_, text := r.get("/metrics")
	for _, want := range []string{"paperboy_mails_sent_total 1", "paperboy_mails_failed_total 1", "paperboy_mails_bounced_total 0", "paperboy_mail_queued 1", "paperboy_mail_subscribers 0"} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("the metrics lack %s", want)
		}
	}
}

func TestMailActsAreRecordedWithoutAddresses(t *testing.T) {
	r, _ := newMailRig(t)
	ctx, act := audit.Begin(t.Context())
	if _, err := r.service.Alerts.Subscribe(ctx, alerts.Request{Address: "ada@example.org", What: alerts.What{Kind: "days"}}); err != nil {
		t.Fatal(err)
	}
	entry, noted := act.Entry(audit.Entry{})
	if !noted || entry.Action != audit.MailSubscribe || len(entry.IDs) != 1 || entry.IDs[0] != "subscriber:1" {
		t.Errorf("got %+v", entry)
	}
}
