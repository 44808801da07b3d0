package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

const selectDeliveries = `SELECT d.number, d.subscriber, coalesce(d.confirms, 0), d.message_id, d.plan, d.window_sequence, d.window_number, d.created, d.attempts, d.next
	FROM deliveries d`

// readDeliveries runs a query that starts with selectDeliveries.
func readDeliveries(ctx context.Context, stmts *sqlfile.Statements, text string, args ...any) ([]store.Delivery, error) {
	deliveries := []store.Delivery{}
	err := stmts.Each(ctx, func(rows *sql.Rows) error {
		var d store.Delivery
		var created, next int64
		var plan []byte
		if err := rows.Scan(&d.Number, &d.Subscriber, &d.Confirms, &d.MessageID, &plan, &d.Window.Sequence, &d.Window.Number, &created, &d.Attempts, &next); err != nil {
			return err
		}
		d.Created, d.Next = sqlfile.TimeOf(created), sqlfile.TimeOf(next)
		err := json.Unmarshal(plan, &d.Plan)
		deliveries = append(deliveries, d)
		return err
	}, selectDeliveries+text, args...)
	if err != nil {
		return nil, fmt.Errorf("read the queue of mails: %w", err)
	}
	return deliveries, nil
}

// DueDeliveries implements store.Subscriptions.
func (s *Store) DueDeliveries(ctx context.Context, now time.Time, limit int) ([]store.Delivery, error) {
	return readDeliveries(ctx, s.read, ` WHERE d.next <= ? ORDER BY d.next > d.created, d.confirms IS NULL, d.next, d.number LIMIT ?`, now.UnixMicro(), limit)
}

// NextMail implements store.Subscriptions.
func (s *Store) NextMail(ctx context.Context) (time.Time, error) {
	var next sql.NullInt64
	if err := s.read.Value(ctx, &next, `SELECT min(at) FROM (SELECT min(s.due) AS at FROM subscribers s WHERE`+eligible+` UNION ALL SELECT min(next) FROM deliveries)`); err != nil {
		return time.Time{}, fmt.Errorf("read when the next mail is due: %w", err)
	}
	return timeOrZero(next), nil
}

// Enqueue implements store.SubscriptionTx.
func (t *tx) Enqueue(d store.Delivery) (store.Delivery, error) {
	enqueued, err := t.enqueue(d)
	if err != nil {
		return store.Delivery{}, fmt.Errorf("enqueue mail: %w", err)
	}
	return enqueued, nil
}

func (t *tx) enqueue(d store.Delivery) (store.Delivery, error) {
	plan := d.Plan
	if plan == nil {
		plan = []store.Planned{}
	}
	text, err := sqlfile.Marshal(plan)
	if err != nil {
		return d, err
	}
	var confirms any
	if d.Confirms != 0 {
		confirms = d.Confirms
		if _, err := t.stmts.Exec(t.ctx, `INSERT INTO confirmations(subscriber, at) VALUES (?, ?)`, d.Subscriber, t.now); err != nil {
			return d, err
		}
	}
	done, err := t.stmts.Exec(t.ctx, `INSERT INTO deliveries(subscriber, confirms, message_id, plan, window_sequence, window_number, created, attempts, next) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.Subscriber, confirms, d.MessageID, text, d.Window.Sequence, d.Window.Number, d.Created.UnixMicro(), d.Attempts, d.Next.UnixMicro())
	if err != nil {
		return d, err
	}
	number, err := done.LastInsertId()
	d.Number = store.DeliveryNumber(number)
	return d, err
}

// Retry implements store.SubscriptionTx.
func (t *tx) Retry(d store.Delivery) error {
	if _, err := t.stmts.Exec(t.ctx, `UPDATE deliveries SET attempts = ?2, next = ?3 WHERE number = ?1`, d.Number, d.Attempts, d.Next.UnixMicro()); err != nil {
		return fmt.Errorf("retry mail: %w", err)
	}
	return nil
}

// Dequeue implements store.SubscriptionTx.
func (t *tx) Dequeue(number store.DeliveryNumber) error {
	if _, err := t.stmts.Exec(t.ctx, `DELETE FROM deliveries WHERE number = ?`, number); err != nil {
		return fmt.Errorf("remove mail from the queue: %w", err)
	}
	return nil
}

// Delivery implements store.SubscriptionTx.
func (t *tx) Delivery(number store.DeliveryNumber) (store.Delivery, bool, error) {
	found, err := readDeliveries(t.ctx, t.stmts, ` WHERE d.number = ?`, number)
	if err != nil || len(found) == 0 {
		return store.Delivery{}, false, err
	}
	return found[0], true, nil
}

// Confirmations implements store.SubscriptionTx.
func (t *tx) Confirmations(subscriber store.SubscriberNumber, after time.Time) (times []time.Time, err error) {
	// Older ones no longer count, and there is no other use for them.
	_, err = t.stmts.Exec(t.ctx, `DELETE FROM confirmations WHERE subscriber = ? AND at <= ?`, subscriber, after.UnixMicro())
	if err == nil {
		err = t.stmts.Each(t.ctx, func(rows *sql.Rows) error {
			var at int64
			if err := rows.Scan(&at); err != nil {
				return err
			}
			times = append(times, sqlfile.TimeOf(at))
			return nil
		}, `SELECT at FROM confirmations WHERE subscriber = ? ORDER BY at`, subscriber)
	}
	if err != nil {
		return nil, fmt.Errorf("read times of confirmation mails: %w", err)
	}
	return times, nil
}
