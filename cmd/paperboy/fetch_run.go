package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/data"
	"paperboy/data/fetch"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/text"
)

// feedStore keeps how far feeds were fetched, and ends what they have no more: the
// folder's or a server's.
type feedStore interface {
	Feeds(context.Context) (api.FeedsAnswer, error)
	PutFeed(context.Context, api.Feed) (api.Feed, error)
	DeletePapers(context.Context, api.Deletion) (api.DeleteAnswer, error)
}

// fetcher takes what is fetched, and keeps how far that is.
type fetcher interface {
	ingester
	feedStore
}

// localFetcher fetches into the data folder, remoteFetcher into a server.
type (
	localFetcher struct {
		*opened
		feedStore
	}
	remoteFetcher struct {
		remoteIngester
		feedStore
	}
)

// openFetch returns what takes papers and keeps cursors, and what closes it.
func (c *Config) openFetch(cmd *cobra.Command) (fetcher, func() error, error) {
	f, remote, err := c.reach(cmd)
	if err != nil {
		return nil, nil, err
	}
	if remote != nil {
		return remoteFetcher{remoteIngester{remote}, feeds{papers{server: remote}}}, func() error { return nil }, nil
	}
	l, err := c.openLibrary(cmd.Context(), f)
	if err != nil {
		return nil, nil, err
	}
	return localFetcher{l, l.service}, l.close, nil
}

func (c *Config) fetchOptions() format.Options { return format.Options{Formats: formats.All()} }

// fetchClient makes the client of a fetch, which tells notice of its waits, and that
// it cannot use a proxy, as that would decide which addresses are reached.
func (c *Config) fetchClient(notice func(string)) *fetch.Client {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		if os.Getenv(name) != "" && !c.AllowPrivate {
			notice(name + " is set, but without --allow-private no proxy is used")
			break
		}
	}
	return fetch.NewClient(fetch.ClientOptions{
		HTTP:      format.NewClient(c.AllowPrivate),
		UserAgent: "Paperboy/" + version(),
		Notice:    notice,
	})
}

// fetchRun fetches feeds, one after the other.
type fetchRun struct {
	ingestRun
	cursors feedStore
	client  *fetch.Client
	// anew forgets the cursors that were kept.
	anew bool
}

// all fetches every feed. One that fails does not keep the others out.
func (r fetchRun) all(ctx context.Context, feeds []fetch.Feed) (ingestSummary, error) {
	sources := make([]ingestSource, len(feeds))
	withdrawn := make([]int, len(feeds))
	for i, feed := range feeds {
		sources[i] = ingestSource{feed.Name(), func(ctx context.Context, take takeFunc, report func(read, total int64)) error {
			return r.feed(ctx, feed, take, report, &withdrawn[i])
		}}
	}
	summary, err := r.ingestRun.sources(ctx, sources)
	for i := range summary.Sources {
		summary.Sources[i].Withdrawn = withdrawn[i]
	}
	return summary, err
}

// feed fetches one feed, counts the papers that it has no more, and keeps with its
// cursor what the fetch ended in.
func (r fetchRun) feed(ctx context.Context, feed fetch.Feed, take takeFunc, report func(read, total int64), withdrawn *int) error {
	cursor := feedCursor{r.cursors, feed.Name(), ""}
	if err := cursor.load(ctx); err != nil {
		return err
	}
	pages := int64(0)
	_, err := fetch.Run(ctx, feed, fetch.Options{
		Client: r.client,
		Read:   r.read,
		Load: func(context.Context, string) (fetch.Cursor, error) {
			if r.anew {
				return fetch.Cursor{}, nil
			}
			return cursor.decode()
		},
		Save: func(ctx context.Context, _ string, c fetch.Cursor) error { return cursor.save(ctx, c) },
		Take: func(ctx context.Context, _ string, records format.Records) error {
			pages++
			report(pages, 0)
			return take(ctx, records)
		},
		Withdraw: func(ctx context.Context, from string, ids []data.ID) error {
			gone, err := r.cursors.DeletePapers(ctx, api.Deletion{IDs: ids, Location: from})
			*withdrawn += gone.Deleted
			return err
		},
	})
	if err == nil {
		return nil
	}
	// What it ended in is kept even if that was the end of ctx.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return errors.Join(err, cursor.fail(ctx, err))
}

// feedCursor is the cursor of one feed, as it is kept.
type feedCursor struct {
	store feedStore
	name  string
	// text is the cursor in JSON, empty where there is none.
	text string
}

func (c *feedCursor) load(ctx context.Context) error {
	kept, err := c.store.Feeds(ctx)
	if err != nil {
		return fmt.Errorf("read where %s is: %w", c.name, err)
	}
	for _, f := range kept.Feeds {
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
		return cursor, fmt.Errorf("the cursor that is kept cannot be read, --anew forgets it: %w", err)
	}
	return cursor, nil
}

func (c *feedCursor) save(ctx context.Context, cursor fetch.Cursor) error {
	text, err := json.Marshal(cursor)
	if err != nil {
		return err
	}
	if c.text = string(text); c.text == "{}" {
		c.text = "" // the window has ended and none follows
	}
	_, err = c.store.PutFeed(ctx, api.Feed{Name: c.name, Cursor: c.text})
	return err
}

// maxFeedError bounds what is kept of an error, which may quote a server.
const maxFeedError = 1000

// fail keeps what a fetch ended in; the cursor stays where it is.
func (c *feedCursor) fail(ctx context.Context, failed error) error {
	message := strings.TrimPrefix(text.OneLine(failed.Error()), "fetch "+c.name+": ")
	message = strings.ToValidUTF8(message[:min(len(message), maxFeedError)], "")
	if _, err := c.store.PutFeed(ctx, api.Feed{Name: c.name, Cursor: c.text, Error: message}); err != nil {
		return fmt.Errorf("keep what %s ended in: %w", c.name, err)
	}
	return nil
}
