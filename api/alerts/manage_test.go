package alerts_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"paperboy/api/access"
	"paperboy/api/alerts"
	"paperboy/api/fault"
	"paperboy/data/store"
)

func code(err error) fault.Code {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Code
	}
	return ""
}

func TestOnlyTheButtonConfirms(t *testing.T) {
	w := newWorld(t)
	hour := 18
	accepted, err := w.Subscribe(t.Context(), alerts.Request{
		Address: "Ada@Example.org", What: alerts.What{Kind: store.SubscribedSearch, Search: "q=graph&sort=newest"},
		Every: alerts.EveryWeek, Weekday: "friday", Hour: &hour, Zone: "Europe/Berlin",
	})
	if err != nil || accepted.Address != "Ada@example.org" || !accepted.Until.Equal(w.now.Add(7*day)) {
		t.Fatalf("got %+v and error %v", accepted, err)
	}
	w.step(0)
	if len(w.server.accepted) != 1 || w.server.accepted[0].To != "Ada@example.org" {
		t.Fatalf("got emails %+v, want one confirmation", w.server.accepted)
	}
	c := w.server.confirmations[w.server.accepted[0].MessageID]
	if c.Title != "graph" || !c.Weekly || c.Weekday != time.Friday || c.Hour != 18 || c.Zone != "Europe/Berlin" || !c.Expires.Equal(w.now.Add(7*day)) {
		t.Errorf("got confirmation %+v", c)
	}
	key := w.confirmationKey()
	for range 2 {
		opened, err := w.Open(t.Context(), key)
		if err != nil || len(opened.Subscriptions) != 1 || opened.Subscriptions[0].Confirmed || opened.Key != "" || opened.Hour != 18 {
			t.Errorf("got %+v and error %v, want one unconfirmed subscription", opened, err)
		}
	}
	for range 2 {
		opened, err := w.Confirm(t.Context(), key)
		friday := time.Date(2026, 1, 9, 17, 0, 0, 0, time.UTC) // 18:00 in Berlin
		if err != nil || !opened.Subscriptions[0].Confirmed || opened.Next == nil || !opened.Next.Equal(friday) || opened.Subscriptions[0].Weekday != "friday" {
			t.Errorf("got %+v and error %v, want it confirmed and due at %s", opened, err, friday)
		}
	}
	if got := w.Counts().Sent; got != 1 {
		t.Errorf("got %d emails, want 1", got)
	}
}

func TestUnconfirmedExpires(t *testing.T) {
	w := newWorld(t)
	if _, err := w.Subscribe(t.Context(), alerts.Request{Address: "ada@example.org", What: alerts.What{Kind: store.SubscribedTrending}}); err != nil {
		t.Fatal(err)
	}
	w.step(0)
	key := w.confirmationKey()
	w.now = w.now.Add(7*day + time.Minute)
	if _, err := w.Confirm(t.Context(), key); code(err) != fault.NotFound {
		t.Errorf("after seven days: got error %v, want not_found", err)
	}
	w.step(0)
	if _, err := w.Open(t.Context(), key); !errors.Is(err, store.ErrNoSubscription) {
		t.Errorf("got error %v, want it deleted", err)
	}
	if counts, err := w.store.CountSubscriptions(t.Context()); err != nil || counts != (store.SubscriptionCounts{}) {
		t.Errorf("got %+v and error %v, want nothing left", counts, err)
	}
}

func TestFewConfirmationMails(t *testing.T) {
	w := newWorld(t)
	ask := func(i int) {
		t.Helper()
		got, err := w.Subscribe(t.Context(), alerts.Request{Address: "ada@example.org", What: alerts.What{Kind: store.SubscribedSearch, Search: fmt.Sprint("q=word", i)}})
		if err != nil || got.Address != "ada@example.org" {
			t.Fatalf("request %d: got %+v and error %v, want the same answer each time", i, got, err)
		}
		w.step(time.Minute)
	}
	for i := range 8 {
		ask(i)
	}
	if n := len(w.server.accepted); n != 3 {
		t.Errorf("got %d emails, want 3", n)
	}
	w.step(time.Hour)
	ask(0)
	if n := len(w.server.accepted); n != 4 {
		t.Errorf("got %d emails an hour later, want 4", n)
	}
	for i := range 10 {
		w.step(2 * time.Hour)
		ask(i)
	}
	if n := len(w.server.accepted); n != alerts.MaxConfirmationsADay {
		t.Errorf("got %d emails within a day, want %d", n, alerts.MaxConfirmationsADay)
	}
	w.step(24 * time.Hour)
	ask(0)
	if n := len(w.server.accepted); n != alerts.MaxConfirmationsADay+1 {
		t.Errorf("got %d emails a day later, want one more", n)
	}
}

func TestOneClientAsksForTooMuch(t *testing.T) {
	w := newWorld(t)
	ctx := access.WithClient(t.Context(), "192.0.2.1")
	allowed, limited := 0, 0
	for i := range 10_000 {
		_, err := w.Subscribe(ctx, alerts.Request{Address: fmt.Sprintf("reader%d@example.org", i), What: alerts.What{Kind: store.SubscribedTrending}})
		switch f, _ := errors.AsType[*fault.Error](err); {
		case err == nil:
			allowed++
		case f != nil && f.Code == fault.RateLimited && f.RetryAfter > 0 && strings.Contains(f.Message, "20 at once"):
			limited++
		default:
			t.Fatalf("request %d: %v", i, err)
		}
	}
	if allowed != 20 || limited != 9_980 {
		t.Errorf("got %d allowed and %d limited, want 20 and 9,980", allowed, limited)
	}
	other := access.WithClient(t.Context(), "192.0.2.2")
	if _, err := w.Subscribe(other, alerts.Request{Address: "ada@example.org", What: alerts.What{Kind: store.SubscribedTrending}}); err != nil {
		t.Errorf("another client: %v", err)
	}
}

func TestRefusedRequests(t *testing.T) {
	w := newWorld(t)
	hour := 24
	search := alerts.What{Kind: store.SubscribedSearch, Search: "q=graph"}
	for name, test := range map[string]struct {
		r    alerts.Request
		want fault.Code
	}{
		"no address":      {alerts.Request{What: search}, fault.MissingParameter},
		"no kind":         {alerts.Request{Address: "a@b.org"}, fault.InvalidValue},
		"unknown kind":    {alerts.Request{Address: "a@b.org", What: alerts.What{Kind: "all"}}, fault.InvalidValue},
		"every hour":      {alerts.Request{Address: "a@b.org", What: search, Every: "hour"}, fault.InvalidValue},
		"no such day":     {alerts.Request{Address: "a@b.org", What: search, Every: "week", Weekday: "someday"}, fault.InvalidValue},
		"no such hour":    {alerts.Request{Address: "a@b.org", What: search, Hour: &hour}, fault.OutOfRange},
		"no such zone":    {alerts.Request{Address: "a@b.org", What: search, Zone: "Mars/Olympus"}, fault.InvalidValue},
		"the server's":    {alerts.Request{Address: "a@b.org", What: search, Zone: "Local"}, fault.InvalidValue},
		"a path":          {alerts.Request{Address: "a@b.org", What: search, Zone: "../../etc/passwd"}, fault.InvalidValue},
		"search of days":  {alerts.Request{Address: "a@b.org", What: alerts.What{Kind: store.SubscribedDays, Search: "q=a"}}, fault.Contradiction},
		"list of search":  {alerts.Request{Address: "a@b.org", What: alerts.What{Kind: store.SubscribedSearch, List: "X"}}, fault.Contradiction},
		"a list's number": {alerts.Request{Address: "a@b.org", What: alerts.What{Kind: store.SubscribedList, List: "1"}}, ""},
		"no list":         {alerts.Request{Address: "a@b.org", What: alerts.What{Kind: store.SubscribedList}}, fault.MissingParameter},
		"a long search":   {alerts.Request{Address: "a@b.org", What: alerts.What{Kind: store.SubscribedSearch, Search: "q=" + strings.Repeat("x", 5000)}}, fault.TooLong},
		"a long title":    {alerts.Request{Address: "a@b.org", What: alerts.What{Kind: store.SubscribedSearch, Search: "q=" + strings.Repeat("x", 2050)}}, fault.TooLong},
		"bad encoding":    {alerts.Request{Address: "a@b.org", What: alerts.What{Kind: store.SubscribedSearch, Search: "q=%zz"}}, fault.InvalidEncoding},
	} {
		if _, err := w.Subscribe(t.Context(), test.r); err == nil || code(err) != test.want {
			t.Errorf("%s: got error %v, want %s", name, err, test.want)
		}
	}
	if counts, err := w.store.CountSubscriptions(t.Context()); err != nil || counts != (store.SubscriptionCounts{}) {
		t.Errorf("got %+v and error %v, want nothing stored", counts, err)
	}
}

func TestHostileTitleIsOneLine(t *testing.T) {
	w := newWorld(t)
	w.subscribe(alerts.Request{What: alerts.What{Kind: store.SubscribedSearch, Search: "q=graph%0d%0aBcc:%20eve@example.org%00%e2%80%ae"}})
	w.add("graph Bcc: eve@example.org")
	w.step(day)
	if all := w.digests(); len(all) != 1 || all[0].Sections[0].Title != "graph Bcc: eve@example.org" {
		t.Errorf("got digests %+v", all)
	}
}

func TestSubscribingAgainReplaces(t *testing.T) {
	w := newWorld(t)
	old := w.subscribe(alerts.Request{})
	w.add("Graph one")
	w.step(day)
	w.add("Graph two")
	key := w.subscribe(alerts.Request{Every: alerts.EveryWeek, Weekday: "wednesday"})
	if _, err := w.Open(t.Context(), old); !errors.Is(err, store.ErrNoSubscription) {
		t.Errorf("the earlier subscription: got error %v, want it replaced", err)
	}
	w.step(day) // Wednesday
	w.wantDigests("ada@example.org: Graph one", "ada@example.org: Graph two")
	if opened, err := w.Open(t.Context(), key); err != nil || opened.Subscriptions[0].Every != alerts.EveryWeek {
		t.Errorf("got %+v and error %v, want it weekly", opened, err)
	}
}

func TestChangeAndUnsubscribe(t *testing.T) {
	w := newWorld(t)
	graph := w.subscribe(alerts.Request{})
	speech := w.subscribe(alerts.Request{What: alerts.What{Kind: store.SubscribedSearch, Search: "q=speech"}})
	subscriber, _, err := w.store.Subscribed(t.Context(), graph)
	if err != nil {
		t.Fatal(err)
	}
	all, err := w.Open(t.Context(), subscriber.Key)
	if err != nil || len(all.Subscriptions) != 2 || all.Key != subscriber.Key || all.Subscriptions[0].Key != graph {
		t.Errorf("got %+v and error %v", all, err)
	}
	hour, zone, every, weekday, paused := 20, "Asia/Tokyo", alerts.EveryWeek, "sunday", true
	changed, err := w.Change(t.Context(), graph, alerts.Change{Hour: &hour, Zone: &zone, Every: &every, Weekday: &weekday})
	sunday := time.Date(2026, 1, 11, 11, 0, 0, 0, time.UTC)
	if err != nil || changed.Hour != 20 || changed.Zone != "Asia/Tokyo" || changed.Subscriptions[0].Weekday != "sunday" {
		t.Errorf("got %+v and error %v", changed, err)
	}
	if changed, err = w.Change(t.Context(), speech, alerts.Change{Paused: &paused}); err != nil || !changed.Next.Equal(sunday) {
		t.Errorf("got %+v and error %v, want the next email at %s", changed, err, sunday)
	}
	if _, err := w.Change(t.Context(), subscriber.Key, alerts.Change{Every: &every}); code(err) != fault.Contradiction {
		t.Errorf("every for all: got error %v, want contradiction", err)
	}
	hour = -1
	if _, err := w.Change(t.Context(), graph, alerts.Change{Hour: &hour}); code(err) != fault.OutOfRange {
		t.Errorf("hour -1: got error %v, want out_of_range", err)
	}
	w.add("Graph speech")
	gone, err := w.Unsubscribe(t.Context(), graph)
	if err != nil || len(gone.Subscriptions) != 1 || gone.Subscriptions[0].Title != "graph" {
		t.Errorf("got %+v and error %v", gone, err)
	}
	w.step(14 * day)
	w.wantDigests()
	if gone, err = w.Unsubscribe(t.Context(), subscriber.Key); err != nil || len(gone.Subscriptions) != 1 {
		t.Errorf("got %+v and error %v", gone, err)
	}
	for _, key := range []store.LinkKey{subscriber.Key, graph, speech} {
		if _, err := w.Unsubscribe(t.Context(), key); !errors.Is(err, store.ErrNoSubscription) {
			t.Errorf("got error %v, want nothing left", err)
		}
	}
}

func TestUnsubscribedWhileQueued(t *testing.T) {
	w := newWorld(t)
	graph := w.subscribe(alerts.Request{})
	w.subscribe(alerts.Request{What: alerts.What{Kind: store.SubscribedSearch, Search: "q=speech"}})
	w.subscribe(alerts.Request{Address: "bob@example.org"})
	w.add("Graph one", "Speech one")
	w.server.refuse = func(alerts.Message) error { return refused(alerts.FailedTemporarily, 451, "") }
	w.step(day)
	bob, _, err := w.store.SubscriberAt(t.Context(), "bob@example.org")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []store.LinkKey{graph, bob.Key} {
		if _, err := w.Unsubscribe(t.Context(), key); err != nil {
			t.Fatal(err)
		}
	}
	w.server.refuse = nil
	w.step(time.Hour)
	w.wantDigests("ada@example.org: Speech one")
}

func TestOwner(t *testing.T) {
	w := newWorld(t)
	w.subscribe(alerts.Request{})
	w.subscribe(alerts.Request{Address: "bob@example.org"})
	first, err := w.All(t.Context(), alerts.AllParams{Limit: 1})
	if err != nil || len(first.Subscribers) != 1 || !first.More || first.Subscribers[0].Address != "ada@example.org" || first.Counts.Subscribers != 2 {
		t.Fatalf("got %+v and error %v", first, err)
	}
	if s := first.Subscribers[0]; s.Key != "" || len(s.Subscriptions) != 1 || s.Subscriptions[0].Key != "" {
		t.Errorf("got %+v, want no keys", s)
	}
	second, err := w.All(t.Context(), alerts.AllParams{Limit: 1, After: int(first.Subscribers[0].ID)})
	if err != nil || len(second.Subscribers) != 1 || second.More || second.Subscribers[0].Address != "bob@example.org" {
		t.Errorf("got %+v and error %v", second, err)
	}
	if erased, err := w.Erase(t.Context(), " bob@EXAMPLE.org"); err != nil || erased.Subscriptions != 1 {
		t.Errorf("got %+v and error %v", erased, err)
	}
	if _, err := w.Erase(t.Context(), "bob@example.org"); !errors.Is(err, store.ErrNoSubscription) {
		t.Errorf("erase again: got error %v", err)
	}
}
