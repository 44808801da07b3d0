package api

import (
	"context"

	"paperboy/data/audit"
	"paperboy/data/store"
)

// Feed is how far papers were fetched from somewhere on the net.
type Feed = store.Feed

// FeedsAnswer is the answer to GET /feeds.
type FeedsAnswer struct {
	Feeds []Feed `json:"feeds"`
}

// Feeds returns what was fetched so far, by name.
func (s *Service) Feeds(ctx context.Context) (FeedsAnswer, error) {
	feeds, err := s.Store.Feeds(ctx)
	return FeedsAnswer{feeds}, err
}

// PutFeed keeps how far a feed was fetched, and returns it as kept.
func (s *Service) PutFeed(ctx context.Context, f Feed) (Feed, error) {
	audit.Note(ctx, audit.FeedsPut, "feed:"+f.Name)
	if err := s.Store.Update(ctx, func(tx store.Tx) error { return tx.PutFeed(f) }); err != nil {
		return Feed{}, err
	}
	return s.Store.Feed(ctx, f.Name)
}
