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

// FeedStore keeps how far feeds were fetched, and deletes what they no longer have: a
// library or a server that has one open.
type FeedStore interface {
	FetchedFeeds(context.Context) ([]store.Feed, error)
	PutFeed(context.Context, store.Feed) (store.Feed, error)
	// Withdraw deletes the papers with these ids that were read only from addresses which
	// begin with location, and returns how many.
	Withdraw(ctx context.Context, ids []data.ID, location string) (deleted int, err error)
}

// FetchRun fetches feeds, one after the other.
type FetchRun struct {
	Run
	Feeds  FeedStore
	Client *fetch.Client
	// Restart ignores how far earlier fetches got.
	Restart bool
}

// All fetches every feed. One that fails does not keep the others out.
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

// feed fetches one feed, counts the papers that it no longer has, and keeps with its
// cursor the error that the fetch ended in.
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
	// The error is kept even if it is the end of ctx.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return errors.Join(err, cursor.fail(ctx, err))
}

// feedCursor is the cursor of one feed, as it is kept.
type feedCursor struct {
	store FeedStore
	name  string
	// text is the cursor in JSON, empty where there is none.
	text string
}

func (c *feedCursor) load(ctx context.Context) error {
	feeds, err := c.store.FetchedFeeds(ctx)
	if err != nil {
		return fmt.Errorf("read where %s is: %w", c.name, err)
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
		c.text = "" // the window has ended and no other follows
	}
	_, err = c.store.PutFeed(ctx, store.Feed{Name: c.name, Cursor: c.text})
	return err
}

// maxFeedError is how many bytes are kept of an error, which may quote a server.
const maxFeedError = 1000

// fail keeps the error that a fetch ended in; the cursor stays where it is.
func (c *feedCursor) fail(ctx context.Context, failed error) error {
	if of, ok := errors.AsType[*fetch.Error](failed); ok {
		failed = of.Err
	}
	reason := text.OneLine(failed.Error())
	reason = strings.ToValidUTF8(reason[:min(len(reason), maxFeedError)], "")
	if _, err := c.store.PutFeed(ctx, store.Feed{Name: c.name, Cursor: c.text, Error: reason}); err != nil {
		return fmt.Errorf("keep what %s ended in: %w", c.name, err)
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
