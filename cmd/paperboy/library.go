package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/library"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
	"paperboy/data/store/sqlite/folder"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/ingest"
)

// opened is an open data folder: its library, and the service that answers from it. This is the
// only place that chooses a store and an engine.
type opened struct {
	*library.Library
	folder *folder.Folder
	// service is nil in a server that is starting.
	service *api.Service
	// shadow is the temporary folder of an index whose own folder cannot be written to;
	// otherwise empty.
	shadow string
	// fresh says why the index is rebuilt; empty if it is not, or the store has no papers.
	fresh string
}

// folderOptions returns how the settings want a folder to be opened.
func (c *Config) folderOptions(f *folder.Folder) (folder.Options, error) {
	minFree, err := folder.ParseMinFree(c.MinFree, f.Dir)
	if err != nil {
		return folder.Options{}, usagef("--min-free %w", err)
	}
	return folder.Options{Options: sqlite.Options{MinFree: minFree}, StartEmpty: c.StartEmpty}, nil
}

// openLibrary opens the folder for a command, as the settings say. The result owns the folder,
// which is released on an error.
func (c *Config) openLibrary(ctx context.Context, f *folder.Folder) (*opened, error) {
	o, err := c.folderOptions(f)
	if err != nil {
		return nil, errors.Join(err, f.Release())
	}
	return openLibrary(ctx, f, o)
}

// openLibrary opens the folder for a command.
func openLibrary(ctx context.Context, f *folder.Folder, o folder.Options) (*opened, error) {
	l, err := openFolder(ctx, f, o, false)
	if err != nil {
		return nil, err
	}
	keys, err := access.New(ctx, access.Options{Store: l.Store()})
	if err != nil {
		return nil, errors.Join(err, l.close())
	}
	l.service = l.newService(api.Options{Access: keys})
	return l, nil
}

// openFolder opens the folder without a service. With words, the library reads the words of all
// papers, for completion. A store of an older version is migrated after a backup.
func openFolder(ctx context.Context, f *folder.Folder, o folder.Options, words bool) (*opened, error) {
	l := &opened{folder: f}
	papers, err := f.OpenStore(ctx, o)
	if err != nil {
		return nil, errors.Join(err, l.close())
	}
	engine, err := l.openEngine(ctx, papers)
	if err != nil {
		return nil, errors.Join(err, papers.Close(), l.close())
	}
	l.Library = library.Open(library.Options{Store: papers, Index: engine, Words: words, Ingest: ingest.Options{Report: report}})
	return l, nil
}

// newService returns a service for the library with the other options of o.
func (l *opened) newService(o api.Options) *api.Service {
	o.Library, o.Version, o.TempDir = l.Library, version(), l.folder.Dir
	return api.New(o)
}

// openEngine opens the index of a store, and records the identity of the store in the folder.
func (l *opened) openEngine(ctx context.Context, papers store.Store) (index.Engine, error) {
	head, err := papers.Head(ctx)
	if err != nil {
		return nil, err
	}
	engine, err := l.openIndex(ctx, embedded.Options{Store: papers.Identity(), Head: head, Report: report})
	if err != nil {
		return nil, err
	}
	if err := l.folder.Remember(papers.Identity()); err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	if head > 0 {
		l.fresh = engine.Fresh()
	}
	return engine, nil
}

// report logs errors of background goroutines of the index.
func report(err error) { library.LogError(slog.Default(), "index", err) }

// openIndex opens the index, as a temporary copy if its folder cannot be written to.
func (l *opened) openIndex(ctx context.Context, opts embedded.Options) (*embedded.Engine, error) {
	dir := l.folder.Path(folder.IndexDir)
	if l.folder.ReadOnly == nil {
		engine, err := embedded.Open(ctx, dir, opts)
		if err == nil || !folder.CannotWrite(err) {
			return engine, err
		}
	}
	shadow, err := folder.ShadowIndex(dir)
	if err != nil {
		return nil, err
	}
	l.shadow = shadow
	return embedded.Open(ctx, shadow, opts)
}

// close closes what openFolder opened.
func (l *opened) close() error {
	var errs []error
	if l.Library != nil {
		errs = append(errs, l.Library.Close())
	}
	if l.shadow != "" {
		errs = append(errs, os.RemoveAll(l.shadow))
	}
	return errors.Join(append(errs, l.folder.Release())...)
}

// catchUp returns when searches see everything in the store. It reports a rebuild of the index,
// which takes long, on stderr.
func (l *opened) catchUp(ctx context.Context, stderr io.Writer) error {
	head, err := l.Store().Head(ctx)
	if err != nil {
		return err
	}
	l.reportRebuild(stderr)
	return l.WaitCurrent(ctx, head)
}

func (l *opened) reportRebuild(stderr io.Writer) {
	if l.fresh != "" {
		fmt.Fprintf(stderr, "paperboy: building the index: %s\n", l.fresh)
	}
}
