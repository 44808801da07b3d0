package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/data/source"
	"paperboy/data/source/fetch"
	"paperboy/data/source/formats"
)

// feedStore keeps how far feeds were fetched: the folder's or a server's.
type feedStore interface {
	Feeds(context.Context) (api.FeedsAnswer, error)
	PutFeed(context.Context, api.Feed) (api.Feed, error)
}

// fetcher takes what is fetched, and keeps how far that is.
type fetcher interface {
	ingester
	feedStore
}

// localFetcher fetches into the data folder, remoteFetcher into a server.
type (
	localFetcher struct {
		*library
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
		return remoteFetcher{remoteIngester{remote}, remote}, func() error { return nil }, nil
	}
	l, err := openLibrary(cmd.Context(), f)
	if err != nil {
		return nil, nil, err
	}
	return localFetcher{l, l.service}, l.close, nil
}

func (c *Config) fetchOptions() source.Options { return source.Options{Formats: formats.All()} }

// fetchClient makes the client of a fetch, which tells notice of its waits.
func (c *Config) fetchClient(notice func(string)) *fetch.Client {
	return fetch.NewClient(fetch.ClientOptions{
		HTTP:      source.NewClient(c.AllowPrivate),
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
	for i, feed := range feeds {
		sources[i] = ingestSource{feed.Name(), func(ctx context.Context, take takeFunc, report func(read, total int64)) error {
			return r.feed(ctx, feed, take, report)
		}}
	}
	return r.ingestRun.sources(ctx, sources)
}

// feed fetches one feed, and keeps with its cursor what the fetch ended in.
func (r fetchRun) feed(ctx context.Context, feed fetch.Feed, take takeFunc, report func(read, total int64)) error {
	var kept fetch.Cursor
	save := func(ctx context.Context, c fetch.Cursor, failed string) error {
		text, err := json.Marshal(c)
		if err == nil {
			_, err = r.cursors.PutFeed(ctx, api.Feed{Name: feed.Name(), Cursor: string(text), Error: failed})
		}
		return err
	}
	pages := int64(0)
	_, err := fetch.Run(ctx, feed, fetch.Options{
		Client: r.client,
		Read:   r.read,
		Load: func(ctx context.Context, name string) (fetch.Cursor, error) {
			if r.anew {
				return kept, nil
			}
			feeds, err := r.cursors.Feeds(ctx)
			if err != nil {
				return kept, err
			}
			for _, f := range feeds.Feeds {
				if f.Name == name {
					err = json.Unmarshal([]byte(f.Cursor), &kept)
				}
			}
			return kept, err
		},
		Save: func(ctx context.Context, _ string, c fetch.Cursor) error {
			kept = c
			return save(ctx, c, "")
		},
		Take: func(ctx context.Context, location string, records source.Records) error {
			pages++
			report(pages, 0)
			return take(ctx, records)
		},
	})
	if err == nil {
		return nil
	}
	// What it ended in is kept even if that was the end of ctx.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if keepErr := save(ctx, kept, err.Error()); keepErr != nil {
		return errors.Join(err, fmt.Errorf("keep where %s is: %w", feed.Name(), keepErr))
	}
	return err
}
