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
// What this package does not do: read the papers of a page (data/source/...),
// keep cursors (data/store), decide when to fetch (cmd).
package fetch

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"paperboy/data"
	"paperboy/data/source"
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
	// Restarted is true when the window had to begin anew.
	Restarted bool `json:"restarted,omitempty"`
	// Seen are the validators of the last pages, for conditional requests.
	Seen []Validators `json:"seen,omitempty"`
}

// Feed is a way in which a server gives out papers.
type Feed interface {
	// Name is the feed's own, under which its cursor is kept.
	Name() string
	// Begin opens a window, unless one was broken off. now is the time in UTC.
	Begin(c Cursor, now time.Time) Cursor
	// Next is the request of the page at the cursor; false: the window has ended.
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
	// Withdrawn are the ids of papers that the server says it has no more.
	Withdrawn []data.ID
	// NoPapers is true of a page that is a message and not to be read.
	NoPapers bool
}

// Options say what Run does with pages.
type Options struct {
	Client *Client
	// Read is how pages are read.
	Read source.Options
	// Load and Save keep cursors by the names of feeds. Load gives the zero
	// Cursor where there is none.
	Load func(ctx context.Context, feed string) (Cursor, error)
	Save func(ctx context.Context, feed string, c Cursor) error
	// Take makes the papers of a page durable. Its error ends the fetch.
	Take func(ctx context.Context, location string, records source.Records) error
}

// Report counts what Run did.
type Report struct {
	// Pages were got, Unchanged of them had not changed since the last time.
	Pages     int `json:"pages"`
	Unchanged int `json:"unchanged"`
}

// maxSeen is how many validators a cursor keeps: those of a week of days.
const maxSeen = 8

// Run fetches a feed to the end of its window. On an error, and when ctx is
// cancelled, what was taken stays, and the next Run goes on behind it.
func Run(ctx context.Context, feed Feed, opts Options) (Report, error) {
	var report Report
	cursor, err := opts.Load(ctx, feed.Name())
	if err != nil {
		return report, fmt.Errorf("fetch %s: %w", feed.Name(), err)
	}
	cursor = feed.Begin(cursor, opts.Client.now().UTC())
	for {
		request, more := feed.Next(cursor)
		if !more {
			return report, nil
		}
		for _, seen := range cursor.Seen {
			if seen.URL == request.URL {
				request.Known = seen
			}
		}
		if cursor, err = page(ctx, feed, cursor, request, opts, &report); err != nil {
			return report, fmt.Errorf("fetch %s: %w", feed.Name(), err)
		}
		if err := opts.Save(ctx, feed.Name(), cursor); err != nil {
			return report, fmt.Errorf("fetch %s: keep where it is: %w", feed.Name(), err)
		}
	}
}

// page gets and takes one page, and moves the cursor behind it.
func page(ctx context.Context, feed Feed, cursor Cursor, request Request, opts Options, report *Report) (Cursor, error) {
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
	next := step.Next
	if got.NotModified {
		report.Unchanged++
		return next, nil
	}
	read := opts.Read
	if feed.Format() != "" {
		read.Format = feed.Format()
	}
	records := source.Records(func(func(data.Record, error) bool) {})
	if !step.NoPapers {
		records = source.Read(ctx, got.URL, opts.Client.now(), bytes.NewReader(got.Body), read)
	}
	if err := opts.Take(ctx, got.URL, followed(records, withdrawn(got.URL, step.Withdrawn))); err != nil {
		return cursor, err
	}
	next.Seen = without(next.Seen, request.URL)
	if v := got.Validators; v.ETag != "" || v.LastModified != "" {
		next.Seen = append(next.Seen, Validators{request.URL, v.ETag, v.LastModified})
		next.Seen = next.Seen[max(len(next.Seen)-maxSeen, 0):]
	}
	return next, nil
}

func without(seen []Validators, url string) []Validators {
	var others []Validators
	for _, s := range seen {
		if s.URL != url {
			others = append(others, s)
		}
	}
	return others
}

// withdrawn refuses the papers that a server has no more. They are not deleted
// here, where somebody may have them on a list: who reads the refusal decides.
func withdrawn(location string, ids []data.ID) source.Records {
	return func(yield func(data.Record, error) bool) {
		for _, id := range ids {
			reason := fmt.Sprintf("the server has withdrawn it; 'paperboy delete %s' removes it here", id)
			if !yield(data.Record{}, &source.Reject{Location: location, Entry: string(id), ID: id, Code: "withdrawn", Reason: reason}) {
				return
			}
		}
	}
}

// followed is one sequence behind another.
func followed(first, second source.Records) source.Records {
	return func(yield func(data.Record, error) bool) {
		for _, records := range []source.Records{first, second} {
			for r, err := range records {
				if !yield(r, err) {
					return
				}
			}
		}
	}
}
