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
	"strconv"
	"sync"
	"time"

	"paperboy/data/format"
)

const (
	// maxPageBytes is the longest page that is read, decompressed. The longest seen,
	// a week of Daily Papers, has 3 MB.
	maxPageBytes = 64 << 20
	// usualTimeout is enough for maxPageBytes at half a megabyte a second.
	usualTimeout = 2 * time.Minute
	// attempts, firstPause and maxPause are those of a request that fails for the
	// moment: 3, 6, 12, 24 and 48 seconds lie between them.
	attempts   = 6
	firstPause = 3 * time.Second
	maxPause   = 2 * time.Minute
	// maxRetryAfter is how long a server may make a fetch wait. What it asks for
	// beyond that ends the fetch, which resumes another time.
	maxRetryAfter = 10 * time.Minute
)

// ClientOptions configure a Client.
type ClientOptions struct {
	// HTTP makes the requests; nil: source.NewClient(false). One that has no
	// CheckRedirect follows no redirects.
	HTTP *http.Client
	// Timeout is for one page from the request to its last byte; 0: two minutes.
	Timeout time.Duration
	// UserAgent names the program; empty: source.UserAgent.
	UserAgent string
	// Now is the clock; nil: time.Now.
	Now func() time.Time
	// Wait returns after d, or with the error of ctx; nil: a timer.
	Wait func(ctx context.Context, d time.Duration) error
	// Notice, if not nil, is told of waits that people would wonder at.
	Notice func(text string)
}

// Client makes polite requests. It may be used concurrently.
type Client struct {
	opts ClientOptions
	mu   sync.Mutex // guards hosts
	// hosts are the servers that were asked, by scheme and host.
	hosts map[string]*host
}

// host is what is known of a server.
type host struct {
	turn   sync.Mutex // guards next; held while a request waits for its turn
	next   time.Time
	ruling sync.Mutex // guards robots; held while it is read
	robots robots
}

// NewClient makes a Client.
func NewClient(opts ClientOptions) *Client {
	if opts.HTTP == nil {
		opts.HTTP = format.NewClient(false)
	}
	opts.Timeout = cmp.Or(opts.Timeout, usualTimeout)
	opts.UserAgent = cmp.Or(opts.UserAgent, format.UserAgent)
	if opts.Wait == nil {
		opts.Wait = Wait
	}
	if opts.Notice == nil {
		opts.Notice = func(string) {}
	}
	return &Client{opts: opts, hosts: map[string]*host{}}
}

func (c *Client) now() time.Time {
	if c.opts.Now != nil {
		return c.opts.Now()
	}
	return time.Now()
}

// Wait returns after d, or with the error of ctx.
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

// Validators are what a server gave with a page, to ask whether it has changed.
type Validators struct {
	URL          string `json:"url"`
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// Request is one page to get.
type Request struct {
	URL string
	// Alone is true of a page that is all there is to say at its address: it need
	// not be had again where it has not changed.
	Alone bool
	// Known, if not empty, makes the request conditional.
	Known Validators
	// API is true of addresses that are made for programs, with terms of their own:
	// robots.txt, which is for those who follow links, is not asked.
	API bool
	// Delay is what is to lie between two requests to the server at least.
	Delay time.Duration
	// ruling is true of the request for a robots.txt itself: it takes no turn.
	ruling bool
}

// Response is a page that was got.
type Response struct {
	// URL is the address that answered, behind all redirects.
	URL         string
	NotModified bool
	Validators  Validators
	Body        []byte
}

// get makes one request when the server's turn has come. Errors that are worth
// another attempt are *passing.
func (c *Client) get(ctx context.Context, r Request) (Response, error) {
	address, err := ParseAddress(r.URL)
	if err != nil {
		return Response{}, err
	}
	if err := c.ask(ctx, address, r); err != nil {
		return Response{}, err
	}
	return c.do(ctx, r)
}

// ParseAddress reads the address of a page, http or https. One that holds a
// password is refused: it would be kept with the papers.
func ParseAddress(text string) (*url.URL, error) {
	address, err := url.Parse(text)
	switch {
	case err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https":
		return nil, fmt.Errorf("%q is no http or https address", text)
	case address.User != nil:
		return nil, fmt.Errorf("%s has a name or password in it, which would be kept with the papers: download it, and ingest the file", address.Redacted())
	}
	return address, nil
}

// do makes one request now, and follows its redirects when the turn of each has
// come.
func (c *Client) do(ctx context.Context, r Request) (Response, error) {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.URL, nil)
	if err != nil {
		return Response{}, err
	}
	request.Header.Set("User-Agent", c.opts.UserAgent)
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
	answer, err := client.Do(request)
	if err != nil {
		return Response{}, netError(r.URL, err)
	}
	defer answer.Body.Close()
	got := Response{URL: answer.Request.URL.String(), Validators: Validators{ETag: answer.Header.Get("ETag"), LastModified: answer.Header.Get("Last-Modified")}}
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusNotModified:
		got.NotModified = true
		return got, nil
	default:
		return got, c.refusal(r.URL, answer)
	}
	got.Body, err = io.ReadAll(io.LimitReader(answer.Body, maxPageBytes+1))
	switch {
	case err != nil:
		return got, &passing{err: fmt.Errorf("%s: the answer broke off: %w", r.URL, err)}
	case len(got.Body) > maxPageBytes:
		return got, fmt.Errorf("%s: the answer has more than %d MiB: download it, and ingest the file", r.URL, maxPageBytes>>20)
	case asksForPerson(got.Body):
		return got, fmt.Errorf("%s: %w", r.URL, ErrHuman)
	}
	return got, nil
}

// follow allows a redirect of r, as politely as the request itself.
func (c *Client) follow(next *http.Request, via []*http.Request, r Request) error {
	if c.opts.HTTP.CheckRedirect == nil {
		return format.ErrRedirect
	}
	if err := c.opts.HTTP.CheckRedirect(next, via); err != nil || r.ruling {
		return err
	}
	address, err := ParseAddress(next.URL.String())
	if err != nil {
		return fmt.Errorf("%w: %w", format.ErrRedirect, err)
	}
	return c.ask(next.Context(), address, r)
}

// netError tells the errors of a request that are worth another attempt from
// those that will come again.
func netError(location string, err error) error {
	var known *passing
	var named *url.Error
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &known) {
		return err
	}
	if errors.As(err, &named) {
		err = fmt.Errorf("%s: %w", location, named.Err) // without the address of a redirect, which may hold a password
	}
	switch {
	case errors.Is(err, format.ErrPrivateAddress), errors.Is(err, format.ErrRedirect), errors.Is(err, ErrRobots), errors.Is(err, ErrHuman),
		errors.As(err, &name) && name.IsNotFound, errors.As(err, &certificate):
		return err
	}
	return &passing{err: err}
}

// passing is an error that is worth another attempt.
type passing struct {
	err error
	// after is how long the server asks to wait, 0 if it does not.
	after time.Duration
}

func (p *passing) Error() string { return p.err.Error() }
func (p *passing) Unwrap() error { return p.err }

// retryAfter reads the header of that name, seconds or a date.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(value); err == nil {
		return time.Duration(min(max(seconds, 0), 1e6)) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}

// retry makes attempts while their errors are passing ones, with pauses that grow.
func (c *Client) retry(ctx context.Context, attempt func() error) error {
	pause := firstPause
	for n := 1; ; n++ {
		err := attempt()
		var p *passing
		switch {
		case err == nil, ctx.Err() != nil, !errors.As(err, &p):
			return err
		case n == attempts:
			return fmt.Errorf("%w (after %d attempts)", err, n)
		case p.after > maxRetryAfter:
			return fmt.Errorf("%w, and asks to come back in %s", err, p.after.Round(time.Minute))
		}
		// Jitter, so that not all who were turned away come back at once.
		delay := max(p.after, time.Duration(float64(pause)*(0.8+0.4*rand.Float64())))
		c.opts.Notice(fmt.Sprintf("%v; trying again in %s", err, delay.Round(time.Second)))
		if err := c.opts.Wait(ctx, delay); err != nil {
			return err
		}
		pause = min(2*pause, maxPause)
	}
}
