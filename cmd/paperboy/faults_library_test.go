package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/data/store/sqlite"
	"paperboy/data/store/sqlite/folder"
	"paperboy/index/embedded"
	"paperboy/index/ingest"
)

// faulty is one run of a program: a library, and the model of what it has acknowledged.
type faulty struct {
	*testing.T
	ctx    context.Context
	random *rand.Rand
	log    []string
	disk   string // what fills up
	root   string // of all folders of this run
	dir    string // the data folder now
	opened int

	store    *sqlite.Store
	engine   *embedded.Engine
	ingester *library.Library
	service  *api.Service

	model   *model
	backups []backedUp

	mu      sync.Mutex // guards reports
	reports []string
}

// backedUp is a backup, and what was true when it was made.
type backedUp struct {
	file  string
	model *model
}

func (f *faulty) note(format string, args ...any) {
	f.log = append(f.log, fmt.Sprintf(format, args...))
}

// must fails the test at an error that is not the injected panic's, and reports whether
// there was none.
func (f *faulty) must(what string, err error) bool {
	f.Helper()
	if err != nil && !isInjected(err) {
		f.Fatalf("%s: %v", what, err)
	}
	if err != nil {
		f.note("  %s: %v", what, err)
	}
	return err == nil
}

func isInjected(err error) bool { return err != nil && strings.Contains(err.Error(), injectedText) }

const injectedText = "injected by the test"

// open opens the library as cmd does, with shorter pauses. A first attempt may panic.
func (f *faulty) open() {
	f.Helper()
	if f.dir == "" {
		f.dir = filepath.Join(f.root, "first")
	}
	if !f.must("open", f.tryOpen()) {
		if err := f.tryOpen(); err != nil {
			f.Fatalf("open again: %v", err)
		}
	}
}

func (f *faulty) tryOpen() (err error) {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return err
	}
	if f.store, err = sqlite.Open(f.ctx, filepath.Join(f.dir, folder.StoreFile)); err != nil {
		return err
	}
	head, err := f.store.Head(f.ctx)
	if err == nil {
		f.engine, err = embedded.Open(f.ctx, filepath.Join(f.dir, folder.IndexDir), embedded.Options{
			Store: f.store.Identity(), Head: head, Report: f.reported, ScrubPause: 5 * time.Millisecond,
		})
	}
	if err != nil {
		return errors.Join(err, f.store.Close())
	}
	if fresh := f.engine.Fresh(); fresh != "" {
		f.note("  the index starts empty: %s", fresh)
	}
	f.ingester = library.Open(library.Options{
		Store: f.store, Index: f.engine,
		Ingest: ingest.Options{BatchSize: 7, RetryAfter: 5 * time.Millisecond, Report: f.reported},
	})
	f.service = api.New(api.Options{Library: f.ingester, TempDir: f.dir})
	f.opened++
	return nil
}

// reported keeps what the log of a server would have.
func (f *faulty) reported(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.reports = append(f.reports, fmt.Sprintf("after step %d: %v\n%.3000s", len(f.log), err, panics.Stack(err))); len(f.reports) > 30 {
		f.reports = f.reports[1:]
	}
}

// close closes the library.
func (f *faulty) close() error {
	return f.ingester.Close()
}

// end closes the library whatever has happened.
func (f *faulty) end() {
	if f.ingester != nil {
		if err := f.close(); err != nil && !f.Failed() {
			f.Errorf("close in the end: %v", err)
		}
	}
}

func (f *faulty) reopen() {
	f.must("close", f.close())
	f.open()
}

// crash goes on with a copy of the folder, taken while the library is open: what a process
// leaves that was killed. (One that the power left would have less of what was not synced.)
func (f *faulty) crash() {
	into := f.copyFolder()
	f.must("close", f.close())
	f.moveTo(into)
}

// copyFolder copies the folder as it is.
func (f *faulty) copyFolder() (into string) {
	into = filepath.Join(f.root, fmt.Sprintf("crash-%d-%d", f.opened, len(f.log)))
	// A file that is removed while it is copied would be gone a moment later too. The
	// index is copied before the store: it may lag, never lead.
	for _, part := range []string{folder.IndexDir, "."} {
		if err := copyTree(filepath.Join(into, part), filepath.Join(f.dir, part)); err != nil {
			f.Fatalf("copy: %v", err)
		}
	}
	return into
}

// moveTo goes on in another folder.
func (f *faulty) moveTo(dir string) {
	if err := os.RemoveAll(f.dir); err != nil {
		f.Fatal(err)
	}
	f.dir = dir
	f.open()
}

// copyTree copies the files that are not there yet.
func copyTree(to, from string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, inside)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o700)
		}
		if _, err := os.Stat(target); err == nil {
			return nil
		}
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		return os.WriteFile(target, content, 0o600)
	})
}

// backUp makes a backup, and remembers what was true then.
func (f *faulty) backUp() {
	file := filepath.Join(f.root, fmt.Sprintf("backup-%d", len(f.backups)))
	if err := f.store.Backup(f.ctx, file); err != nil {
		f.Fatalf("back up: %v", err)
	}
	f.backups = append(f.backups, backedUp{file, f.model.clone()})
}

// restore makes one of the backups the library.
func (f *faulty) restore() {
	if len(f.backups) == 0 {
		f.backUp()
	}
	b := f.backups[f.random.IntN(len(f.backups))]
	f.must("close", f.close())
	path := filepath.Join(f.dir, folder.StoreFile)
	files, err := filepath.Glob(path + "*")
	for _, file := range files {
		err = errors.Join(err, os.Remove(file))
	}
	err = errors.Join(err, copyFile(path, b.file), os.RemoveAll(filepath.Join(f.dir, folder.IndexDir)))
	if err != nil {
		f.Fatalf("restore: %v", err)
	}
	f.model = b.model.clone()
	f.open()
}

// reindex writes while the index is rebuilt, and waits in the middle for a search
// to see one of them.
func (f *faulty) reindex() {
	wrote := false
	err := f.ingester.Reindex(f.ctx, func(done, _ int) {
		if wrote {
			return
		}
		wrote = true
		f.writeSome()
		f.waitVisibleUnlessDamaged()
	})
	f.must("reindex", err)
}

func (f *faulty) writeSome() {
	for range 1 + f.random.IntN(4) {
		write := []func(*faulty){(*faulty).ingest, (*faulty).replace, (*faulty).remove, (*faulty).merge, (*faulty).unmerge, (*faulty).undelete}
		write[f.random.IntN(len(write))](f)
	}
}

// crashInReindex goes on from a copy that was taken in the middle of a reindex.
func (f *faulty) crashInReindex() {
	into, after := "", 1+f.random.IntN(30)
	err := f.ingester.Reindex(f.ctx, func(done, total int) {
		if into == "" && (done >= after || done == total) {
			f.writeSome()
			into = f.copyFolder()
		}
	})
	f.must("reindex", err)
	if into == "" { // nothing to index, or it panicked before
		into = f.copyFolder()
	}
	f.must("close", f.close())
	f.moveTo(into)
}

// panicSomewhere makes one of the next functions panic that package panics runs, while a
// few steps are taken. A panic while Bleve is closed is left out: its files stay locked
// until the process ends, which it does not here.
func (f *faulty) panicSomewhere() {
	left := 1 + f.random.IntN(120)
	hits := make(chan string, 1)
	counter := newCountdown(left)
	undo := panics.Inject(func(point string) {
		if point != "embedded.close" && counter.hit() {
			hits <- point
			panic(injectedText)
		}
	})
	defer undo()
	steps := []func(*faulty){(*faulty).ingest, (*faulty).remove, (*faulty).replace, (*faulty).reindex, (*faulty).reopen, (*faulty).merge}
	for range 1 + f.random.IntN(4) {
		steps[f.random.IntN(len(steps))](f)
		f.compareThroughPanics()
	}
	select {
	case point := <-hits:
		f.note("  %s panicked", point)
	default:
	}
}

// live are the numbers of the model's live papers that are not the same.
func (f *faulty) anyLive() (data.Number, bool) {
	numbers := f.model.live()
	if len(numbers) == 0 {
		return 0, false
	}
	return numbers[f.random.IntN(len(numbers))], true
}
