package library

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"paperboy/data/fetch"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
	"paperboy/index/indextest"
)

// feedTable has the stored state of feeds by name.
type feedTable map[string]store.Feed

func (f feedTable) feeds(context.Context) (feeds []store.Feed, err error) {
	for _, feed := range f {
		feeds = append(feeds, feed)
	}
	return feeds, nil
}

// clocked returns a Schedule with a clock that only its waits move forward.
func clocked(state feedTable, feeds ...ScheduledFeed) *Schedule {
	now := time.Date(2025, 11, 13, 12, 0, 0, 0, time.UTC)
	return &Schedule{
		Feeds: feeds, Kept: state.feeds, tried: map[string]time.Time{},
		Fetched: func(fetch.Feed, Summary, error) {},
		now:     func() time.Time { return now },
		wait: func(ctx context.Context, d time.Duration) error {
			now = now.Add(d)
			return ctx.Err()
		},
	}
}

var (
	hf    = ScheduledFeed{fetch.DailyPapers{}, 6 * time.Hour}
	cs    = ScheduledFeed{fetch.OAI{Set: "cs"}, 24 * time.Hour}
	arxiv = ScheduledFeed{fetch.ArXiv{Query: "cs.CL"}, 20 * time.Minute}
)

// TestScheduleNext checks that feeds that were never fetched come first, then the feed that is due
// first, and that a feed that failed is due sooner.
func TestScheduleNext(t *testing.T) {
	state := feedTable{}
	s := clocked(state, hf, cs, arxiv)
	now := s.now()
	keep := func(feed ScheduledFeed, ago time.Duration, failed string) {
		state[feed.Name()] = store.Feed{Name: feed.Name(), Fetched: now.Add(-ago), Error: failed}
	}
	check := func(want ScheduledFeed, in time.Duration) {
		t.Helper()
		if feed, due := s.next(t.Context()); feed != want || due != now.Add(in) {
			t.Errorf("%s is due at %s, want %s in %s", feed.Name(), due, want.Name(), in)
		}
	}
	keep(hf, time.Hour, "")
	keep(arxiv, 15*time.Minute, "")
	if feed, _ := s.next(t.Context()); feed != cs {
		t.Errorf("%s comes before what was never fetched", feed.Name())
	}
	keep(cs, time.Hour, "")
	check(arxiv, 5*time.Minute)
	keep(cs, time.Hour-time.Minute, "busy")
	check(cs, time.Minute)
	keep(arxiv, 15*time.Minute, "busy") // a failure does not make it later
	keep(cs, 0, "")
	check(arxiv, 5*time.Minute)
	s.tried[arxiv.Name()] = now // as if it could not be stored
	check(arxiv, 20*time.Minute)
}

// TestScheduleRuns checks that each feed is fetched at its interval, even if a fetch fails or its
// state cannot be stored, and that stopping waits for the fetch that is running.
func TestScheduleRuns(t *testing.T) {
	s := clocked(feedTable{}, hf, arxiv)
	began, ended := s.now(), false
	var times []time.Duration // of arxiv
	runs := map[string]int{}
	working := make(chan struct{})
	s.Fetch = func(ctx context.Context, feed fetch.Feed) (Summary, error) {
		runs[feed.Name()]++
		if feed == arxiv.Feed {
			times = append(times, s.now().Sub(began))
		}
		if s.now().Sub(began) < 24*time.Hour {
			return Summary{}, errors.New("busy")
		}
		close(working)
		<-ctx.Done()
		ended = true
		return Summary{}, ctx.Err()
	}
	l := Open(Options{Store: newStore(t), Index: indextest.NewOracle("")})
	l.Start(t.Context(), "fetches", s.Run, func(err error) { t.Error(err) })
	<-working
	if err := l.Close(); err != nil || !ended {
		t.Error("stopping did not wait for the running fetch")
	}
	if n := runs[hf.Name()]; n < 4 || n > 5 {
		t.Errorf("hf was fetched %d times in a day, want every six hours", n)
	}
	for i := 1; i < len(times); i++ {
		if apart := times[i] - times[i-1]; apart < arxiv.Every || apart > arxiv.Every+5*time.Minute {
			t.Errorf("fetches of arxiv are %s apart, want %s plus the time that hf may be late before it", apart, arxiv.Every)
		}
	}
}

func newStore(t *testing.T) store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "papers.db"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
