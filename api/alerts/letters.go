package alerts

import (
	"context"
	"slices"
	"time"

	"paperboy/data"
	"paperboy/data/store"
)

// envelope returns the envelope of a delivery.
func (s *Service) envelope(d *store.Delivery, subscriber *store.Subscriber) Envelope {
	return Envelope{
		From: s.From, To: subscriber.Address, EnvelopeFrom: "bounce+" + string(subscriber.BounceKey) + "@" + s.domain,
		MessageID: d.MessageID, Date: d.Created.In(location(subscriber.Schedule)),
	}
}

// confirmation returns the confirmation email of a delivery.
func (s *Service) confirmation(d *store.Delivery, subscriber *store.Subscriber, n *store.Subscription) Confirmation {
	return Confirmation{
		Envelope: s.envelope(d, subscriber), Kind: n.Kind, Title: n.Title, Weekly: n.Weekly, Weekday: n.Weekday, Hour: n.Wanted.Hour, Zone: n.Wanted.Zone,
		URL: s.confirmURL(n.Key), Expires: n.Created.Add(confirmTime).In(location(n.Wanted)), BaseURL: s.BaseURL,
	}
}

// digest returns the digest of a delivery, with the sections of the subscriptions that are still
// active and the papers that are still there. It may have none left.
func (s *Service) digest(ctx context.Context, d *store.Delivery, subscriber *store.Subscriber, all []store.Subscription) (Digest, error) {
	digest := Digest{
		Envelope: s.envelope(d, subscriber), BaseURL: s.BaseURL,
		Links: Links{Manage: s.manageURL(subscriber.Key), Unsubscribe: s.unsubscribeURL(subscriber.Key)},
	}
	for _, planned := range d.Plan {
		at := slices.IndexFunc(all, func(n store.Subscription) bool { return n.Number == planned.Subscription && n.Active() })
		if at < 0 {
			continue
		}
		section, err := s.section(ctx, &all[at], &planned, d.Window)
		if err != nil {
			return digest, err
		}
		if len(section.Papers) > 0 {
			digest.Sections = append(digest.Sections, section)
		}
	}
	return digest, nil
}

// section returns the section of a subscription.
func (s *Service) section(ctx context.Context, n *store.Subscription, planned *store.Planned, through store.Window) (Section, error) {
	section := Section{
		Kind: n.Kind, Title: n.Title, Weekly: n.Weekly, More: planned.More, URL: s.subjectURL(n),
		Manage: s.manageURL(n.Key), Unsubscribe: s.unsubscribeURL(n.Key),
	}
	numbers := make([]data.Number, len(planned.Papers))
	for i, p := range planned.Papers {
		numbers[i] = p.Number
	}
	papers, err := s.Store.Papers(ctx, numbers)
	if err != nil {
		return section, err
	}
	shown := make(map[data.ID]bool, len(papers))
	for _, p := range planned.Papers {
		paper, ok := papers[p.Number]
		if !ok || shown[paper.ID] { // deleted, or merged into another one of the email since
			continue
		}
		shown[paper.ID] = true
		section.Papers = append(section.Papers, Item{Paper: paper, URL: s.paperURL(paper.ID), SourceURL: paper.ID.URL(), Reason: p.Reason})
	}
	if n.Kind == store.SubscribedSearch && planned.More > 0 {
		section.URL, err = s.moreURL(ctx, n, through)
	}
	return section, err
}

// moreURL returns the page with all papers of a search since its window.
func (s *Service) moreURL(ctx context.Context, n *store.Subscription, through store.Window) (string, error) {
	p, err := parseSearch(n.Search)
	if err != nil {
		return "", err
	}
	added, ok, err := s.addedAfter(ctx, n.Window, through)
	if err != nil || !ok {
		return s.subjectURL(n), err
	}
	if added.After(p.Filter.AddedAfter) {
		p.Filter.AddedAfter = added.Truncate(time.Second).Add(-time.Second)
	}
	return s.BaseURL + "/search?" + p.URLValues().Encode(), nil
}
