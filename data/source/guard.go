package source

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

const (
	fetchTimeout = 2 * time.Minute
	// maxFetchBytes bounds what one URL may send, decompressed: somebody else
	// decides on its size. Larger inputs are to be downloaded first.
	maxFetchBytes = 1 << 30
	userAgent     = "Paperboy/1"
)

// fetch reads a URL with a plain GET.
func (o *opener) fetch(ctx context.Context, location string, yield yieldFunc) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, location, nil)
	if err != nil {
		return fmt.Errorf("fetch %s: %w", location, err)
	}
	request.Header.Set("User-Agent", userAgent)
	response, err := o.Client.Do(request)
	if err != nil {
		return fmt.Errorf("fetch: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("fetch %s: the server answered %s", location, response.Status)
	}
	o.total = max(response.ContentLength, 0)
	return o.stream(ctx, location, o.Now(), response.Body, yield)
}
