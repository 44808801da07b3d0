// Package watch finds the files of a folder, and new and changed files as they
// appear.
//
//	walk, fsnotify, rescan --> pending --> unchanged for a while --> take --> Seen
//
// Folder first walks the folder. Afterwards the operating system reports changes,
// and a periodic rescan finds those that it does not report, for example on network
// file systems. A file is pending until its size and modification time have not
// changed for Options.Settle, so that it is not read while it is being written. Seen
// records which files were taken, so that a restart does not take them again.
//
// Folder ignores empty files, hidden files and folders, and the temporary files of
// editors and browsers. It follows links to files, but not links to folders, so that
// it cannot run into a loop. It does not report that a file was removed. The package
// does not read files: it knows their names, sizes and times.
package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A File is the state of a file at some time.
type File struct {
	Path     string
	Size     int64
	Modified time.Time
	mode     fs.FileMode
}

// same reports whether f and other are the same state: size, time and mode.
func (f File) same(other File) bool {
	return f.Size == other.Size && f.Modified.Equal(other.Modified) && f.mode == other.mode
}

// Options say how Folder watches a folder. The zero Options use the defaults.
type Options struct {
	// Settle is how long a file must be unchanged before it is taken; 0: two seconds.
	Settle time.Duration
	// Rescan is the time between two walks of the whole folder; 0: a minute.
	Rescan time.Duration
	// Retry is how long Folder waits after an error of take; 0: ten seconds.
	Retry time.Duration
	// Seen records which files were taken; nil: a record in memory only.
	Seen *Seen
	// Except lists files and folders to ignore.
	Except []string
	// Notice, if not nil, is called with errors that do not stop Folder: a folder cannot
	// be watched, or a file cannot be taken.
	Notice func(error)
}

// ErrUnread is wrapped by an error of take that is the fault of the file. Folder does not
// report such an error, and takes the file again only when the file changes or Folder is
// called again.
var ErrUnread = errors.New("not read")

// Folder calls take for each file of dir that Options.Seen does not have, then for each
// new and changed file, until ctx is done. It takes the files that were unchanged when it
// started at once, sorted by name. take is never called concurrently. After an error that
// does not wrap ErrUnread, Folder tries the file again. Folder returns nil when ctx is
// done, and an error if dir is not a folder.
func Folder(ctx context.Context, dir string, o Options, take func(context.Context, File) error) error {
	root, err := resolve(dir)
	if err != nil {
		return fmt.Errorf("watch: %w", err)
	}
	o.Settle = cmp.Or(o.Settle, 2*time.Second)
	o.Rescan = cmp.Or(o.Rescan, time.Minute)
	o.Retry = cmp.Or(o.Retry, 10*time.Second)
	if o.Notice == nil {
		o.Notice = func(error) {}
	}
	w := &watcher{Options: o, root: root, take: take, pending: map[string]pendingFile{}, unread: map[string]File{}, reported: map[string]bool{}}
	if w.Seen == nil {
		w.Seen = newSeen()
	}
	w.Except = nil
	for _, path := range o.Except {
		w.Except = append(w.Except, resolveLinks(path))
	}
	// Without reports from the system the rescans still find all changes, only later.
	if w.events, err = fsnotify.NewWatcher(); err != nil {
		w.Notice(fmt.Errorf("watch %s: the system does not report changes, so the folder is scanned every %s: %w", dir, o.Rescan, err))
	} else {
		defer w.events.Close()
	}
	return w.run(ctx)
}

// resolve returns the absolute path of a folder, with links resolved.
func resolve(dir string) (string, error) {
	root, err := filepath.Abs(dir)
	if err == nil {
		root, err = filepath.EvalSymlinks(root)
	}
	if err != nil {
		return "", err
	}
	info, err := os.Stat(root)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s is not a folder", dir)
	}
	return root, err
}

// resolveLinks returns the absolute path of path, which may not exist, with the links in
// its existing part resolved.
func resolveLinks(path string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		return resolved
	}
	if parent := filepath.Dir(path); parent != path {
		return filepath.Join(resolveLinks(parent), filepath.Base(path))
	}
	return path
}

// A watcher is the state of one call of Folder.
type watcher struct {
	Options
	root     string
	take     func(context.Context, File) error
	events   *fsnotify.Watcher      // nil if the system does not report changes
	limited  bool                   // whether a folder that cannot be watched was reported
	reported map[string]bool        // errors of walks, by their text
	pending  map[string]pendingFile // by path
	unread   map[string]File        // files whose take returned ErrUnread, by path
}

// A pendingFile is a file that is not taken yet.
type pendingFile struct {
	File
	since   time.Time // when it was found in this state
	retryAt time.Time // when it may be tried again after an error
}

func (w *watcher) run(ctx context.Context) error {
	w.scan(w.root, true)
	rescan := time.NewTicker(w.Rescan)
	defer rescan.Stop()
	settle := time.NewTicker(max(w.Settle/4, time.Millisecond))
	defer settle.Stop()
	var changes chan fsnotify.Event
	var failures chan error
	if w.events != nil {
		changes, failures = w.events.Events, w.events.Errors
	}
	for {
		w.takeSettled(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-settle.C:
		case <-rescan.C:
			w.scan(w.root, false)
		case e := <-changes:
			w.handle(e)
		case err := <-failures:
			// After an overflow some changes are unreported.
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				w.Notice(fmt.Errorf("watch %s: %w", w.root, err))
			}
			w.scan(w.root, false)
		}
	}
}

// handle checks the file or folder that an event is about.
func (w *watcher) handle(e fsnotify.Event) {
	if w.isIgnored(e.Name) {
		return
	}
	if info, err := os.Lstat(e.Name); err == nil && info.IsDir() {
		if e.Has(fsnotify.Create) {
			w.scan(e.Name, false)
		}
		return
	}
	w.check(e.Name, false)
}

// scan walks a folder, watches it and the folders below, and checks each file. first
// is true for the walk at the start, when files that have been unchanged need not wait.
func (w *watcher) scan(dir string, first bool) {
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && path == dir && path != w.root && errors.Is(err, fs.ErrNotExist):
			return nil // removed already
		case err != nil:
			w.reportOnce(err)
			return nil
		case path != w.root && w.isIgnored(path):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			w.watchFolder(path)
			return nil
		}
		w.check(path, first)
		return nil
	})
	if err != nil {
		w.reportOnce(err)
	}
}

// reportOnce reports an error of a walk, unless an earlier walk had the same.
func (w *watcher) reportOnce(err error) {
	if text := err.Error(); !w.reported[text] {
		w.reported[text] = true
		w.Notice(fmt.Errorf("watch: %w", err))
	}
}

// watchFolder asks the system to report the changes of a folder.
func (w *watcher) watchFolder(dir string) {
	if w.events == nil {
		return
	}
	if err := w.events.Add(dir); err != nil && !w.limited && !errors.Is(err, fs.ErrNotExist) {
		w.limited = true
		w.Notice(fmt.Errorf("watch %s: the system does not report changes there, so the folder is scanned every %s: %w", dir, w.Rescan, err))
	}
}

// check makes a file pending unless its present state was taken or is pending.
func (w *watcher) check(path string, first bool) {
	f, ok := stat(path)
	if !ok || w.isDone(f) {
		return
	}
	p, ok := w.pending[path]
	if ok && p.same(f) {
		return
	}
	p.File, p.since = f, time.Now()
	// A file whose time is in the future, as set by a file server, is not old.
	if age := time.Since(f.Modified); first && age > w.Settle {
		p.since = time.Now().Add(-w.Settle)
	}
	w.pending[path] = p
}

// stat returns the state of a regular file. It follows links. ok is false for anything
// else and for an empty file, which is still to be written.
func stat(path string) (f File, ok bool) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return File{}, false
	}
	return File{Path: path, Size: info.Size(), Modified: info.ModTime(), mode: info.Mode()}, true
}

// isDone reports whether f was taken, or could not be read, in its present state.
func (w *watcher) isDone(f File) bool {
	tried, ok := w.unread[f.Path]
	return w.Seen.Has(f) || ok && tried.same(f)
}

// takeSettled takes the pending files that have been unchanged for Settle, sorted by name.
func (w *watcher) takeSettled(ctx context.Context) {
	for _, path := range slices.Sorted(maps.Keys(w.pending)) {
		if ctx.Err() != nil {
			return
		}
		p, now := w.pending[path], time.Now()
		if now.Sub(p.since) < w.Settle || now.Before(p.retryAt) {
			continue
		}
		f, ok := stat(path)
		switch {
		case !ok || w.isDone(f):
			delete(w.pending, path)
		case !f.same(p.File):
			w.pending[path] = pendingFile{File: f, since: now}
		default:
			w.takeFile(ctx, f)
		}
	}
}

// takeFile takes one file, then checks whether it changed in the meantime.
func (w *watcher) takeFile(ctx context.Context, f File) {
	err := w.take(ctx, f)
	switch {
	case err == nil:
		delete(w.pending, f.Path)
		delete(w.unread, f.Path)
		if err := w.Seen.Add(f); err != nil {
			w.Notice(err)
		}
	case ctx.Err() != nil:
		return
	case errors.Is(err, ErrUnread):
		delete(w.pending, f.Path)
		w.unread[f.Path] = f
	default:
		w.Notice(fmt.Errorf("watch: trying %s again in %s: %w", f.Path, w.Retry, err))
		w.pending[f.Path] = pendingFile{File: f, since: time.Now().Add(-w.Settle), retryAt: time.Now().Add(w.Retry)}
		return
	}
	w.check(f.Path, false)
}
