package main

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/api"
	"paperboy/data/fetch"
)

// feedTable are feeds as they are kept.
type feedTable map[string]api.Feed

func (f feedTable) Feeds(context.Context) (api.FeedsAnswer, error) {
	var answer api.FeedsAnswer
	for _, feed := range f {
		answer.Feeds = append(answer.Feeds, feed)
	}
	return answer, nil
}

// clocked is a schedule whose waits take no time, but for the hand of its clock.
func clocked(state feedTable, feeds ...scheduled) *schedule {
	now := time.Date(2025, 11, 13, 12, 0, 0, 0, time.UTC)
	return &schedule{
		feeds: feeds, state: state, log: slog.New(slog.DiscardHandler), tried: map[string]time.Time{},
		now: func() time.Time { return now },
		wait: func(ctx context.Context, d time.Duration) error {
			now = now.Add(d)
			return ctx.Err()
		},
	}
}

var (
	hf    = scheduled{fetch.DailyPapers{}, 6 * time.Hour}
	cs    = scheduled{fetch.OAI{Set: "cs"}, 24 * time.Hour}
	arxiv = scheduled{fetch.ArXiv{Query: "cs.CL"}, 20 * time.Minute}
)

// TestScheduleNext: what was never fetched comes first, then what is due first,
// and what failed sooner.
func TestScheduleNext(t *testing.T) {
	s := clocked(feedTable{}, hf, cs, arxiv)
	state, now := s.state.(feedTable), s.now()
	keep := func(feed scheduled, ago time.Duration, failed string) {
		state[feed.Name()] = api.Feed{Name: feed.Name(), Fetched: now.Add(-ago), Error: failed}
	}
	check := func(want scheduled, in time.Duration) {
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
	keep(arxiv, 15*time.Minute, "busy") // no later than it would be
	keep(cs, 0, "")
	check(arxiv, 5*time.Minute)
	s.tried[arxiv.Name()] = now // which could not be kept
	check(arxiv, 20*time.Minute)
}

// TestScheduleRuns: each feed is fetched at its times, whether or not one fails or
// can be kept, and stopping waits for the one in work.
func TestScheduleRuns(t *testing.T) {
	s := clocked(feedTable{}, hf, arxiv)
	began, ended := s.now(), false
	var times []time.Duration // of arxiv
	runs := map[string]int{}
	working := make(chan struct{})
	s.run = func(ctx context.Context, feed fetch.Feed) (ingestSummary, error) {
		runs[feed.Name()]++
		if feed == arxiv.Feed {
			times = append(times, s.now().Sub(began))
		}
		if s.now().Sub(began) < 24*time.Hour {
			return ingestSummary{}, errors.New("busy")
		}
		close(working)
		<-ctx.Done()
		ended = true
		return ingestSummary{}, ctx.Err()
	}
	stop := s.start(t.Context())
	<-working
	if stop(); !ended {
		t.Error("stopping did not wait for the fetch in work")
	}
	if n := runs[hf.Name()]; n < 4 || n > 5 {
		t.Errorf("hf was fetched %d times in a day, want every six hours", n)
	}
	for i := 1; i < len(times); i++ {
		if apart := times[i] - times[i-1]; apart < arxiv.every || apart > arxiv.every+5*time.Minute {
			t.Errorf("fetches of arxiv are %s apart, want %s and a little, for hf may be late before it", apart, arxiv.every)
		}
	}
}

func TestScheduled(t *testing.T) {
	c := Config{FetchEvery: 6 * time.Hour, Fetch: []string{
		"hf", " hf  30m", "arxiv cs.CL 12h", "arxiv cat:cs.CL AND ti:parsing", "oai", "oai cs 24h", "oai https://x.example/oai set:a 24h", "url https://x.example/feed 1h30m", "hf 1h; oai cs",
	}}
	feeds, err := c.scheduled()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range feeds {
		got = append(got, f.Name()+" / "+f.every.String())
	}
	want := []string{
		"hf / 6h0m0s", "hf / 30m0s", "arxiv cs.CL / 12h0m0s", "arxiv cat:cs.CL AND ti:parsing / 6h0m0s", "oai https://oaipmh.arxiv.org/oai / 6h0m0s",
		"oai https://oaipmh.arxiv.org/oai cs / 24h0m0s", "oai https://x.example/oai set:a / 24h0m0s", "url https://x.example/feed / 1h30m0s",
		"hf / 1h0m0s", "oai https://oaipmh.arxiv.org/oai cs / 6h0m0s",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("feeds (-want +got):\n%s", diff)
	}
	for text, want := range map[string]string{
		"":                  "want hf, arxiv QUERY",
		"hf 2025-11-01":     "want hf, arxiv QUERY",
		"hf 1s":             "want at least 10m",
		"hf -6h":            "want at least 10m",
		"url papers.jsonl":  "not an http or https address",
		"url file:///x 24h": "not an http or https address",
		"12h":               "want hf, arxiv QUERY",
	} {
		c.Fetch = []string{text}
		if _, err := c.scheduled(); err == nil || !strings.Contains(err.Error(), want) || !errors.As(err, new(usageError)) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}
