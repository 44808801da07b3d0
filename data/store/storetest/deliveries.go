package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/store"
)

func testSent(t *testing.T, open Open) {
	f := begin(t, open)
	if w, err := f.Window(f.ctx); err != nil || w != (store.Window{}) {
		t.Errorf("an empty store: got window %+v and error %v", w, err)
	}
	before := time.Now().Add(-time.Second)
	numbers := f.put(paper("a:1", "one"), paper("a:2", "two"), paper("a:3", "three"))
	if w, err := f.Window(f.ctx); err != nil || w != (store.Window{Sequence: f.head(), Number: numbers[2]}) {
		t.Errorf("got window %+v and error %v", w, err)
	}
	added, err := f.FirstAdded(f.ctx, numbers[0], numbers[2])
	p, _, err2 := f.Paper(f.ctx, "a:2")
	if err2 != nil {
		t.Fatal(err2)
	}
	if err != nil || added.Before(before) || !added.Equal(p.Added) {
		t.Errorf("first added: got %s and error %v, want %s", added, err, p.Added)
	}
	if added, err := f.FirstAdded(f.ctx, numbers[2], numbers[2]); err != nil || !added.IsZero() {
		t.Errorf("no paper: got %s and error %v, want the zero time", added, err)
	}
	_, first := f.subscribe("ada@example.org", store.Subscription{})
	_, other := f.subscribe("bob@example.org", store.Subscription{})
	f.update(func(tx store.Tx) error {
		return errors.Join(tx.MarkSent(first.Number, numbers[:1]), tx.MarkSent(first.Number, numbers[:1]))
	})
	wantSent := func(s store.Subscription, want ...data.Number) {
		t.Helper()
		sent, err := f.SentOf(f.ctx, s.Number, numbers)
		got := slices.DeleteFunc(slices.Clone(numbers), func(n data.Number) bool { return !sent[n] })
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("sent (-want +got):\n%s, error %v", diff, err)
		}
	}
	wantSent(first, numbers[0])
	wantSent(other)
	f.update(func(tx store.Tx) error {
		entries, err := tx.ByNumber(numbers[1:2])
		if err != nil {
			return err
		}
		e := entries[numbers[1]]
		return errors.Join(tx.Merge(store.Merge{Into: numbers[1], From: numbers[0], Reason: "test"}),
			tx.Put([]store.Write{{Number: e.Number, Paper: e.Paper, Records: e.Records}}))
	})
	wantSent(first, numbers[0], numbers[1])
	f.update(func(tx store.Tx) error { return tx.InheritSent(other.Number, first.Number) })
	wantSent(first)
	wantSent(other, numbers[0], numbers[1])
	f.update(func(tx store.Tx) error { return tx.ForgetSent(time.Now().Add(time.Hour)) })
	wantSent(other)
	f.wantIntact()
}

func testQueue(t *testing.T, open Open) {
	f := begin(t, open)
	number := f.put(paper("a:1", "one"))[0]
	ada, s := f.subscribe("ada@example.org", store.Subscription{})
	bob, s2 := f.subscribe("bob@example.org", store.Subscription{})
	ada.Due, bob.Due = noon.Add(time.Hour), noon
	f.update(func(tx store.Tx) error { return errors.Join(tx.PutSubscriber(ada), tx.PutSubscriber(bob)) })
	wantDue := func(at time.Time, after store.SubscriberNumber, want ...store.SubscriberNumber) {
		t.Helper()
		due, err := f.DueSubscribers(f.ctx, at, after, 10)
		got := []store.SubscriberNumber{}
		for _, s := range due {
			got = append(got, s.Number)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("due at %s (-want +got):\n%s, error %v", at, diff, err)
		}
	}
	wantNext := func(want time.Time) {
		t.Helper()
		if got, err := f.NextMail(f.ctx); err != nil || !got.Equal(want) {
			t.Errorf("next mail: got %s and error %v, want %s", got, err, want)
		}
	}
	wantDue(noon.Add(-time.Second), 0)
	wantDue(noon, 0, bob.Number)
	wantDue(noon.Add(time.Hour), 0, ada.Number, bob.Number)
	wantDue(noon.Add(time.Hour), ada.Number, bob.Number)
	wantNext(noon)
	digest := store.Delivery{
		Subscriber: bob.Number, MessageID: "1@example.org", Window: store.Window{Sequence: 3, Number: 2}, Created: noon, Next: noon.Add(time.Minute),
		Plan: []store.Planned{{Subscription: s2.Number, Papers: []store.PlannedPaper{{Number: number, Reason: "new"}}, More: 4, Passed: []data.Number{number}}},
	}
	confirmation := store.Delivery{Subscriber: ada.Number, Confirms: s.Number, MessageID: "2@example.org", Created: noon, Next: noon.Add(time.Minute)}
	f.update(func(tx store.Tx) (err error) {
		if digest, err = tx.Enqueue(digest); err == nil {
			confirmation, err = tx.Enqueue(confirmation)
		}
		return err
	})
	second := digest
	second.MessageID = "3@example.org"
	if err := f.Update(f.ctx, func(tx store.Tx) error { _, err := tx.Enqueue(second); return err }); err == nil {
		t.Error("a subscriber got two digests in the queue")
	}
	wantDue(noon.Add(time.Hour), 0, ada.Number)
	wantNext(noon.Add(time.Minute))
	wantQueue := func(at time.Time, want ...store.Delivery) {
		t.Helper()
		got, err := f.DueDeliveries(f.ctx, at, 10)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("queue at %s (-want +got):\n%s, error %v", at, diff, err)
		}
	}
	wantQueue(noon)
	wantQueue(noon.Add(time.Minute), confirmation, digest)
	tried := confirmation
	tried.Next = noon.Add(time.Second)
	fresh := digest
	fresh.Subscriber, fresh.MessageID, fresh.Created, fresh.Next = ada.Number, "4@example.org", tried.Next, tried.Next
	f.update(func(tx store.Tx) (err error) {
		fresh, err = tx.Enqueue(fresh)
		return errors.Join(err, tx.Retry(tried))
	})
	wantQueue(noon.Add(time.Second), fresh, tried)
	f.update(func(tx store.Tx) error { return errors.Join(tx.Retry(confirmation), tx.Dequeue(fresh.Number)) })
	digest.Attempts, digest.Next = 2, noon.Add(2*time.Hour)
	f.update(func(tx store.Tx) error {
		recent, err := tx.Confirmations(ada.Number, time.Now().Add(-time.Hour))
		later, err2 := tx.Confirmations(ada.Number, time.Now().Add(time.Hour))
		if len(recent) != 1 || len(later) != 0 {
			t.Errorf("confirmations: got %v in the hour and %v after it, want one and none", recent, later)
		}
		return errors.Join(err, err2, tx.Dequeue(confirmation.Number), tx.Retry(digest))
	})
	wantQueue(noon.Add(time.Hour))
	wantQueue(noon.Add(2*time.Hour), digest)
	wantNext(noon.Add(time.Hour))
	f.update(func(tx store.Tx) error {
		got, found, err := tx.Delivery(digest.Number)
		if diff := cmp.Diff(digest, got); !found || diff != "" {
			t.Errorf("delivery (-want +got):\n%s, found %t", diff, found)
		}
		_, found, err2 := tx.Delivery(confirmation.Number)
		if found {
			t.Error("a delivery that was removed is still there")
		}
		ada.Paused = noon
		return errors.Join(err, err2, tx.Dequeue(digest.Number), tx.PutSubscriber(ada))
	})
	wantDue(noon.Add(time.Hour), 0, bob.Number)
}
