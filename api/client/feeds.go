package client

import (
	"context"
	"net/http"

	"paperboy/api"
	"paperboy/data"
)

// Feeds returns what the server has fetched so far, by name.
func (c *Client) Feeds(ctx context.Context) (api.FeedsAnswer, error) {
	return get[api.FeedsAnswer](ctx, c, "/feeds", nil)
}

// PutFeed keeps how far a feed was fetched, and returns it as kept.
func (c *Client) PutFeed(ctx context.Context, f api.Feed) (api.Feed, error) {
	return sendJSON[api.Feed](ctx, c, http.MethodPut, "/feeds", map[string]string{"name": f.Name, "cursor": f.Cursor, "error": f.Error})
}

// FetchedFeeds is Feeds, as library.FeedStore wants it.
func (c *Client) FetchedFeeds(ctx context.Context) ([]api.Feed, error) {
	answer, err := c.Feeds(ctx)
	return answer.Feeds, err
}

// Withdraw deletes the papers with these ids that the server knows only from addresses which
// begin with location, and returns how many.
func (c *Client) Withdraw(ctx context.Context, ids []data.ID, location string) (deleted int, err error) {
	done, err := c.DeletePapers(ctx, api.Deletion{IDs: ids, Location: location})
	return done.Deleted, err
}
