// Package watch tells of the files of a folder, and of new and changed ones as
// they appear.
//
//	walk, fsnotify, slow rescans --> pending --> settled --> take, one by one --> Seen
//
// Folder first finds what is there. Then the system tells what changes, and a
// slow rescan finds what it did not tell, as network file systems do not. A file
// is pending until its size and time have not changed for Options.Settle, so that
// one which is still being written is not read by halves. What was taken is kept
// in a Seen file, so that a restart does not take it again.
//
// Passed over are empty and hidden files, hidden folders, and what editors and
// browsers write before a file has its name. Links to files are followed, those to folders are
// not, so that no loop is walked. A file that vanishes is forgotten, without a
// word on what it held. The package reads no file: it knows names, sizes and times.
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

// File is a file in one state of it.
type File struct {
	Path     string
	Size     int64
	Modified time.Time
	mode     fs.FileMode
}

// same reports whether f is what other was, the right to read it included.
func (f File) same(other File) bool {
	return f.Size == other.Size && f.Modified.Equal(other.Modified) && f.mode == other.mode
}

// Options say how a folder is watched. The zero Options are fit for use.
type Options struct {
	// Settle is how long a file must have stayed as it is; 0: two seconds.
	Settle time.Duration
	// Rescan is how long lies between two walks of the whole folder; 0: a minute.
	Rescan time.Duration
	// Retry is how long Folder waits after an error of take; 0: ten seconds.
	Retry time.Duration
	// Seen remembers what was taken; nil: only while Folder runs.
	Seen *Seen
	// Except are files and folders to pass over.
	Except []string
	// Notice is told of what could not be watched or taken; nil: nobody. It
	// need not end the watching.
	Notice func(error)
}

// ErrUnread is wrapped by an error of take that is the file's own: it is told no
// further, and the file is taken again only when it changes or Folder starts anew.
var ErrUnread = errors.New("not read")

// Folder gives take every file of dir that Options.Seen does not know, and then
// every new and changed one, until ctx ends, which is no error. Files that are
// there at the start and have been still come at once, by name. take is never
// called concurrently; after an error that is no ErrUnread the file is tried
// again. Folder fails at once if dir is no folder.
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
	w := &watcher{Options: o, root: root, take: take, pending: map[string]waiting{}, unread: map[string]File{}, said: map[string]bool{}}
	if w.Seen == nil {
		w.Seen = newSeen()
	}
	w.Except = nil
	for _, path := range o.Except {
		w.Except = append(w.Except, behindLinks(path))
	}
	// Without the system's help the rescans still find everything, later.
	if w.events, err = fsnotify.NewWatcher(); err != nil {
		w.Notice(fmt.Errorf("watch %s: the system tells of no changes, so they are found every %s: %w", dir, o.Rescan, err))
	} else {
		defer w.events.Close()
	}
	return w.run(ctx)
}

// resolve is the absolute path of a folder, behind links.
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
		err = fmt.Errorf("%s is no folder", dir)
	}
	return root, err
}

// behindLinks is the absolute path of what may not be there yet, behind the links
// of what is.
func behindLinks(path string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	if behind, err := filepath.EvalSymlinks(path); err == nil {
		return behind
	}
	if parent := filepath.Dir(path); parent != path {
		return filepath.Join(behindLinks(parent), filepath.Base(path))
	}
	return path
}

// watcher is one Folder.
type watcher struct {
	Options
	root    string
	take    func(context.Context, File) error
	events  *fsnotify.Watcher // nil where the system has none
	limited bool              // said that it will not watch more folders
	said    map[string]bool   // of what could not be walked
	pending map[string]waiting
	unread  map[string]File
}

// waiting is a pending file, and since when it has been as it is.
type waiting struct {
	File
	since time.Time
	// not is when it may be tried again, after an error.
	not time.Time
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
		w.settled(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-settle.C:
		case <-rescan.C:
			w.scan(w.root, false)
		case e := <-changes:
			w.changed(e)
		case err := <-failures:
			// Too many changes at once: some were not told of.
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				w.Notice(fmt.Errorf("watch %s: %w", w.root, err))
			}
			w.scan(w.root, false)
		}
	}
}

// changed looks at what an event is about.
func (w *watcher) changed(e fsnotify.Event) {
	if w.passedOver(e.Name) {
		return
	}
	if info, err := os.Lstat(e.Name); err == nil && info.IsDir() {
		if e.Has(fsnotify.Create) {
			w.scan(e.Name, false)
		}
		return
	}
	w.look(e.Name, false)
}

// scan walks a folder: it watches it and those below, and looks at each file.
// first is the start, where what has been still is not waited for.
func (w *watcher) scan(dir string, first bool) {
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && path == dir && path != w.root && errors.Is(err, fs.ErrNotExist):
			return nil // gone again
		case err != nil:
			w.unwalked(err)
			return nil
		case path != w.root && w.passedOver(path):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			w.follow(path)
			return nil
		}
		w.look(path, first)
		return nil
	})
	if err != nil {
		w.unwalked(err)
	}
}

// unwalked tells of a folder that cannot be walked, once and not at every rescan.
func (w *watcher) unwalked(err error) {
	if text := err.Error(); !w.said[text] {
		w.said[text] = true
		w.Notice(fmt.Errorf("watch: %w", err))
	}
}

// follow asks the system for the changes of a folder.
func (w *watcher) follow(dir string) {
	if w.events == nil {
		return
	}
	if err := w.events.Add(dir); err != nil && !w.limited && !errors.Is(err, fs.ErrNotExist) {
		w.limited = true
		w.Notice(fmt.Errorf("watch %s: the system tells of no changes there, so they are found every %s: %w", dir, w.Rescan, err))
	}
}

// look makes a file pending unless this state of it was taken.
func (w *watcher) look(path string, first bool) {
	f, ok := stat(path)
	if !ok || w.known(f) {
		return
	}
	waits, ok := w.pending[path]
	if ok && waits.same(f) {
		return
	}
	waits.File, waits.since = f, time.Now()
	// A clock that is ahead, as of a file server, makes no file old.
	if age := time.Since(f.Modified); first && age > w.Settle {
		waits.since = time.Now().Add(-w.Settle)
	}
	w.pending[path] = waits
}

// stat is the state of what is a regular file, behind links. An empty one is
// still to be written.
func stat(path string) (File, bool) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return File{}, false
	}
	return File{Path: path, Size: info.Size(), Modified: info.ModTime(), mode: info.Mode()}, true
}

func (w *watcher) known(f File) bool {
	tried, ok := w.unread[f.Path]
	return w.Seen.Has(f) || ok && tried.same(f)
}

// settled takes the pending files that have stayed as they are, by name.
func (w *watcher) settled(ctx context.Context) {
	for _, path := range slices.Sorted(maps.Keys(w.pending)) {
		if ctx.Err() != nil {
			return
		}
		waits, now := w.pending[path], time.Now()
		if now.Sub(waits.since) < w.Settle || now.Before(waits.not) {
			continue
		}
		f, ok := stat(path)
		switch {
		case !ok || w.known(f):
			delete(w.pending, path)
		case !f.same(waits.File):
			w.pending[path] = waiting{File: f, since: now}
		default:
			w.settle(ctx, f)
		}
	}
}

// settle takes one file. A change while it was taken is a new state.
func (w *watcher) settle(ctx context.Context, f File) {
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
		w.Notice(fmt.Errorf("watch: %s is tried again in %s: %w", f.Path, w.Retry, err))
		w.pending[f.Path] = waiting{File: f, since: time.Now().Add(-w.Settle), not: time.Now().Add(w.Retry)}
		return
	}
	w.look(f.Path, false)
}
