package fetch

import (
	"context"
	"errors"
	"fmt"
)

// ErrMissing means that a server has nothing at an address, or more than was asked for.
var ErrMissing = errors.New("there is nothing to fetch")

// Once makes one request. It waits for the server's turn and obeys its robots.txt, as for a page of
// a feed, but does not try again. The error wraps ErrMissing if it is about this address alone, and
// another address of the server may do better.
func (c *Client) Once(ctx context.Context, r Request) (Response, error) {
	got, err := c.get(ctx, r)
	var temporary *temporaryError
	var refused *statusError
	if errors.Is(err, errTooLarge) || errors.As(err, &refused) && !errors.As(err, &temporary) {
		err = fmt.Errorf("%w: %w", ErrMissing, err)
	}
	return got, err
}

// Get makes one request for an address as Once does, and returns what is there, at most max bytes.
func (c *Client) Get(ctx context.Context, address string, max int64) ([]byte, error) {
	got, err := c.Once(ctx, Request{URL: address, Max: max})
	return got.Body, err
}
