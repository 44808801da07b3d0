package client

import (
	"context"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/data"
)

// FetchedFeeds returns what the server has fetched so far, by name.
func (c *Client) FetchedFeeds(ctx context.Context) ([]library.Feed, error) {
	answer, err := Call(ctx, c, api.Feeds, api.None{})
	return answer.Feeds, err
}

// PutFeed keeps how far a feed was fetched, and returns it as kept.
func (c *Client) PutFeed(ctx context.Context, f library.Feed) (library.Feed, error) {
	return Call(ctx, c, api.PutFeed, f)
}

// Withdraw deletes the papers with these ids that the server knows only from addresses which
// begin with location, and returns how many.
func (c *Client) Withdraw(ctx context.Context, ids []data.ID, location string) (deleted int, err error) {
	done, err := Call(ctx, c, api.DeletePapers, library.Deletion{IDs: ids, Location: location})
	return done.Deleted, err
}
