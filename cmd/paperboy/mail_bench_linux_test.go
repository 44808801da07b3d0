package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"testing"
	"time"

	"paperboy/api"
	"paperboy/api/alerts"
	"paperboy/api/local"
	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/folder"
)

// The subscribers of BenchmarkPlanDigests, and the different searches that they share.
const (
	planReaders  = 1_000
	planSearches = 200
)

// BenchmarkPlanDigests plans and sends the digests of 1,000 subscribers over 200 different searches
// of the library in $PAPERBOY_MAIL_LIBRARY, which it changes: give it a copy. Half of the
// subscribers have seen nothing of the last 5,000 papers, the others nothing of the last 50,000.
func BenchmarkPlanDigests(b *testing.B) {
	dir := os.Getenv("PAPERBOY_MAIL_LIBRARY")
	if dir == "" {
		b.Skip("$PAPERBOY_MAIL_LIBRARY is not set")
	}
	ctx := context.Background()
	f, running, err := folder.ClaimOrServer(ctx, dir, "bench")
	if err != nil || f == nil {
		b.Fatalf("open %s: %v (server %s)", dir, err, running)
	}
	l, err := local.Open(ctx, f, local.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	if err := l.CatchUp(ctx, nil); err != nil {
		b.Fatal(err)
	}
	l.Service = l.NewService(api.Options{})
	counter := &mailCounter{}
	a, err := api.NewAlerts(l.Service, alerts.Options{Composer: counter, Sender: counter, From: "papers@example.org", BaseURL: "https://papers.example.org"})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.StopTimer()
		planDue(b, l.Store())
		counter.papers, counter.mails = 0, 0
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		started, cpu := time.Now(), cpuTime(b)
		counter.cpu = func() time.Duration { return cpuTime(b) }
		b.StartTimer()
		if _, err := a.Step(ctx); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		runtime.ReadMemStats(&after)
		b.ReportMetric(counter.first.Sub(started).Seconds(), "s/plan")
		b.ReportMetric((counter.firstCPU - cpu).Seconds(), "cpu-s/plan")
		b.ReportMetric(float64(counter.mails), "mails")
		b.ReportMetric(float64(counter.papers), "papers")
		b.ReportMetric(float64(after.HeapSys)/(1<<20), "MiB/heap")
		b.StartTimer()
	}
}

// cpuTime returns the processor time that the process has used.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// planDue makes all subscribers due.
func planDue(b *testing.B, papers store.Store) {
	b.Helper()
	ctx := context.Background()
	w, err := papers.Window(ctx)
	if err != nil {
		b.Fatal(err)
	}
	words := benchWords(b, papers)
	// One transaction: how fast the disk is does not matter here.
	err = papers.Update(ctx, func(tx store.Tx) error {
		for i := range planReaders {
			if err := subscribeDue(tx, i, words[i%planSearches], w); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// subscribeDue subscribes the i-th reader to a search, so that a mail is due.
func subscribeDue(tx store.Tx, i int, words string, w store.Window) error {
	address := fmt.Sprintf("reader%d@example.org", i)
	if old, _, err := tx.SubscriberAt(address); err == nil {
		if err := tx.EraseSubscriber(old.Number); err != nil {
			return err
		}
	}
	s, n, err := tx.Subscribe(address, store.Subscription{Kind: store.SubscribedSearch, Search: "q=" + words, Wanted: store.Schedule{Hour: 7, Zone: "UTC"}})
	if err != nil {
		return err
	}
	s.Due = time.Now().Add(-time.Hour)
	n.Confirmed = time.Now().Add(-72 * time.Hour)
	n.Window = store.Window{Sequence: w.Sequence, Number: w.Number - data.Number(5_000+45_000*(i%2))}
	return errors.Join(tx.PutSubscriber(s), tx.PutSubscription(n))
}

// benchWords returns two words of titles for each search.
func benchWords(b *testing.B, papers store.Store) []string {
	b.Helper()
	changes, err := papers.Changes(context.Background(), 1_000, planSearches*4)
	if err != nil {
		b.Fatal(err)
	}
	var words []string
	for _, c := range changes {
		if c.Paper == nil || len(words) == planSearches {
			continue
		}
		if found := titleWords(c.Paper.Title); len(found) > 1 {
			words = append(words, found[0]+"+"+found[len(found)-1])
		}
	}
	if len(words) < planSearches {
		b.Fatalf("got %d searches, want %d", len(words), planSearches)
	}
	return words
}

// titleWords returns the words of a title that have only letters, and more than four of them.
func titleWords(title string) (words []string) {
	word := ""
	for _, r := range title + " " {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			word += string(r)
			continue
		}
		if len(word) > 4 {
			words = append(words, word)
		}
		word = ""
	}
	return words
}

// A mailCounter takes mails and counts them.
type mailCounter struct {
	mails, papers int
	// first is when the first digest was composed: all were planned before. firstCPU is the
	// processor time of the process until then, by cpu.
	first    time.Time
	firstCPU time.Duration
	cpu      func() time.Duration
}

func (m *mailCounter) Compose(d alerts.Digest) (alerts.Message, error) {
	if m.mails == 0 {
		m.first, m.firstCPU = time.Now(), m.cpu()
	}
	m.mails++
	m.papers += d.Count()
	return alerts.Message{}, nil
}

func (m *mailCounter) ComposeConfirmation(alerts.Confirmation) (alerts.Message, error) {
	return alerts.Message{}, errors.New("all are confirmed")
}

func (m *mailCounter) Send(context.Context, alerts.Message) error { return nil }
func (m *mailCounter) Close() error                               { return nil }
