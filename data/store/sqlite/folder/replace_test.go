package folder

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"paperboy/data"
	"paperboy/index/indextest"
	"paperboy/index/ingest"
)

// newLibrary makes a data folder with n papers, numbered from first on, and a file in place of
// its index.
func newLibrary(t *testing.T, first, n int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	f, err := Claim(dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.OpenStore(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	into := ingest.New(s, indextest.NewOracle(s.Identity()), ingest.Options{})
	_, err = into.Ingest(t.Context(), func(yield func(data.Record, error) bool) {
		for i := first; i < first+n; i++ {
			id := data.ID(fmt.Sprintf("test:%d", i))
			if !yield(data.Record{Paper: data.Paper{ID: id, Title: fmt.Sprintf("On the number%d of things", i)}, Origin: data.Provenance{Source: "file"}}, nil) {
				return
			}
		}
	}, ingest.RunOptions{})
	if err := errors.Join(err, into.Close(), writeIndex(dir), f.Remember(s.Identity()), s.Close(), f.Release()); err != nil {
		t.Fatal(err)
	}
	return dir
}

func writeIndex(dir string) error {
	return errors.Join(os.MkdirAll(filepath.Join(dir, IndexDir), 0o700), os.WriteFile(filepath.Join(dir, IndexDir, "old"), nil, 0o600))
}

// backUp returns a backup of a folder.
func backUp(t *testing.T, dir string) (file string) {
	t.Helper()
	f, err := Claim(dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "backup.db")
	content, err := f.BackUp(t.Context(), file)
	if err := errors.Join(err, f.Release()); err != nil || len(content.Damaged) > 0 {
		t.Fatalf("backup: %v, %v", content, err)
	}
	return file
}

// papersIn opens and checks the store of a folder, and returns its number of papers and whether
// it has the paper test:first.
func papersIn(t *testing.T, dir string, first int) (papers int, has bool, err error) {
	t.Helper()
	f, err := Claim(dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.OpenStore(t.Context(), Options{})
	if err != nil {
		return 0, false, errors.Join(err, f.Release())
	}
	stats, err := s.Stats(t.Context())
	_, _, missing := s.Paper(t.Context(), data.ID(fmt.Sprintf("test:%d", first)))
	if err := errors.Join(err, s.Check(t.Context()), s.Close(), f.Release()); err != nil {
		t.Fatal(err)
	}
	return stats.Papers, missing == nil, nil
}

// interrupt copies a folder and replaces its store with a backup, but stops after some of the
// steps. It returns the copy and the number of steps.
func interrupt(t *testing.T, base, backup string, done int) (f *Folder, steps int) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(base)); err != nil {
		t.Fatal(err)
	}
	// A server that was killed leaves such a file.
	if err := os.WriteFile(filepath.Join(dir, StoreFile+"-shm"), make([]byte, 32768), 0o600); err != nil {
		t.Fatal(err)
	}
	f = &Folder{Dir: dir}
	content, err := f.bring(t.Context(), f.Path(incomingFile), backup)
	if err := errors.Join(err, os.MkdirAll(f.Path(BackupsDir), 0o700)); err != nil {
		t.Fatal(err)
	}
	all := f.replaceSteps(replacement{Aside: "backups/before.db", Identity: content.Identity})
	for _, step := range all[:min(done, len(all))] {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	return f, len(all)
}

// TestReplaceStopsAnywhere interrupts a replacement after each of its steps. The next start must
// find either the old library or the new one, complete, and without the log and index of the
// other.
func TestReplaceStopsAnywhere(t *testing.T) {
	base, backup := newLibrary(t, 0, 3), backUp(t, newLibrary(t, 100, 5))
	_, steps := interrupt(t, base, backup, 0)
	for done := 0; done <= steps; done++ {
		t.Run(fmt.Sprintf("after %d of %d steps", done, steps), func(t *testing.T) {
			f, _ := interrupt(t, base, backup, done)
			want, first := 3, 0
			if replaced := done >= 2; replaced {
				want, first = 5, 100
			}
			for range 2 {
				if papers, has, err := papersIn(t, f.Dir, first); err != nil || papers != want || !has {
					t.Fatalf("%d papers, test:%d is %v, %v; want %d with it", papers, first, has, err, want)
				}
			}
			if left, err := filepath.Glob(f.Path("*restore*")); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
			if old := exists(f.Path(filepath.Join(IndexDir, "old"))); old != (want == 3) {
				t.Errorf("the index of the old library is there: %v", old)
			}
			if aside := exists(f.Path("backups/before.db")); aside != (want == 5) {
				t.Errorf("the old store is under backups: %v", aside)
			}
		})
	}
}

// TestReplaceNoteIsDamaged interrupts a replacement everywhere and damages its note. The next
// start must find the old library or the new one, complete, or report that the store is not the
// one that the folder should have.
func TestReplaceNoteIsDamaged(t *testing.T) {
	base, backup := newLibrary(t, 0, 3), backUp(t, newLibrary(t, 100, 5))
	_, steps := interrupt(t, base, backup, 0)
	found := map[string]int{}
	for done := 2; done < steps; done++ {
		f, _ := interrupt(t, base, backup, done)
		if !exists(f.Path(replaceFile)) {
			continue
		}
		if err := os.WriteFile(f.Path(replaceFile), []byte("\x00\xffgarbage"), 0o600); err != nil {
			t.Fatal(err)
		}
		papers, old, err := papersIn(t, f.Dir, 0)
		switch foreign := (*ForeignError)(nil); {
		case errors.As(err, &foreign):
			found["refused"]++
		case err == nil && papers == 3 && old:
			found["old"]++
		case err == nil && papers == 5 && !old:
			found["new"]++
		default:
			t.Errorf("after %d steps: %d papers, test:0 is %v, %v", done, papers, old, err)
		}
	}
	if found["old"] == 0 || found["new"] == 0 {
		t.Errorf("the outcomes are %v, want old and new libraries", found)
	}
}
