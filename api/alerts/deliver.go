package alerts

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/store"
)

const (
	// An email that was refused temporarily is tried again after firstRetry, then after twice as
	// long each time, at most maxRetry (RFC 5321, section 4.5.4.1, wants at least 30 minutes in the
	// long run).
	firstRetry = 15 * time.Minute
	maxRetry   = 24 * time.Hour
	// An email that is refused for queueTime counts as a soft bounce. What would have been in it is
	// in the next one.
	queueTime = 4 * 24 * time.Hour
	// If the mail server cannot be used at all, it is tried again after firstPause, then after
	// twice as long each time, at most maxPause.
	firstPause = time.Minute
	maxPause   = time.Hour
	// deliverStep is the number of emails read from the queue at once.
	deliverStep = 50
)

// pace says when the next email may be sent. Only Step uses it.
type pace struct {
	// resume is when to try the mail server again, after it has failed pauses times in a row.
	resume time.Time
	pauses int
	// next is when the rate allows the next mail.
	next time.Time
	// dead is the number of addresses in a row that the mail server said do not exist.
	dead int
}

// maxDead is the number of addresses in a row that a mail server may call dead. If it refuses
// more, it probably refuses us, with a reply such as "550 relay not permitted".
const maxDead = 5

// deliver sends the due emails of the queue, until there is none or the mail server fails. It
// returns when to go on, the zero time if there is no email left.
func (s *Service) deliver(ctx context.Context) (time.Time, error) {
	for {
		now := s.Now()
		if now.Before(s.pace.resume) {
			return s.pace.resume, nil
		}
		due, err := s.Store.DueDeliveries(ctx, now, deliverStep)
		if err != nil || len(due) == 0 {
			return time.Time{}, errors.Join(err, s.Sender.Close())
		}
		for i := range due {
			if ctx.Err() != nil {
				return time.Time{}, ctx.Err()
			}
			if at := s.Now(); at.Before(s.pace.next) {
				return s.pace.next, nil
			}
			if err := s.deliverOne(ctx, &due[i]); err != nil {
				return time.Time{}, err
			}
			if s.Now().Before(s.pace.resume) {
				break
			}
		}
	}
}

// deliverOne sends an email and records what became of it. It returns an error of the store, or that
// of ctx.
func (s *Service) deliverOne(ctx context.Context, d *store.Delivery) error {
	m, err := s.message(ctx, d)
	switch {
	case errors.Is(err, errObsolete):
		return s.Store.Update(ctx, func(tx store.Tx) error { return tx.Dequeue(d.Number) })
	case errors.Is(err, errUnwritable):
		return s.unwritable(ctx, d, err)
	case err != nil:
		return err
	}
	if s.Rate > 0 {
		s.pace.next = s.Now().Add(time.Duration(float64(time.Second) / s.Rate))
	}
	err = s.send(ctx, m)
	if errors.Is(err, errStopped) {
		return ctx.Err()
	}
	// An email that was sent has to be recorded even if the server is stopping.
	ctx = context.WithoutCancel(ctx)
	if err == nil {
		return s.accepted(ctx, d)
	}
	refused, ok := errors.AsType[*SendError](err)
	switch {
	case ok && refused.Failure == FailedTemporarily:
		return s.deferred(ctx, d, refused)
	case ok && refused.Failure == FailedRecipient:
		return s.refused(ctx, d, refused)
	}
	return s.serverFailed(ctx, d, err)
}

// errStopped means that the server stops and the mail server did not answer in time. The email may
// have been accepted; it is sent again under the same Message-ID.
var errStopped = errors.New("stopped while sending")

// stopPatience is how long a server that stops waits for the answer to the email being sent.
const stopPatience = 3 * time.Second

// send sends an email. If ctx ends meanwhile, it still waits for the answer for stopPatience.
func (s *Service) send(ctx context.Context, m Message) error {
	sending, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() {
		select {
		case <-time.After(stopPatience):
			cancel()
		case <-sending.Done():
		}
	})()
	err := s.Sender.Send(sending, m)
	if err != nil && sending.Err() != nil {
		return errStopped
	}
	return err
}

var (
	// errObsolete means that an email need not be sent any more.
	errObsolete = errors.New("the mail is obsolete")
	// errUnwritable means that the Composer cannot write an email.
	errUnwritable = errors.New("the mail cannot be written")
)

// composed turns an error of the Composer into errUnwritable.
func composed(m Message, err error) (Message, error) {
	if err != nil {
		err = fmt.Errorf("%w: %w", errUnwritable, err)
	}
	return m, err
}

// message composes the email of a delivery.
func (s *Service) message(ctx context.Context, d *store.Delivery) (m Message, err error) {
	var subscriber store.Subscriber
	var all []store.Subscription
	err = s.Store.Update(ctx, func(tx store.Tx) (err error) {
		if _, queued, err := tx.Delivery(d.Number); err != nil || !queued {
			return errors.Join(err, errObsolete)
		}
		subscriber, all, err = tx.SubscriberNumbered(d.Subscriber)
		return err
	})
	switch {
	case errors.Is(err, store.ErrNoSubscription) || err == nil && d.Confirms == 0 && !subscriber.Paused.IsZero():
		return m, errObsolete
	case err != nil:
		return m, err
	}
	if d.Confirms != 0 {
		for i := range all {
			if all[i].Number == d.Confirms && all[i].Confirmed.IsZero() {
				return composed(s.Composer.ComposeConfirmation(s.confirmation(d, &subscriber, &all[i])))
			}
		}
		return m, errObsolete
	}
	digest, err := s.digest(ctx, d, &subscriber, all)
	switch {
	case err != nil:
		return m, fmt.Errorf("read the papers of an email: %w", err)
	case len(digest.Sections) == 0:
		return m, errObsolete
	}
	return composed(s.Composer.Compose(digest))
}

// accepted records that a mail server has accepted an email.
func (s *Service) accepted(ctx context.Context, d *store.Delivery) error {
	s.counts.sent.Add(1)
	if s.pace.pauses > 0 {
		s.Log.Info("mail server works again")
	}
	s.pace.pauses, s.pace.resume, s.pace.dead = 0, time.Time{}, 0
	s.setTrouble("")
	now := s.Now()
	var masked string
	err := s.Store.Update(ctx, func(tx store.Tx) error {
		if err := tx.Dequeue(d.Number); err != nil {
			return err
		}
		subscriber, all, err := tx.SubscriberNumbered(d.Subscriber)
		if errors.Is(err, store.ErrNoSubscription) { // erased meanwhile
			return nil
		}
		if err != nil {
			return err
		}
		if masked = Mask(subscriber.Address); d.Confirms != 0 {
			return nil
		}
		for i := range all {
			if !all[i].Active() { // its section was left out: its papers come when it is resumed
				continue
			}
			if err := markPlanned(tx, &all[i], d, now); err != nil {
				return err
			}
		}
		subscriber.Sent = now
		subscriber.Due = nextDue(subscriber, all, now)
		return tx.PutSubscriber(subscriber)
	})
	s.Log.Info("mail sent", "subscriber", uint32(d.Subscriber), "address", masked, "confirmation", d.Confirms != 0, "message_id", d.MessageID, "attempts", d.Attempts+1)
	return err
}

// markPlanned records that the papers of a subscription were in an email, if any were.
func markPlanned(tx store.Tx, n *store.Subscription, d *store.Delivery, now time.Time) error {
	for _, planned := range d.Plan {
		if planned.Subscription != n.Number {
			continue
		}
		papers := append([]data.Number{}, planned.Passed...)
		for _, p := range planned.Papers {
			papers = append(papers, p.Number)
		}
		if err := tx.MarkSent(n.Number, papers); err != nil {
			return err
		}
		n.Window, n.Checked, n.Sent = d.Window, d.Created, now
		return tx.PutSubscription(*n)
	}
	return nil
}

// deferred records that an email was refused for now.
func (s *Service) deferred(ctx context.Context, d *store.Delivery, e *SendError) error {
	now := s.Now()
	if now.Sub(d.Created) >= queueTime {
		return s.refused(ctx, d, e)
	}
	s.counts.deferred.Add(1)
	d.Next = now.Add(doubled(firstRetry, maxRetry, d.Attempts))
	d.Attempts++
	s.Log.Warn("mail deferred", "subscriber", uint32(d.Subscriber), "code", e.Code, "status", e.Status, "attempts", d.Attempts, "next", d.Next.UTC())
	return s.Store.Update(ctx, func(tx store.Tx) error { return tx.Retry(*d) })
}

// doubled returns a duration after n doublings, at most limit.
func doubled(first, limit time.Duration, n int) time.Duration {
	for range n {
		if first *= 2; first >= limit {
			return limit
		}
	}
	return first
}

// refused records that the recipient of an email was refused for good.
func (s *Service) refused(ctx context.Context, d *store.Delivery, e *SendError) error {
	if hardBounce(e.Code, e.Status) {
		if s.pace.dead >= maxDead {
			return s.serverFailed(ctx, d, e)
		}
		s.pace.dead++
	}
	return s.giveUp(ctx, d, func(subscriber *store.Subscriber) {
		s.bounced(subscriber, e.Code, e.Status, e.Text, s.Now())
	})
}

// unwritable records that a mail cannot be written. What is wrong with it may be gone from the next
// one.
func (s *Service) unwritable(ctx context.Context, d *store.Delivery, cause error) error {
	s.counts.failed.Add(1)
	s.Log.Error("mail cannot be written", "subscriber", uint32(d.Subscriber), "confirmation", d.Confirms != 0, "error", maskAll(cause.Error()))
	return s.giveUp(ctx, d, func(*store.Subscriber) {})
}

// giveUp removes an email from the queue. The windows stay where they are, so that its papers are in
// the next email, at the next slot of each subscription. change may change the subscriber of a
// digest; a stranger's request for a confirmation email must not.
func (s *Service) giveUp(ctx context.Context, d *store.Delivery, change func(*store.Subscriber)) error {
	return s.Store.Update(ctx, func(tx store.Tx) error {
		if err := tx.Dequeue(d.Number); err != nil {
			return err
		}
		subscriber, all, err := tx.SubscriberNumbered(d.Subscriber)
		if errors.Is(err, store.ErrNoSubscription) {
			return nil
		}
		if err != nil {
			return err
		}
		if d.Confirms != 0 {
			return nil
		}
		change(&subscriber)
		for i := range all {
			if err := deferPlanned(tx, &all[i], d); err != nil {
				return err
			}
		}
		subscriber.Due = nextDue(subscriber, all, s.Now())
		return tx.PutSubscriber(subscriber)
	})
}

// deferPlanned records when the papers of a subscription were planned, so that it is due at its
// next slot and not at once.
func deferPlanned(tx store.Tx, n *store.Subscription, d *store.Delivery) error {
	for _, planned := range d.Plan {
		if planned.Subscription == n.Number {
			n.Checked = d.Created
			return tx.PutSubscription(*n)
		}
	}
	return nil
}

// serverFailed pauses all sending, because the mail server, or our use of it, fails. The email goes
// to the end of the queue, so that it cannot hold up the others if it is the reason.
func (s *Service) serverFailed(ctx context.Context, d *store.Delivery, cause error) error {
	s.counts.failed.Add(1)
	now := s.Now()
	s.pace.resume = now.Add(doubled(firstPause, maxPause, s.pace.pauses))
	s.pace.pauses++
	reason := "emails cannot be sent: the log says why"
	if e, ok := errors.AsType[*SendError](cause); ok && e.Code != 0 {
		reason = strings.TrimSpace(fmt.Sprintf("emails cannot be sent: the mail server answers %d %s", e.Code, e.Status))
	}
	s.setTrouble(reason)
	s.Log.Error("mail server fails", "error", maskAll(cause.Error()), "next", s.pace.resume.UTC())
	d.Next = s.pace.resume.Add(time.Microsecond)
	return s.Store.Update(ctx, func(tx store.Tx) error { return tx.Retry(*d) })
}
