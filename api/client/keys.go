package client

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"paperboy/api"
)

// CreateKey makes an API key.
func (c *Client) CreateKey(ctx context.Context, spec api.KeySpec) (api.KeySecret, error) {
	return sendJSON[api.KeySecret](ctx, c, http.MethodPost, "/keys", spec)
}

// Keys returns all API keys of the server, revoked ones included.
func (c *Client) Keys(ctx context.Context) (api.KeysAnswer, error) {
	return get[api.KeysAnswer](ctx, c, "/keys", nil)
}

// RotateKey gives an API key a new secret. The old one is accepted for grace more.
func (c *Client) RotateKey(ctx context.Context, id string, grace time.Duration) (api.KeySecret, error) {
	return sendJSON[api.KeySecret](ctx, c, http.MethodPost, "/keys/"+url.PathEscape(id)+"/rotate", map[string]string{"grace": grace.String()})
}

// RevokeKey ends an API key for good.
func (c *Client) RevokeKey(ctx context.Context, id string) (api.APIKey, error) {
	return call[api.APIKey](ctx, c, request{method: http.MethodDelete, path: "/keys/" + url.PathEscape(id)})
}
