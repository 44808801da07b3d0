package sqlite

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// Subscribed implements store.SubscriptionTx.
func (t *tx) Subscribed(key store.LinkKey) (store.Subscriber, []store.Subscription, error) {
	return readSubscribed(t.ctx, t.stmts, key)
}

// SubscriberAt implements store.SubscriptionTx.
func (t *tx) SubscriberAt(address string) (store.Subscriber, []store.Subscription, error) {
	return readSubscriber(t.ctx, t.stmts, ` WHERE s.address = ?`, address)
}

// SubscriberNumbered implements store.SubscriptionTx.
func (t *tx) SubscriberNumbered(number store.SubscriberNumber) (store.Subscriber, []store.Subscription, error) {
	return readSubscriber(t.ctx, t.stmts, ` WHERE s.number = ?`, number)
}

// SubscriberBounced implements store.SubscriptionTx.
func (t *tx) SubscriberBounced(key store.LinkKey) (store.Subscriber, error) {
	subscriber, _, err := readSubscriber(t.ctx, t.stmts, ` WHERE s.bounce_hash = ?`, linkKeyHash(key))
	return subscriber, err
}

// Subscribe implements store.SubscriptionTx.
func (t *tx) Subscribe(address string, s store.Subscription) (store.Subscriber, store.Subscription, error) {
	subscriber, subscription, err := t.subscribe(address, s)
	if err != nil {
		return store.Subscriber{}, store.Subscription{}, fmt.Errorf("subscribe: %w", err)
	}
	return subscriber, subscription, nil
}

func (t *tx) subscribe(address string, s store.Subscription) (subscriber store.Subscriber, _ store.Subscription, err error) {
	if address == "" || len(address) > store.MaxAddressBytes || len(s.Search) > store.MaxSearchBytes || len(s.Title) > store.MaxTitleBytes {
		return subscriber, s, store.ErrSubscription
	}
	secret, err := t.ensureMailSecret()
	if err != nil {
		return subscriber, s, err
	}
	subscriber, all, err := t.SubscriberAt(address)
	if errors.Is(err, store.ErrNoSubscription) {
		subscriber, err = t.createSubscriber(secret, address, s.Wanted)
	}
	if err != nil {
		return subscriber, s, err
	}
	var unconfirmed []store.Subscription
	for _, other := range all {
		if !other.Confirmed.IsZero() {
			continue
		}
		if other.Kind == s.Kind && other.Search == s.Search && other.List == s.List {
			return subscriber, s, t.replaceSubscription(other.Number, &s)
		}
		unconfirmed = append(unconfirmed, other)
	}
	if len(unconfirmed) >= store.MaxSubscribed {
		if err := t.deleteSubscriptions(subscriber.Number, []store.SubscriptionNumber{unconfirmed[0].Number}); err != nil {
			return subscriber, s, err
		}
	}
	return subscriber, s, t.createSubscription(secret, subscriber.Number, &s)
}

func (t *tx) createSubscriber(secret mailSecret, address string, schedule store.Schedule) (store.Subscriber, error) {
	number, err := t.nextAutoNumber("subscribers")
	if err != nil {
		return store.Subscriber{}, err
	}
	generation := newGeneration()
	s := store.Subscriber{
		Number: store.SubscriberNumber(number), Address: address, Schedule: schedule, Created: sqlfile.TimeOf(t.now),
		Key: secret.key(keyOfSubscriber, number, generation), BounceKey: secret.key(keyOfBounces, number, generation),
	}
	_, err = t.stmts.Exec(t.ctx, `INSERT INTO subscribers(number, address, generation, hash, bounce_hash, hour, zone, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		number, address, generation, linkKeyHash(s.Key), linkKeyHash(s.BounceKey), s.Hour, s.Zone, t.now)
	return s, err
}

// nextAutoNumber returns the number that the next row of a table with AUTOINCREMENT gets. A key is
// derived from it, so it has to be known before the row is written.
func (t *tx) nextAutoNumber(table string) (number uint32, err error) {
	err = t.stmts.Value(t.ctx, &number, `SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = ?`, table)
	return number, err
}

// createSubscription stores s under a new number and key, which it sets.
func (t *tx) createSubscription(secret mailSecret, subscriber store.SubscriberNumber, s *store.Subscription) error {
	var count int
	if err := t.stmts.Value(t.ctx, &count, `SELECT count(*) FROM subscriptions`); err != nil {
		return err
	}
	if count >= store.MaxSubscriptions {
		return store.ErrTooManySubscriptions
	}
	number, err := t.nextAutoNumber("subscriptions")
	if err != nil {
		return err
	}
	generation := newGeneration()
	*s = store.Subscription{
		Number: store.SubscriptionNumber(number), Subscriber: subscriber, Key: secret.key(keyOfSubscription, number, generation),
		Kind: s.Kind, Search: s.Search, List: s.List, ListKeyHash: s.ListKeyHash, Title: s.Title,
		Weekly: s.Weekly, Weekday: s.Weekday, Wanted: s.Wanted, Created: sqlfile.TimeOf(t.now), Window: s.Window,
	}
	_, err = t.stmts.Exec(t.ctx, `INSERT INTO subscriptions(number, subscriber, generation, hash, kind, search, list, list_hash, title, weekly, weekday, hour, zone,
		created, window_sequence, window_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		number, subscriber, generation, linkKeyHash(s.Key), s.Kind, s.Search, s.List, s.ListKeyHash, s.Title, s.Weekly, int(s.Weekday), s.Wanted.Hour, s.Wanted.Zone,
		t.now, s.Window.Sequence, s.Window.Number)
	return err
}

// replaceSubscription stores the choices of s in an unconfirmed subscription to the same, and sets
// s to that.
func (t *tx) replaceSubscription(number store.SubscriptionNumber, s *store.Subscription) error {
	_, err := t.stmts.Exec(t.ctx, `UPDATE subscriptions SET list_hash = ?2, title = ?3, weekly = ?4, weekday = ?5, hour = ?6, zone = ?7, created = ?8 WHERE number = ?1`,
		number, s.ListKeyHash, s.Title, s.Weekly, int(s.Weekday), s.Wanted.Hour, s.Wanted.Zone, t.now)
	if err != nil {
		return err
	}
	stored, err := readSubscriptions(t.ctx, t.stmts, ` WHERE n.number = ?`, number)
	if err == nil {
		*s = stored[0]
	}
	return err
}

// changeSubscribed runs a statement that has to change one row.
func (t *tx) changeSubscribed(verb, text string, args ...any) error {
	changed, err := t.execChanged(text, args...)
	if err == nil && changed == 0 {
		err = store.ErrNoSubscription
	}
	if err != nil {
		return fmt.Errorf("%s: %w", verb, err)
	}
	return nil
}

// PutSubscriber implements store.SubscriptionTx.
func (t *tx) PutSubscriber(s store.Subscriber) error {
	bounces := s.Bounces
	if bounces == nil {
		bounces = []time.Time{}
	}
	text, err := sqlfile.Marshal(bounces)
	if err != nil {
		return fmt.Errorf("change subscriber: %w", err)
	}
	return t.changeSubscribed("change subscriber", `UPDATE subscribers SET hour = ?2, zone = ?3, due = ?4, sent = ?5, paused = ?6, pause_reason = ?7, bounces = ?8 WHERE number = ?1`,
		s.Number, s.Hour, s.Zone, micros(s.Due), micros(s.Sent), micros(s.Paused), s.PauseReason, text)
}

// PutSubscription implements store.SubscriptionTx.
func (t *tx) PutSubscription(s store.Subscription) error {
	if len(s.Title) > store.MaxTitleBytes {
		return fmt.Errorf("change subscription: %w", store.ErrSubscription)
	}
	if !s.Confirmed.IsZero() {
		var others int
		err := t.stmts.Value(t.ctx, &others, `SELECT count(*) FROM subscriptions WHERE subscriber = (SELECT subscriber FROM subscriptions WHERE number = ?1)
			AND confirmed IS NOT NULL AND number <> ?1`, s.Number)
		if err = cmp.Or(err, tooMany(others)); err != nil {
			return fmt.Errorf("change subscription: %w", err)
		}
	}
	return t.changeSubscribed("change subscription", `UPDATE subscriptions SET title = ?2, weekly = ?3, weekday = ?4, confirmed = ?5, paused = ?6,
		window_sequence = ?7, window_number = ?8, checked = ?9, sent = ?10 WHERE number = ?1`,
		s.Number, s.Title, s.Weekly, int(s.Weekday), micros(s.Confirmed), micros(s.Paused), s.Window.Sequence, s.Window.Number, micros(s.Checked), micros(s.Sent))
}

// tooMany returns an error if an address with so many other confirmed subscriptions can't have
// another.
func tooMany(others int) error {
	if others >= store.MaxSubscribed {
		return store.ErrTooManySubscribed
	}
	return nil
}

// Unsubscribe implements store.SubscriptionTx.
func (t *tx) Unsubscribe(subscriber store.SubscriberNumber, subscriptions []store.SubscriptionNumber) error {
	err := t.deleteSubscriptions(subscriber, subscriptions)
	if err == nil {
		_, err = t.stmts.Exec(t.ctx, `DELETE FROM subscribers WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriber = ?1)`, subscriber)
	}
	if err != nil {
		return fmt.Errorf("unsubscribe: %w", err)
	}
	return nil
}

func (t *tx) deleteSubscriptions(subscriber store.SubscriberNumber, subscriptions []store.SubscriptionNumber) error {
	numbers, err := sqlfile.JSONArray(subscriptions)
	if err != nil {
		return err
	}
	deleted, err := t.execChanged(`DELETE FROM subscriptions WHERE subscriber = ? AND number IN (SELECT value FROM json_each(?))`, subscriber, numbers)
	if err == nil && deleted == 0 {
		err = store.ErrNoSubscription
	}
	return err
}

// EraseSubscriber implements store.SubscriptionTx.
func (t *tx) EraseSubscriber(number store.SubscriberNumber) error {
	return t.changeSubscribed("erase subscriber", `DELETE FROM subscribers WHERE number = ?`, number)
}

// ForgetUnconfirmed implements store.SubscriptionTx.
func (t *tx) ForgetUnconfirmed(before time.Time) (int, error) {
	deleted, err := t.execChanged(`DELETE FROM subscriptions WHERE confirmed IS NULL AND created < ?`, before.UnixMicro())
	if err == nil && deleted > 0 {
		_, err = t.stmts.Exec(t.ctx, `DELETE FROM subscribers WHERE NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriber = subscribers.number)`)
	}
	if err != nil {
		return 0, fmt.Errorf("delete unconfirmed subscriptions: %w", err)
	}
	return int(deleted), nil
}

// MarkSent implements store.SubscriptionTx.
func (t *tx) MarkSent(subscription store.SubscriptionNumber, papers []data.Number) error {
	numbers, err := sqlfile.JSONArray(papers)
	if err == nil {
		_, err = t.stmts.Exec(t.ctx, `INSERT OR IGNORE INTO sent(subscription, number, at) SELECT ?, value, ? FROM json_each(?)`, subscription, t.now, numbers)
	}
	if err != nil {
		return fmt.Errorf("record sent papers: %w", err)
	}
	return nil
}

// InheritSent implements store.SubscriptionTx.
func (t *tx) InheritSent(to, from store.SubscriptionNumber) error {
	if _, err := t.stmts.Exec(t.ctx, `UPDATE OR IGNORE sent SET subscription = ?1 WHERE subscription = ?2`, to, from); err != nil {
		return fmt.Errorf("inherit sent papers: %w", err)
	}
	return nil
}

// ForgetSent implements store.SubscriptionTx.
func (t *tx) ForgetSent(before time.Time) error {
	if _, err := t.stmts.Exec(t.ctx, `DELETE FROM sent WHERE at < ?`, before.UnixMicro()); err != nil {
		return fmt.Errorf("forget sent papers: %w", err)
	}
	return nil
}
