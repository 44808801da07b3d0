package alerts_test

import (
	"testing"

	"paperboy/api/alerts"
	"paperboy/data"
	"paperboy/data/store"
)

// TestPausedWhileQueued pauses a subscription whose papers wait in the queue: they come when it is
// resumed.
func TestPausedWhileQueued(t *testing.T) {
	w := newWorld(t)
	graph := w.subscribe(alerts.Request{})
	w.subscribe(alerts.Request{What: alerts.What{Kind: store.SubscribedSearch, Search: "q=speech"}})
	w.add("Graph one", "Speech one")
	w.server.refuse = func(alerts.Message) error { return refused(alerts.FailedTemporarily, 451, "") }
	w.step(day)
	if _, err := w.Change(t.Context(), graph, alerts.Change{Paused: new(true)}); err != nil {
		t.Fatal(err)
	}
	w.server.refuse = nil
	w.step(day / 24)
	w.wantDigests("ada@example.org: Speech one")
	if _, err := w.Change(t.Context(), graph, alerts.Change{Paused: new(false)}); err != nil {
		t.Fatal(err)
	}
	w.step(day)
	w.wantDigests("ada@example.org: Speech one", "ada@example.org: Graph one")
}

// TestChangedWhenDue changes a subscriber whose mail is due and not planned yet, as after a time in
// which the server was off.
func TestChangedWhenDue(t *testing.T) {
	w := newWorld(t)
	graph := w.subscribe(alerts.Request{})
	speech := w.subscribe(alerts.Request{What: alerts.What{Kind: store.SubscribedSearch, Search: "q=speech"}})
	w.add("Graph one")
	w.now = w.now.Add(day)
	if _, err := w.Change(t.Context(), graph, alerts.Change{Hour: new(8)}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Unsubscribe(t.Context(), speech); err != nil {
		t.Fatal(err)
	}
	w.step(0)
	w.wantDigests("ada@example.org: Graph one")
	w.add("Graph two")
	w.step(0)
	w.step(day)
	w.wantDigests("ada@example.org: Graph one", "ada@example.org: Graph two")
}

// TestDailyListsOfOthers has two subscriptions to the daily lists in one plan. One of them waited
// for a list from before the other began.
func TestDailyListsOfOthers(t *testing.T) {
	w := newWorld(t)
	lists := alerts.What{Kind: store.SubscribedDays}
	bob := w.subscribe(alerts.Request{Address: "bob@example.org", What: lists})
	if _, err := w.Change(t.Context(), bob, alerts.Change{Paused: new(true)}); err != nil {
		t.Fatal(err)
	}
	on, err := data.ParseDate("2026-01-05")
	if err != nil {
		t.Fatal(err)
	}
	w.addPapers(data.Paper{ID: "t:old", Title: "old", Featured: on, FeaturedDays: []data.Date{on}, Upvotes: new(9)})
	w.step(14 * day)
	w.subscribe(alerts.Request{What: lists})
	if _, err := w.Change(t.Context(), bob, alerts.Change{Paused: new(false)}); err != nil {
		t.Fatal(err)
	}
	w.step(day)
	w.wantDigests("bob@example.org: old")
}
