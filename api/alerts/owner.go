package alerts

import (
	"context"
	"time"

	"paperboy/api/params"
	"paperboy/data/audit"
	"paperboy/data/store"
)

// maxAll is the maximum number of subscribers in an AllAnswer.
const maxAll = 1_000

// AllParams are the parameters of GET /subscriptions.
type AllParams struct {
	// After is the id of the last subscriber of the answer before, 0 for the first answer.
	After, Limit int
}

// AllTable has the parameters of GET /subscriptions.
var AllTable = params.Table[AllParams]{
	Rows: []params.Param[AllParams]{
		params.Int("after", "The id of the last subscriber of the answer before.", 0, 1<<31-1, func(p *AllParams) *int { return &p.After }),
		params.Int("limit", "How many subscribers.", 1, maxAll, func(p *AllParams) *int { return &p.Limit }),
	},
	Defaults: AllParams{Limit: maxAll},
}

// Subscriber is a subscriber as the owner of the server sees it: without the keys of its links.
type Subscriber struct {
	ID store.SubscriberNumber `json:"id"`
	Subscribed
	Created time.Time `json:"created"`
	// Bounces are the times of the last soft bounces.
	Bounces []time.Time `json:"bounces"`
}

// AllAnswer is the answer to GET /subscriptions: subscribers by id.
type AllAnswer struct {
	Subscribers []Subscriber             `json:"subscribers"`
	Counts      store.SubscriptionCounts `json:"counts"`
	// More is true if there are subscribers with higher ids than the last one.
	More bool `json:"more"`
}

// All returns subscribers with their addresses and subscriptions. It is for administrators.
func (s *Service) All(ctx context.Context, p AllParams) (AllAnswer, error) {
	answer := AllAnswer{Subscribers: []Subscriber{}}
	if err := AllTable.Validate(&p); err != nil {
		return answer, err
	}
	audit.Note[string](ctx, audit.MailReadAll)
	found, err := s.Store.Subscribers(ctx, store.SubscriberNumber(p.After), p.Limit+1)
	if err != nil {
		return answer, err
	}
	if answer.More = len(found) > p.Limit; answer.More {
		found = found[:p.Limit]
	}
	numbers := make([]store.SubscriberNumber, len(found))
	for i, subscriber := range found {
		numbers[i] = subscriber.Number
	}
	all, err := s.Store.SubscriptionsOf(ctx, numbers)
	if err != nil {
		return answer, err
	}
	byOwner := bySubscriber(all)
	for _, subscriber := range found {
		answer.Subscribers = append(answer.Subscribers, s.newSubscriber(subscriber, byOwner[subscriber.Number]))
	}
	answer.Counts, err = s.Store.CountSubscriptions(ctx)
	return answer, err
}

// newSubscriber leaves out the keys: an owner who reads the list has no business in the emails.
func (s *Service) newSubscriber(subscriber store.Subscriber, subscriptions []store.Subscription) Subscriber {
	answer := Subscriber{ID: subscriber.Number, Subscribed: s.subscribed("", subscriber, subscriptions), Created: subscriber.Created, Bounces: subscriber.Bounces}
	for i := range answer.Subscriptions {
		answer.Subscriptions[i].Key = ""
	}
	if answer.Bounces == nil {
		answer.Bounces = []time.Time{}
	}
	return answer
}

// bySubscriber groups subscriptions by their subscriber.
func bySubscriber(all []store.Subscription) map[store.SubscriberNumber][]store.Subscription {
	groups := make(map[store.SubscriberNumber][]store.Subscription)
	for _, n := range all {
		groups[n.Subscriber] = append(groups[n.Subscriber], n)
	}
	return groups
}

// Erased is the answer to DELETE /subscriptions: what was erased.
type Erased struct {
	Subscriptions int `json:"subscriptions"`
}

// Erase deletes everything that the store has about an address. It is for administrators.
func (s *Service) Erase(ctx context.Context, address string) (Erased, error) {
	address, err := NormalizeAddress(address)
	if err != nil {
		return Erased{}, err
	}
	var erased Erased
	err = s.Store.Update(ctx, func(tx store.Tx) error {
		subscriber, all, err := tx.SubscriberAt(address)
		if err != nil {
			return err
		}
		audit.Note(ctx, audit.MailErase, subscriberID(subscriber.Number))
		erased.Subscriptions = len(all)
		return tx.EraseSubscriber(subscriber.Number)
	})
	return erased, err
}
