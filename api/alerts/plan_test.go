package alerts_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"paperboy/api/alerts"
	"paperboy/data"
	"paperboy/data/store"
)

const day = 24 * time.Hour

func TestDigestHasNewPapersOfASearch(t *testing.T) {
	w := newWorld(t)
	w.add("Graph one", "Speech one")
	w.subscribe(alerts.Request{})
	w.step(day)
	w.wantDigests()
	w.add("Graph two", "Speech two")
	w.step(0)
	w.wantDigests() // only at the hour of the next day
	w.step(day)
	w.wantDigests("ada@example.org: Graph two")
	w.step(day)
	w.wantDigests("ada@example.org: Graph two") // no papers, no email
	// What was only updated is not new.
	w.addPapers(data.Paper{ID: "t:Graph-one", Title: "Graph one", Abstract: "A better abstract on graphs."}, data.Paper{ID: "t:Graph-three", Title: "Graph three"})
	w.step(day)
	w.wantDigests("ada@example.org: Graph two", "ada@example.org: Graph three")
	d := w.digests()[1]
	item := d.Sections[0].Papers[0]
	if item.URL != "https://papers.example.org/papers/t:Graph-three" || item.Reason != "New for this search" || d.EnvelopeFrom == "" || d.Date.Location().String() != "UTC" {
		t.Errorf("got item %+v, envelope %+v", item, d.Envelope)
	}
}

func TestWindowIsByNumberNotByDate(t *testing.T) {
	w := newWorld(t)
	w.subscribe(alerts.Request{})
	w.add("Graph one")
	w.step(day)
	w.wantDigests("ada@example.org: Graph one")
	// The clock is set back by a week while papers are added.
	now := w.now
	w.now = now.Add(-7 * day)
	w.add("Graph two")
	w.now = now
	w.step(day)
	w.wantDigests("ada@example.org: Graph one", "ada@example.org: Graph two")
}

func TestOneMailForAllSubscriptions(t *testing.T) {
	w := newWorld(t)
	w.subscribe(alerts.Request{})
	w.subscribe(alerts.Request{What: alerts.What{Kind: store.SubscribedSearch, Search: "q=speech"}})
	w.subscribe(alerts.Request{Address: "bob@example.org", What: alerts.What{Kind: store.SubscribedSearch, Search: "?q=graph&limit=3&offset=2"}})
	w.add("Graph one", "Speech one", "Graph speech")
	w.step(day)
	w.wantDigests("ada@example.org: Graph one, Graph speech | Speech one, Graph speech", "bob@example.org: Graph one, Graph speech")
}

func TestDigestShowsTwentyAndCountsTheRest(t *testing.T) {
	w := newWorld(t)
	w.subscribe(alerts.Request{})
	var titles []string
	for i := range 25 {
		titles = append(titles, fmt.Sprintf("Graph %d", i))
	}
	w.add(titles...)
	w.step(day)
	d := w.digests()[0]
	section := d.Sections[0]
	if len(section.Papers) != 20 || section.More != 5 || !strings.Contains(section.URL, "/search?added_after=2026-01-05T11%3A59%3A58Z&q=graph") {
		t.Errorf("got %d papers, %d more at %s", len(section.Papers), section.More, section.URL)
	}
	w.step(day)
	if n := len(w.digests()); n != 1 {
		t.Errorf("got %d digests, want the rest not to be sent again", n)
	}
}

func TestOldestWindowServesAll(t *testing.T) {
	w := newWorld(t)
	w.subscribe(alerts.Request{})
	key := w.subscribe(alerts.Request{Address: "bob@example.org"})
	pause := func(paused bool) {
		t.Helper()
		if _, err := w.Change(t.Context(), key, alerts.Change{Paused: &paused}); err != nil {
			t.Fatal(err)
		}
	}
	pause(true)
	w.add("Graph one")
	w.step(day)
	w.wantDigests("ada@example.org: Graph one")
	pause(false)
	w.add("Graph two")
	w.step(day)
	w.wantDigests("ada@example.org: Graph one", "ada@example.org: Graph two", "bob@example.org: Graph one, Graph two")
}

func TestMergedPaperIsSentOnce(t *testing.T) {
	w := newWorld(t)
	w.subscribe(alerts.Request{})
	w.add("Graph one")
	w.step(day)
	w.add("Graph two")
	entry := func(tx store.Tx, id data.ID) store.Entry {
		found, err := tx.ByID([]data.ID{id})
		if err != nil {
			t.Fatal(err)
		}
		return found[id]
	}
	// The old paper turns out to be the new one.
	err := w.store.Update(t.Context(), func(tx store.Tx) error {
		old, merged := entry(tx, "t:Graph-one"), entry(tx, "t:Graph-two")
		if err := tx.Merge(store.Merge{Into: merged.Number, From: old.Number, Reason: "test"}); err != nil {
			return err
		}
		return tx.Put([]store.Write{{Number: merged.Number, Paper: merged.Paper, Records: append(merged.Records, old.Records...)}})
	})
	if err != nil {
		t.Fatal(err)
	}
	w.add("Speech") // the library learns of changes by its own
	w.step(day)
	w.wantDigests("ada@example.org: Graph one")
}

func TestWeekly(t *testing.T) {
	w := newWorld(t) // a Monday
	w.subscribe(alerts.Request{Every: alerts.EveryWeek, Weekday: "Thursday"})
	w.add("Graph one")
	for range 10 {
		w.step(6 * time.Hour)
	}
	w.wantDigests() // until Wednesday, midnight
	w.step(day)
	w.wantDigests("ada@example.org: Graph one")
	w.add("Graph two")
	for range 6 {
		w.step(day)
	}
	w.wantDigests("ada@example.org: Graph one")
	w.step(day)
	w.wantDigests("ada@example.org: Graph one", "ada@example.org: Graph two")
	// The server is down on Thursday.
	w.add("Graph three")
	w.step(9 * day)
	w.wantDigests("ada@example.org: Graph one", "ada@example.org: Graph two", "ada@example.org: Graph three")
}

func TestHourOfTheZone(t *testing.T) {
	hour := 2
	for _, test := range []struct {
		zone, from string
		days       int
	}{
		{"Europe/Berlin", "2026-03-27T12:00:00Z", 5}, // 02:00 is skipped on the 29th
		{"Europe/Berlin", "2026-10-23T12:00:00Z", 5}, // 02:00 happens twice on the 25th
		{"America/Los_Angeles", "2026-03-06T12:00:00Z", 5},
		{"Pacific/Kiritimati", "2026-01-05T12:00:00Z", 3}, // 14 hours ahead of UTC
	} {
		w := newWorld(t)
		w.now, _ = time.Parse(time.RFC3339, test.from)
		w.subscribe(alerts.Request{Zone: test.zone, Hour: &hour})
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		sent := 0
		for i := range test.days * 24 * 2 {
			w.add(fmt.Sprintf("Graph %d", i))
			w.step(30 * time.Minute)
			if n := len(w.digests()); n > sent {
				sent = n
				local := w.now.In(zone)
				if date := local.Format(time.DateOnly); seen[date] || local.Hour() < 1 || local.Hour() > 3 {
					t.Errorf("%s: an email at %s, and earlier %v", test.zone, local, seen)
				} else {
					seen[date] = true
				}
			}
		}
		if sent != test.days {
			t.Errorf("%s: got %d emails in %d days", test.zone, sent, test.days)
		}
	}
}

func TestList(t *testing.T) {
	w := newWorld(t)
	w.add("Neural parsing of sentences", "Protein folding with attention")
	var list store.List
	err := w.store.Update(t.Context(), func(tx store.Tx) (err error) {
		if list, err = tx.CreateList("Parsing"); err != nil {
			return err
		}
		found, err := tx.ByID([]data.ID{"t:Neural-parsing-of-sentences"})
		if err != nil {
			return err
		}
		_, err = tx.AddListed(list.Number, []data.Number{found["t:Neural-parsing-of-sentences"].Number})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.subscribe(alerts.Request{What: alerts.What{Kind: store.SubscribedList, List: string(list.EditKey)}})
	w.add("Neural parsing without trees", "Steel bridges in winter")
	w.step(day)
	w.wantDigests("ada@example.org: Neural parsing without trees")
	section := w.digests()[0].Sections[0]
	if section.Title != "Parsing" || section.URL != "" || !strings.HasPrefix(section.Papers[0].Reason, "Like papers of this list: ") {
		t.Errorf("got section %+v", section)
	}
	// A new reading key ends what was subscribed with the old one.
	if err := w.store.Update(t.Context(), func(tx store.Tx) error { _, err := tx.RenewKey(list, false); return err }); err != nil {
		t.Fatal(err)
	}
	w.add("Neural parsing again")
	w.step(day)
	w.wantDigests("ada@example.org: Neural parsing without trees")
	if counts, err := w.store.CountSubscriptions(t.Context()); err != nil || counts != (store.SubscriptionCounts{}) {
		t.Errorf("got %+v and error %v, want the subscription deleted", counts, err)
	}
}

func TestDays(t *testing.T) {
	w := newWorld(t)
	featured := func(title, date string, upvotes int) data.Paper {
		on, err := data.ParseDate(date)
		if err != nil {
			t.Fatal(err)
		}
		return data.Paper{ID: data.ID("t:" + title), Title: title, Featured: on, FeaturedDays: []data.Date{on}, Upvotes: &upvotes}
	}
	w.addPapers(featured("before", "2026-01-04", 3), data.Paper{ID: "t:late", Title: "late"})
	w.subscribe(alerts.Request{What: alerts.What{Kind: store.SubscribedDays}})
	w.addPapers(featured("today", "2026-01-05", 2), featured("popular", "2026-01-05", 9), featured("overdue", "2025-12-20", 1), featured("ancient", "2024-05-01", 80))
	w.step(day)
	w.wantDigests("ada@example.org: popular, today, overdue")
	if reason := w.digests()[0].Sections[0].Papers[0].Reason; reason != "Featured on 2026-01-05, 9 upvotes" {
		t.Errorf("got reason %q", reason)
	}
	// New votes are no news, but a paper of the library that a list shows is.
	w.addPapers(featured("today", "2026-01-05", 50), featured("before", "2026-01-04", 80), featured("late", "2026-01-05", 1))
	w.step(day)
	w.wantDigests("ada@example.org: popular, today, overdue", "ada@example.org: late")
}

func TestTrending(t *testing.T) {
	w := newWorld(t)
	featured := func(title string, upvotes int) data.Paper {
		on := data.DateOf(w.now)
		return data.Paper{ID: data.ID("t:" + title), Title: title, Featured: on, FeaturedDays: []data.Date{on}, Upvotes: &upvotes}
	}
	w.addPapers(featured("first", 9), featured("second", 5), data.Paper{ID: "t:none", Title: "without votes"})
	w.subscribe(alerts.Request{What: alerts.What{Kind: store.SubscribedTrending}})
	w.step(day)
	w.wantDigests("ada@example.org: first, second")
	if reason := w.digests()[0].Sections[0].Papers[0].Reason; reason != "No. 1 of the trending papers, 9 upvotes" {
		t.Errorf("got reason %q", reason)
	}
	// Those that were sent still trend, but are not sent again.
	w.addPapers(featured("third", 30))
	w.step(day)
	w.wantDigests("ada@example.org: first, second", "ada@example.org: third")
	w.step(day)
	if n := len(w.digests()); n != 2 {
		t.Errorf("got %d digests, want no further one", n)
	}
}
