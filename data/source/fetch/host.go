package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/temoto/robotstxt"
)

const (
	// usualDelay lies between two requests to one server; arXivDelay is what arXiv
	// asks for (info.arxiv.org/help/api/tou.html).
	usualDelay = time.Second
	arXivDelay = 3 * time.Second
	// maxCrawlDelay bounds what a robots.txt may ask for.
	maxCrawlDelay = time.Minute
	// robotsAge is how long a robots.txt counts (RFC 9309, 2.4).
	robotsAge = 24 * time.Hour
	// robotsAgent is the name by which a robots.txt may speak of Paperboy.
	robotsAgent = "Paperboy"
)

// robots is what a server's robots.txt says.
type robots struct {
	rules *robotstxt.RobotsData
	read  time.Time
}

func (c *Client) host(address *url.URL) *host {
	c.mu.Lock()
	defer c.mu.Unlock()
	name := address.Scheme + "://" + address.Host
	if c.hosts[name] == nil {
		c.hosts[name] = new(host)
	}
	return c.hosts[name]
}

// await returns when the server may be asked again.
func (c *Client) await(ctx context.Context, h *host, address *url.URL) error {
	h.turn.Lock()
	defer h.turn.Unlock()
	delay := usualDelay
	if name := address.Hostname(); name == "arxiv.org" || strings.HasSuffix(name, ".arxiv.org") {
		delay = arXivDelay
	}
	if h.robots.rules != nil {
		delay = max(delay, min(h.robots.rules.FindGroup(robotsAgent).CrawlDelay, maxCrawlDelay))
	}
	if early := h.next.Sub(c.now()); early > 0 {
		if err := c.opts.Wait(ctx, early); err != nil {
			return err
		}
	}
	h.next = c.now().Add(delay)
	return nil
}

// ErrRobots means that a server's robots.txt keeps programs out.
var ErrRobots = errors.New("the server's robots.txt keeps programs out")

// askRobots refuses an address that the server's robots.txt does. One that is not
// there allows all, one that cannot be had now nothing (RFC 9309, 2.3.1).
func (c *Client) askRobots(ctx context.Context, h *host, address *url.URL) error {
	h.turn.Lock()
	defer h.turn.Unlock()
	if h.robots.rules == nil || c.now().Sub(h.robots.read) > robotsAge {
		got, err := c.do(ctx, Request{URL: address.Scheme + "://" + address.Host + "/robots.txt"})
		status := http.StatusOK
		var refused *statusError
		switch errors.As(err, &refused); {
		case refused != nil && refused.code < http.StatusInternalServerError && refused.code != http.StatusTooManyRequests:
			status = http.StatusNotFound
		case err != nil:
			return fmt.Errorf("read robots.txt: %w", err)
		}
		rules, err := robotstxt.FromStatusAndBytes(status, got.Body[:min(len(got.Body), maxRobotsBytes)])
		if err != nil {
			return fmt.Errorf("read robots.txt of %s: %w", address.Host, err)
		}
		h.robots = robots{rules, c.now()}
	}
	if !h.robots.rules.TestAgent(address.RequestURI(), robotsAgent) {
		return fmt.Errorf("%s: %w", address, ErrRobots)
	}
	return nil
}

// maxRobotsBytes is how much of a robots.txt is read (RFC 9309, 2.5).
const maxRobotsBytes = 500 << 10
