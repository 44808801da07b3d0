package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"paperboy/data"
)

// The limits of subscriptions. They limit what anonymous users can write.
const (
	// MaxSubscriptions is the maximum number of subscriptions in a store, including those
	// that were not confirmed.
	MaxSubscriptions = 10_000
	// MaxSubscribed is the maximum number of confirmed subscriptions of an address, and of
	// its unconfirmed ones.
	MaxSubscribed = 20
	// MaxAddressBytes is the maximum length of a mail address (RFC 5321, section 4.5.3.1.3,
	// without the angle brackets), MaxSearchBytes that of a subscription's search.
	MaxAddressBytes = 254
	MaxSearchBytes  = 2 << 10
	// MaxTitleBytes is the maximum length of a subscription's title.
	MaxTitleBytes = 400
)

var (
	// ErrNoSubscription means that no subscriber or subscription has a key or number.
	ErrNoSubscription = errors.New("no subscription has this address")
	// ErrTooManySubscriptions means that a store has MaxSubscriptions subscriptions.
	ErrTooManySubscriptions = fmt.Errorf("there are %d mail subscriptions, and no room for more", MaxSubscriptions)
	// ErrTooManySubscribed means that an address has MaxSubscribed confirmed subscriptions.
	ErrTooManySubscribed = fmt.Errorf("an address can have at most %d subscriptions: remove one first", MaxSubscribed)
	// ErrSubscription means that a text of a subscription is missing or too long.
	ErrSubscription = errors.New("invalid subscription: an address is required (at most 254 bytes), the search can have at most 2 KiB, the title at most 400 bytes")
)

// A SubscriberNumber identifies a mail address within one store, a SubscriptionNumber one of
// its subscriptions. Neither is reused.
type (
	SubscriberNumber   uint32
	SubscriptionNumber uint32
)

// A LinkKey is a secret in the links of a mail: 26 letters and digits, 130 bits. The key of a
// subscriber opens all its subscriptions, that of a subscription only this one.
//
// Every mail needs the key in clear, but a key in clear in the store would be one in every
// query log and page of the database. So a key is derived when it is needed: the first 130 bits
// of HMAC-SHA256, under a random secret of the store, of what the key opens, its number and a
// random number made with it. The store holds only the SHA-256 of the key, to find its row by. The secret is
// part of the store, so that links keep working after a backup was restored. Who can read the
// whole store can therefore derive every key; but the same person can read the addresses.
type LinkKey string

// A Window is a state of the store's log: the sequence of the newest change, and the highest
// number of a paper. Papers with higher numbers were added later, whatever the clock said.
type Window struct {
	Sequence data.Sequence
	Number   data.Number
}

// A Schedule says when a subscriber gets mail: from the given hour (0 to 23) on, in an IANA time
// zone.
type Schedule struct {
	Hour int
	Zone string
}

// A Subscriber is a mail address. It exists while it has subscriptions.
type Subscriber struct {
	Number SubscriberNumber
	// Address is normalized: the domain is in lower case and ASCII.
	Address string
	Schedule
	// Key opens all subscriptions of the address. BounceKey is part of the envelope sender,
	// which other mail servers see; it only identifies the subscriber of a bounced mail.
	Key, BounceKey LinkKey
	Created        time.Time
	// Due is when the next mail has to be planned, zero if no subscription is active.
	Due time.Time
	// Sent is when a mail server last accepted a digest, zero if none did.
	Sent time.Time
	// Paused is when the subscriber was paused, zero if not. PauseReason is empty if the
	// subscriber asked for it, otherwise the answer of a mail server.
	Paused      time.Time
	PauseReason string
	// Bounces are the times of the last soft bounces, oldest first.
	Bounces []time.Time
}

// A SubscriptionKind says what a subscription is about.
type SubscriptionKind string

// The kinds of subscriptions.
const (
	SubscribedTrending SubscriptionKind = "trending" // papers that are trending
	SubscribedDays     SubscriptionKind = "days"     // papers of the daily lists
	SubscribedSearch   SubscriptionKind = "search"   // new papers that a search finds
	SubscribedList     SubscriptionKind = "list"     // new papers like those of a reading list
)

// A Subscription is what an address wants to be told about.
type Subscription struct {
	Number     SubscriptionNumber
	Subscriber SubscriberNumber
	// Key opens this subscription alone.
	Key  LinkKey
	Kind SubscriptionKind
	// Search has the parameters of a search in canonical URL encoding, for SubscribedSearch.
	Search string
	// List is the reading list of a SubscribedList. ListKeyHash is the SHA-256 of the key that
	// it was subscribed with; the subscription ends when the list no longer has that key. The
	// key itself is not stored, so that a stolen store opens no list.
	List        ListNumber
	ListKeyHash []byte
	// Title is what people call the subscription: the text of the search, the list's name.
	Title string
	// Weekly is false for a daily subscription. Weekday is the day of a weekly one.
	Weekly  bool
	Weekday time.Weekday
	// Wanted is the schedule that was asked for. It becomes the subscriber's on confirmation.
	Wanted  Schedule
	Created time.Time
	// Confirmed is zero until the owner of the address has confirmed.
	Confirmed time.Time
	// Paused is when the subscription was paused, zero if it is not.
	Paused time.Time
	// Window is the state of the log up to which papers were considered, Checked when that
	// was. Sent is when a mail server last accepted a mail with papers of this subscription.
	Window  Window
	Checked time.Time
	Sent    time.Time
}

// Active reports whether the subscription is confirmed and not paused.
func (s *Subscription) Active() bool { return !s.Confirmed.IsZero() && s.Paused.IsZero() }

// A DeliveryNumber identifies a Delivery within one store. It is never reused.
type DeliveryNumber uint32

// A Delivery is a mail that has to be sent. It is stored before the first attempt, with what is
// needed to compose the same mail again under the same MessageID, and removed when a mail server
// has accepted or finally refused it. So a crash in between leads to the same mail again, not to
// another one.
type Delivery struct {
	Number     DeliveryNumber
	Subscriber SubscriberNumber
	// Confirms is the subscription that a confirmation mail is for, 0 for a digest.
	Confirms  SubscriptionNumber
	MessageID string
	// Plan holds the papers of a digest, by subscription. Window is the state of the log up to
	// which the plan considered papers.
	Plan    []Planned
	Window  Window
	Created time.Time
	// Attempts is the number of failed attempts, Next when the next one is due.
	Attempts int
	Next     time.Time
}

// Planned are the papers of one subscription in a digest.
type Planned struct {
	Subscription SubscriptionNumber `json:"subscription"`
	Papers       []PlannedPaper     `json:"papers"`
	// More is how many further papers there are, which the mail does not show.
	More int `json:"more,omitempty"`
	// Passed are papers that count as sent without being in the mail.
	Passed []data.Number `json:"passed,omitempty"`
}

// A PlannedPaper is a paper in a digest and why it is there.
type PlannedPaper struct {
	Number data.Number `json:"number"`
	Reason string      `json:"reason"`
}

// SubscriptionCounts are the numbers of subscribers and subscriptions.
type SubscriptionCounts struct {
	// Subscribers is the number of addresses with a confirmed subscription, Paused the number
	// of those that are paused.
	Subscribers int `json:"subscribers"`
	Paused      int `json:"paused"`
	// Subscriptions is the number of confirmed subscriptions, Unconfirmed that of the others.
	Subscriptions int `json:"subscriptions"`
	Unconfirmed   int `json:"unconfirmed"`
	// Queued is the number of mails that have to be sent.
	Queued int `json:"queued"`
}

// Subscriptions is the part of a Store that reads mail subscriptions.
type Subscriptions interface {
	// Window returns the present state of the log.
	Window(ctx context.Context) (Window, error)
	// Subscribed returns what a key opens, or ErrNoSubscription: the subscriber, and all its
	// subscriptions (by number) or, with the key of a subscription, only this one. The time it
	// takes does not reveal how much of the key is right.
	Subscribed(ctx context.Context, key LinkKey) (Subscriber, []Subscription, error)
	// SubscriberAt returns the subscriber with a normalized address and its subscriptions, or
	// ErrNoSubscription.
	SubscriberAt(ctx context.Context, address string) (Subscriber, []Subscription, error)
	// Subscribers returns at most limit subscribers with numbers above after, by number.
	Subscribers(ctx context.Context, after SubscriberNumber, limit int) ([]Subscriber, error)
	// DueSubscribers returns at most limit subscribers whose Due is not after now, by number,
	// that are not paused and have no digest in the queue.
	DueSubscribers(ctx context.Context, now time.Time, after SubscriberNumber, limit int) ([]Subscriber, error)
	// SubscriptionsOf returns the subscriptions of subscribers, by number.
	SubscriptionsOf(ctx context.Context, subscribers []SubscriberNumber) ([]Subscription, error)
	// SentOf returns those of papers that were sent for a subscription, or merged with one that
	// was.
	SentOf(ctx context.Context, subscription SubscriptionNumber, papers []data.Number) (map[data.Number]bool, error)
	// FirstAdded returns the earliest time at which a paper with a number in (after, through]
	// was added, or the zero time if there is none.
	FirstAdded(ctx context.Context, after, through data.Number) (time.Time, error)
	// HasListKey reports whether a list still has the key with a SHA-256.
	HasListKey(ctx context.Context, list ListNumber, hash []byte) (bool, error)
	// DueDeliveries returns at most limit deliveries whose Next is not after now: first those whose
	// Next is still Created, so that a mail that fails each time does not hold up the others; of
	// both, confirmations first, then by Next and number.
	DueDeliveries(ctx context.Context, now time.Time, limit int) ([]Delivery, error)
	// NextMail returns the earliest Due or Next of what DueSubscribers and DueDeliveries
	// would return, the zero time if there is nothing.
	NextMail(ctx context.Context) (time.Time, error)
	// CountSubscriptions counts subscribers and subscriptions.
	CountSubscriptions(ctx context.Context) (SubscriptionCounts, error)
}

// SubscriptionTx is the part of a Tx that changes mail subscriptions. Its methods return
// ErrNoSubscription if there is no such subscriber or subscription.
type SubscriptionTx interface {
	// Subscribe stores an unconfirmed subscription of an address, and the address if it is
	// new. An unconfirmed subscription of the address to the same is replaced and keeps its
	// key; at MaxSubscribed unconfirmed ones the first is deleted. The error may wrap
	// ErrTooManySubscriptions or ErrSubscription. Number, Subscriber, Key and the times of s
	// are ignored.
	Subscribe(address string, s Subscription) (Subscriber, Subscription, error)
	// Subscribed and SubscriberAt are those of Subscriptions within this transaction.
	Subscribed(key LinkKey) (Subscriber, []Subscription, error)
	SubscriberAt(address string) (Subscriber, []Subscription, error)
	SubscriberNumbered(number SubscriberNumber) (Subscriber, []Subscription, error)
	// SubscriberBounced returns the subscriber with a bounce key.
	SubscriberBounced(key LinkKey) (Subscriber, error)
	// PutSubscriber stores Schedule, Due, Sent, Paused, PauseReason and Bounces of a subscriber.
	PutSubscriber(s Subscriber) error
	// PutSubscription stores Title, Weekly, Weekday, Confirmed, Paused, Window, Checked and Sent
	// of a subscription. It returns ErrTooManySubscribed if the subscription becomes confirmed
	// and its address has MaxSubscribed confirmed ones.
	PutSubscription(s Subscription) error
	// Unsubscribe deletes subscriptions of one subscriber, and the subscriber if none is left.
	Unsubscribe(subscriber SubscriberNumber, subscriptions []SubscriptionNumber) error
	// EraseSubscriber deletes a subscriber with everything that belongs to it.
	EraseSubscriber(number SubscriberNumber) error
	// ForgetUnconfirmed deletes the subscriptions that were created before a time and not
	// confirmed, and the subscribers that have no others. It returns how many it deleted.
	ForgetUnconfirmed(before time.Time) (int, error)
	// MarkSent records papers as sent for a subscription.
	MarkSent(subscription SubscriptionNumber, papers []data.Number) error
	// InheritSent moves what MarkSent recorded for a subscription to another one.
	InheritSent(to, from SubscriptionNumber) error
	// ForgetSent deletes what MarkSent recorded before a time.
	ForgetSent(before time.Time) error
	// Enqueue stores a delivery and returns it with its number.
	Enqueue(d Delivery) (Delivery, error)
	// Retry stores Attempts and Next of a delivery. Dequeue removes a delivery. Both ignore
	// unknown numbers, since the delivery of an erased subscriber is gone.
	Retry(d Delivery) error
	Dequeue(number DeliveryNumber) error
	// Delivery returns a delivery and whether it is still in the queue.
	Delivery(number DeliveryNumber) (Delivery, bool, error)
	// Confirmations returns when confirmation mails were enqueued for a subscriber after a
	// time, the oldest first, including those that were sent. It forgets the earlier ones.
	Confirmations(subscriber SubscriberNumber, after time.Time) ([]time.Time, error)
}
