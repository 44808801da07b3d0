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
	// defaultDelay is the minimum time between two requests to a server. arXivDelay is
	// that for arXiv, from its terms of use (info.arxiv.org/help/api/tou.html).
	defaultDelay = time.Second
	arXivDelay   = 3 * time.Second
	// maxCrawlDelay is the longest delay that a robots.txt can set.
	maxCrawlDelay = time.Minute
	// robotsAge is how long a robots.txt is cached (RFC 9309, section 2.4).
	robotsAge = 24 * time.Hour
	// robotsAgent is the user agent whose rules in a robots.txt apply.
	robotsAgent = "Paperboy"
)

// robots is the content of a server's robots.txt.
type robots struct {
	rules *robotstxt.RobotsData
	read  time.Time
}

// arXivHost is the name under which all servers of arXiv share one limit.
const arXivHost = "arxiv.org"

// host returns the host of a name, creating it if necessary. The name is a scheme and
// host, or arXivHost.
func (c *Client) host(name string) *host {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.hosts[name] == nil {
		if len(c.hosts) >= maxHosts {
			c.forgetIdle()
		}
		c.hosts[name] = new(host)
	}
	return c.hosts[name]
}

// forgetIdle forgets the servers that no request waits for and that may be asked again at once:
// only their robots.txt has to be read again. The caller holds c.mu.
func (c *Client) forgetIdle() {
	for name, h := range c.hosts {
		if !h.robotsMu.TryLock() {
			continue
		}
		if h.turn.TryLock() {
			if h.next.Before(c.now()) {
				delete(c.hosts, name)
			}
			h.turn.Unlock()
		}
		h.robotsMu.Unlock()
	}
}

// waitForTurn returns nil when an address may be requested: the server's robots.txt allows
// it and enough time has passed since the last request.
func (c *Client) waitForTurn(ctx context.Context, address *url.URL, r Request) error {
	h := c.host(address.Scheme + "://" + address.Host)
	delay := max(defaultDelay, r.Delay)
	if !r.API {
		crawlDelay, err := c.checkRobots(ctx, h, address)
		if err != nil {
			return err
		}
		delay = max(delay, crawlDelay)
	}
	return c.waitForHost(ctx, h, address, delay)
}

// waitForHost waits until a server may be used, and reserves it for delay.
func (c *Client) waitForHost(ctx context.Context, h *host, address *url.URL, delay time.Duration) error {
	if name := strings.ToLower(address.Hostname()); name == arXivHost || strings.HasSuffix(name, "."+arXivHost) {
		h, delay = c.host(arXivHost), max(delay, arXivDelay)
	}
	h.turn.Lock()
	defer h.turn.Unlock()
	if early := h.next.Sub(c.now()); early > 0 {
		if err := c.opts.Wait(ctx, early); err != nil {
			return err
		}
	}
	h.next = c.now().Add(delay)
	return nil
}

// ErrRobots means that a server's robots.txt disallows an address.
var ErrRobots = errors.New("the server's robots.txt does not allow programs to fetch this")

// checkRobots returns the delay that the server's robots.txt sets, at most maxCrawlDelay,
// or ErrRobots if it disallows the address. If the file is missing or malformed,
// everything is allowed. If it cannot be read at the moment, nothing is
// (RFC 9309, section 2.3.1).
func (c *Client) checkRobots(ctx context.Context, h *host, address *url.URL) (delay time.Duration, err error) {
	h.robotsMu.Lock()
	defer h.robotsMu.Unlock()
	if h.robots.rules == nil || c.now().Sub(h.robots.read) > robotsAge {
		if err := c.waitForHost(ctx, h, address, 0); err != nil {
			return 0, err
		}
		rules, err := c.readRobots(ctx, address.Scheme+"://"+address.Host+"/robots.txt")
		if err != nil {
			return 0, fmt.Errorf("read robots.txt: %w", err)
		}
		h.robots = robots{rules, c.now()}
	}
	if !h.robots.rules.TestAgent(address.RequestURI(), robotsAgent) {
		return 0, fmt.Errorf("%s: %w", address, ErrRobots)
	}
	return min(h.robots.rules.FindGroup(robotsAgent).CrawlDelay, maxCrawlDelay), nil
}

// readRobots fetches and parses a robots.txt.
func (c *Client) readRobots(ctx context.Context, location string) (*robotstxt.RobotsData, error) {
	allowAll := new(robotstxt.RobotsData) // without any rules
	got, err := c.do(ctx, Request{URL: location, robots: true})
	var temporary *temporaryError
	var refused *statusError
	switch {
	case err == nil:
	case !errors.As(err, &temporary) && errors.As(err, &refused) && refused.code < http.StatusInternalServerError:
		return allowAll, nil
	default:
		return nil, err
	}
	rules, err := robotstxt.FromBytes(got.Body[:min(len(got.Body), maxRobotsBytes)])
	if err != nil {
		return allowAll, nil
	}
	return rules, nil
}

// maxRobotsBytes is how much of a robots.txt is parsed (RFC 9309, section 2.5).
const maxRobotsBytes = 500 << 10
