package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// The limits of feeds.
const (
	// MaxFeeds is the maximum number of feeds in a store.
	MaxFeeds = 1_000
	// MaxFeedBytes is the maximum length of a name, MaxCursorBytes that of a cursor or
	// an error.
	MaxFeedBytes   = 2_000
	MaxCursorBytes = 64 << 10
)

// ErrTooManyFeeds means that a store has MaxFeeds feeds.
var ErrTooManyFeeds = fmt.Errorf("there are %d feeds, and no room for more", MaxFeeds)

// ErrFeed means that a feed has no name, or that a text of it is too long.
var ErrFeed = errors.New("invalid feed: a name is required (at most 2,000 bytes), the cursor and the error can have at most 64 KiB each")

// A Feed is the progress of fetching papers from a source on the internet.
type Feed struct {
	// Name identifies the source, in the terms of the fetch command.
	Name string `json:"name"`
	// Cursor says where to continue. Only the fetcher understands it.
	Cursor string `json:"cursor"`
	// Fetched is when the feed was last stored.
	Fetched time.Time `json:"fetched"`
	// Error is the error of the last fetch, empty if it succeeded.
	Error string `json:"error,omitempty"`
}

// Feeds is the part of a Store that reads feeds.
type Feeds interface {
	// Feeds returns all feeds, sorted by name.
	Feeds(ctx context.Context) ([]Feed, error)
	// Feed returns the feed with a name. If there is none, it returns a Feed with only
	// the name.
	Feed(ctx context.Context, name string) (Feed, error)
}

// FeedTx is the part of a Tx that changes feeds.
type FeedTx interface {
	// PutFeed stores a feed and sets Fetched to the time of the Update. It deletes a
	// feed that has neither a cursor nor an error. The error may wrap ErrTooManyFeeds or
	// ErrFeed.
	PutFeed(f Feed) error
}
