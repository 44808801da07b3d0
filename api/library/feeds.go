package library

import (
	"context"

	"paperboy/data/audit"
	"paperboy/data/store"
)

// Feed says how far papers were fetched from one place on the net.
type Feed = store.Feed

// FeedsAnswer is the answer to GET /feeds.
type FeedsAnswer struct {
	Feeds []Feed `json:"feeds"`
}

// Feeds returns all feeds, by name.
func (s *Service) Feeds(ctx context.Context) (FeedsAnswer, error) {
	feeds, err := s.Store.Feeds(ctx)
	return FeedsAnswer{feeds}, err
}

// NewFeed are the parameters of [Service.PutFeed]: the fields of a Feed that its fetcher sets.
type NewFeed struct {
	Name   string `json:"name"`
	Cursor string `json:"cursor"`
	Error  string `json:"error"`
}

// PutFeed stores how far a feed was fetched, and returns the stored feed.
func (s *Service) PutFeed(ctx context.Context, f NewFeed) (Feed, error) {
	return putFeed(ctx, s.Store, Feed{Name: f.Name, Cursor: f.Cursor, Error: f.Error})
}

// PutFeed stores how far a feed was fetched, and returns the stored feed.
func (l *Library) PutFeed(ctx context.Context, f Feed) (Feed, error) { return putFeed(ctx, l.store, f) }

func putFeed(ctx context.Context, papers store.Store, f Feed) (Feed, error) {
	audit.Note(ctx, audit.FeedsPut, "feed:"+f.Name)
	if err := papers.Update(ctx, func(tx store.Tx) error { return tx.PutFeed(f) }); err != nil {
		return Feed{}, err
	}
	return papers.Feed(ctx, f.Name)
}
