package library

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paperboy/api/access"
	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/index/indextest"
)

// TestAct checks what the audit log records about the actions of a server itself.
func TestAct(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.log")
	j := &Jobs{Log: slog.New(slog.DiscardHandler), Audit: audit.NewLog(path)}
	for i, err := range []error{nil, fmt.Errorf("wrapped: %w", fault.New(fault.Forbidden, "", "no")), errors.New("disk")} {
		got := j.Act(t.Context(), "test", func(ctx context.Context) error {
			if caller := access.From(ctx); caller.Kind != access.Server {
				t.Errorf("the caller is %v, want the server", caller)
			}
			audit.Note(ctx, audit.PapersAdd, fmt.Sprint(i))
			return err
		})
		if got != err {
			t.Errorf("Act returned %v, want %v", got, err)
		}
	}
	if err := j.Act(t.Context(), "idle", func(context.Context) error { return nil }); err != nil {
		t.Error(err)
	}
	if err := j.Audit.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	entries, _, err := audit.Newest(file, audit.Filter{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{audit.Done, string(fault.Forbidden), "failed"}
	if len(entries) != len(want) {
		t.Fatalf("%d entries, want %d: %v", len(entries), len(want), entries)
	}
	for i, e := range entries {
		if e.Outcome != want[i] || e.ActorKind != string(access.Server) || e.Actor != "test" || e.Action != audit.PapersAdd {
			t.Errorf("entry %d is %+v, want the outcome %s of test", i, e, want[i])
		}
	}
}

// TestAddSample checks that the sample is added to an empty library, and to no other.
func TestAddSample(t *testing.T) {
	papers := newStore(t)
	l := Open(Options{Store: papers, Index: indextest.NewOracle(papers.Identity())})
	defer l.Close()
	j := &Jobs{Library: l, Log: slog.New(slog.DiscardHandler)}
	for range 2 {
		if err := j.AddSample(t.Context()); err != nil {
			t.Fatal(err)
		}
		stats, err := l.Store().Stats(t.Context())
		if err != nil || stats.Papers != 40 || stats.Records != 80 {
			t.Errorf("%d papers of %d records, %v; want the 40 of the sample once, of two records each", stats.Papers, stats.Records, err)
		}
	}
	merges, err := l.Store().NewestMerges(t.Context(), 0, 100)
	if err != nil || len(merges) != 40 {
		t.Errorf("%d merges, %v; want the facts merged into each paper", len(merges), err)
	}
	for _, m := range merges {
		if !strings.HasPrefix(m.Reason, "same id: arxiv:") {
			t.Errorf("merged because of %q, want the id that the page's record claims", m.Reason)
		}
	}
}

// TestSamplePapers checks the facts about the sample against its page: as many names as the page
// counts, a date only where the page has none, and an id that opens the paper.
func TestSamplePapers(t *testing.T) {
	var records []data.Record
	for r, err := range SamplePapers(t.Context()) {
		if err == nil {
			err = data.Validate(&r)
		}
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	if len(records) != 80 {
		t.Fatalf("%d records, want 2 of each paper", len(records))
	}
	for pair := range slices.Chunk(records, 2) {
		page, fact := pair[0].Paper, pair[1].Paper
		p := data.Merge(pair)
		if page.ID.Scheme() != data.SchemeContent || p.ID != fact.ID || p.ID.Scheme() != data.SchemeArXiv {
			t.Errorf("%q: the page's id is %s, that of the facts %s, of both %s", page.Title, page.ID, fact.ID, p.ID)
		}
		if n := len(fact.Authors); n > 0 && page.AuthorCount != nil && *page.AuthorCount != n {
			t.Errorf("%q: %d names, the page counts %d", page.Title, n, *page.AuthorCount)
		}
		if page.Date.IsZero() == fact.Date.IsZero() {
			t.Errorf("%q: the page says %q, the facts say %q; want one of them", page.Title, page.Date, fact.Date)
		}
		if year := "20" + string(p.ID)[len("arxiv:"):][:2]; p.Date.String()[:4] != year {
			t.Errorf("%q of %s has the id %s", page.Title, p.Date, p.ID)
		}
		if page.Title != fact.Title || p.Abstract != page.Abstract || len(p.Sources) != 2 {
			t.Errorf("%q merged with %q: %d sources", page.Title, fact.Title, len(p.Sources))
		}
	}
}
