// Package fetch fetches papers from servers on the internet, politely, page by page.
//
//	Feed: the next page --> Client: one polite request --> format.Read --> Take: durable
//	        ^                                                                   |
//	        +---------------------- Cursor, stored by Save <--------------------+
//
// A Feed knows how a server publishes papers: Daily Papers by day, arXiv's API by
// query, an OAI-PMH repository by date, or a single URL. It makes the request for
// the next page and finds in each response where to continue. Run fetches the pages
// and passes on their records. It saves the cursor once the papers of a page are
// durable, so that an interrupted fetch resumes there and repeats at most one page.
//
// Client waits between requests to a server, obeys robots.txt, retries after
// temporary errors, and does not connect to private addresses (format.NewClient).
//
// This package does not read the papers of a page (data/format/...), store cursors
// (data/store), or decide when to fetch.
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

// A Cursor says how much of a feed was fetched. The zero Cursor is that of a feed that
// was never fetched. A feed is fetched in windows, from From to Until. An interrupted
// window is resumed; the next window begins where it ended.
type Cursor struct {
	// Position is where to continue in the window: a day, an offset or a token. The
	// feed defines the meaning of Position, From and Until.
	Position string `json:"position,omitempty"`
	From     string `json:"from,omitempty"`
	Until    string `json:"until,omitempty"`
	// Ended is true once the whole window has been fetched.
	Ended bool `json:"ended,omitempty"`
	// Again holds the days before From that are still to be fetched again in this window, in
	// order. Reread is the day on which the last window with such days began, and Since the
	// first day that was ever fetched.
	Again  []string `json:"again,omitempty"`
	Reread string   `json:"reread,omitempty"`
	Since  string   `json:"since,omitempty"`
	// Once is true for a window that the user asked for. No other window follows it.
	Once bool `json:"once,omitempty"`
	// Taken is the number of papers taken since Begin, for feeds that count them.
	Taken int `json:"taken,omitempty"`
	// Last is the latest datestamp in the list of an OAI-PMH repository so far.
	// Unordered is true if an earlier or invalid datestamp followed a later one.
	Last      string `json:"last,omitempty"`
	Unordered bool   `json:"unordered,omitempty"`
	// Restarted is the From at which the window was restarted, if it was.
	Restarted string `json:"restarted,omitempty"`
	// Seen holds the validators of the last pages, for conditional requests.
	Seen []Validators `json:"seen,omitempty"`
}

// A Feed is a source of papers that is fetched page by page.
type Feed interface {
	// Name identifies the feed. Its cursor is stored under this name.
	Name() string
	// Begin returns the cursor at which to start. It resumes an interrupted window,
	// perhaps with a later end, or begins a new one. now is in UTC.
	Begin(c Cursor, now time.Time) Cursor
	// Next returns the request for the page at c. It returns false at the end of the
	// window and when enough papers were taken.
	Next(c Cursor) (Request, bool)
	// After finds in a page where to continue. body is nil if the page was not
	// modified. A temporary error makes Run request the page again.
	After(c Cursor, body []byte) (Step, error)
	// Format returns the name of the pages' format, or "" to detect it.
	Format() string
}

// A Step is what a feed finds in a page besides its papers.
type Step struct {
	// Next is the cursor after the page.
	Next Cursor
	// Location is the provenance of the papers; if it is empty, the page's address.
	Location string
	// Withdrawn holds the ids of papers that the server no longer has.
	Withdrawn []data.ID
	// Partial is true for one of several pages of a list. Such a page is always
	// requested unconditionally.
	Partial bool
	// NoPapers is true for a page without papers, which is not read.
	NoPapers bool
}

// Options configure Run.
type Options struct {
	Client *Client
	// Read configures the reading of pages.
	Read format.Options
	// Load and Save store cursors by the names of feeds. Load returns the zero Cursor
	// for an unknown name.
	Load func(ctx context.Context, feed string) (Cursor, error)
	Save func(ctx context.Context, feed string, c Cursor) error
	// Take makes the papers of a page durable. An error ends the fetch.
	Take func(ctx context.Context, location string, records format.Records) error
	// Withdraw is called after a page was taken, with the papers that its server no
	// longer has. from is the prefix of the locations of that server's pages. An error
	// ends the fetch.
	Withdraw func(ctx context.Context, from string, ids []data.ID) error
}

// A Report counts what Run did.
type Report struct {
	// Pages is the number of pages fetched, Unchanged the number of these that had not
	// changed since the last time.
	Pages     int `json:"pages"`
	Unchanged int `json:"unchanged"`
}

// An Error is what a fetch of a feed ended in.
type Error struct {
	Feed string
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("fetch %s: %v", e.Feed, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

const (
	// maxValidators is the maximum number of validators in a cursor, enough for the days
	// of Daily Papers that are fetched again every day.
	maxValidators = 20
	// maxValidatorBytes is the maximum size of a validator, since a server may send
	// anything as one.
	maxValidatorBytes = 1000
)

// Run fetches a feed to the end of its window. If it returns an error or ctx is
// cancelled, the pages taken so far stay, and the next Run resumes after them. A
// resumed window is followed by the window from its end to now. At the end of a window
// that the user asked for, Run saves the zero Cursor, which forgets the window.
func Run(ctx context.Context, feed Feed, opts Options) (Report, error) {
	var report Report
	cursor, err := opts.Load(ctx, feed.Name())
	if err != nil {
		return report, &Error{feed.Name(), err}
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
		if cursor, err = fetchPage(ctx, feed, cursor, request, opts, &report); err != nil {
			return report, &Error{feed.Name(), err}
		}
		saved := cursor
		if cursor.Ended && cursor.Once {
			saved = Cursor{}
		}
		if err := opts.Save(ctx, feed.Name(), saved); err != nil {
			return report, &Error{feed.Name(), fmt.Errorf("save its cursor: %w", err)}
		}
	}
}

// fetchPage requests and takes one page, and returns the cursor after it.
func fetchPage(ctx context.Context, feed Feed, cursor Cursor, request Request, opts Options, report *Report) (Cursor, error) {
	if request.Alone {
		request.Known = cursor.validators(request.URL)
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

// validators returns the validators of an address, or the zero Validators.
func (c Cursor) validators(address string) Validators {
	for _, seen := range c.Seen {
		if seen.URL == address {
			return seen
		}
	}
	return Validators{}
}

// remember stores the validators of an address, unless the page there is partial.
func (c *Cursor) remember(address string, v Validators, partial bool) {
	c.Seen = slices.DeleteFunc(slices.Clone(c.Seen), func(seen Validators) bool { return seen.URL == address })
	if partial || v.ETag == "" && v.LastModified == "" || len(v.ETag)+len(v.LastModified) > maxValidatorBytes {
		return
	}
	v.URL = address
	c.Seen = append(c.Seen, v)
	c.Seen = c.Seen[max(len(c.Seen)-maxValidators, 0):]
}
