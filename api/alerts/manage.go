package alerts

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/data/store"
)

// Subscribed is what a key opens: a subscriber, and all subscriptions of the address or only the
// one that the key belongs to.
type Subscribed struct {
	// Address is in clear: whoever has the key has an email to it.
	Address string `json:"address"`
	// Key opens all subscriptions. It is empty if the answer is about one of them.
	Key  store.LinkKey `json:"key,omitempty"`
	Hour int           `json:"hour"`
	Zone string        `json:"zone"`
	// Paused says that no mail is sent to the address. PauseReason is the answer of a mail server
	// that refused emails, empty if the subscriber paused.
	Paused      bool   `json:"paused"`
	PauseReason string `json:"pause_reason,omitempty"`
	// Next is when new papers are looked for next, Sent when the last email with papers was sent.
	Next          *time.Time     `json:"next"`
	Sent          *time.Time     `json:"sent"`
	Subscriptions []Subscription `json:"subscriptions"`
}

// Subscription is an email subscription.
type Subscription struct {
	ID   store.SubscriptionNumber `json:"id"`
	Key  store.LinkKey            `json:"key,omitempty"`
	Kind store.SubscriptionKind   `json:"kind"`
	// Title is the text of a search or the name of a list, empty for the other kinds.
	Title string `json:"title"`
	// Search has the parameters of a search in URL encoding.
	Search string `json:"search,omitempty"`
	// URL is the page that the subscription is about, empty for a list.
	URL   string `json:"url,omitempty"`
	Every Every  `json:"every"`
	// Weekday is the day of a weekly subscription, "monday".
	Weekday   string    `json:"weekday,omitempty"`
	Confirmed bool      `json:"confirmed"`
	Paused    bool      `json:"paused"`
	Created   time.Time `json:"created"`
	// Checked is when new papers were last looked for, Sent when some were last sent.
	Checked *time.Time `json:"checked"`
	Sent    *time.Time `json:"sent"`
}

// Change is the body of PATCH /subscriptions/{key}. Fields that are nil stay as they are. Hour and
// Zone apply to all subscriptions of the address, the others to the subscription of the key; with
// the key of a subscriber, Paused applies to the address.
type Change struct {
	Every   *Every  `json:"every,omitempty"`
	Weekday *string `json:"weekday,omitempty"`
	Hour    *int    `json:"hour,omitempty"`
	Zone    *string `json:"zone,omitempty"`
	Paused  *bool   `json:"paused,omitempty"`
}

// Open returns what a key opens.
func (s *Service) Open(ctx context.Context, key store.LinkKey) (Subscribed, error) {
	subscriber, subscriptions, err := s.Store.Subscribed(ctx, key)
	if err != nil {
		return Subscribed{}, err
	}
	return s.subscribed(key, subscriber, subscriptions), nil
}

// change runs do on what a key opens, within an Update, and returns the state afterwards. do may
// change its arguments; the subscriber's Due is then set.
func (s *Service) change(ctx context.Context, key store.LinkKey, action audit.Action, do func(store.Tx, *store.Subscriber, []store.Subscription) error) (answer Subscribed, err error) {
	err = s.Store.Update(ctx, func(tx store.Tx) error {
		subscriber, subscriptions, err := tx.Subscribed(key)
		if err != nil {
			return err
		}
		audit.Note(ctx, action, subscriberID(subscriber.Number))
		was := subscriber
		if err := do(tx, &subscriber, subscriptions); err != nil {
			return err
		}
		for _, n := range subscriptions {
			if err := tx.PutSubscription(n); err != nil {
				return err
			}
		}
		_, all, err := tx.SubscriberNumbered(subscriber.Number)
		if err != nil {
			return err
		}
		subscriber.Due = rescheduled(&was, &subscriber, all, s.Now())
		if err := tx.PutSubscriber(subscriber); err != nil {
			return err
		}
		answer = s.subscribed(key, subscriber, subscriptions)
		return nil
	})
	if err == nil {
		s.awake()
	}
	return answer, err
}

// Confirm confirms the subscription of a key. It starts with papers that are added from now on. If
// the address has a confirmed subscription to the same, that one gets the new choices. Confirming
// again changes nothing.
func (s *Service) Confirm(ctx context.Context, key store.LinkKey) (Subscribed, error) {
	seen, err := s.alreadyFeatured(ctx, key)
	if err != nil {
		return Subscribed{}, err
	}
	return s.change(ctx, key, audit.MailConfirm, func(tx store.Tx, subscriber *store.Subscriber, opened []store.Subscription) error {
		n := &opened[0]
		now := s.Now()
		switch {
		case key == subscriber.Key:
			return store.ErrNoSubscription
		case !n.Confirmed.IsZero():
			return nil
		case now.Sub(n.Created) > confirmTime:
			return fault.New(fault.NotFound, "", "the link has expired: subscribe again")
		}
		_, all, err := tx.SubscriberNumbered(subscriber.Number)
		if err != nil {
			return err
		}
		n.Confirmed = now
		// Nothing else writes during an Update, so this is the state that it began with.
		if n.Window, err = s.Store.Window(ctx); err != nil {
			return err
		}
		subscriber.Schedule = n.Wanted
		// An email has arrived, so the address works.
		subscriber.Paused, subscriber.PauseReason, subscriber.Bounces = time.Time{}, "", nil
		if err := s.replaceSame(tx, n, all); err != nil {
			return err
		}
		return tx.MarkSent(n.Number, seen)
	})
}

// replaceSame deletes the confirmed subscriptions to the same as n. n continues them, with its own
// choices.
func (s *Service) replaceSame(tx store.Tx, n *store.Subscription, all []store.Subscription) error {
	for _, old := range all {
		if old.Number == n.Number || old.Confirmed.IsZero() || old.Kind != n.Kind || old.Search != n.Search || old.List != n.List {
			continue
		}
		n.Window, n.Checked, n.Sent = old.Window, old.Checked, old.Sent
		if err := tx.InheritSent(n.Number, old.Number); err != nil {
			return err
		}
		if err := tx.Unsubscribe(n.Subscriber, []store.SubscriptionNumber{old.Number}); err != nil {
			return err
		}
	}
	return nil
}

// alreadyFeatured returns the papers that the daily lists have shown lately, if the key is that of
// a subscription to these. They are not news.
func (s *Service) alreadyFeatured(ctx context.Context, key store.LinkKey) ([]data.Number, error) {
	_, opened, err := s.Store.Subscribed(ctx, key)
	if err != nil || len(opened) != 1 || opened[0].Kind != store.SubscribedDays {
		return nil, err
	}
	found, err := s.featuredSince(ctx, data.DateOf(s.Now()))
	if err != nil {
		return nil, err
	}
	numbers := make([]data.Number, len(found.Hits))
	for i, h := range found.Hits {
		numbers[i] = h.Number
	}
	return numbers, nil
}

// Change changes what a key opens.
func (s *Service) Change(ctx context.Context, key store.LinkKey, c Change) (Subscribed, error) {
	if err := c.check(); err != nil {
		return Subscribed{}, err
	}
	return s.change(ctx, key, audit.MailChange, func(_ store.Tx, subscriber *store.Subscriber, opened []store.Subscription) error {
		if c.Hour != nil {
			subscriber.Hour = *c.Hour
		}
		if c.Zone != nil {
			subscriber.Zone = *c.Zone
		}
		if key == subscriber.Key {
			return c.applyToAddress(subscriber, s.Now())
		}
		return c.applyTo(&opened[0], s.Now())
	})
}

func (c *Change) check() error {
	if c.Hour != nil {
		if err := checkHour(*c.Hour); err != nil {
			return err
		}
	}
	if c.Zone != nil {
		return checkZone(*c.Zone)
	}
	return nil
}

func (c *Change) applyToAddress(subscriber *store.Subscriber, now time.Time) error {
	if c.Every != nil || c.Weekday != nil {
		return fault.New(fault.Contradiction, "every", "every and weekday belong to a subscription: use its own key")
	}
	if c.Paused != nil && *c.Paused == subscriber.Paused.IsZero() {
		subscriber.Paused, subscriber.PauseReason, subscriber.Bounces = pausedAt(*c.Paused, now), "", nil
	}
	return nil
}

func (c *Change) applyTo(n *store.Subscription, now time.Time) (err error) {
	if c.Every != nil {
		if n.Weekly, err = parseEvery(*c.Every); err != nil {
			return err
		}
	}
	if c.Weekday != nil {
		if n.Weekday, err = parseWeekday(*c.Weekday); err != nil {
			return err
		}
	}
	if c.Paused != nil && *c.Paused == n.Paused.IsZero() {
		n.Paused = pausedAt(*c.Paused, now)
	}
	return nil
}

func pausedAt(paused bool, now time.Time) time.Time {
	if !paused {
		return time.Time{}
	}
	return now
}

// Unsubscribe deletes what a key opens, confirmed or not, and returns it.
func (s *Service) Unsubscribe(ctx context.Context, key store.LinkKey) (answer Subscribed, err error) {
	err = s.Store.Update(ctx, func(tx store.Tx) error {
		subscriber, opened, err := tx.Subscribed(key)
		if err != nil {
			return err
		}
		audit.Note(ctx, audit.MailUnsubscribe, subscriberID(subscriber.Number))
		answer = s.subscribed(key, subscriber, opened)
		if key == subscriber.Key {
			return tx.EraseSubscriber(subscriber.Number)
		}
		if err := tx.Unsubscribe(subscriber.Number, []store.SubscriptionNumber{opened[0].Number}); err != nil {
			return err
		}
		_, rest, err := tx.SubscriberNumbered(subscriber.Number)
		if errors.Is(err, store.ErrNoSubscription) { // the subscriber is gone too
			return nil
		}
		if err != nil {
			return err
		}
		subscriber.Due = rescheduled(&subscriber, &subscriber, rest, s.Now())
		return tx.PutSubscriber(subscriber)
	})
	return answer, err
}

// subscribed makes the answer about what key opens.
func (s *Service) subscribed(key store.LinkKey, subscriber store.Subscriber, opened []store.Subscription) Subscribed {
	answer := Subscribed{
		Address: subscriber.Address, Hour: subscriber.Hour, Zone: subscriber.Zone,
		Paused: !subscriber.Paused.IsZero(), PauseReason: subscriber.PauseReason, Sent: orNull(subscriber.Sent),
		Subscriptions: make([]Subscription, 0, len(opened)),
	}
	if key == subscriber.Key {
		answer.Key = key
	}
	if !answer.Paused {
		answer.Next = orNull(subscriber.Due)
	}
	for i := range opened {
		answer.Subscriptions = append(answer.Subscriptions, s.newSubscription(&opened[i]))
	}
	slices.SortStableFunc(answer.Subscriptions, func(a, b Subscription) int { return int(a.ID) - int(b.ID) })
	if len(opened) == 1 && opened[0].Confirmed.IsZero() { // what will be, once it is confirmed
		answer.Hour, answer.Zone = opened[0].Wanted.Hour, opened[0].Wanted.Zone
	}
	return answer
}

func (s *Service) newSubscription(n *store.Subscription) Subscription {
	answer := Subscription{
		ID: n.Number, Key: n.Key, Kind: n.Kind, Title: n.Title, Search: n.Search, URL: s.subjectURL(n), Every: EveryDay,
		Confirmed: !n.Confirmed.IsZero(), Paused: !n.Paused.IsZero(), Created: n.Created, Checked: orNull(n.Checked), Sent: orNull(n.Sent),
	}
	if n.Weekly {
		answer.Every, answer.Weekday = EveryWeek, strings.ToLower(n.Weekday.String())
	}
	return answer
}

// orNull returns a pointer to t, or nil for the zero time, which JSON cannot express.
func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// State says whether the address gets mail: "active", "paused" or "paused: " and the reason.
func (s Subscribed) State() string {
	switch {
	case s.PauseReason != "":
		return "paused: " + s.PauseReason
	case s.Paused:
		return "paused"
	}
	return "active"
}

// Text says what the subscription is about, how often it is sent, and whether it is confirmed or
// paused.
func (n Subscription) Text() string {
	text := string(n.Kind)
	if n.Title != "" {
		text += " " + n.Title
	}
	text += ", every " + string(n.Every)
	switch {
	case !n.Confirmed:
		text += ", not confirmed"
	case n.Paused:
		text += ", paused"
	}
	return text
}
