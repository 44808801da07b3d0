package alerts_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"paperboy/api/alerts"
	"paperboy/api/library"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
	"paperboy/index/indextest"
	"paperboy/index/ingest"
	"paperboy/recommend"
)

// A world is a library with subscriptions: a real store, the oracle as its index, a mail server
// that does what the test says, and one clock.
type world struct {
	*testing.T
	*alerts.Service
	store   *sqlite.Store
	library *library.Library
	now     time.Time
	server  *mailServer
}

// newWorld begins on Monday, 5 January 2026, at noon in UTC.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, now: time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC), server: &mailServer{digests: map[string]alerts.Digest{}, confirmations: map[string]alerts.Confirmation{}}}
	clock := func() time.Time { return w.now }
	papers, err := sqlite.OpenWith(t.Context(), filepath.Join(t.TempDir(), "paperboy.db"), sqlite.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	oracle := indextest.NewOracle(papers.Identity())
	w.store, w.library = papers, library.Open(library.Options{Store: papers, Index: oracle})
	t.Cleanup(func() { w.library.Close() })
	w.restart()
	return w
}

// restart makes a Service that has nothing in memory, as after a crash.
func (w *world) restart() {
	w.Helper()
	clock := func() time.Time { return w.now }
	var err error
	w.Service, err = alerts.New(alerts.Options{
		Store: w.store, Search: &search.Service{Store: w.store, Index: w.library.Index(), Now: clock},
		Recommender: recommend.New(w.library.Index(), w.store), WaitVisible: w.library.WaitVisible,
		Composer: w.server, Sender: w.server, From: "Paperboy <papers@example.org>", BaseURL: "https://papers.example.org", Now: clock,
		Log: slog.New(slog.NewTextHandler(w.Output(), nil)),
	})
	if err != nil {
		w.Fatal(err)
	}
}

// A mailServer composes emails without text, and accepts them unless refuse has an error.
type mailServer struct {
	digests       map[string]alerts.Digest
	confirmations map[string]alerts.Confirmation
	// refuse returns the answer to a message; nil accepts all.
	refuse func(alerts.Message) error
	// unwritable is an address to which no digest can be composed.
	unwritable string
	// attempts and accepted have the messages that were tried and accepted, in order.
	attempts, accepted []alerts.Message
}

func (m *mailServer) Compose(d alerts.Digest) (alerts.Message, error) {
	if d.To == m.unwritable {
		return alerts.Message{}, errors.New("too long for " + d.To)
	}
	m.digests[d.MessageID] = d
	return message(d.Envelope), nil
}

func (m *mailServer) ComposeConfirmation(c alerts.Confirmation) (alerts.Message, error) {
	m.confirmations[c.MessageID] = c
	return message(c.Envelope), nil
}

func message(e alerts.Envelope) alerts.Message {
	return alerts.Message{To: e.To, EnvelopeFrom: e.EnvelopeFrom, MessageID: e.MessageID}
}

func (m *mailServer) Send(_ context.Context, message alerts.Message) error {
	m.attempts = append(m.attempts, message)
	if m.refuse != nil {
		if err := m.refuse(message); err != nil {
			return err
		}
	}
	m.accepted = append(m.accepted, message)
	return nil
}

func (m *mailServer) Close() error { return nil }

// step lets the time pass and runs Step.
func (w *world) step(passes time.Duration) {
	w.Helper()
	w.now = w.now.Add(passes)
	if _, err := w.Step(w.Context()); err != nil {
		w.Fatalf("step at %s: %v", w.now, err)
	}
}

// subscribe subscribes and confirms, and returns the key of the subscription.
func (w *world) subscribe(r alerts.Request) store.LinkKey {
	w.Helper()
	if r.Address == "" {
		r.Address = "ada@example.org"
	}
	if r.What.Kind == "" {
		r.What = alerts.What{Kind: store.SubscribedSearch, Search: "q=graph"}
	}
	if _, err := w.Subscribe(w.Context(), r); err != nil {
		w.Fatalf("subscribe: %v", err)
	}
	w.step(0)
	key := w.confirmationKey()
	if _, err := w.Confirm(w.Context(), key); err != nil {
		w.Fatalf("confirm: %v", err)
	}
	return key
}

// confirmationKey returns the key in the last email, which must be a confirmation.
func (w *world) confirmationKey() store.LinkKey {
	w.Helper()
	if len(w.server.accepted) == 0 {
		w.Fatal("no email was sent")
	}
	c, ok := w.server.confirmations[w.server.accepted[len(w.server.accepted)-1].MessageID]
	if !ok {
		w.Fatal("the last mail is no confirmation")
	}
	key := strings.TrimPrefix(c.URL, "https://papers.example.org/subscriptions/")
	return store.LinkKey(strings.TrimSuffix(key, "/confirm"))
}

// add ingests papers with titles, whose ids are "t:" and the title.
func (w *world) add(titles ...string) {
	w.Helper()
	var papers []data.Paper
	for _, title := range titles {
		papers = append(papers, data.Paper{ID: data.ID("t:" + strings.ReplaceAll(title, " ", "-")), Title: title, Abstract: "About " + title + "."})
	}
	w.addPapers(papers...)
}

func (w *world) addPapers(papers ...data.Paper) {
	w.Helper()
	records := format.Records(func(yield func(data.Record, error) bool) {
		for _, p := range papers {
			if !yield(data.Record{Paper: p, Origin: data.Provenance{Source: "test", Fetched: w.now}}, nil) {
				return
			}
		}
	})
	report, err := w.library.Ingest(w.Context(), records, ingest.RunOptions{})
	if err != nil {
		w.Fatalf("ingest: %v", err)
	}
	if report.Rejected > 0 {
		w.Fatalf("ingest: rejected %d", report.Rejected)
	}
}

// digests returns the accepted digests, in order.
func (w *world) digests() (all []alerts.Digest) {
	for _, m := range w.server.accepted {
		if d, ok := w.server.digests[m.MessageID]; ok {
			all = append(all, d)
		}
	}
	return all
}

// wantDigests compares the accepted digests, each written as "address: title, title | title".
func (w *world) wantDigests(want ...string) {
	w.Helper()
	var got []string
	for _, d := range w.digests() {
		got = append(got, describe(d))
	}
	if !slices.Equal(got, want) {
		w.Errorf("digests at %s:\ngot  %q\nwant %q", w.now, got, want)
	}
}

// describe writes a digest as "address: title, title +more | title".
func describe(d alerts.Digest) string {
	var sections []string
	for _, s := range d.Sections {
		var titles []string
		for _, item := range s.Papers {
			titles = append(titles, item.Paper.Title)
		}
		text := strings.Join(titles, ", ")
		if s.More > 0 {
			text += fmt.Sprintf(" +%d", s.More)
		}
		sections = append(sections, text)
	}
	return d.To + ": " + strings.Join(sections, " | ")
}
