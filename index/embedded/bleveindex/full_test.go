package bleveindex_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"paperboy/data/sharedtest"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/indextest"
)

// smallDisk mounts a disk of its own of some bytes.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Logf("mount: %v: %s", err, out)
		sharedtest.Require(t, "mount")
	}
	t.Cleanup(func() {
		// Lazily: a write that scorch never answers keeps its files open (bleve.go).
		if out, err := exec.Command("umount", "-l", dir).CombinedOutput(); err != nil {
			t.Errorf("unmount: %v: %s", err, out)
		}
	})
	return dir
}

// fillDisk takes the room that is left on a disk, and returns how to give it back.
func fillDisk(t *testing.T, dir string) (giveBack func()) {
	t.Helper()
	path := filepath.Join(dir, "ballast")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 4096)
	for err == nil {
		_, err = f.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("fill the disk: %v", err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// TestDiskFull fills the disk of an index while it writes, again and again: searches go on,
// and writes do as soon as there is room, without an opening.
func TestDiskFull(t *testing.T) {
	disk := smallDisk(t, "24m")
	dir := filepath.Join(disk, "index")
	engine := open(t, dir).(*embedded.Engine)
	defer func() { engine.Close() }()
	next := 0
	more := func() error {
		err := engine.Apply(testContext(t), papersOf(next+1, next+600), sequence(next+600))
		if err == nil {
			next += 600
		}
		return err
	}
	if err := errors.Join(more(), engine.WaitVisible(testContext(t), 600)); err != nil {
		t.Fatal(err)
	}
	told := 0
	for round := range 8 {
		giveBack := fillDisk(t, disk)
		before := next
		err := more()
		for tries := 0; err == nil && tries < 100; tries++ {
			err = more()
		}
		if !errors.Is(err, index.ErrDiskFull) {
			t.Fatalf("round %d: a write to a full disk: %v", round, err)
		}
		told += min(1, len(engine.Health().Reasons)) // the publisher may have made room already
		if got := total(t, engine, 1); got < before {
			t.Errorf("round %d: %d papers on a full disk, want %d", round, got, before)
		}
		// Opening the writer again may have made room by removing what nothing needs.
		if err := more(); err != nil && !errors.Is(err, index.ErrDiskFull) {
			t.Errorf("round %d: a second write to a full disk: %v", round, err)
		}
		if round%3 == 2 { // the process ends and starts again, on the full disk
			if err := engine.Close(); err != nil {
				t.Logf("round %d: close on a full disk: %v", round, err)
			}
			engine = open(t, dir).(*embedded.Engine)
			if fresh := engine.Fresh(); fresh != "" {
				t.Fatalf("round %d: started empty on a full disk: %s", round, fresh)
			}
			if got := total(t, engine, 1); got < before {
				t.Errorf("round %d: %d papers after opening on a full disk, want %d", round, got, before)
			}
		}
		giveBack()
		next = int(engine.Position().Sequence)
		if err := more(); err != nil {
			t.Fatalf("round %d: there is room again: %v", round, err)
		}
		if err := engine.WaitVisible(testContext(t), sequence(next)); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if got := total(t, engine, next); got != next {
			t.Errorf("round %d: %d papers, want %d", round, got, next)
		}
		if err := engine.Check(testContext(t)); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		for deadline := time.Now().Add(10 * time.Second); len(engine.Health().Reasons) > 0; {
			if time.Now().After(deadline) {
				t.Fatalf("round %d: with room again: %v", round, engine.Health().Reasons)
			}
		}
	}
	if told == 0 {
		t.Error("the index never said that its disk is full")
	}
}

// TestReadOnly opens an index whose folder nobody may write to.
func TestReadOnly(t *testing.T) {
	disk := smallDisk(t, "24m")
	dir := filepath.Join(disk, "index")
	filled(t, dir)
	if out, err := exec.Command("mount", "-o", "remount,ro", disk).CombinedOutput(); err != nil {
		t.Fatalf("remount: %v: %s", err, out)
	}
	opts := embedded.Options{Store: indextest.Store, Head: 50, ReadOnly: true}
	engine, err := embedded.Open(testContext(t), dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	other, err := embedded.Open(testContext(t), dir, opts)
	if err != nil {
		t.Fatalf("a second reader: %v", err)
	}
	if got := total(t, other, 17); got != 50 {
		t.Errorf("%d papers, want 50", got)
	}
	if err := engine.Apply(testContext(t), papersOf(51, 51), 51); !errors.Is(err, index.ErrReadOnly) {
		t.Errorf("apply: %v", err)
	}
	if err := engine.Rebuild(testContext(t), func(index.Writer) error { return nil }); !errors.Is(err, index.ErrReadOnly) {
		t.Errorf("rebuild: %v", err)
	}
	for _, e := range []*embedded.Engine{engine, other} {
		if err := errors.Join(e.Check(testContext(t)), e.Close()); err != nil {
			t.Error(err)
		}
	}
	if _, err := embedded.Open(testContext(t), filepath.Join(disk, "nothing"), opts); err == nil {
		t.Error("opened an index that is not there")
	}
}
