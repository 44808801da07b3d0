package sqlite

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"paperboy/data"
	"paperboy/data/disk"
	"paperboy/data/sharedtest"
	"paperboy/data/store"
)

// mount mounts a file system in memory with a size in bytes and returns its folder. If that is
// not possible, it skips the test, or fails it if "mount" is required.
func mount(t *testing.T, size int) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%d", size), "tmpfs", dir).CombinedOutput(); err != nil {
		t.Logf("mount: %v: %s", err, out)
		sharedtest.Require(t, "mount")
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
	return dir
}

// fillUp fills the file system of a folder to the last byte and returns the file it wrote.
func fillUp(t *testing.T, dir string) (ballast string) {
	t.Helper()
	ballast = filepath.Join(dir, "ballast")
	f, err := os.Create(ballast)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, size := range []int{1 << 16, 4096, 1} {
		block := make([]byte, size)
		for {
			if _, err := f.Write(block); err != nil {
				break
			}
		}
	}
	return ballast
}

// TestDiskFull fills a disk under an open store, opens a store on the full disk, and frees the
// disk again.
func TestDiskFull(t *testing.T) {
	dir := mount(t, 8<<20)
	path := filepath.Join(dir, "papers.db")
	s := openAt(t, path)
	if err := put(s, 100); err != nil {
		t.Fatal(err)
	}
	ballast := fillUp(t, dir)
	if err := put(s, 2000); !errors.Is(err, store.ErrDiskFull) {
		t.Errorf("put on a full disk: got error %v, want ErrDiskFull", err)
	}
	if papers, err := s.Papers(t.Context(), []data.Number{1, 100}); err != nil || len(papers) != 2 {
		t.Errorf("read on a full disk: got %d papers and error %v, want 2", len(papers), err)
	}
	elsewhere := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), elsewhere); err != nil {
		t.Errorf("backup to another disk: %v", err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := put(s, 100); err != nil {
		t.Errorf("put after freeing space: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	ballast = fillUp(t, dir)
	s = openAt(t, path)
	if papers, err := s.Papers(t.Context(), []data.Number{1, 200}); err != nil || len(papers) != 2 {
		t.Errorf("opened on a full disk: got %d papers and error %v, want 2", len(papers), err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("check on a full disk: %v", err)
	}
	if err := put(s, 100); !errors.Is(err, store.ErrDiskFull) {
		t.Errorf("put, opened on a full disk: got error %v, want ErrDiskFull", err)
	}
	if h := s.Health(); len(h.Problems) != 1 {
		t.Errorf("got problems %q, want the full disk", h.Problems)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := put(s, 100); err != nil {
		t.Errorf("put without a restart: %v", err)
	}
	if head, err := s.Head(t.Context()); err != nil || head != 300 {
		t.Errorf("got head %d and error %v, want 300", head, err)
	}
	if h := s.Health(); len(h.Problems) != 0 {
		t.Errorf("got problems %q, want none", h.Problems)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestMinFree checks that writes are refused below Options.MinFree.
func TestMinFree(t *testing.T) {
	dir := mount(t, 16<<20)
	s, err := OpenWith(t.Context(), filepath.Join(dir, "papers.db"), Options{MinFree: 8 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := put(s, 10); err != nil {
		t.Fatal(err)
	}
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 9<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := put(s, 10); !errors.Is(err, store.ErrDiskFull) {
		t.Errorf("put below MinFree: got error %v, want ErrDiskFull", err)
	}
	if h := s.Health(); h.DiskFree <= 0 || h.DiskFree >= 8<<20 || h.MinFree != 8<<20 || len(h.Problems) != 1 {
		t.Errorf("got health %+v, want less than 8 MiB free and one problem", h)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := put(s, 10); err != nil {
		t.Errorf("put after freeing space: %v", err)
	}
}

// TestReadOnlyMedium opens two stores on a read-only medium: one that was closed, and one whose
// process was killed.
func TestReadOnlyMedium(t *testing.T) {
	dir := mount(t, 16<<20)
	path := filepath.Join(dir, "papers.db")
	s := openAt(t, path)
	if err := put(s, 50); err != nil {
		t.Fatal(err)
	}
	killed := filepath.Join(dir, "killed.db")
	for _, suffix := range []string{"", "-wal"} {
		if err := disk.CopyDurably(killed+suffix, path+suffix); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mount", "-o", "remount,ro", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, path := range []string{path, killed} {
		s := openAt(t, path)
		if papers, err := s.Papers(t.Context(), []data.Number{1, 50}); err != nil || len(papers) != 2 {
			t.Errorf("%s: got %d papers and error %v, want 2", path, len(papers), err)
		}
		if err := put(s, 1); !errors.Is(err, store.ErrReadOnly) {
			t.Errorf("%s: put: got error %v, want ErrReadOnly", path, err)
		}
		if err := s.Backup(t.Context(), filepath.Join(t.TempDir(), "copy.db")); err != nil {
			t.Errorf("%s: backup: %v", path, err)
		}
	}
}
