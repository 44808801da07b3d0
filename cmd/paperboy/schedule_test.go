package main

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"paperboy/api"
	"paperboy/data/source/fetch"
)

// feedTable is a feedStore in memory.
type feedTable map[string]api.Feed

func (f feedTable) Feeds(context.Context) (api.FeedsAnswer, error) {
	var answer api.FeedsAnswer
	for _, feed := range f {
		answer.Feeds = append(answer.Feeds, feed)
	}
	return answer, nil
}

func (f feedTable) PutFeed(_ context.Context, feed api.Feed) (api.Feed, error) {
	f[feed.Name] = feed
	return feed, nil
}

// TestScheduleOrder: what was never fetched comes first, then what was longest ago.
func TestScheduleOrder(t *testing.T) {
	now := time.Now()
	s := schedule{
		feeds: []fetch.Feed{fetch.DailyPapers{}, fetch.OAI{Set: "cs"}, fetch.ArXiv{Query: "cs.CL"}},
		every: time.Hour,
		state: feedTable{"hf": {Name: "hf", Fetched: now.Add(-10 * time.Minute)}, "arxiv cs.CL": {Name: "arxiv cs.CL", Fetched: now.Add(-20 * time.Minute)}},
		log:   slog.New(slog.DiscardHandler),
	}
	for _, want := range []struct {
		feed string
		due  time.Duration // from now
	}{{"oai https://oaipmh.arxiv.org/oai cs", -time.Hour}, {"arxiv cs.CL", 40 * time.Minute}, {"hf", 50 * time.Minute}} {
		feed, due := s.next(t.Context())
		if feed.Name() != want.feed || due.After(now.Add(want.due)) {
			t.Errorf("%s is due at %s, want %s at %s", feed.Name(), due, want.feed, now.Add(want.due))
		}
		_, _ = s.state.PutFeed(t.Context(), api.Feed{Name: feed.Name(), Fetched: now.Add(time.Hour)})
	}
}

// TestScheduleRuns: a fetch that fails is followed by the next, and stopping waits
// for the one in work.
func TestScheduleRuns(t *testing.T) {
	state := feedTable{}
	began, ended := make(chan string, 10), false
	s := &schedule{feeds: []fetch.Feed{fetch.DailyPapers{}, fetch.ArXiv{Query: "cs.CL"}}, every: time.Hour, state: state, log: slog.New(slog.DiscardHandler)}
	s.run = func(ctx context.Context, feed fetch.Feed) (ingestSummary, error) {
		state[feed.Name()] = api.Feed{Name: feed.Name(), Fetched: time.Now()}
		began <- feed.Name()
		if feed.Name() == "hf" {
			return ingestSummary{}, errors.New("busy")
		}
		<-ctx.Done()
		ended = true
		return ingestSummary{}, ctx.Err()
	}
	s.every = 10 * time.Millisecond // the jitter of a second comes on top
	stop := s.start(t.Context())
	if first, second := <-began, <-began; first != "hf" || second != "arxiv cs.CL" {
		t.Errorf("fetched %s and %s", first, second)
	}
	if stop(); !ended {
		t.Error("stopping did not wait for the fetch in work")
	}
}
