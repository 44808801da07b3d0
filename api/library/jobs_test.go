package library

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"paperboy/api/access"
	"paperboy/api/fault"
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
		if err != nil || stats.Papers != 40 || stats.Records != 40 {
			t.Errorf("%d papers of %d records, %v; want the 40 of the sample once", stats.Papers, stats.Records, err)
		}
	}
}
