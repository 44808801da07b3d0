// Package fetch gets papers from servers on the net, politely, page by page.
//
//	Feed: where to go on --> Client: one polite request --> source.Read --> Take: durable
//	        ^                                                                   |
//	        +------------------- Cursor, kept by Save <-------------------------+
//
// A Feed knows a server's way of giving out papers: Daily Papers by day, arXiv's
// API by query, OAI-PMH by date, one URL. It says which page is next and reads
// off a page how to go on. Run gets the pages and hands their records on; the
// cursor is saved when a page's papers are durable, so that a fetch that was
// broken off resumes there and what is read twice is at most one page.
//
// Client waits between two requests to a server, asks robots.txt, repeats what
// failed for the moment, and reaches no private address (source.NewClient).
//
// What this package does not do: read the papers of a page (data/format/...),
// keep cursors (data/store), decide when to fetch (cmd).
package fetch

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/format"
)

// Cursor is how far a feed was fetched. The zero Cursor is a feed never fetched.
// A window from From to Until is fetched from its beginning to its end, however
// often that is broken off; the next one begins where it ended.
type Cursor struct {
	// Position is where in the window to go on: a day, an offset, a token. Its
	// meaning is the feed's own, as is that of From and Until.
	Position string `json:"position,omitempty"`
	From     string `json:"from,omitempty"`
	Until    string `json:"until,omitempty"`
	// Ended is true when the window has been fetched to its end.
	Ended bool `json:"ended,omitempty"`
	// Once is true of a window that somebody named: no other follows it.
	Once bool `json:"once,omitempty"`
	// Taken is how many papers were taken since Begin, where a feed counts them.
	Taken int `json:"taken,omitempty"`
	// Last is the last datestamp of a repository's list so far. The list is
	// Unordered if an earlier one came behind a later.
	Last      string `json:"last,omitempty"`
	Unordered bool   `json:"unordered,omitempty"`
	// Restarted is the From at which the window had to begin anew.
	Restarted string `json:"restarted,omitempty"`
	// Seen are the validators of the last pages, for conditional requests.
	Seen []Validators `json:"seen,omitempty"`
}

// Feed is a way in which a server gives out papers.
type Feed interface {
	// Name is the feed's own, under which its cursor is kept.
	Name() string
	// Begin opens a window, unless one was broken off, which goes on, perhaps to a
	// later end. now is the time in UTC.
	Begin(c Cursor, now time.Time) Cursor
	// Next is the request of the page at the cursor; false: the window has ended, or
	// enough was taken.
	Next(c Cursor) (Request, bool)
	// After reads off a page how to go on. body is nil where it was not modified.
	After(c Cursor, body []byte) (Step, error)
	// Format is the format of pages; empty: to be recognised.
	Format() string
}

// Step is what a feed reads off a page beside its papers.
type Step struct {
	// Next is the cursor behind the page.
	Next Cursor
	// Location is where the papers are said to come from; empty: the page's address.
	Location string
	// Withdrawn are the ids of papers that the server says it has no more.
	Withdrawn []data.ID
	// Partial is true of a page that others continue: it is always had again.
	Partial bool
	// NoPapers is true of a page that is a message and not to be read.
	NoPapers bool
}

// Options say what Run does with pages.
type Options struct {
	Client *Client
	// Read is how pages are read.
	Read format.Options
	// Load and Save keep cursors by the names of feeds. Load gives the zero
	// Cursor where there is none.
	Load func(ctx context.Context, feed string) (Cursor, error)
	Save func(ctx context.Context, feed string, c Cursor) error
	// Take makes the papers of a page durable. Its error ends the fetch.
	Take func(ctx context.Context, location string, records format.Records) error
	// Withdraw is told, behind a page that was taken, of the papers that its server
	// has no more; from is what the addresses of that server's pages begin with. Its
	// error ends the fetch.
	Withdraw func(ctx context.Context, from string, ids []data.ID) error
}

// Report counts what Run did.
type Report struct {
	// Pages were got, Unchanged of them had not changed since the last time.
	Pages     int `json:"pages"`
	Unchanged int `json:"unchanged"`
}

const (
	// maxSeen is how many validators a cursor keeps: those of a week of days.
	maxSeen = 8
	// maxValidatorBytes bounds each: a server may send anything as one.
	maxValidatorBytes = 1000
)

// Run fetches a feed to the end of its window. On an error, and when ctx is
// cancelled, what was taken stays, and the next Run goes on behind it. A window
// that was broken off is followed by the one from its end to now. A window that
// somebody named is forgotten at its end: the zero Cursor is saved.
func Run(ctx context.Context, feed Feed, opts Options) (Report, error) {
	var report Report
	cursor, err := opts.Load(ctx, feed.Name())
	if err != nil {
		return report, fmt.Errorf("fetch %s: %w", feed.Name(), err)
	}
	now := opts.Client.now().UTC()
	cursor = feed.Begin(cursor, now)
	for {
		request, more := feed.Next(cursor)
		if !more {
			next := feed.Begin(cursor, now)
			if !cursor.Ended || cursor.Once || next.Until == cursor.Until {
				return report, nil
			}
			cursor = next
			continue
		}
		if cursor, err = page(ctx, feed, cursor, request, opts, &report); err != nil {
			return report, fmt.Errorf("fetch %s: %w", feed.Name(), err)
		}
		kept := cursor
		if cursor.Ended && cursor.Once {
			kept = Cursor{}
		}
		if err := opts.Save(ctx, feed.Name(), kept); err != nil {
			return report, fmt.Errorf("fetch %s: keep where it is: %w", feed.Name(), err)
		}
	}
}

// page gets and takes one page, and moves the cursor behind it.
func page(ctx context.Context, feed Feed, cursor Cursor, request Request, opts Options, report *Report) (Cursor, error) {
	if request.Alone {
		request.Known = cursor.known(request.URL)
	}
	var step Step
	var got Response
	err := opts.Client.retry(ctx, func() (err error) {
		if got, err = opts.Client.get(ctx, request); err != nil {
			return err
		}
		step, err = feed.After(cursor, got.Body)
		return err
	})
	if err != nil {
		return cursor, err
	}
	report.Pages++
	if got.NotModified {
		report.Unchanged++
		return step.Next, nil
	}
	location := cmp.Or(step.Location, got.URL)
	if !step.NoPapers {
		read := opts.Read
		read.Format = feed.Format()
		records := format.Read(ctx, location, opts.Client.now(), bytes.NewReader(got.Body), read)
		if err := opts.Take(ctx, location, records); err != nil {
			return cursor, err
		}
	}
	if len(step.Withdrawn) > 0 {
		from, _, _ := strings.Cut(location, "?")
		if err := opts.Withdraw(ctx, from+"?", step.Withdrawn); err != nil {
			return cursor, err
		}
	}
	if request.Alone {
		step.Next.remember(request.URL, got.Validators, step.Partial)
	}
	return step.Next, nil
}

// known are the validators of an address, empty where there are none.
func (c Cursor) known(address string) Validators {
	for _, seen := range c.Seen {
		if seen.URL == address {
			return seen
		}
	}
	return Validators{}
}

// remember keeps the validators of an address, unless the page there is partial.
func (c *Cursor) remember(address string, v Validators, partial bool) {
	c.Seen = slices.DeleteFunc(slices.Clone(c.Seen), func(seen Validators) bool { return seen.URL == address })
	if partial || v.ETag == "" && v.LastModified == "" || len(v.ETag)+len(v.LastModified) > maxValidatorBytes {
		return
	}
	v.URL = address
	c.Seen = append(c.Seen, v)
	c.Seen = c.Seen[max(len(c.Seen)-maxSeen, 0):]
}
