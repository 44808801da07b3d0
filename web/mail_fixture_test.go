package web

import (
	"context"
	"regexp"
	"testing"
	"time"

	"paperboy/api"
	"paperboy/api/alerts"
	"paperboy/api/alerts/letter"
	"paperboy/data"
	"paperboy/data/store"
	"paperboy/recommend"
)

// mailbox is where emails of a test's server arrive, and its clock.
type mailbox struct {
	emails []alerts.Message
	now    time.Time
}

func (m *mailbox) Send(_ context.Context, message alerts.Message) error {
	m.emails = append(m.emails, message)
	return nil
}

func (m *mailbox) Close() error { return nil }

// withMail turns mail on for a service, at noon of 13 November 2025 UTC.
func withMail(t *testing.T, service *api.Service) *mailbox {
	t.Helper()
	box := &mailbox{now: time.Date(2025, 11, 13, 12, 0, 0, 0, time.UTC)}
	library := service.Library
	a, err := alerts.New(alerts.Options{
		Store: library.Store, Search: service.Search, Recommender: recommend.New(library.Index, library.Store), WaitVisible: func(context.Context, data.Sequence) error { return nil },
		Composer: letter.New(), Sender: box, From: "Papers <papers@example.org>", BaseURL: "https://papers.example.org", Now: func() time.Time { return box.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	service.Alerts = a
	return box
}

// step sends the emails that are due.
func (m *mailbox) step(t *testing.T, service *api.Service) {
	t.Helper()
	if _, err := service.Alerts.Step(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// subscribed subscribes an address to daily papers, and to a search that it does not confirm. It
// returns the keys of the address, of the first subscription and of the second.
func subscribed(t *testing.T, service *api.Service) (all, confirmed, waiting store.LinkKey) {
	t.Helper()
	const address = "ada@example.org"
	for _, what := range []alerts.What{{Kind: store.SubscribedDays}, {Kind: store.SubscribedSearch, Search: "q=neural"}} {
		if _, err := service.Alerts.Subscribe(t.Context(), alerts.Request{Address: address, What: what, Zone: "Europe/Berlin"}); err != nil {
			t.Fatal(err)
		}
	}
	subscriber, subscriptions, err := service.Library.Store.SubscriberAt(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := service.Alerts.Confirm(t.Context(), subscriptions[0].Key); err != nil {
		t.Fatal(err)
	}
	return subscriber.Key, subscriptions[0].Key, subscriptions[1].Key
}

// links returns the paths of the links in an email's text.
func (m *mailbox) links(t *testing.T, i int) []string {
	t.Helper()
	var paths []string
	for _, match := range regexp.MustCompile(`https://papers\.example\.org(/[^\s]+)`).FindAllStringSubmatch(textOf(t, m.emails[i]), -1) {
		paths = append(paths, match[1])
	}
	return paths
}
