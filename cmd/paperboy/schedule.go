package main

import (
	"context"
	"io"
	"log/slog"
	"math/rand/v2"
	"strings"
	"time"

	"paperboy/api"
	"paperboy/data/fetch"
)

// schedule fetches feeds at regular times while a server runs.
type schedule struct {
	feeds []scheduled
	run   func(context.Context, fetch.Feed) (ingestSummary, error)
	state interface {
		Feeds(context.Context) (api.FeedsAnswer, error)
	}
	log *slog.Logger
	now func() time.Time
	// wait returns after d, or with the error of ctx.
	wait func(ctx context.Context, d time.Duration) error
	// tried is when this process last fetched a feed, by name. What is kept says so
	// too, unless keeping it fails.
	tried map[string]time.Time
}

// scheduled is a feed and how often it is fetched.
type scheduled struct {
	fetch.Feed
	every time.Duration
}

const (
	minFetchEvery = 10 * time.Minute
	// retryFailed is when a fetch that failed is tried again, if its time is longer.
	retryFailed = time.Hour
)

// schedule reads what the configuration wants fetched; nil if nothing.
func (l *opened) schedule(c *Config, log *slog.Logger) (*schedule, error) {
	feeds, err := c.scheduled()
	if err != nil || len(feeds) == 0 {
		return nil, err
	}
	client := c.fetchClient(func(text string) { log.Warn("fetch", "notice", text) })
	return &schedule{
		feeds: feeds, state: l.service, log: log, now: time.Now, wait: fetch.Wait, tried: map[string]time.Time{},
		run: func(ctx context.Context, feed fetch.Feed) (ingestSummary, error) {
			run := fetchRun{
				ingestRun: ingestRun{into: l, read: c.fetchOptions(), rejects: &rejectFile{path: newRejectsPath(c.Data)}, stderr: io.Discard},
				cursors:   l.service, client: client,
			}
			var summary ingestSummary
			err := l.acting(ctx, "fetch "+feed.Name(), func(ctx context.Context) (err error) {
				summary, err = run.all(ctx, []fetch.Feed{feed})
				return err
			})
			return summary, err
		},
	}, nil
}

// scheduled reads --fetch: feeds, each perhaps with a time of its own behind it.
// One text may name several, with "; " between them, since a variable can be given
// but once.
func (c *Config) scheduled() ([]scheduled, error) {
	var feeds []scheduled
	for _, texts := range c.Fetch {
		for text := range strings.SplitSeq(texts, "; ") {
			s := scheduled{every: c.FetchEvery}
			text = strings.TrimSpace(text)
			if i := strings.LastIndexByte(text, ' '); i >= 0 {
				if every, err := time.ParseDuration(text[i+1:]); err == nil {
					s.every, text = every, text[:i]
				}
			}
			var err error
			if s.Feed, err = parseFeed(text); err != nil {
				return nil, usagef("--fetch %w", err)
			}
			if s.every < minFetchEvery {
				return nil, usagef("--fetch %q every %s: want at least %s", text, s.every, minFetchEvery)
			}
			feeds = append(feeds, s)
		}
	}
	return feeds, nil
}

// start begins to follow, unless s is nil, and returns what ends it and waits.
func (s *schedule) start(ctx context.Context) (stop func()) {
	if s == nil {
		return func() {}
	}
	for _, feed := range s.feeds {
		s.log.Info("fetches", "feed", feed.Name(), "every", feed.every.String())
	}
	return background(ctx, "fetches", s.log, s.follow)
}

// follow fetches each feed when it is due, until ctx is cancelled.
func (s *schedule) follow(ctx context.Context) {
	for {
		next, due := s.next(ctx)
		// A little late, at random: not all servers of the world ask on the hour.
		wait := rand.N(time.Second)
		if early := due.Sub(s.now()); early > 0 {
			wait += early + rand.N(next.every/100)
		}
		if s.wait(ctx, wait) != nil {
			return
		}
		s.tried[next.Name()] = s.now()
		summary, err := s.run(ctx, next.Feed)
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

// next is the feed that is due first, and when: its time after it was last tried,
// by whomever, so that a server which is started again and again does not ask more
// often.
func (s *schedule) next(ctx context.Context) (first scheduled, due time.Time) {
	last := map[string]api.Feed{}
	kept, err := s.state.Feeds(ctx)
	if err != nil && ctx.Err() == nil {
		s.log.Error("fetch: read how far feeds are", "error", err)
	}
	for _, f := range kept.Feeds {
		last[f.Name] = f
	}
	for i, feed := range s.feeds {
		name, every := feed.Name(), feed.every
		at := last[name].Fetched
		if tried := s.tried[name]; tried.After(at) {
			at = tried
		}
		if last[name].Error != "" {
			every = min(every, retryFailed)
		}
		if at = at.Add(every); i == 0 || at.Before(due) {
			first, due = feed, at
		}
	}
	return first, due
}
