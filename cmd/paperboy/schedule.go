package main

import (
	"context"
	"io"
	"log/slog"
	"math/rand/v2"
	"time"

	"paperboy/data/source/fetch"
)

// schedule fetches feeds at regular times while a server runs.
type schedule struct {
	feeds []fetch.Feed
	every time.Duration
	run   func(context.Context, fetch.Feed) (ingestSummary, error)
	state feedStore
	log   *slog.Logger
}

// schedule reads what the configuration wants fetched; nil if nothing.
func (l *library) schedule(c *Config, log *slog.Logger) (*schedule, error) {
	if len(c.Fetch) == 0 {
		return nil, nil
	}
	if c.FetchEvery < minFetchEvery {
		return nil, usagef("--fetch-every %s: want at least %s", c.FetchEvery, minFetchEvery)
	}
	s := &schedule{every: c.FetchEvery, state: l.service, log: log}
	for _, text := range c.Fetch {
		feed, err := parseFeed(text)
		if err != nil {
			return nil, usagef("--fetch %w", err)
		}
		s.feeds = append(s.feeds, feed)
	}
	client := c.fetchClient(func(text string) { log.Warn("fetch waits", "why", text) })
	s.run = func(ctx context.Context, feed fetch.Feed) (ingestSummary, error) {
		run := fetchRun{
			ingestRun: ingestRun{into: l, read: c.fetchOptions(), rejects: &rejectFile{path: newRejectsPath(c.Data)}, stderr: io.Discard},
			cursors:   l.service, client: client,
		}
		return run.all(ctx, []fetch.Feed{feed})
	}
	return s, nil
}

// start begins to follow, unless s is nil, and returns what ends it and waits.
func (s *schedule) start(ctx context.Context) (stop func()) {
	if s == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.follow(ctx)
	}()
	return func() {
		cancel()
		<-ended
	}
}

// follow fetches each feed when it is due, until ctx is cancelled. A feed is due
// its time after it was last fetched, so that a server which is started again
// and again does not ask more often.
func (s *schedule) follow(ctx context.Context) {
	for {
		next, due := s.next(ctx)
		// A little late, at random: not all servers of the world ask on the hour.
		wait := time.NewTimer(max(time.Until(due), 0) + rand.N(time.Second+s.every/100))
		select {
		case <-ctx.Done():
			wait.Stop()
			return
		case <-wait.C:
		}
		summary, err := s.run(ctx, next)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			s.log.Error("fetch failed", "feed", next.Name(), "error", err)
		default:
			s.log.Info("fetched", "feed", next.Name(), "what", describe(summary.Total))
		}
	}
}

// next is the feed that is due first, and when.
func (s *schedule) next(ctx context.Context) (feed fetch.Feed, due time.Time) {
	fetched := map[string]time.Time{}
	kept, err := s.state.Feeds(ctx)
	if err != nil {
		s.log.Error("fetch: read how far feeds are", "error", err)
		return s.feeds[0], time.Now().Add(s.every)
	}
	for _, f := range kept.Feeds {
		fetched[f.Name] = f.Fetched
	}
	for _, f := range s.feeds {
		if at := fetched[f.Name()].Add(s.every); feed == nil || at.Before(due) {
			feed, due = f, at
		}
	}
	return feed, due
}
