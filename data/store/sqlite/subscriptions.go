package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

const (
	selectSubscribers = `SELECT s.number, s.generation, s.address, s.hour, s.zone, s.created, s.due, s.sent, s.paused, s.pause_reason, s.bounces
		FROM subscribers s`
	selectSubscriptions = `SELECT n.number, n.generation, n.subscriber, n.kind, n.search, n.list, n.list_hash, n.title, n.weekly, n.weekday, n.hour, n.zone,
		n.created, n.confirmed, n.paused, n.window_sequence, n.window_number, n.checked, n.sent FROM subscriptions n`
)

// timeOrZero returns the time of a column that may be NULL.
func timeOrZero(micros sql.NullInt64) time.Time {
	if !micros.Valid {
		return time.Time{}
	}
	return sqlfile.TimeOf(micros.Int64)
}

// scanSubscriber scans a row of selectSubscribers.
func scanSubscriber(rows *sql.Rows, secret mailSecret) (store.Subscriber, error) {
	var s store.Subscriber
	var generation, created int64
	var due, sent, paused sql.NullInt64
	var bounces []byte
	if err := rows.Scan(&s.Number, &generation, &s.Address, &s.Hour, &s.Zone, &created, &due, &sent, &paused, &s.PauseReason, &bounces); err != nil {
		return s, err
	}
	s.Created, s.Due, s.Sent, s.Paused = sqlfile.TimeOf(created), timeOrZero(due), timeOrZero(sent), timeOrZero(paused)
	s.Key = secret.key(keyOfSubscriber, uint32(s.Number), generation)
	s.BounceKey = secret.key(keyOfBounces, uint32(s.Number), generation)
	return s, json.Unmarshal(bounces, &s.Bounces)
}

// scanSubscription scans a row of selectSubscriptions.
func scanSubscription(rows *sql.Rows, secret mailSecret) (store.Subscription, error) {
	var s store.Subscription
	var generation, created int64
	var confirmed, paused, checked, sent sql.NullInt64
	err := rows.Scan(&s.Number, &generation, &s.Subscriber, &s.Kind, &s.Search, &s.List, &s.ListKeyHash, &s.Title, &s.Weekly, &s.Weekday, &s.Wanted.Hour, &s.Wanted.Zone,
		&created, &confirmed, &paused, &s.Window.Sequence, &s.Window.Number, &checked, &sent)
	s.Created, s.Confirmed, s.Paused = sqlfile.TimeOf(created), timeOrZero(confirmed), timeOrZero(paused)
	s.Checked, s.Sent = timeOrZero(checked), timeOrZero(sent)
	s.Key = secret.key(keyOfSubscription, uint32(s.Number), generation)
	return s, err
}

// readSubscribers runs a query that starts with selectSubscribers.
func readSubscribers(ctx context.Context, stmts *sqlfile.Statements, text string, args ...any) ([]store.Subscriber, error) {
	secret, err := readMailSecret(ctx, stmts)
	subscribers := []store.Subscriber{}
	if err == nil {
		err = stmts.Each(ctx, func(rows *sql.Rows) error {
			s, err := scanSubscriber(rows, secret)
			subscribers = append(subscribers, s)
			return err
		}, selectSubscribers+text, args...)
	}
	if err != nil {
		return nil, fmt.Errorf("read subscribers: %w", err)
	}
	return subscribers, nil
}

// readSubscriptions runs a query that starts with selectSubscriptions.
func readSubscriptions(ctx context.Context, stmts *sqlfile.Statements, text string, args ...any) ([]store.Subscription, error) {
	secret, err := readMailSecret(ctx, stmts)
	subscriptions := []store.Subscription{}
	if err == nil {
		err = stmts.Each(ctx, func(rows *sql.Rows) error {
			s, err := scanSubscription(rows, secret)
			subscriptions = append(subscriptions, s)
			return err
		}, selectSubscriptions+text, args...)
	}
	if err != nil {
		return nil, fmt.Errorf("read subscriptions: %w", err)
	}
	return subscriptions, nil
}

// readSubscriber returns the only subscriber that a query finds and its subscriptions, or
// store.ErrNoSubscription.
func readSubscriber(ctx context.Context, stmts *sqlfile.Statements, text string, args ...any) (store.Subscriber, []store.Subscription, error) {
	found, err := readSubscribers(ctx, stmts, text, args...)
	switch {
	case err != nil:
		return store.Subscriber{}, nil, err
	case len(found) == 0:
		return store.Subscriber{}, nil, store.ErrNoSubscription
	}
	subscriptions, err := readSubscriptions(ctx, stmts, ` WHERE n.subscriber = ? ORDER BY n.number`, found[0].Number)
	return found[0], subscriptions, err
}

// Subscribed implements store.Subscriptions.
func (s *Store) Subscribed(ctx context.Context, key store.LinkKey) (store.Subscriber, []store.Subscription, error) {
	return readSubscribed(ctx, s.read, key)
}

func readSubscribed(ctx context.Context, stmts *sqlfile.Statements, key store.LinkKey) (store.Subscriber, []store.Subscription, error) {
	hash := linkKeyHash(key)
	subscriber, all, err := readSubscriber(ctx, stmts, ` WHERE s.hash = ?`, hash)
	if !errors.Is(err, store.ErrNoSubscription) {
		return subscriber, all, err
	}
	one, err := readSubscriptions(ctx, stmts, ` WHERE n.hash = ?`, hash)
	switch {
	case err != nil:
		return store.Subscriber{}, nil, err
	case len(one) == 0:
		return store.Subscriber{}, nil, store.ErrNoSubscription
	}
	subscriber, _, err = readSubscriber(ctx, stmts, ` WHERE s.number = ?`, one[0].Subscriber)
	return subscriber, one, err
}

// SubscriberAt implements store.Subscriptions.
func (s *Store) SubscriberAt(ctx context.Context, address string) (store.Subscriber, []store.Subscription, error) {
	return readSubscriber(ctx, s.read, ` WHERE s.address = ?`, address)
}

// Subscribers implements store.Subscriptions.
func (s *Store) Subscribers(ctx context.Context, after store.SubscriberNumber, limit int) ([]store.Subscriber, error) {
	return readSubscribers(ctx, s.read, ` WHERE s.number > ? ORDER BY s.number LIMIT ?`, after, limit)
}

// eligible are the subscribers whose next mail may be planned.
const eligible = ` s.due IS NOT NULL AND s.paused IS NULL AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.subscriber = s.number AND d.confirms IS NULL)`

// DueSubscribers implements store.Subscriptions.
func (s *Store) DueSubscribers(ctx context.Context, now time.Time, after store.SubscriberNumber, limit int) ([]store.Subscriber, error) {
	return readSubscribers(ctx, s.read, ` WHERE s.due <= ? AND s.number > ? AND`+eligible+` ORDER BY s.number LIMIT ?`, now.UnixMicro(), after, limit)
}

// SubscriptionsOf implements store.Subscriptions.
func (s *Store) SubscriptionsOf(ctx context.Context, subscribers []store.SubscriberNumber) ([]store.Subscription, error) {
	numbers, err := sqlfile.JSONArray(subscribers)
	if err != nil {
		return nil, err
	}
	return readSubscriptions(ctx, s.read, ` WHERE n.subscriber IN (SELECT value FROM json_each(?)) ORDER BY n.number`, numbers)
}

// Window implements store.Subscriptions.
func (s *Store) Window(ctx context.Context) (w store.Window, err error) {
	// One query, so that both numbers are of one state.
	err = s.read.Each(ctx, func(rows *sql.Rows) error {
		return rows.Scan(&w.Sequence, &w.Number)
	}, `SELECT (SELECT coalesce(max(sequence), 0) FROM papers), (SELECT coalesce(max(number), 0) FROM papers)`)
	if err != nil {
		return w, fmt.Errorf("read state of the log: %w", err)
	}
	return w, nil
}

// SentOf implements store.Subscriptions.
func (s *Store) SentOf(ctx context.Context, subscription store.SubscriptionNumber, papers []data.Number) (map[data.Number]bool, error) {
	sent := make(map[data.Number]bool)
	numbers, err := sqlfile.JSONArray(papers)
	if err == nil {
		err = s.read.Each(ctx, func(rows *sql.Rows) error {
			var number data.Number
			err := rows.Scan(&number)
			sent[number] = true
			return err
		}, `SELECT w.value FROM json_each(?) w WHERE EXISTS (SELECT 1 FROM sent e WHERE e.subscription = ? AND e.number IN (`+selectNumbers("w.value")+`))`, numbers, subscription)
	}
	if err != nil {
		return nil, fmt.Errorf("look up %d sent papers: %w", len(papers), err)
	}
	return sent, nil
}

// FirstAdded implements store.Subscriptions.
func (s *Store) FirstAdded(ctx context.Context, after, through data.Number) (time.Time, error) {
	var added sql.NullInt64
	if err := s.read.Value(ctx, &added, `SELECT min(added) FROM papers WHERE number > ? AND number <= ?`, after, through); err != nil {
		return time.Time{}, fmt.Errorf("read when papers were added: %w", err)
	}
	return timeOrZero(added), nil
}

// HasListKey implements store.Subscriptions.
func (s *Store) HasListKey(ctx context.Context, list store.ListNumber, hash []byte) (has bool, err error) {
	if err := s.read.Value(ctx, &has, `SELECT EXISTS (SELECT 1 FROM list_keys WHERE hash = ? AND list = ?)`, hash, list); err != nil {
		return false, fmt.Errorf("look up key of list number %d: %w", list, err)
	}
	return has, nil
}

// CountSubscriptions implements store.Subscriptions.
func (s *Store) CountSubscriptions(ctx context.Context) (store.SubscriptionCounts, error) {
	var c store.SubscriptionCounts
	for _, count := range []struct {
		dest *int
		text string
	}{
		{&c.Subscribers, `SELECT count(DISTINCT subscriber) FROM subscriptions WHERE confirmed IS NOT NULL`},
		{&c.Paused, `SELECT count(*) FROM subscribers s WHERE s.paused IS NOT NULL AND EXISTS (SELECT 1 FROM subscriptions n WHERE n.subscriber = s.number AND n.confirmed IS NOT NULL)`},
		{&c.Subscriptions, `SELECT count(*) FROM subscriptions WHERE confirmed IS NOT NULL`},
		{&c.Unconfirmed, `SELECT count(*) FROM subscriptions WHERE confirmed IS NULL`},
		{&c.Queued, `SELECT count(*) FROM deliveries`},
	} {
		if err := s.read.Value(ctx, count.dest, count.text); err != nil {
			return c, fmt.Errorf("count subscriptions: %w", err)
		}
	}
	return c, nil
}
