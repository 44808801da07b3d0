package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data/store"
	"paperboy/data/store/sqlite"
)

// backupClock makes a backupRun whose time is what it waits for.
func backupClock(t *testing.T, s store.Store, rounds int) (*backupRun, context.Context) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	return &backupRun{
		dir: filepath.Join(t.TempDir(), "backups"), every: time.Hour, keep: 2, store: s,
		log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		now: func() time.Time { return now },
		wait: func(ctx context.Context, d time.Duration) error {
			if rounds--; rounds < 0 {
				cancel()
				return ctx.Err()
			}
			now = now.Add(max(d, time.Second))
			return nil
		},
	}, ctx
}

func TestRegularBackups(t *testing.T) {
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), storeFile))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b, ctx := backupClock(t, s, 4)
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	// What others made stays, and what a process that was killed left goes.
	mine, left := filepath.Join(b.dir, "mine.db"), filepath.Join(b.dir, ".backup-123")
	if err := errors.Join(os.WriteFile(mine, nil, 0o600), os.Mkdir(left, 0o700)); err != nil {
		t.Fatal(err)
	}
	b.follow(ctx)
	want := []string{"paperboy-20261129T140001Z.db", "paperboy-20261129T150001Z.db"}
	if diff := cmp.Diff(want, b.names()); diff != "" {
		t.Errorf("backups (-want +got):\n%s", diff)
	}
	state := b.last()
	if state.Made != 4 || state.Failed || state.File != want[1] || state.Bytes == 0 || state.Failures != 0 {
		t.Errorf("state: %+v", state)
	}
	for _, name := range want {
		if content, err := sqlite.Verify(t.Context(), filepath.Join(b.dir, name)); err != nil || content.Identity != s.Identity() {
			t.Errorf("%s: %+v, %v", name, content, err)
		}
	}
	if !exists(mine) || exists(left) {
		t.Errorf("mine.db is there: %v, .backup-123 is there: %v; want true, false", exists(mine), exists(left))
	}
	// The next process waits for the next to be due.
	again, _ := backupClock(t, s, 0)
	again.dir = b.dir
	again.recall()
	if got := again.last(); got.File != want[1] || !got.Time.Equal(time.Date(2026, 11, 29, 15, 0, 1, 0, time.UTC)) {
		t.Errorf("recalled: %+v", got)
	}
}

// panicking is a store whose backup panics.
type panicking struct{ store.Store }

func (panicking) Backup(context.Context, string) error { panic("of a test") }

func TestRegularBackupsThatFail(t *testing.T) {
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), storeFile))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b, ctx := backupClock(t, panicking{s}, 3)
	b.follow(ctx)
	state := b.last()
	if !state.Failed || state.Failures != 3 || state.Made != 0 {
		t.Errorf("state: %+v, want 3 failures", state)
	}
	// It is tried again after ten minutes, not after an hour.
	if want := time.Date(2026, 11, 29, 12, 20, 1, 0, time.UTC); !state.Tried.Equal(want) {
		t.Errorf("last tried at %v, want %v", state.Tried, want)
	}
}

func TestMinFree(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "1000": 1000, "64KiB": 64 << 10, "500 MiB": 500 << 20, "1.5g": 3 << 29, "2TB": 2 << 40} {
		if got, err := (&Config{MinFree: text}).minFree("."); err != nil || got != want {
			t.Errorf("--min-free %s: %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"-1", "x", "5 apples", "1e400", "NaN", "GiB", "99999999TiB"} {
		var usage usageError
		if got, err := (&Config{MinFree: text}).minFree("."); !errors.As(err, &usage) {
			t.Errorf("--min-free %s: %d, %v; want a mistake in usage", text, got, err)
		}
	}
	got, err := (&Config{MinFree: autoMinFree}).minFree(t.TempDir())
	if _, total := sqlite.Space(t.TempDir()); err != nil || got != min(minFreeBytes, total/minFreeShare) {
		t.Errorf("--min-free auto: %d, %v, of a disk of %d", got, err, total)
	}
}
