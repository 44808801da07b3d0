package alerts

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"paperboy/data"
	"paperboy/data/store"
)

// planStep is the number of subscribers that are read or stored at once.
const planStep = 200

// A member is a due subscription in a plan.
type member struct {
	store.Subscription
	// ended says that the subscription has to be deleted, because its list no longer has the key.
	ended bool
	// failed says that its subject could not be evaluated. It stays as it is until its next slot.
	failed bool
	// planned are its papers; nil if there is none.
	planned *store.Planned
}

// since is when new papers were last looked for.
func (m *member) since() time.Time {
	if m.Checked.After(m.Confirmed) {
		return m.Checked
	}
	return m.Confirmed
}

// plan finds the new papers of all due subscriptions and enqueues a digest for each address that
// has some. It evaluates each subject once, one after the other, so that its memory is bounded by
// the number of due subscriptions and not by what they find.
func (s *Service) plan(ctx context.Context, now time.Time) (digests int, err error) {
	subscribers, members, err := s.due(ctx, now)
	if err != nil || len(subscribers) == 0 {
		return 0, err
	}
	through, err := s.Store.Window(ctx)
	if err != nil {
		return 0, err
	}
	if err := s.waitVisible(ctx, through); err != nil {
		return 0, err
	}
	if err := s.fill(ctx, members, through); err != nil {
		return 0, err
	}
	byOwner := make(map[store.SubscriberNumber][]*member)
	for _, m := range members {
		byOwner[m.Subscriber] = append(byOwner[m.Subscriber], m)
	}
	for part := range slices.Chunk(subscribers, planStep) {
		err := s.Store.Update(ctx, func(tx store.Tx) error {
			for _, number := range part {
				enqueued, err := s.enqueue(tx, number, byOwner[number], through, now)
				if err != nil {
					return err
				}
				if enqueued {
					digests++
				}
			}
			return nil
		})
		if err != nil {
			return digests, err
		}
	}
	return digests, nil
}

// indexPatience is how long a plan waits for searches to see what the store has.
const indexPatience = time.Minute

func (s *Service) waitVisible(ctx context.Context, through store.Window) error {
	ctx, cancel := context.WithTimeout(ctx, indexPatience)
	defer cancel()
	if err := s.WaitVisible(ctx, through.Sequence); err != nil {
		return fmt.Errorf("wait for the index to see change %d: %w", through.Sequence, err)
	}
	return nil
}

// due returns the subscribers that are due and their due subscriptions. Subscribers without one
// are included, so that they get their next time.
func (s *Service) due(ctx context.Context, now time.Time) (numbers []store.SubscriberNumber, members []*member, err error) {
	for after := store.SubscriberNumber(0); ; {
		subscribers, err := s.Store.DueSubscribers(ctx, now, after, planStep)
		if err != nil || len(subscribers) == 0 {
			return numbers, members, err
		}
		schedules := make(map[store.SubscriberNumber]store.Schedule, len(subscribers))
		part := make([]store.SubscriberNumber, len(subscribers))
		for i, subscriber := range subscribers {
			part[i], after = subscriber.Number, subscriber.Number
			schedules[subscriber.Number] = subscriber.Schedule
		}
		subscriptions, err := s.Store.SubscriptionsOf(ctx, part)
		if err != nil {
			return nil, nil, err
		}
		for _, n := range subscriptions {
			if isDue(schedules[n.Subscriber], &n, now) {
				members = append(members, &member{Subscription: n})
			}
		}
		numbers = append(numbers, part...)
	}
}

// fill finds the papers of members.
func (s *Service) fill(ctx context.Context, members []*member, through store.Window) error {
	if err := s.endWithoutList(ctx, members); err != nil {
		return err
	}
	subjects := make(map[subject][]*member)
	for _, m := range members {
		if !m.ended {
			subjects[subjectOf(m)] = append(subjects[subjectOf(m)], m)
		}
	}
	for j, group := range subjects {
		if err := s.fillSubject(ctx, j, group, through); err != nil {
			if ctx.Err() != nil || !isOwnFault(err) {
				return err
			}
			// One search that fails must not keep all others from their emails.
			s.Log.Error("mail: a subscription cannot be evaluated", "kind", string(j.kind), "subscriptions", len(group), "error", err)
			for _, m := range group {
				m.failed = true
			}
		}
	}
	return nil
}

// isOwnFault reports whether an error concerns one search and not the whole library.
func isOwnFault(err error) bool {
	return !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
}

// endWithoutList marks the members whose list is gone, or no longer has the key that they were
// subscribed with.
func (s *Service) endWithoutList(ctx context.Context, members []*member) error {
	for _, m := range members {
		if m.Kind != store.SubscribedList {
			continue
		}
		has, err := s.Store.HasListKey(ctx, m.List, m.ListKeyHash)
		if err != nil {
			return err
		}
		m.ended = !has
	}
	return nil
}

// fillSubject finds the papers of the members of a group, which are about the same. It evaluates
// the subject for the earliest window, and what it finds serves all; only if that is too much to
// read, later windows are evaluated by themselves.
func (s *Service) fillSubject(ctx context.Context, j subject, group []*member, through store.Window) error {
	slices.SortFunc(group, func(a, b *member) int { return cmp.Compare(a.Window.Number, b.Window.Number) })
	for len(group) > 0 {
		first := group[0]
		f, err := s.fresh(ctx, j, first.Window, through)
		if err != nil {
			return err
		}
		served := len(group)
		if !f.complete() {
			served = 1
			for served < len(group) && group[served].Window.Number == first.Window.Number {
				served++
			}
		}
		for _, m := range group[:served] {
			if err := s.choose(ctx, m, &f); err != nil {
				return err
			}
		}
		group = group[served:]
	}
	return nil
}

// choose plans those of the found papers that a member has not had.
func (s *Service) choose(ctx context.Context, m *member, f *found) error {
	byNumber := m.Kind == store.SubscribedSearch || m.Kind == store.SubscribedList
	papers := f.papers
	if byNumber {
		papers = slices.DeleteFunc(slices.Clone(papers), func(p store.PlannedPaper) bool { return p.Number <= m.Window.Number })
	}
	var unsent []store.PlannedPaper
	read := 0
	for read < len(papers) && (len(unsent) < MaxShown || !byNumber) {
		part := papers[read:min(read+sentStep, len(papers))]
		sent, err := s.sentOf(ctx, m.Number, part)
		if err != nil {
			return err
		}
		for _, p := range part {
			if !sent[p.Number] {
				unsent = append(unsent, p)
			}
		}
		read += len(part)
	}
	if m.planned = nil; len(unsent) == 0 {
		return nil
	}
	shown := unsent[:min(MaxShown, len(unsent))]
	more := len(unsent) - len(shown) + len(papers) - read + max(0, f.total-len(f.papers))
	m.planned = &store.Planned{Subscription: m.Number, Papers: slices.Clone(shown), More: more}
	if m.Kind == store.SubscribedDays { // the window does not pass them
		for _, p := range unsent[len(shown):] {
			m.planned.Passed = append(m.planned.Passed, p.Number)
		}
	}
	return nil
}

// sentStep is the number of papers that are looked up at once. The window of a search or list passes
// the papers that an email does not show, so it does not matter whether those were sent.
const sentStep = 100

func (s *Service) sentOf(ctx context.Context, n store.SubscriptionNumber, papers []store.PlannedPaper) (map[data.Number]bool, error) {
	numbers := make([]data.Number, len(papers))
	for i, p := range papers {
		numbers[i] = p.Number
	}
	return s.Store.SentOf(ctx, n, numbers)
}

// enqueue stores the digest of a subscriber, or records that there was nothing new. It reads the
// subscriber again, who may have changed or unsubscribed since.
func (s *Service) enqueue(tx store.Tx, number store.SubscriberNumber, members []*member, through store.Window, now time.Time) (enqueued bool, err error) {
	subscriber, all, err := tx.SubscriberNumbered(number)
	if errors.Is(err, store.ErrNoSubscription) || err == nil && (!subscriber.Paused.IsZero() || subscriber.Due.After(now)) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	d := store.Delivery{Subscriber: number, Window: through, Created: now, Next: now, MessageID: s.messageID("digest", string(subscriber.Key), through.Sequence, subscriber.Sent)}
	var ended []store.SubscriptionNumber
	for _, m := range members {
		at := slices.IndexFunc(all, func(n store.Subscription) bool { return n.Number == m.Number && n.Active() })
		switch {
		case at < 0 || m.failed:
		case m.ended:
			ended = append(ended, m.Number)
		case m.planned != nil:
			d.Plan = append(d.Plan, *m.planned)
		default:
			n := &all[at]
			n.Window, n.Checked = through, now
			if err := tx.PutSubscription(*n); err != nil {
				return false, err
			}
		}
	}
	if len(ended) > 0 {
		all = slices.DeleteFunc(all, func(n store.Subscription) bool { return slices.Contains(ended, n.Number) })
		if err := tx.Unsubscribe(number, ended); err != nil || len(all) == 0 {
			return false, err
		}
	}
	// An email in the queue is accepted or refused before the next one is planned, which sets Due
	// again.
	subscriber.Due = nextDue(subscriber, all, now)
	if err := tx.PutSubscriber(subscriber); err != nil || len(d.Plan) == 0 {
		return false, err
	}
	_, err = tx.Enqueue(d)
	return err == nil, err
}
