// Package local gives a program the library in a data folder of this machine.
//
// [Open] opens the library itself (this file): it chooses the store and the engine. Only one process
// can do so, which is why a [Place] (place.go) opens the folder if it can, and otherwise reaches the
// server that has it open. What either of them answers are [Papers] (papers.go): [Call] and
// [Download] take the same parameters and give the same answers and errors for both. Some work needs
// the folder itself: repairing, restoring and recovering it (upkeep.go).
package local

import (
	"context"
	"errors"
	"log/slog"
	"os"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/library"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/folder"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/ingest"
)

// Options say how a folder is opened.
type Options struct {
	folder.Options
	// Words makes the library read the words of all papers, for completion.
	Words bool
	// Version is that of the program, for the answers of a service.
	Version string
}

// A Library is the open library of a data folder. Close it after use.
type Library struct {
	*library.Library
	Folder *folder.Folder
	// Service answers from the library. It is nil after Open.
	Service *api.Service
	version string
	// shadow is the temporary folder of an index whose own folder cannot be written to;
	// otherwise empty.
	shadow string
	// fresh says why the index is rebuilt; empty if it is not, or the store has no papers.
	fresh string
}

// Open opens the library in a folder, without a service. A store of an older version is migrated
// after a backup. The result owns the folder, which is released on an error.
func Open(ctx context.Context, f *folder.Folder, o Options) (*Library, error) {
	l := &Library{Folder: f, version: o.Version}
	papers, err := f.OpenStore(ctx, o.Options)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	engine, err := l.openEngine(ctx, papers)
	if err != nil {
		return nil, errors.Join(err, papers.Close(), l.Close())
	}
	l.Library = library.Open(library.Options{
		Store: papers, Index: engine, Words: o.Words, Derived: l.derived(), ReadOnly: f.ReadOnly != nil,
		Ingest: ingest.Options{Report: report},
	})
	return l, nil
}

// OpenService is like Open, and sets Service to one for this process alone.
func OpenService(ctx context.Context, f *folder.Folder, o Options) (*Library, error) {
	l, err := Open(ctx, f, o)
	if err != nil {
		return nil, err
	}
	keys, err := access.New(ctx, access.Options{Store: l.Store()})
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	l.Service = l.NewService(api.Options{Access: keys})
	return l, nil
}

// NewService returns a service for the library with the other options of o.
func (l *Library) NewService(o api.Options) *api.Service {
	o.Library, o.Version, o.TempDir = l.Library, l.version, l.Folder.Dir
	return api.New(o)
}

// openEngine opens the index of a store, and records the identity of the store in the folder.
func (l *Library) openEngine(ctx context.Context, papers store.Store) (index.Engine, error) {
	head, err := papers.Head(ctx)
	if err != nil {
		return nil, err
	}
	engine, err := l.openIndex(ctx, embedded.Options{Store: papers.Identity(), Head: head, Report: report})
	if err != nil {
		return nil, err
	}
	if err := l.Folder.Remember(papers.Identity()); err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	if head > 0 {
		l.fresh = engine.Fresh()
	}
	return engine, nil
}

// derived returns the folder for what a library derives from the store besides the index, or "" if
// nothing there may be used. An index that does not fit may be ahead of a store that was replaced by an
// older copy of itself. Nothing else would tell the other files from those of the store once it has
// grown again, so they are removed with it.
func (l *Library) derived() string {
	dir := l.Folder.Path(folder.IndexDir)
	if l.fresh != "" && (l.Folder.ReadOnly != nil || library.RemoveDerived(dir) != nil) {
		return ""
	}
	return dir
}

// report logs errors of background goroutines of the index.
func report(err error) { library.LogError(slog.Default(), "index", err) }

// openIndex opens the index, as a temporary copy if its folder cannot be written to.
func (l *Library) openIndex(ctx context.Context, opts embedded.Options) (*embedded.Engine, error) {
	dir := l.Folder.Path(folder.IndexDir)
	if l.Folder.ReadOnly == nil {
		engine, err := embedded.Open(ctx, dir, opts)
		if err == nil || !folder.CannotWrite(err) {
			return engine, err
		}
	}
	shadow, err := folder.ShadowIndex(dir, library.WordsFile, library.KeyedFile)
	if err != nil {
		return nil, err
	}
	l.shadow = shadow
	return embedded.Open(ctx, shadow, opts)
}

// Close closes the library and releases the folder.
func (l *Library) Close() error {
	var errs []error
	if l.Library != nil {
		errs = append(errs, l.Library.Close())
	}
	if l.shadow != "" {
		errs = append(errs, os.RemoveAll(l.shadow))
	}
	return errors.Join(append(errs, l.Folder.Release())...)
}

// CatchUp returns when searches see everything in the store. If that takes long, because the index
// is rebuilt, it says so to notice.
func (l *Library) CatchUp(ctx context.Context, notice func(string)) error {
	head, err := l.Store().Head(ctx)
	if err != nil {
		return err
	}
	l.NoteRebuild(notice)
	return l.WaitCurrent(ctx, head)
}

// NoteRebuild says to notice why the index is rebuilt, if it is.
func (l *Library) NoteRebuild(notice func(string)) {
	if l.fresh != "" && notice != nil {
		notice("building the index: " + l.fresh)
	}
}
