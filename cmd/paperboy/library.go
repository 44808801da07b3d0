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
	"paperboy/data/audit"
	"paperboy/data/panics"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
	"paperboy/data/store/sqlite/folder"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/ingest"
)

// opened is an open data folder: the library in it, and the service that answers from
// the library. It is the one place that picks a store and an engine.
type opened struct {
	*library.Library
	folder *folder.Folder
	// service is nil in a server that is still starting.
	service *api.Service
	// audit and log are a server's.
	audit *audit.Log
	log   *slog.Logger
	// shadow is the temporary folder of an index that cannot be where it should be;
	// empty where it is.
	shadow string
	// fresh says why the index of a store that holds papers is being built again;
	// empty where it is not.
	fresh string
}

// libraryOptions say how a folder is opened.
type libraryOptions struct {
	folder.Options
	// words reads the words of all papers, for completing what is typed.
	words bool
}

func (c *Config) libraryOptions(f *folder.Folder) (libraryOptions, error) {
	minFree, err := c.minFree(f.Dir)
	return libraryOptions{Options: folder.Options{Options: sqlite.Options{MinFree: minFree}, StartEmpty: c.StartEmpty}}, err
}

// openLibrary opens the folder as the configuration says, with the service that answers
// a command. A store of an older version is migrated after a backup. The result owns the
// folder; on an error the folder is released.
func (c *Config) openLibrary(ctx context.Context, f *folder.Folder) (*opened, error) {
	o, err := c.libraryOptions(f)
	if err != nil {
		return nil, errors.Join(err, f.Release())
	}
	return openForCommand(ctx, f, o)
}

// openServed opens the folder for a server, which verifies the store as time goes by,
// completes what is typed, and makes a service of its own.
func (c *Config) openServed(ctx context.Context, f *folder.Folder) (*opened, error) {
	o, err := c.libraryOptions(f)
	if err != nil {
		return nil, errors.Join(err, f.Release())
	}
	o.ScrubEvery, o.words = c.ScrubEvery, true
	return openLibraryWith(ctx, f, o)
}

// openLibrary opens the folder for a command, without any options.
func openLibrary(ctx context.Context, f *folder.Folder) (*opened, error) {
	return openForCommand(ctx, f, libraryOptions{})
}

func openForCommand(ctx context.Context, f *folder.Folder, o libraryOptions) (*opened, error) {
	l, err := openLibraryWith(ctx, f, o)
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

func openLibraryWith(ctx context.Context, f *folder.Folder, o libraryOptions) (*opened, error) {
	l := &opened{folder: f}
	if err := l.open(ctx, o); err != nil {
		return nil, errors.Join(err, l.close())
	}
	return l, nil
}

// newService completes o with the library.
func (l *opened) newService(o api.Options) *api.Service {
	o.Library, o.Version, o.TempDir = l.Library, version(), l.folder.Dir
	return api.New(o)
}

func (l *opened) open(ctx context.Context, o libraryOptions) error {
	papers, err := l.folder.OpenStore(ctx, o.Options)
	if err != nil {
		return err
	}
	engine, err := l.openEngine(ctx, papers)
	if err != nil {
		return errors.Join(err, papers.Close())
	}
	l.Library = library.Open(library.Options{Store: papers, Index: engine, Words: o.words, Ingest: ingest.Options{Report: report}})
	return nil
}

// openEngine opens the index of a store, and notes in the folder which library it holds.
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

// report logs what went wrong on a goroutine that nobody waits for.
func report(err error) {
	logError(slog.Default(), "index", err)
}

// logError logs an error, with its stack if it is a panic.
func logError(log *slog.Logger, what string, err error) {
	attributes := []any{"error", err}
	if stack := panics.Stack(err); stack != nil {
		attributes = append(attributes, "stack", string(stack))
	}
	log.Error(what, attributes...)
}

// openIndex opens the index where it is or, where that cannot be written to, in a
// temporary folder.
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

// close ends what open began, in the opposite order.
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

// catchUp returns when searches see all that the store holds. It says so on
// stderr where that takes long.
func (l *opened) catchUp(ctx context.Context, stderr io.Writer) error {
	head, err := l.Store().Head(ctx)
	if err != nil {
		return err
	}
	if l.fresh != "" {
		fmt.Fprintf(stderr, "paperboy: building the index: %s\n", l.fresh)
	}
	return l.WaitCurrent(ctx, head)
}
