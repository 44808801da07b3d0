package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paperboy/api/local"
	"paperboy/data/disk"
	"paperboy/data/format"
	"paperboy/data/format/jsonl"
	"paperboy/data/store/sqlite/folder"
	"paperboy/index/ingest"
)

// newLibrary makes a data folder with n papers of somePapers, numbered from first on.
func newLibrary(t *testing.T, dir string, first, n int) {
	t.Helper()
	l := openDamaged(t, dir)
	records := jsonl.Read(t.Context(), format.Input{Reader: strings.NewReader(string(somePapers(first, n))), Location: "a.jsonl", Source: "file"})
	_, err := l.Ingest(t.Context(), records, ingest.RunOptions{})
	if err := errors.Join(err, l.CatchUp(t.Context(), nil), l.Close()); err != nil {
		t.Fatal(err)
	}
}

// papersIn returns how many papers a folder has, and the id of one.
func papersIn(t *testing.T, dir string) (papers int, first string) {
	t.Helper()
	l := openDamaged(t, dir)
	defer l.Close()
	if err := l.CatchUp(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	check, err := l.Service.Library.Check(t.Context())
	if err != nil || len(check.Problems) > 0 {
		t.Errorf("check: %v, %v", check.Problems, err)
	}
	for id := range exported(t, l) {
		if first == "" || string(id) < first {
			first = string(id)
		}
	}
	return check.Papers, first
}

// backupOf makes a backup of a folder.
func backupOf(t *testing.T, dir, file string) {
	t.Helper()
	f, err := folder.Claim(dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.OpenStore(t.Context(), folder.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Backup(t.Context(), file), s.Close(), f.Release()); err != nil {
		t.Fatal(err)
	}
}

// TestRestoreLeavesNoLog restores where a server was killed and its store removed: what
// its log holds must not get into the restored store.
func TestRestoreLeavesNoLog(t *testing.T) {
	source := t.TempDir()
	newLibrary(t, source, 100, 5)
	backup := filepath.Join(t.TempDir(), "backup.db")
	backupOf(t, source, backup)

	// A log that is not folded in: the store is copied while it is open.
	live, dir := t.TempDir(), t.TempDir()
	l := openDamaged(t, live)
	records := jsonl.Read(t.Context(), sourceOf(somePapers(0, 50)))
	if _, err := l.Ingest(t.Context(), records, ingest.RunOptions{}); err != nil {
		t.Fatal(err)
	}
	if disk.Size(filepath.Join(live, folder.StoreFile+"-wal")) == 0 {
		t.Fatal("the store has no log")
	}
	if err := os.CopyFS(dir, os.DirFS(live)); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, folder.StoreFile)); err != nil {
		t.Fatal(err)
	}

	f, err := folder.Claim(dir, "restore")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.ReplaceStore(t.Context(), backup, false); err != nil {
		t.Fatal(err)
	}
	if err := f.Release(); err != nil {
		t.Fatal(err)
	}
	if papers, first := papersIn(t, dir); papers != 5 || first != "test:100" {
		t.Errorf("%d papers from %s on, want 5 from test:100 on", papers, first)
	}
	if logs, _ := filepath.Glob(filepath.Join(dir, folder.BackupsDir, "*.db-wal")); len(logs) != 1 {
		t.Errorf("the log is not under backups: %v", logs)
	}
}

func sourceOf(text []byte) format.Input {
	return format.Input{Reader: strings.NewReader(string(text)), Location: "a.jsonl", Source: "file"}
}

// TestRecoverFromLog has nothing but the log of a store that was removed.
func TestRecoverFromLog(t *testing.T) {
	dir := t.TempDir()
	l := openDamaged(t, dir)
	if _, err := l.Ingest(t.Context(), jsonl.Read(t.Context(), sourceOf(somePapers(0, 50))), ingest.RunOptions{}); err != nil {
		t.Fatal(err)
	}
	lost := t.TempDir()
	if err := copyFile(filepath.Join(lost, folder.StoreFile+"-wal"), filepath.Join(dir, folder.StoreFile+"-wal")); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "saved")
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"recover", lost, "--to", to}, strings.NewReader(""), &out, &errs); code != exitDone {
		t.Fatalf("recover exits with %d: %s%s", code, out.String(), errs.String())
	}
	if papers, first := papersIn(t, to); papers != 50 || first != "test:0" {
		t.Errorf("%d papers from %s on, want 50 from test:0 on", papers, first)
	}
}

// TestLostStores takes the store of a library away in several ways. Each is refused with
// what is there, and what to do; nothing is changed.
func TestLostStores(t *testing.T) {
	base := t.TempDir()
	newLibrary(t, base, 0, 3)
	other := t.TempDir()
	newLibrary(t, other, 50, 2)
	for name, test := range map[string]struct {
		lose func(t *testing.T, dir string) error
		want []string
	}{
		"missing": {func(_ *testing.T, dir string) error { return os.Remove(filepath.Join(dir, folder.StoreFile)) }, []string{"is missing", "library.json", "an index"}},
		"emptied": {func(_ *testing.T, dir string) error { return os.Truncate(filepath.Join(dir, folder.StoreFile), 0) }, []string{"is empty", "an index"}},
		"only a token left": {func(_ *testing.T, dir string) error {
			for _, name := range []string{folder.StoreFile, folder.LibraryFile, folder.IndexDir} {
				if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
					return err
				}
			}
			return os.WriteFile(filepath.Join(dir, folder.TokenFile), []byte("x"), 0o600)
		}, []string{"is missing", "a token"}},
		"only a copy left": {func(t *testing.T, dir string) error {
			for _, name := range []string{folder.LibraryFile, folder.IndexDir} {
				if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
					return err
				}
			}
			if err := os.MkdirAll(filepath.Join(dir, folder.BackupsDir), 0o700); err != nil {
				return err
			}
			return os.Rename(filepath.Join(dir, folder.StoreFile), filepath.Join(dir, folder.BackupsDir, "before.db"))
		}, []string{"1 copy", "before.db"}},
		"emptied with a log": {func(_ *testing.T, dir string) error {
			return errors.Join(os.Truncate(filepath.Join(dir, folder.StoreFile), 0), os.WriteFile(filepath.Join(dir, folder.StoreFile+"-wal"), make([]byte, 5000), 0o600))
		}, []string{"is empty", "write-ahead log"}},
		"another library's": {func(_ *testing.T, dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, folder.StoreFile)), copyFile(filepath.Join(dir, folder.StoreFile), filepath.Join(other, folder.StoreFile)))
		}, []string{"is of library", "restore --force"}},
		"another library's, known by the index alone": {func(_ *testing.T, dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, folder.LibraryFile)), os.Remove(filepath.Join(dir, folder.StoreFile)),
				copyFile(filepath.Join(dir, folder.StoreFile), filepath.Join(other, folder.StoreFile)))
		}, []string{"is of library", "index/library.json"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			if err := errors.Join(os.CopyFS(dir, os.DirFS(base)), test.lose(t, dir)); err != nil {
				t.Fatal(err)
			}
			before := tree(t, dir)
			f, err := folder.Claim(dir, "serve")
			if err != nil {
				t.Fatal(err)
			}
			l, err := local.OpenService(t.Context(), f, local.Options{})
			if err == nil {
				l.Close()
				t.Fatal("it was opened")
			}
			for _, want := range append(test.want, folder.StoreFile, "restore") {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("no %q in: %v", want, err)
				}
			}
			after := tree(t, dir)
			for path := range before {
				if before[path] != after[path] && filepath.Base(path) != folder.LockFile {
					t.Errorf("%s was changed", path)
				}
			}
		})
	}
}

// TestStartEmpty begins a new library where one was lost, and keeps what is left of it.
func TestStartEmpty(t *testing.T) {
	dir := t.TempDir()
	newLibrary(t, dir, 0, 3)
	if err := errors.Join(os.Truncate(filepath.Join(dir, folder.StoreFile), 0), os.WriteFile(filepath.Join(dir, folder.StoreFile+"-wal"), make([]byte, 5000), 0o600)); err != nil {
		t.Fatal(err)
	}
	f, err := folder.Claim(dir, "serve")
	if err != nil {
		t.Fatal(err)
	}
	l, err := local.OpenService(t.Context(), f, local.Options{Options: folder.Options{StartEmpty: true}})
	if err != nil {
		t.Fatal(err)
	}
	if stats, err := l.Store().Stats(t.Context()); err != nil || stats.Papers != 0 {
		t.Errorf("%d papers, error %v", stats.Papers, err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if logs, _ := filepath.Glob(filepath.Join(dir, folder.BackupsDir, "before-start-empty-*-wal")); len(logs) != 1 {
		t.Errorf("the log of the lost store is not under backups: %v", logs)
	}
	newLibrary(t, dir, 0, 3) // and goes on without being asked again
}

// copyFile copies a file, of a folder that nobody has open.
func copyFile(to, from string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o600)
}
