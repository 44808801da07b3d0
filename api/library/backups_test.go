package library

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data/store"
	"paperboy/data/store/sqlite"
)

// backupClock returns Backups with a clock that only its waits move forward.
func backupClock(t *testing.T, s store.Store, rounds int) (*Backups, context.Context) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	return &Backups{
		Dir: filepath.Join(t.TempDir(), "backups"), Every: time.Hour, Keep: 2,
		Make: func(ctx context.Context, path string) (BackupContent, error) {
			content, err := sqlite.BackUp(ctx, s, path)
			return BackupContent{Papers: content.Papers, Bytes: content.Bytes}, err
		},
		Made: func(string, BackupContent, error) {},
		now:  func() time.Time { return now },
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
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "papers.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b, ctx := backupClock(t, s, 4)
	if err := os.MkdirAll(b.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	// Files that others made stay. The leftovers of a killed process are removed.
	mine, left := filepath.Join(b.Dir, "mine.db"), filepath.Join(b.Dir, ".backup-123")
	if err := errors.Join(os.WriteFile(mine, nil, 0o600), os.Mkdir(left, 0o700)); err != nil {
		t.Fatal(err)
	}
	b.Run(ctx)
	want := []string{"paperboy-20261129T140001Z.db", "paperboy-20261129T150001Z.db"}
	if diff := cmp.Diff(want, b.names()); diff != "" {
		t.Errorf("backups (-want +got):\n%s", diff)
	}
	state := b.State()
	if state.Made != 4 || state.Failed || state.File != want[1] || state.Bytes == 0 || state.Failures != 0 {
		t.Errorf("state: %+v", state)
	}
	for _, name := range want {
		if content, err := sqlite.Verify(t.Context(), filepath.Join(b.Dir, name)); err != nil || content.Identity != s.Identity() {
			t.Errorf("%s: %+v, %v", name, content, err)
		}
	}
	if !exists(mine) || exists(left) {
		t.Errorf("mine.db is there: %v, .backup-123 is there: %v; want true, false", exists(mine), exists(left))
	}
	// The next process waits until the next backup is due.
	again, _ := backupClock(t, s, 0)
	again.Dir = b.Dir
	again.recall()
	if got := again.State(); got.File != want[1] || !got.Time.Equal(time.Date(2026, 11, 29, 15, 0, 1, 0, time.UTC)) {
		t.Errorf("recalled: %+v", got)
	}
}

// panicking is a store that panics when it is backed up.
type panicking struct{ store.Store }

func (panicking) Backup(context.Context, string) error { panic("of a test") }

func TestRegularBackupsThatFail(t *testing.T) {
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "papers.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b, ctx := backupClock(t, panicking{s}, 3)
	b.Run(ctx)
	state := b.State()
	if !state.Failed || state.Failures != 3 || state.Made != 0 {
		t.Errorf("state: %+v, want 3 failures", state)
	}
	// A failed backup is tried again after ten minutes, not after an hour.
	if want := time.Date(2026, 11, 29, 12, 20, 1, 0, time.UTC); !state.Tried.Equal(want) {
		t.Errorf("last tried at %v, want %v", state.Tried, want)
	}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
