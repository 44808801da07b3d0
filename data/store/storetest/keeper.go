package storetest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/store"
)

// testHealth asks a sound store how it is: what damages one is the adapter's to test.
func testHealth(t *testing.T, open Open) {
	f := begin(t, open)
	numbers := f.put(paper("a:1", "The first paper of three"), paper("a:2", "The second paper of three"))
	f.update(func(tx store.Tx) error { return tx.Delete(numbers[:1]) })
	f.wantSound()
	h := f.Health()
	if h.Quarantined != 0 || h.Papers == nil || len(h.Papers) != 0 || h.Problems == nil || len(h.Problems) != 0 {
		t.Errorf("health of a sound store: %+v", h)
	}
	if damaged := f.Damaged(numbers); len(damaged) != 0 {
		t.Errorf("damaged in a sound store: %+v", damaged)
	}
	head := f.head()
	mended, err := f.Mend(f.ctx, nil)
	want := store.Mended{From: map[string]int{}, Lost: []store.Quarantined{}}
	if diff := cmp.Diff(want, mended); diff != "" || err != nil {
		t.Errorf("mend of a sound store (-want +got), error %v:\n%s", err, diff)
	}
	if now := f.head(); now != head {
		t.Errorf("mending a sound store moved the log from %d to %d", head, now)
	}
}

// testBackupIsWhole asks that an interrupted backup leaves no file, and that a finished
// one is a store by itself with the same identity, papers and numbers.
func testBackupIsWhole(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("a:1", "The first paper of three"), paper("a:2", "The second paper of three"))
	dir := t.TempDir()
	path := filepath.Join(dir, BackupName)
	ended, cancel := context.WithCancel(f.ctx)
	cancel()
	if err := f.Backup(ended, path); err == nil {
		t.Error("a backup that was cancelled gave no error")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("a backup that was cancelled left %v, error %v", left, err)
	}
	if err := f.Backup(f.ctx, path); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("a backup left %v, error %v, want one file", left, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 {
		t.Errorf("a backup has mode %o, want 600", mode)
	}
	copied := beginIn(t, open, dir)
	copied.wantSound()
	copied.wantIDs(map[data.ID]data.Number{"a:1": 1, "a:2": 2})
	if copied.Identity() != f.Identity() {
		t.Errorf("the backup is %s, not %s", copied.Identity(), f.Identity())
	}
}
