package client

import (
	"context"
	"net/http"

	"paperboy/api"
)

// Feeds returns what the server has fetched so far, by name.
func (c *Client) Feeds(ctx context.Context) (api.FeedsAnswer, error) {
	return get[api.FeedsAnswer](ctx, c, "/feeds", nil)
}

// PutFeed keeps how far a feed was fetched, and returns it as kept.
func (c *Client) PutFeed(ctx context.Context, f api.Feed) (api.Feed, error) {
	return sendJSON[api.Feed](ctx, c, http.MethodPut, "/feeds", map[string]string{"name": f.Name, "cursor": f.Cursor, "error": f.Error})
}
