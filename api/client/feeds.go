package client

import (
	"context"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/data"
)

// FetchedFeeds returns how far the server has fetched each feed, sorted by name.
func (c *Client) FetchedFeeds(ctx context.Context) ([]library.Feed, error) {
	answer, err := Call(ctx, c, api.Feeds, api.None{})
	return answer.Feeds, err
}

// PutFeed stores how far a feed was fetched, and returns it as stored.
func (c *Client) PutFeed(ctx context.Context, f library.Feed) (library.Feed, error) {
	return Call(ctx, c, api.PutFeed, library.NewFeed{Name: f.Name, Cursor: f.Cursor, Error: f.Error})
}

// Withdraw deletes those papers with the given ids whose records all come from addresses that start
// with location, and returns how many it deleted.
func (c *Client) Withdraw(ctx context.Context, ids []data.ID, location string) (deleted int, err error) {
	done, err := Call(ctx, c, api.DeletePapers, library.Deletion{IDs: ids, Location: location})
	return done.Deleted, err
}
