package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// timeout is how long a test waits for a file to be taken.
const timeout = 10 * time.Second

// watched is a folder that Folder watches.
type watched struct {
	*testing.T
	dir   string
	taken chan string // the path below dir and the content of each file taken
	stop  func()
}

// start watches dir. takes, if not nil, is called for the result of take.
func start(t *testing.T, dir string, o Options, takes func(name string) error) *watched {
	t.Helper()
	root, err := resolve(dir)
	if err != nil {
		t.Fatal(err)
	}
	o.Settle = 20 * time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	w := &watched{T: t, dir: dir, taken: make(chan string, 100)}
	ended := make(chan error, 1)
	go func() {
		ended <- Folder(ctx, dir, o, func(_ context.Context, f File) error {
			name, err := filepath.Rel(root, f.Path)
			if err != nil {
				return err
			}
			text, err := os.ReadFile(f.Path)
			if err != nil {
				w.taken <- name + " unread"
				return fmt.Errorf("%w: %w", ErrUnread, err)
			}
			w.taken <- filepath.ToSlash(name) + " " + string(text)
			if takes != nil {
				return takes(name)
			}
			return nil
		})
	}()
	w.stop = func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("watch: %v", err)
		}
		ended <- nil
	}
	t.Cleanup(w.stop)
	return w
}

func (w *watched) write(name, text string) {
	w.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		w.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.Fatal(err)
	}
}

// takes waits until exactly these files are taken, in any order.
func (w *watched) takes(want ...string) {
	w.Helper()
	missing := map[string]bool{}
	for _, name := range want {
		missing[name] = true
	}
	for len(missing) > 0 {
		select {
		case got := <-w.taken:
			if !missing[got] {
				w.Fatalf("took %q, want %q", got, want)
			}
			delete(missing, got)
		case <-time.After(timeout):
			w.Fatalf("%v were not taken within %s", missing, timeout)
		}
	}
}

func TestFolderTakesOldAndNewFiles(t *testing.T) {
	dir := t.TempDir()
	w := &watched{T: t, dir: dir}
	w.write("b.bib", "B")
	w.write("sub/a.ris", "A")
	for _, name := range []string{".hidden", ".git/config", "x.crdownload", "x.part", "x.bib~", "#x.bib#", ".x.bib.swp", "x.tmp", "~$x.csv", "empty/none.bib"} {
		text := "no"
		if name == "empty/none.bib" {
			text = ""
		}
		w.write(name, text)
	}
	if err := os.Symlink(dir, filepath.Join(dir, "sub", "loop")); err != nil {
		t.Fatal(err)
	}
	w = start(t, dir, Options{}, nil)
	w.takes("b.bib B", "sub/a.ris A")

	w.write("c.bib", "C")
	w.takes("c.bib C")
	w.write("new/folder/below/d.bib", "D")
	w.takes("new/folder/below/d.bib D")
	w.write("new/folder/below/e.bib", "E")
	w.takes("new/folder/below/e.bib E")
	if err := os.Rename(filepath.Join(dir, "x.part"), filepath.Join(dir, "x.bib")); err != nil {
		t.Fatal(err)
	}
	w.takes("x.bib no")
	w.write("c.bib", "C changed")
	w.takes("c.bib C changed")
	w.write("empty/none.bib", "some")
	w.takes("empty/none.bib some")
	if err := os.Remove(filepath.Join(dir, "c.bib")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "new")); err != nil {
		t.Fatal(err)
	}
	w.write("new/f.bib", "F")
	w.takes("new/f.bib F")
}

func TestRescan(t *testing.T) {
	dir := t.TempDir()
	root, err := resolve(dir)
	if err != nil {
		t.Fatal(err)
	}
	taken := make(chan string, 10)
	ctx, cancel := context.WithCancel(t.Context())
	w := &watcher{Options: Options{Settle: time.Millisecond, Rescan: 10 * time.Millisecond, Seen: newSeen(), Notice: func(err error) { t.Error(err) }},
		root: root, pending: map[string]pendingFile{}, unread: map[string]File{}, reported: map[string]bool{},
		take: func(_ context.Context, f File) error { taken <- filepath.Base(f.Path); return nil }}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.run(ctx) // without reports from the system
	}()
	if err := os.WriteFile(filepath.Join(dir, "late.bib"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	select {
	case got := <-taken:
		if got != "late.bib" {
			t.Errorf("took %s, want late.bib", got)
		}
	case <-time.After(timeout):
		t.Errorf("late.bib was not taken within %s", timeout)
	}
	cancel()
	<-ended
}

// TestFolderWaitsForWriter lets a pending file grow. It must be taken only after it has been
// unchanged for Options.Settle.
func TestFolderWaitsForWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "slow.bib")
	var taken []int64 // sizes
	w := &watcher{Options: Options{Settle: time.Hour, Seen: newSeen()}, root: filepath.Dir(path), pending: map[string]pendingFile{}, unread: map[string]File{},
		take: func(_ context.Context, f File) error { taken = append(taken, f.Size); return nil }}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// step makes the file's state an hour older and compares the sizes that were taken.
	step := func(name string, want ...int64) {
		t.Helper()
		p := w.pending[path]
		p.since = p.since.Add(-w.Settle)
		w.pending[path] = p
		w.takeSettled(t.Context())
		if diff := cmp.Diff(want, taken); diff != "" {
			t.Errorf("%s: sizes taken (-want +got):\n%s", name, diff)
		}
	}
	write("x")
	w.check(path, false)
	w.takeSettled(t.Context())
	if len(taken) > 0 {
		t.Error("a new file was taken at once")
	}
	write("xx")
	step("changed since it was checked")
	write("xxx")
	w.check(path, false)
	w.takeSettled(t.Context())
	write("xxxx")
	step("changed again")
	step("unchanged", 4)
}

func TestSeenSurvivesRestart(t *testing.T) {
	dir, list := t.TempDir(), filepath.Join(t.TempDir(), "watched", "a.jsonl")
	open := func() *Seen {
		seen, err := OpenSeen(list)
		if err != nil {
			t.Fatal(err)
		}
		return seen
	}
	seen := open()
	w := start(t, dir, Options{Seen: seen}, nil)
	w.write("a.bib", "A")
	w.write("b.bib", "B")
	w.takes("a.bib A", "b.bib B")
	w.stop()
	if err := seen.Close(); err != nil {
		t.Fatal(err)
	}
	// Damage the file as a crash in the middle of a line and a bad disk would.
	text, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(list, append(text, strings.Repeat("x", 1<<20)+"\n"+`{"path":"/cut`...), 0o600); err != nil {
		t.Fatal(err)
	}
	seen = open()
	w = start(t, dir, Options{Seen: seen}, nil)
	w.write("c.bib", "C")
	w.takes("c.bib C")
	w.write("a.bib", "A other")
	w.takes("a.bib A other")
	w.stop()
	if err := seen.Close(); err != nil {
		t.Fatal(err)
	}
	seen = open()
	defer seen.Close()
	for _, name := range []string{"a.bib", "b.bib", "c.bib"} {
		root, err := resolve(dir)
		if err != nil {
			t.Fatal(err)
		}
		if f, ok := stat(filepath.Join(root, name)); !ok || !seen.Has(f) {
			t.Errorf("%s is not in the record of files taken", name)
		}
	}
}

func TestSeenIsCompacted(t *testing.T) {
	dir := t.TempDir()
	list := filepath.Join(dir, "seen.jsonl")
	seen, err := OpenSeen(list)
	if err != nil {
		t.Fatal(err)
	}
	here := File{Path: list, Size: 7, Modified: time.Unix(7, 5)}
	for i := range 200 {
		for _, f := range []File{{Path: filepath.Join(dir, "gone"), Size: int64(i)}, here} {
			if err := seen.Add(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := seen.Close(); err != nil {
		t.Fatal(err)
	}
	if seen, err = OpenSeen(list); err != nil {
		t.Fatal(err)
	}
	defer seen.Close()
	text, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Fields(string(text)); len(got) != 1 || !seen.Has(here) {
		t.Errorf("after compaction the lines are %q, want one; the existing file is in them: %t", got, seen.Has(here))
	}
}

// TestRetry checks that Folder tries a file again after an error, and that after ErrUnread
// the file waits for a change.
func TestRetry(t *testing.T) {
	failures := 2
	var notices []string
	w := start(t, t.TempDir(), Options{Retry: time.Millisecond, Notice: func(err error) { notices = append(notices, err.Error()) }}, func(name string) error {
		switch {
		case name == "bad.bib":
			return ErrUnread
		case failures > 0:
			failures--
			return errors.New("the disk is full")
		}
		return nil
	})
	w.write("a.bib", "A")
	w.takes("a.bib A")
	w.takes("a.bib A")
	w.takes("a.bib A")
	w.write("bad.bib", "bad")
	w.takes("bad.bib bad")
	w.write("b.bib", "B")
	w.takes("b.bib B")
	w.write("bad.bib", "bad again")
	w.takes("bad.bib bad again")
	w.stop()
	if len(notices) != 2 || !strings.Contains(notices[0], "the disk is full") {
		t.Errorf("got notices %q, want two of the full disk", notices)
	}
}

func TestExcept(t *testing.T) {
	dir := t.TempDir()
	w := &watched{T: t, dir: dir}
	w.write("data/papers.db", "no")
	w.write("a.bib", "A")
	w = start(t, dir, Options{Except: []string{filepath.Join(dir, "data"), filepath.Join(dir, "rejects", "r.jsonl")}}, nil)
	w.takes("a.bib A")
	w.write("data/papers.db-wal", "no")
	w.write("rejects/r.jsonl", "no")
	w.write("z.bib", "Z")
	w.takes("z.bib Z")
}

func TestFolderRefusesNonFolders(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, file + "-that-is-not"} {
		if err := Folder(t.Context(), dir, Options{}, nil); err == nil {
			t.Errorf("watching %s gave no error", dir)
		}
	}
}

func TestIsUnfinished(t *testing.T) {
	got := map[string]bool{}
	for _, name := range []string{"a.bib", "a.BIB.PART", "a.crdownload", "a~", "#a#", "#a", "~$a.csv", "a.temp.bib"} {
		got[name] = isUnfinished(name)
	}
	want := map[string]bool{"a.bib": false, "a.BIB.PART": true, "a.crdownload": true, "a~": true, "#a#": true, "#a": false, "~$a.csv": true, "a.temp.bib": false}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
