package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// The caps of feeds.
const (
	// MaxFeeds is how many feeds a store remembers.
	MaxFeeds = 1_000
	// MaxFeedBytes is the longest name, and MaxCursorBytes the longest cursor or error.
	MaxFeedBytes   = 2_000
	MaxCursorBytes = 64 << 10
)

// ErrTooManyFeeds means that a store remembers MaxFeeds.
var ErrTooManyFeeds = fmt.Errorf("there are %d feeds, and no room for more", MaxFeeds)

// ErrFeed means that a feed has no name, or that a text of it is too long.
var ErrFeed = errors.New("a feed needs a name, of at most 2,000 bytes, and a cursor and an error of at most 64 KiB each")

// Feed is how far papers were fetched from somewhere on the net.
type Feed struct {
	// Name says what is fetched, in the words of the fetch command.
	Name string `json:"name"`
	// Cursor is where to go on, in the fetcher's own words.
	Cursor string `json:"cursor"`
	// Fetched is when the feed was last kept.
	Fetched time.Time `json:"fetched"`
	// Error is what the last fetch ended in; empty where it went well.
	Error string `json:"error,omitempty"`
}

// Feeds remember how far feeds were fetched.
type Feeds interface {
	// Feeds returns all of them, by name.
	Feeds(ctx context.Context) ([]Feed, error)
	// Feed returns one, which is zero but for its name if it was never kept.
	Feed(ctx context.Context, name string) (Feed, error)
}

// FeedTx is what may be done about feeds within one Update.
type FeedTx interface {
	// PutFeed keeps a feed, with the time of the Update, or forgets one that has
	// neither a cursor nor an error. The error may be ErrTooManyFeeds or ErrFeed.
	PutFeed(f Feed) error
}
