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

// testHealth tests Keeper on an intact store. Adapters test it on damaged ones.
func testHealth(t *testing.T, open Open) {
	f := begin(t, open)
	numbers := f.put(paper("a:1", "The first paper of three"), paper("a:2", "The second paper of three"))
	f.update(func(tx store.Tx) error { return tx.Delete(numbers[:1]) })
	f.wantIntact()
	h := f.Health()
	if h.Quarantined != 0 || h.Papers == nil || len(h.Papers) != 0 || h.Problems == nil || len(h.Problems) != 0 {
		t.Errorf("health of an intact store: got %+v, want no damage", h)
	}
	if damaged := f.Damaged(numbers); len(damaged) != 0 {
		t.Errorf("damaged in an intact store: got %+v, want none", damaged)
	}
	head := f.head()
	mended, err := f.Mend(f.ctx, nil)
	want := store.Mended{From: map[string]int{}, Lost: []store.Quarantined{}}
	if diff := cmp.Diff(want, mended); diff != "" || err != nil {
		t.Errorf("mend of an intact store (-want +got), error %v:\n%s", err, diff)
	}
	if now := f.head(); now != head {
		t.Errorf("mend of an intact store moved the head from %d to %d", head, now)
	}
}

// testBackupIsComplete checks that a cancelled backup leaves no file, and that a completed one
// is a store with the same identity, papers and numbers.
func testBackupIsComplete(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("a:1", "The first paper of three"), paper("a:2", "The second paper of three"))
	dir := t.TempDir()
	path := filepath.Join(dir, BackupName)
	cancelled, cancel := context.WithCancel(f.ctx)
	cancel()
	if err := f.Backup(cancelled, path); err == nil {
		t.Error("a cancelled backup gave no error")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("a cancelled backup left the files %v, error %v; want none", left, err)
	}
	if err := f.Backup(f.ctx, path); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("a backup left the files %v, error %v; want one", left, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 {
		t.Errorf("a backup has mode %o, want 600", mode)
	}
	copied := beginIn(t, open, dir)
	copied.wantIntact()
	copied.wantIDs(map[data.ID]data.Number{"a:1": 1, "a:2": 2})
	if copied.Identity() != f.Identity() {
		t.Errorf("the backup has the identity %s, want %s", copied.Identity(), f.Identity())
	}
}
