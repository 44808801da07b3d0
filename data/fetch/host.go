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

// arXivHost stands for all servers of arXiv, whose limit is one for them together.
const arXivHost = "arxiv.org"

// host is what is known of a server, by scheme and host, or by a name that stands
// for several.
func (c *Client) host(name string) *host {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.hosts[name] == nil {
		c.hosts[name] = new(host)
	}
	return c.hosts[name]
}

// ask returns when an address may be asked: its robots.txt allows it, and its
// server's turn has come.
func (c *Client) ask(ctx context.Context, address *url.URL, r Request) error {
	h := c.host(address.Scheme + "://" + address.Host)
	delay := max(usualDelay, r.Delay)
	if !r.API {
		crawlDelay, err := c.askRobots(ctx, h, address)
		if err != nil {
			return err
		}
		delay = max(delay, crawlDelay)
	}
	return c.await(ctx, h, address, delay)
}

// await returns when a server's turn has come, which it has again after delay.
func (c *Client) await(ctx context.Context, h *host, address *url.URL, delay time.Duration) error {
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

// ErrRobots means that a server's robots.txt keeps programs out.
var ErrRobots = errors.New("the server's robots.txt keeps programs out")

// askRobots refuses an address that the server's robots.txt does, and says what it
// wants to lie between two requests, within bounds. One that is not there, or that
// is no robots.txt, allows all; one that cannot be had now nothing (RFC 9309, 2.3.1).
func (c *Client) askRobots(ctx context.Context, h *host, address *url.URL) (delay time.Duration, err error) {
	h.ruling.Lock()
	defer h.ruling.Unlock()
	if h.robots.rules == nil || c.now().Sub(h.robots.read) > robotsAge {
		if err := c.await(ctx, h, address, 0); err != nil {
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

func (c *Client) readRobots(ctx context.Context, location string) (*robotstxt.RobotsData, error) {
	none := new(robotstxt.RobotsData) // no groups: all is allowed
	got, err := c.do(ctx, Request{URL: location, ruling: true})
	var again *passing
	var refused *statusError
	switch {
	case err == nil:
	case !errors.As(err, &again) && errors.As(err, &refused) && refused.code < http.StatusInternalServerError:
		return none, nil
	default:
		return nil, err
	}
	rules, err := robotstxt.FromBytes(got.Body[:min(len(got.Body), maxRobotsBytes)])
	if err != nil {
		return none, nil
	}
	return rules, nil
}

// maxRobotsBytes is how much of a robots.txt is read (RFC 9309, 2.5).
const maxRobotsBytes = 500 << 10
