package library

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"paperboy/data/fetch"
	"paperboy/data/store"
)

// Schedule fetches feeds at regular times.
type Schedule struct {
	Feeds []ScheduledFeed
	// Fetch fetches one feed.
	Fetch func(context.Context, fetch.Feed) (Summary, error)
	// Kept returns the stored state of the feeds: when each was last fetched, by this Schedule or
	// by a command.
	Kept func(context.Context) ([]store.Feed, error)
	// Fetched is called after each fetch. Failed is called with errors of Kept.
	Fetched func(fetch.Feed, Summary, error)
	Failed  func(error)

	// now is the clock. wait returns after d, or earlier with the error of ctx. Tests set both.
	now  func() time.Time
	wait func(ctx context.Context, d time.Duration) error
	// tried is when this Schedule last fetched each feed, by name. Kept returns that time too,
	// unless it could not be stored.
	tried map[string]time.Time
}

// ScheduledFeed is a feed and how often it is fetched.
type ScheduledFeed struct {
	fetch.Feed
	Every time.Duration
}

const (
	// MinFetchEvery is the shortest time between two fetches of a feed.
	MinFetchEvery = 10 * time.Minute
	// retryFailed is how long a Schedule waits after a failed fetch before it tries again, unless
	// the feed's interval is shorter.
	retryFailed = time.Hour
)

// ParseSchedule parses feeds, each as fetch.ParseFeed does and optionally followed by its interval,
// such as "arxiv cs.CL 12h". A feed without one gets the given interval. A text can have several
// feeds, separated by "; ".
func ParseSchedule(texts []string, interval time.Duration) ([]ScheduledFeed, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	var feeds []ScheduledFeed
	for text := range strings.SplitSeq(strings.Join(texts, "; "), "; ") {
		s := ScheduledFeed{Every: interval}
		text = strings.TrimSpace(text)
		if i := strings.LastIndexByte(text, ' '); i >= 0 {
			if every, err := time.ParseDuration(text[i+1:]); err == nil {
				s.Every, text = every, text[:i]
			}
		}
		var err error
		if s.Feed, err = fetch.ParseFeed(text); err != nil {
			return nil, err
		}
		if s.Every < MinFetchEvery {
			return nil, fmt.Errorf("%q every %s: want at least %s", text, s.Every, MinFetchEvery)
		}
		feeds = append(feeds, s)
	}
	return feeds, nil
}

// Run fetches each feed when it is due, until ctx is cancelled.
func (s *Schedule) Run(ctx context.Context) {
	if s.now == nil {
		s.now, s.wait = time.Now, fetch.Wait
	}
	if s.tried == nil {
		s.tried = map[string]time.Time{}
	}
	for {
		next, due := s.next(ctx)
		// Be late by a random time, so that not all servers fetch a feed at the same moment.
		wait := rand.N(time.Second)
		if early := due.Sub(s.now()); early > 0 {
			wait += early + rand.N(next.Every/100)
		}
		if s.wait(ctx, wait) != nil {
			return
		}
		s.tried[next.Name()] = s.now()
		summary, err := s.Fetch(ctx, next.Feed)
		if ctx.Err() != nil {
			return
		}
		s.Fetched(next.Feed, summary, err)
	}
}

// next returns the feed that is due first, and when it is due. A feed is due when its interval has
// passed since it was last tried, by this Schedule or anything else, so that a server that is
// restarted often does not fetch it more often.
func (s *Schedule) next(ctx context.Context) (first ScheduledFeed, due time.Time) {
	last := map[string]store.Feed{}
	kept, err := s.Kept(ctx)
	if err != nil && ctx.Err() == nil {
		s.Failed(err)
	}
	for _, f := range kept {
		last[f.Name] = f
	}
	for i, feed := range s.Feeds {
		name, every := feed.Name(), feed.Every
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
