package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/data/format"
	"paperboy/data/panics"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
	"paperboy/index"
	"paperboy/index/assist/lexicon"
	"paperboy/index/embedded"
	"paperboy/index/ingest"
	"paperboy/recommend"
)

// library is an open data folder: the store, the index that follows it, and
// what answers from both. It is the one place that picks a store and an engine.
type library struct {
	folder   *folder
	store    store.Store
	engine   index.Engine
	ingester *ingest.Ingester
	service  *api.Service
	// words knows the language of titles; nil but in a server.
	words *lexicon.Lexicon
	// audit and log are a server's.
	audit *audit.Log
	log   *slog.Logger
	// shadow is the temporary folder of an index that cannot be where it should be;
	// empty where it is.
	shadow string
	// fresh says why the index of a store that holds something is being built
	// anew; empty where it is not.
	fresh string
}

// libraryOptions say how a folder is opened.
type libraryOptions struct {
	sqlite.Options
	// startEmpty begins a new library where one was lost.
	startEmpty bool
}

// openLibrary opens the folder as the configuration wants it, migrating the store after
// a backup if it is an older one. The library then owns the folder; on an error it is
// released.
func (c *Config) openLibrary(ctx context.Context, f *folder) (*library, error) {
	minFree, err := c.minFree(f.dir)
	if err != nil {
		return nil, errors.Join(err, f.release())
	}
	return openLibraryWith(ctx, f, libraryOptions{Options: sqlite.Options{MinFree: minFree}, startEmpty: c.StartEmpty})
}

// openServed is openLibrary for a server, which also verifies the store as time goes by.
func (c *Config) openServed(ctx context.Context, f *folder) (*library, error) {
	minFree, err := c.minFree(f.dir)
	if err != nil {
		return nil, errors.Join(err, f.release())
	}
	return openLibraryWith(ctx, f, libraryOptions{Options: sqlite.Options{MinFree: minFree, ScrubEvery: c.ScrubEvery}, startEmpty: c.StartEmpty})
}

// openLibrary opens the folder without any options.
func openLibrary(ctx context.Context, f *folder) (*library, error) {
	return openLibraryWith(ctx, f, libraryOptions{})
}

func openLibraryWith(ctx context.Context, f *folder, opts libraryOptions) (*library, error) {
	l := &library{folder: f}
	if err := l.open(ctx, opts); err != nil {
		return nil, errors.Join(err, l.close())
	}
	return l, nil
}

// openStore opens the store of a folder that holds the library it should hold.
func (f *folder) openStore(ctx context.Context, opts libraryOptions) (*sqlite.Store, error) {
	if err := f.tidy(ctx); err != nil {
		return nil, err
	}
	if err := f.recognize(ctx, opts.startEmpty); err != nil {
		return nil, err
	}
	papers, err := sqlite.OpenWith(ctx, f.path(storeFile), opts.Options)
	if err != nil {
		return nil, f.explain(err)
	}
	return papers, nil
}

func (l *library) open(ctx context.Context, opts libraryOptions) error {
	papers, err := l.folder.openStore(ctx, opts)
	if err != nil {
		return err
	}
	l.store = papers
	head, err := papers.Head(ctx)
	if err != nil {
		return err
	}
	engine, err := l.openIndex(ctx, embedded.Options{Store: papers.Identity(), Head: head, Report: report})
	if err != nil {
		return err
	}
	l.engine = engine
	if err := l.folder.remember(papers.Identity()); err != nil {
		return err
	}
	if head > 0 {
		l.fresh = engine.Fresh()
	}
	l.ingester = ingest.New(papers, engine, ingest.Options{Report: report})
	keys, err := access.New(ctx, access.Options{Store: papers})
	if err != nil {
		return err
	}
	l.service = api.New(api.Options{
		Access:      keys,
		Store:       papers,
		Index:       engine,
		Recommender: recommend.New(engine, papers),
		Ingester:    writer{l.ingester},
		Files:       writer{l.ingester},
		Version:     version(),
		TempDir:     l.folder.dir,
	})
	return nil
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

// background runs f on a goroutine until stop is called, and again after a panic, which is
// logged. what names f in the log.
func background(ctx context.Context, what string, log *slog.Logger, f func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := panics.Keep(ctx, what, f, func(err error) { logError(log, what, err) })
	return func() {
		cancel()
		<-ended
	}
}

// openIndex opens the index where it is or, where that cannot be written to, in a
// temporary folder.
func (l *library) openIndex(ctx context.Context, opts embedded.Options) (*embedded.Engine, error) {
	dir := l.folder.path(indexDir)
	if l.folder.readOnly == nil {
		engine, err := embedded.Open(ctx, dir, opts)
		if err == nil || !cannotWrite(err) {
			return engine, err
		}
	}
	shadow, err := shadowIndex(dir)
	if err != nil {
		return nil, err
	}
	l.shadow = shadow
	return embedded.Open(ctx, shadow, opts)
}

// readWords lets the service complete what is typed and tell what rises, as soon as the
// papers' words are read. It is for a server: a command ends before.
func (l *library) readWords() {
	l.words = lexicon.Open(l.store, lexicon.Options{})
	l.service.Search.Completer, l.service.Search.Trends, l.service.Search.Expander = l.words, l.words, l.words
}

// close ends what open began, in the opposite order.
func (l *library) close() error {
	if l.words != nil {
		l.words.Close()
	}
	var errs []error
	if l.ingester != nil {
		errs = append(errs, l.ingester.Close())
	}
	if l.engine != nil {
		errs = append(errs, l.engine.Close())
	}
	if l.store != nil {
		errs = append(errs, l.store.Close())
	}
	if l.shadow != "" {
		errs = append(errs, os.RemoveAll(l.shadow))
	}
	return errors.Join(append(errs, l.folder.release())...)
}

// catchUp returns when searches see all that the store holds. It says so on
// stderr where that takes long.
func (l *library) catchUp(ctx context.Context, stderr io.Writer) error {
	head, err := l.store.Head(ctx)
	if err != nil {
		return err
	}
	if l.fresh != "" {
		fmt.Fprintf(stderr, "paperboy: building the index: %s\n", l.fresh)
	}
	return l.WaitVisible(ctx, head)
}

// Ingest takes records into the folder.
func (l *library) Ingest(ctx context.Context, records format.Records, opts ingest.RunOptions) (ingest.Report, error) {
	report, err := l.ingester.Ingest(ctx, records, opts)
	audit.Note[string](ctx, audit.PapersAdd)
	audit.Count(ctx, report.Accepted)
	return report, err
}

// WaitVisible returns when searches see all changes up to through, or with what
// keeps the index from following: a command does not wait for a disk to be
// emptied.
func (l *library) WaitVisible(ctx context.Context, through data.Sequence) error {
	for {
		attempt, cancel := context.WithTimeout(ctx, time.Second)
		err := l.ingester.WaitVisible(attempt, through)
		cancel()
		if err == nil || ctx.Err() != nil {
			return err
		}
		if err := l.ingester.State(ctx).Err; err != nil {
			return fmt.Errorf("update index: %w", err)
		}
	}
}
