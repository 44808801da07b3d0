package fetch

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"paperboy/data"
)

// thumbnailURL is where Hugging Face has the pictures of the papers of its lists.
const thumbnailURL = "https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/"

// Thumbnail returns the address of the picture of a paper of Daily Papers, or "" if a paper with
// such an id has none. Every address in two years of its lists is made like this, so none that a
// list states is ever requested.
func (d DailyPapers) Thumbnail(id data.ID) string {
	number, ok := strings.CutPrefix(string(id), data.SchemeArXiv+":")
	if !ok || strings.Contains(number, "/") {
		return ""
	}
	return thumbnailURL + number + ".png"
}

// ErrMissing means that a server has nothing at an address, or more than was asked for.
var ErrMissing = errors.New("there is nothing to fetch")

// Get makes one request for an address and returns what is there, at most max bytes. It waits for
// the server's turn and obeys its robots.txt, as for a page, but does not try again. The error wraps
// ErrMissing if it is about this address alone, and another address of the server may do better.
func (c *Client) Get(ctx context.Context, address string, max int64) ([]byte, error) {
	got, err := c.get(ctx, Request{URL: address, max: max})
	var temporary *temporaryError
	var refused *statusError
	if errors.Is(err, errTooLarge) || errors.As(err, &refused) && !errors.As(err, &temporary) {
		err = fmt.Errorf("%w: %w", ErrMissing, err)
	}
	return got.Body, err
}
