package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"sync"
	"time"

	"paperboy/data/format"
)

const (
	// maxPageBytes is the maximum size of a page, decompressed. The largest page seen,
	// a week of Daily Papers, has 3 MB.
	maxPageBytes = 64 << 20
	// defaultTimeout is enough for maxPageBytes at half a megabyte a second.
	defaultTimeout = 2 * time.Minute
	// A request is attempted up to maxAttempts times, with pauses of about 3, 6, 12, 24
	// and 48 seconds.
	maxAttempts = 6
	minPause    = 3 * time.Second
	maxPause    = 2 * time.Minute
	// maxRetryAfter is the longest time for which a server can make a fetch wait. If it
	// asks for more, the fetch ends, to be resumed later.
	maxRetryAfter = 10 * time.Minute
	// maxHosts bounds the memory of a client whose addresses people choose: each server may have
	// a robots.txt of 500 KiB.
	maxHosts = 256
)

// ClientOptions configure a Client.
type ClientOptions struct {
	// HTTP makes the requests; if it is nil, format.NewClient(AllowPrivate). Without a
	// CheckRedirect, redirects are refused.
	HTTP *http.Client
	// AllowPrivate allows addresses of this machine and private networks, and the proxies of the
	// environment.
	AllowPrivate bool
	// Timeout is the limit for one page, from the request to its last byte; if it is 0,
	// two minutes.
	Timeout time.Duration
	// UserAgent names the program; if it is empty, format.UserAgent.
	UserAgent string
	// Now is the clock; if it is nil, time.Now.
	Now func() time.Time
	// Wait returns after d, or returns ctx.Err(); if it is nil, the function Wait.
	Wait func(ctx context.Context, d time.Duration) error
	// Notice, if not nil, is called before each pause after an error, and if a proxy of the
	// environment is not used, since it would bypass the check of addresses.
	Notice func(text string)
}

// A Client makes polite requests. It may be used concurrently.
type Client struct {
	opts ClientOptions
	mu   sync.Mutex // guards hosts
	// hosts holds the servers that were used, by scheme and host, at most maxHosts.
	hosts map[string]*host
}

// A host is the state of a server.
type host struct {
	turn     sync.Mutex // guards next; held while a request waits for its turn
	next     time.Time  // when the next request may be sent
	robotsMu sync.Mutex // guards robots; held while it is read
	robots   robots
}

// NewClient returns a Client with the given options.
func NewClient(opts ClientOptions) *Client {
	opts.Timeout = cmp.Or(opts.Timeout, defaultTimeout)
	opts.UserAgent = cmp.Or(opts.UserAgent, format.UserAgent)
	if opts.Wait == nil {
		opts.Wait = Wait
	}
	if opts.Notice == nil {
		opts.Notice = func(string) {}
	}
	if opts.HTTP == nil {
		opts.HTTP = format.NewClient(opts.AllowPrivate)
		for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
			if os.Getenv(name) != "" && !opts.AllowPrivate {
				opts.Notice(name + " is set, but without --allow-private no proxy is used")
				break
			}
		}
	}
	return &Client{opts: opts, hosts: map[string]*host{}}
}

func (c *Client) now() time.Time {
	if c.opts.Now != nil {
		return c.opts.Now()
	}
	return time.Now()
}

// Wait returns nil after d, or ctx.Err() when ctx is done first.
func Wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Validators identify the version of a page, so that a later request can ask whether it
// has changed.
type Validators struct {
	URL          string `json:"url"`
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// A Request is a request for one page.
type Request struct {
	URL string
	// Alone is true if the address always has the same page, perhaps changed. Run then
	// makes the request conditional.
	Alone bool
	// Known, if not zero, makes the request conditional.
	Known Validators
	// API is true for an address that is meant for programs and has its own terms of
	// use. Its server's robots.txt, which is for crawlers, is not applied.
	API bool
	// Delay is the minimum time between two requests to the server.
	Delay time.Duration
	// Accept is the media type to ask for; if empty, any.
	Accept string
	// Max is the maximum size of the page in bytes; 0 means maxPageBytes.
	Max int64
	// robots is true for the request for a robots.txt, whose redirects need not wait.
	robots bool
}

// A Response is the response to a Request.
type Response struct {
	// URL is the address of the page after all redirects.
	URL         string
	NotModified bool
	Validators  Validators
	Body        []byte
}

// get makes one request, after waiting for the server's turn. An error that is worth
// another attempt is a *temporaryError.
func (c *Client) get(ctx context.Context, r Request) (Response, error) {
	address, err := ParseAddress(r.URL)
	if err != nil {
		return Response{}, err
	}
	if err := c.waitForTurn(ctx, address, r); err != nil {
		return Response{}, err
	}
	return c.do(ctx, r)
}

// ParseAddress parses the http or https address of a page. It refuses an address with a
// user name or password, which would be stored with the papers.
func ParseAddress(text string) (*url.URL, error) {
	address, err := url.Parse(text)
	switch {
	case err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https":
		return nil, fmt.Errorf("%q is not an http or https address", text)
	case address.User != nil:
		return nil, fmt.Errorf("%s contains a user name or password, which would be stored with the papers: download it, and ingest the file", address.Redacted())
	}
	return address, nil
}

var errTooLarge = errors.New("the response is too large")

// do makes one request without waiting, but waits for the turn of each redirect.
func (c *Client) do(ctx context.Context, r Request) (Response, error) {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.URL, nil)
	if err != nil {
		return Response{}, err
	}
	request.Header.Set("User-Agent", c.opts.UserAgent)
	if r.Accept != "" {
		request.Header.Set("Accept", r.Accept)
	}
	if r.Known.ETag != "" {
		request.Header.Set("If-None-Match", r.Known.ETag)
	}
	if r.Known.LastModified != "" {
		request.Header.Set("If-Modified-Since", r.Known.LastModified)
	}
	client := *c.opts.HTTP
	client.CheckRedirect = func(next *http.Request, via []*http.Request) error {
		return c.follow(next, via, r)
	}
	response, err := client.Do(request)
	if err != nil {
		return Response{}, netError(r.URL, err)
	}
	defer response.Body.Close()
	got := Response{URL: response.Request.URL.String(), Validators: Validators{ETag: response.Header.Get("ETag"), LastModified: response.Header.Get("Last-Modified")}}
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusNotModified:
		got.NotModified = true
		return got, nil
	default:
		return got, c.refusal(r.URL, response)
	}
	limit := cmp.Or(r.Max, maxPageBytes)
	got.Body, err = io.ReadAll(io.LimitReader(response.Body, limit+1))
	switch {
	case err != nil:
		return got, &temporaryError{err: fmt.Errorf("%s: the response is incomplete: %w", r.URL, err)}
	case int64(len(got.Body)) > limit:
		return got, fmt.Errorf("%s: %w: it has more than %d MiB; download it, and ingest the file", r.URL, errTooLarge, limit>>20)
	case isCaptcha(got.Body):
		return got, fmt.Errorf("%s: %w", r.URL, ErrCaptcha)
	}
	return got, nil
}

// follow returns nil when a redirect of r may be followed, which it treats like a request.
func (c *Client) follow(next *http.Request, via []*http.Request, r Request) error {
	if c.opts.HTTP.CheckRedirect == nil {
		return format.ErrRedirect
	}
	if err := c.opts.HTTP.CheckRedirect(next, via); err != nil || r.robots {
		return err
	}
	address, err := ParseAddress(next.URL.String())
	if err != nil {
		return fmt.Errorf("%w: %w", format.ErrRedirect, err)
	}
	return c.waitForTurn(next.Context(), address, r)
}

// netError wraps an error of a request in a *temporaryError, unless another attempt would
// fail in the same way.
func netError(location string, err error) error {
	var temporary *temporaryError
	var named *url.Error
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &temporary) {
		return err
	}
	if errors.As(err, &named) {
		err = fmt.Errorf("%s: %w", location, named.Err) // the address of a redirect may contain a password
	}
	switch {
	case errors.Is(err, format.ErrPrivateAddress), errors.Is(err, format.ErrRedirect), errors.Is(err, ErrRobots), errors.Is(err, ErrCaptcha),
		errors.As(err, &name) && name.IsNotFound, errors.As(err, &certificate):
		return err
	}
	return &temporaryError{err: err}
}

// A temporaryError is an error that is worth another attempt.
type temporaryError struct {
	err error
	// after is how long the server asks the client to wait, 0 if it does not.
	after time.Duration
}

func (e *temporaryError) Error() string { return e.err.Error() }
func (e *temporaryError) Unwrap() error { return e.err }

// retryAfter parses the header Retry-After: seconds or a date.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(value); err == nil {
		return time.Duration(min(max(seconds, 0), 1e6)) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}

// retry repeats attempt while it returns a *temporaryError, at most maxAttempts times, with
// growing pauses.
func (c *Client) retry(ctx context.Context, attempt func() error) error {
	pause := minPause
	for n := 1; ; n++ {
		err := attempt()
		var temporary *temporaryError
		switch {
		case err == nil, ctx.Err() != nil, !errors.As(err, &temporary):
			return err
		case n == maxAttempts:
			return fmt.Errorf("%w (after %d attempts)", err, n)
		case temporary.after > maxRetryAfter:
			return fmt.Errorf("%w, and asks to come back in %s", err, temporary.after.Round(time.Minute))
		}
		// Jitter keeps the clients that were refused from returning all at once.
		delay := max(temporary.after, time.Duration(float64(pause)*(0.8+0.4*rand.Float64())))
		c.opts.Notice(fmt.Sprintf("%v; trying again in %s", err, delay.Round(time.Second)))
		if err := c.opts.Wait(ctx, delay); err != nil {
			return err
		}
		pause = min(2*pause, maxPause)
	}
}
