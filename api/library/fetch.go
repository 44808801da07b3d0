package library

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/data/fetch"
	"paperboy/data/format"
	"paperboy/data/store"
	"paperboy/data/text"
	"paperboy/index/ingest"
)

// FeedStore stores how far feeds were fetched, and deletes papers that they no longer have. It is a
// Library, or a client of the server that has the library open.
type FeedStore interface {
	FetchedFeeds(context.Context) ([]store.Feed, error)
	PutFeed(context.Context, store.Feed) (store.Feed, error)
	// Withdraw deletes those papers with the given ids whose records all come from addresses that
	// start with location, and returns how many it deleted.
	Withdraw(ctx context.Context, ids []data.ID, location string) (deleted int, err error)
}

// FetchRun fetches feeds, one after the other.
type FetchRun struct {
	Run
	Feeds  FeedStore
	Client *fetch.Client
	// Restart fetches from the start, ignoring how far earlier fetches got.
	Restart bool
}

// All fetches every feed, even if some fail. The error joins those of the feeds that failed.
func (r FetchRun) All(ctx context.Context, feeds []fetch.Feed) (Summary, error) {
	sources := make([]source, len(feeds))
	withdrawn := make([]int, len(feeds))
	for i, feed := range feeds {
		sources[i] = source{feed.Name(), func(ctx context.Context, take takeFunc, progress func(read, total int64)) error {
			return r.feed(ctx, feed, take, progress, &withdrawn[i])
		}}
	}
	summary, err := r.sources(ctx, sources)
	for i := range summary.Sources {
		summary.Sources[i].Withdrawn = withdrawn[i]
	}
	return summary, err
}

// feed fetches one feed. It adds the number of papers that the feed no longer has to *withdrawn. If
// the fetch fails, feed stores the error with the feed's cursor.
func (r FetchRun) feed(ctx context.Context, feed fetch.Feed, take takeFunc, progress func(read, total int64), withdrawn *int) error {
	cursor := feedCursor{r.Feeds, feed.Name(), ""}
	if err := cursor.load(ctx); err != nil {
		return err
	}
	pages := int64(0)
	_, err := fetch.Run(ctx, feed, fetch.Options{
		Client: r.Client,
		Read:   r.Read,
		Load: func(context.Context, string) (fetch.Cursor, error) {
			if r.Restart {
				return fetch.Cursor{}, nil
			}
			return cursor.decode()
		},
		Save: func(ctx context.Context, _ string, c fetch.Cursor) error { return cursor.save(ctx, c) },
		Take: func(ctx context.Context, _ string, records format.Records) error {
			pages++
			progress(pages, 0)
			return take(ctx, records)
		},
		Withdraw: func(ctx context.Context, from string, ids []data.ID) error {
			deleted, err := r.Feeds.Withdraw(ctx, ids, from)
			*withdrawn += deleted
			return err
		},
	})
	if err == nil {
		return nil
	}
	// The error is stored even if ctx was cancelled.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return errors.Join(err, cursor.fail(ctx, err))
}

// feedCursor is the stored cursor of one feed.
type feedCursor struct {
	store FeedStore
	name  string
	// text is the cursor as JSON, empty if there is none.
	text string
}

func (c *feedCursor) load(ctx context.Context) error {
	feeds, err := c.store.FetchedFeeds(ctx)
	if err != nil {
		return fmt.Errorf("read the cursor of %s: %w", c.name, err)
	}
	for _, f := range feeds {
		if f.Name == c.name {
			c.text = f.Cursor
		}
	}
	return nil
}

func (c *feedCursor) decode() (cursor fetch.Cursor, err error) {
	if c.text == "" {
		return cursor, nil
	}
	if err := json.Unmarshal([]byte(c.text), &cursor); err != nil {
		return cursor, fmt.Errorf("the stored cursor cannot be read, --restart ignores it: %w", err)
	}
	return cursor, nil
}

func (c *feedCursor) save(ctx context.Context, cursor fetch.Cursor) error {
	text, err := json.Marshal(cursor)
	if err != nil {
		return err
	}
	if c.text = string(text); c.text == "{}" {
		c.text = "" // the window has ended, and there is no next one
	}
	_, err = c.store.PutFeed(ctx, store.Feed{Name: c.name, Cursor: c.text})
	return err
}

// maxFeedError is the maximum length of a stored error, in bytes. An error may quote a server.
const maxFeedError = 1000

// fail stores the error of a fetch, and leaves the cursor unchanged.
func (c *feedCursor) fail(ctx context.Context, failed error) error {
	if of, ok := errors.AsType[*fetch.Error](failed); ok {
		failed = of.Err
	}
	reason := text.OneLine(failed.Error())
	reason = strings.ToValidUTF8(reason[:min(len(reason), maxFeedError)], "")
	if _, err := c.store.PutFeed(ctx, store.Feed{Name: c.name, Cursor: c.text, Error: reason}); err != nil {
		return fmt.Errorf("store the error of %s: %w", c.name, err)
	}
	return nil
}

// FetchedFeeds returns how far feeds were fetched into the library.
func (l *Library) FetchedFeeds(ctx context.Context) ([]store.Feed, error) { return l.store.Feeds(ctx) }

// Withdraw implements FeedStore.
func (l *Library) Withdraw(ctx context.Context, ids []data.ID, location string) (deleted int, err error) {
	audit.Note(ctx, audit.PapersDelete, ids...)
	done, err := l.Delete(ctx, ingest.Selection{IDs: ids, Location: location}, false)
	return done.Deleted, err
}
