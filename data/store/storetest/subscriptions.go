package storetest

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/store"
)

// noon is a time with no fraction that a store could lose.
var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func keyHash(key store.ListKey) []byte {
	sum := sha256.Sum256([]byte(key))
	return sum[:]
}

// subscribe stores an unconfirmed subscription of an address.
func (f fixture) subscribe(address string, s store.Subscription) (store.Subscriber, store.Subscription) {
	f.Helper()
	if s.Kind == "" {
		s.Kind = store.SubscribedTrending
	}
	if s.Wanted.Zone == "" {
		s.Wanted = store.Schedule{Hour: 7, Zone: "UTC"}
	}
	var subscriber store.Subscriber
	f.update(func(tx store.Tx) (err error) {
		subscriber, s, err = tx.Subscribe(address, s)
		return err
	})
	return subscriber, s
}

// confirm stores a subscription as confirmed.
func (f fixture) confirm(s store.Subscription) store.Subscription {
	f.Helper()
	s.Confirmed = noon
	f.update(func(tx store.Tx) error { return tx.PutSubscription(s) })
	return s
}

// wantSubscribed compares what a key opens; without subscriptions, nothing.
func (f fixture) wantSubscribed(key store.LinkKey, subscriber store.Subscriber, want ...store.Subscription) {
	f.Helper()
	got, subscriptions, err := f.Subscribed(f.ctx, key)
	if len(want) == 0 {
		if !errors.Is(err, store.ErrNoSubscription) {
			f.Errorf("key %s: got %d subscriptions and error %v, want ErrNoSubscription", key, len(subscriptions), err)
		}
		return
	}
	if err != nil {
		f.Errorf("key %s: %v", key, err)
	}
	if diff := cmp.Diff(subscriber, got, cmpopts.EquateEmpty()); diff != "" {
		f.Errorf("subscriber (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, subscriptions, cmpopts.EquateEmpty()); diff != "" {
		f.Errorf("subscriptions (-want +got):\n%s", diff)
	}
}

func testSubscriptions(t *testing.T, open Open) {
	dir := t.TempDir()
	f := beginIn(t, open, dir)
	ada, trending := f.subscribe("ada@example.org", store.Subscription{})
	same, search := f.subscribe("ada@example.org", store.Subscription{
		Kind: store.SubscribedSearch, Search: "q=diffusion", Title: "diffusion", Weekly: true, Weekday: time.Friday,
		Wanted: store.Schedule{Hour: 18, Zone: "Europe/Berlin"}, Window: store.Window{Sequence: 4, Number: 3},
	})
	bob, list := f.subscribe("bob@example.org", store.Subscription{Kind: store.SubscribedList, List: 7, ListKeyHash: []byte("hash"), Title: "Mine"})
	if same.Number != ada.Number || ada.Hour != 7 || search.Weekday != time.Friday || search.Window.Number != 3 {
		t.Errorf("got subscribers %+v and %+v, search %+v", ada, same, search)
	}
	keys := []store.LinkKey{ada.Key, ada.BounceKey, bob.Key, bob.BounceKey, trending.Key, search.Key, list.Key}
	for i, key := range keys {
		if len(key) != 26 || slices.Contains(keys[:i], key) {
			t.Errorf("key %q: want 26 characters of its own", key)
		}
	}
	search = f.confirm(search)
	search.Window = store.Window{Sequence: 9, Number: 8}
	search.Paused, search.Checked, search.Sent = noon.Add(time.Second), noon.Add(2*time.Second), noon.Add(3*time.Second)
	search.Weekly, search.Weekday, search.Title = false, time.Monday, "Diffusion"
	ada.Schedule = search.Wanted
	ada.Due, ada.Sent, ada.Paused, ada.PauseReason, ada.Bounces = noon.Add(time.Hour), noon, noon, "550", []time.Time{noon}
	f.update(func(tx store.Tx) error { return errors.Join(tx.PutSubscriber(ada), tx.PutSubscription(search)) })
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	f = beginIn(t, open, dir)
	f.wantSubscribed(ada.Key, ada, trending, search)
	f.wantSubscribed(search.Key, ada, search)
	f.wantSubscribed(list.Key, bob, list)
	f.wantSubscribed(ada.BounceKey, store.Subscriber{})
	f.wantSubscribed("", store.Subscriber{})
	f.update(func(tx store.Tx) error {
		bounced, err := tx.SubscriberBounced(bob.BounceKey)
		if err != nil || bounced.Number != bob.Number {
			t.Errorf("bounced: got %+v and error %v, want bob", bounced, err)
		}
		if _, err := tx.SubscriberBounced(bob.Key); !errors.Is(err, store.ErrNoSubscription) {
			t.Errorf("the key of links is a bounce key: %v", err)
		}
		return nil
	})
	if _, all, err := f.SubscriberAt(f.ctx, "bob@example.org"); err != nil || len(all) != 1 {
		t.Errorf("bob: got %+v and error %v", all, err)
	}
	if _, _, err := f.SubscriberAt(f.ctx, "eve@example.org"); !errors.Is(err, store.ErrNoSubscription) {
		t.Errorf("eve: got error %v, want ErrNoSubscription", err)
	}
	both, err := f.Subscribers(f.ctx, 0, 10)
	if rest, err2 := f.Subscribers(f.ctx, ada.Number, 1); err != nil || err2 != nil || len(both) != 2 || len(rest) != 1 || rest[0].Number != bob.Number {
		t.Errorf("subscribers: got %+v, %v, then %+v, %v", both, err, rest, err2)
	}
	want := store.SubscriptionCounts{Subscribers: 1, Paused: 1, Subscriptions: 1, Unconfirmed: 2}
	if got, err := f.CountSubscriptions(f.ctx); err != nil || got != want {
		t.Errorf("count: got %+v and error %v, want %+v", got, err, want)
	}
	if stats, err := f.Stats(f.ctx); err != nil || stats.Subscriptions != want {
		t.Errorf("stats: got %+v and error %v, want %+v", stats.Subscriptions, err, want)
	}
	f.wantIntact()
}

func testUnsubscribe(t *testing.T, open Open) {
	f := begin(t, open)
	ada, first := f.subscribe("ada@example.org", store.Subscription{})
	_, second := f.subscribe("ada@example.org", store.Subscription{Kind: store.SubscribedDays})
	bob, _ := f.subscribe("bob@example.org", store.Subscription{})
	err := f.Update(f.ctx, func(tx store.Tx) error {
		return tx.Unsubscribe(bob.Number, []store.SubscriptionNumber{first.Number})
	})
	if !errors.Is(err, store.ErrNoSubscription) {
		t.Errorf("unsubscribe from what is another's: got error %v, want ErrNoSubscription", err)
	}
	f.update(func(tx store.Tx) error {
		return tx.Unsubscribe(ada.Number, []store.SubscriptionNumber{first.Number})
	})
	f.wantSubscribed(first.Key, ada)
	f.wantSubscribed(ada.Key, ada, second)
	f.update(func(tx store.Tx) error {
		return tx.Unsubscribe(ada.Number, []store.SubscriptionNumber{second.Number})
	})
	f.wantSubscribed(ada.Key, ada)
	again, _ := f.subscribe("ada@example.org", store.Subscription{})
	if again.Number == ada.Number || again.Key == ada.Key {
		t.Errorf("after unsubscribing, number %d or key %s is used again", again.Number, again.Key)
	}
	f.update(func(tx store.Tx) error {
		_, err := tx.Enqueue(store.Delivery{Subscriber: again.Number, MessageID: "a@b", Created: noon, Next: noon})
		return errors.Join(err, tx.EraseSubscriber(again.Number))
	})
	if got, err := f.CountSubscriptions(f.ctx); err != nil || got != (store.SubscriptionCounts{Unconfirmed: 1}) {
		t.Errorf("after erasing: got %+v and error %v, want only bob's", got, err)
	}
	for name, do := range map[string]func(store.Tx) error{
		"erase":            func(tx store.Tx) error { return tx.EraseSubscriber(again.Number) },
		"put":              func(tx store.Tx) error { return tx.PutSubscriber(again) },
		"put subscription": func(tx store.Tx) error { return tx.PutSubscription(first) },
	} {
		if err := f.Update(f.ctx, do); !errors.Is(err, store.ErrNoSubscription) {
			t.Errorf("%s what was erased: got error %v, want ErrNoSubscription", name, err)
		}
	}
}

func testUnconfirmed(t *testing.T, open Open) {
	f := begin(t, open)
	ada, first := f.subscribe("ada@example.org", store.Subscription{Kind: store.SubscribedSearch, Search: "q=a", Title: "a"})
	_, again := f.subscribe("ada@example.org", store.Subscription{Kind: store.SubscribedSearch, Search: "q=a", Title: "A", Weekly: true})
	if again.Number != first.Number || again.Key != first.Key || again.Title != "A" || !again.Weekly {
		t.Errorf("the same again: got %+v, want the first one with the new choices", again)
	}
	confirmed := f.confirm(again)
	_, other := f.subscribe("ada@example.org", store.Subscription{Kind: store.SubscribedSearch, Search: "q=a"})
	if other.Number == first.Number {
		t.Error("a request without confirmation changed a confirmed subscription")
	}
	bob, _ := f.subscribe("bob@example.org", store.Subscription{})
	f.update(func(tx store.Tx) error {
		if n, err := tx.ForgetUnconfirmed(time.Now().Add(-time.Hour)); n != 0 || err != nil {
			t.Errorf("forget older ones: got %d and error %v, want none", n, err)
		}
		n, err := tx.ForgetUnconfirmed(time.Now().Add(time.Hour))
		if n != 2 {
			t.Errorf("forget: got %d, want 2", n)
		}
		return err
	})
	f.wantSubscribed(ada.Key, ada, confirmed)
	f.wantSubscribed(bob.Key, bob)
}

func testSubscriptionLimits(t *testing.T, open Open) {
	f := begin(t, open)
	for name, s := range map[string]struct {
		address string
		store.Subscription
	}{
		"no address":     {"", store.Subscription{}},
		"a long address": {strings.Repeat("x", store.MaxAddressBytes+1), store.Subscription{}},
		"a long search":  {"ada@example.org", store.Subscription{Search: strings.Repeat("x", store.MaxSearchBytes+1)}},
		"a long title":   {"ada@example.org", store.Subscription{Title: strings.Repeat("x", store.MaxTitleBytes+1)}},
	} {
		err := f.Update(f.ctx, func(tx store.Tx) error {
			_, _, err := tx.Subscribe(s.address, s.Subscription)
			return err
		})
		if !errors.Is(err, store.ErrSubscription) {
			t.Errorf("%s: got error %v, want %v", name, err, store.ErrSubscription)
		}
	}
	var ada store.Subscriber
	for i := range store.MaxSubscribed {
		var s store.Subscription
		ada, s = f.subscribe("ada@example.org", store.Subscription{Kind: store.SubscribedSearch, Search: fmt.Sprint("q=", i)})
		f.confirm(s)
	}
	var unconfirmed []store.Subscription
	for i := range store.MaxSubscribed + 1 {
		_, s := f.subscribe("ada@example.org", store.Subscription{Kind: store.SubscribedSearch, Search: fmt.Sprint("q=more", i)})
		unconfirmed = append(unconfirmed, s)
	}
	f.wantSubscribed(unconfirmed[0].Key, ada)
	f.wantSubscribed(unconfirmed[1].Key, ada, unconfirmed[1])
	unconfirmed[1].Confirmed = noon
	err := f.Update(f.ctx, func(tx store.Tx) error { return tx.PutSubscription(unconfirmed[1]) })
	if !errors.Is(err, store.ErrTooManySubscribed) {
		t.Errorf("one confirmed subscription too many: got error %v, want %v", err, store.ErrTooManySubscribed)
	}
	err = f.Update(f.ctx, func(tx store.Tx) error {
		for i := range store.MaxSubscriptions - 2*store.MaxSubscribed + 1 {
			if _, _, err := tx.Subscribe(fmt.Sprintf("reader%d@example.org", i), store.Subscription{Kind: store.SubscribedDays}); err != nil {
				if i < store.MaxSubscriptions-2*store.MaxSubscribed {
					t.Errorf("subscription %d: %v", i, err)
				}
				return err
			}
		}
		return nil
	})
	if !errors.Is(err, store.ErrTooManySubscriptions) {
		t.Errorf("one subscription too many: got error %v, want %v", err, store.ErrTooManySubscriptions)
	}
}

func testSubscriptionsBackup(t *testing.T, open Open) {
	f := begin(t, open)
	number := f.put(paper("a:1", "one"))[0]
	l := f.createList("mine")
	ada, s := f.subscribe("ada@example.org", store.Subscription{})
	s = f.confirm(s)
	f.update(func(tx store.Tx) error { return tx.MarkSent(s.Number, []data.Number{number}) })
	dir := t.TempDir()
	if err := f.Backup(f.ctx, filepath.Join(dir, BackupName)); err != nil {
		t.Fatalf("backup: %v", err)
	}
	f.update(func(tx store.Tx) error { return tx.EraseSubscriber(ada.Number) })
	copied := beginIn(t, open, dir)
	copied.wantSubscribed(ada.Key, ada, s)
	if sent, err := copied.SentOf(copied.ctx, s.Number, []data.Number{number}); err != nil || !sent[number] {
		t.Errorf("the backup lacks the sent papers: got %v and error %v", sent, err)
	}
	if has, err := copied.HasListKey(copied.ctx, l.Number, keyHash(l.ReadKey)); err != nil || !has {
		t.Errorf("the list's key: got %t and error %v, want it known", has, err)
	}
	if has, err := copied.HasListKey(copied.ctx, l.Number+1, keyHash(l.ReadKey)); err != nil || has {
		t.Errorf("another list has the key: got %t and error %v", has, err)
	}
	copied.wantIntact()
}
