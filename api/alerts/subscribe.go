package alerts

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"paperboy/api/access"
	"paperboy/api/fault"
	"paperboy/data/audit"
	"paperboy/data/store"
)

const (
	// confirmTime is how long a confirmation link works. Unconfirmed subscriptions are deleted
	// then.
	confirmTime = 7 * 24 * time.Hour
	// MaxConfirmations is the maximum number of confirmation emails to one address in an hour,
	// MaxConfirmationsADay that in a day.
	MaxConfirmations     = 3
	MaxConfirmationsADay = 6
)

// A Request asks for a subscription. It is the body of POST /subscriptions.
type Request struct {
	Address string `json:"address"`
	What    What   `json:"what"`
	// Every is day if it is empty.
	Every Every `json:"every,omitempty"`
	// Weekday is the day of a weekly subscription, "monday" if it is empty.
	Weekday string `json:"weekday,omitempty"`
	// Hour is the local hour from which emails are sent, 0 to 23; nil: 7. Hour and Zone apply to
	// all subscriptions of an address, those that were chosen last.
	Hour *int `json:"hour,omitempty"`
	// Zone is an IANA time zone, UTC if it is empty.
	Zone string `json:"zone,omitempty"`
}

// Accepted is the answer to POST /subscriptions. It is the same whether the address is known or
// not.
type Accepted struct {
	// Address is the normalized address.
	Address string `json:"address"`
	// Until is how long the link in the confirmation email works.
	Until time.Time `json:"until"`
}

// Subscribe stores an unconfirmed subscription and enqueues an email that asks the owner of the
// address to confirm it, unless the address got enough such emails already.
func (s *Service) Subscribe(ctx context.Context, r Request) (Accepted, error) {
	address, err := NormalizeAddress(r.Address)
	if err != nil {
		return Accepted{}, err
	}
	wanted, err := r.subscription()
	if err != nil {
		return Accepted{}, err
	}
	if err := s.mayAsk(ctx); err != nil {
		return Accepted{}, err
	}
	subject, err := s.resolve(ctx, r.What)
	if err != nil {
		return Accepted{}, err
	}
	subject.Weekly, subject.Weekday, subject.Wanted = wanted.Weekly, wanted.Weekday, wanted.Wanted
	now := s.Now()
	err = s.Store.Update(ctx, func(tx store.Tx) error {
		subscriber, n, err := tx.Subscribe(address, subject)
		if err != nil {
			return err
		}
		audit.Note(ctx, audit.MailSubscribe, subscriberID(subscriber.Number))
		return s.askToConfirm(tx, subscriber, n, now)
	})
	if err != nil {
		return Accepted{}, err
	}
	s.awake()
	return Accepted{Address: address, Until: now.Add(confirmTime).UTC()}, nil
}

// subscription checks when the emails of r are wanted.
func (r *Request) subscription() (n store.Subscription, err error) {
	if n.Weekly, err = parseEvery(r.Every); err != nil {
		return n, err
	}
	if n.Weekday, err = parseWeekday(r.Weekday); err != nil {
		return n, err
	}
	n.Wanted = store.Schedule{Hour: DefaultHour, Zone: "UTC"}
	if r.Hour != nil {
		n.Wanted.Hour = *r.Hour
	}
	if r.Zone != "" {
		n.Wanted.Zone = r.Zone
	}
	if err := checkHour(n.Wanted.Hour); err != nil {
		return n, err
	}
	return n, checkZone(n.Wanted.Zone)
}

// mayAsk returns an error if the client of ctx may not ask for another subscription now.
func (s *Service) mayAsk(ctx context.Context) error {
	client := access.LimitedClient(ctx)
	if client == "" {
		return nil
	}
	if wait := s.makers.Allow(client, 1); wait > 0 {
		problem := fault.New(fault.RateLimited, "", "too many subscriptions: one client can ask for %d at once and %d an hour", MaxAsked, MaxAskedAnHour)
		problem.RetryAfter = wait
		return problem
	}
	return nil
}

// askToConfirm enqueues a confirmation email, unless there were enough of them or one is waiting.
func (s *Service) askToConfirm(tx store.Tx, subscriber store.Subscriber, n store.Subscription, now time.Time) error {
	recent, err := tx.Confirmations(subscriber.Number, now.Add(-24*time.Hour))
	if n := len(recent); err != nil || n >= MaxConfirmationsADay ||
		n >= MaxConfirmations && recent[n-MaxConfirmations].After(now.Add(-time.Hour)) {
		return err
	}
	_, err = tx.Enqueue(store.Delivery{
		Subscriber: subscriber.Number, Confirms: n.Number, Created: now, Next: now,
		MessageID: s.messageID("confirm", string(n.Key), now),
	})
	return err
}

// messageID returns a Message-ID that depends on nothing but its arguments.
func (s *Service) messageID(parts ...any) string {
	sum := sha256.New()
	for _, part := range parts {
		if at, ok := part.(time.Time); ok {
			part = at.UnixMicro()
		}
		fmt.Fprintf(sum, "%v\x00", part)
	}
	return strings.ToLower(hex.EncodeToString(sum.Sum(nil)[:16])) + "@" + s.domain
}

// subscriberID is the name of a subscriber in logs, which have no addresses in clear.
func subscriberID(number store.SubscriberNumber) string {
	return fmt.Sprintf("subscriber:%d", number)
}
