// Package library is an open library: the store of the papers, the index that follows the store,
// and the words of the papers, from which queries are completed.
//
//	files, feeds, folders --> Library.Ingest --> store --> log --> index, words
//
// The caller chooses and opens the store and the index, and passes both to [Open]. Every change of
// a paper goes through the [Library], which is an ingest.Ingester. The Library also runs the
// background jobs of a server.
//
// The package knows nothing of HTTP, flags or the data folder.
package library

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/data/format"
	"paperboy/data/panics"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/index/assist/lexicon"
	"paperboy/index/ingest"
)

// Options are what a Library uses.
type Options struct {
	Store store.Store
	Index index.Engine
	// Words says that the Library reads the words of all papers, for Completer, Expander and
	// Trends. This takes memory, and some seconds in the background, so only a server needs it.
	Words bool
	// Derived is a folder for files that hold what Words reads from the log, so that a start has to
	// read only what is new: the words (WordsFile), and up to where all papers have citation keys
	// (KeyedFile). "" means that all is read at each start. If ReadOnly, they are read but not written.
	Derived  string
	ReadOnly bool
	// Ingest configures the Ingester. Its Report is called with errors in the background.
	Ingest ingest.Options
}

// The files in Options.Derived.
const (
	WordsFile = "words"
	KeyedFile = "keyed.json"
)

// Library is an open library, made by [Open]. All methods may be called concurrently.
type Library struct {
	*ingest.Ingester
	store store.Store
	index index.Engine
	words *lexicon.Lexicon // nil unless Options.Words

	ctx    context.Context // of the jobs
	cancel context.CancelFunc

	mu   sync.Mutex        // guards jobs
	jobs []<-chan struct{} // closed when a job has ended
}

// Open returns a Library and starts to keep its index and its words up to date with the store. The
// Library owns the store and the index: Close closes them.
func Open(o Options) *Library {
	l := &Library{store: o.Store, index: o.Index}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	if o.Words {
		l.readWords(&o)
	}
	l.Ingester = ingest.New(o.Store, o.Index, o.Ingest)
	return l
}

// readWords sets l.words, and makes the Ingester pass the log to it and give citation keys.
func (l *Library) readWords(o *Options) {
	words := lexicon.Options{Store: o.Store.Identity(), ReadOnly: o.ReadOnly, Report: o.Ingest.Report}
	head, err := o.Store.Head(l.ctx)
	if o.Derived != "" && err == nil { // without a head, a file could be ahead of the store
		words.Path, words.Head = filepath.Join(o.Derived, WordsFile), head
		keyed := openKeyed(filepath.Join(o.Derived, KeyedFile), o.Store.Identity(), head)
		if o.Ingest.KeyedThrough = keyed.through; !o.ReadOnly {
			o.Ingest.Keyed = keyed.note
		}
	}
	l.words = lexicon.Open(words)
	o.Ingest.Sinks = append(o.Ingest.Sinks, l.words)
	o.Ingest.GiveKeys = true
}

// Start runs a job in the background until ctx is cancelled or the Library is closed. If the job
// panics, Start calls report with an error that has the job's name, and runs it again.
func (l *Library) Start(ctx context.Context, name string, job func(context.Context), report func(error)) {
	ctx, cancel := context.WithCancel(ctx)
	context.AfterFunc(l.ctx, cancel)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.jobs = append(l.jobs, panics.Keep(ctx, name, job, report))
}

// Stop cancels the jobs that Start started, and waits until they have ended.
func (l *Library) Stop() {
	l.cancel()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, ended := range l.jobs {
		<-ended
	}
}

// Close stops the jobs and the Ingester, then closes the index and the store.
func (l *Library) Close() error {
	l.Stop()
	return errors.Join(l.Ingester.Close(), l.index.Close(), l.store.Close())
}

// Store returns the store of the papers.
func (l *Library) Store() store.Store { return l.store }

// Index returns the index of the papers.
func (l *Library) Index() index.Engine { return l.index }

// Completer returns a completer of queries that knows the words read so far, or nil without
// Options.Words.
func (l *Library) Completer() index.Completer {
	if l.words == nil {
		return nil
	}
	return l.words
}

// Expander returns an expander of acronyms that knows the words read so far, or nil without
// Options.Words.
func (l *Library) Expander() index.Expander {
	if l.words == nil {
		return nil
	}
	return l.words
}

// Trends returns the trends of phrases in the papers read so far, or nil without Options.Words.
func (l *Library) Trends() index.Trends {
	if l.words == nil {
		return nil
	}
	return l.words
}

// Topics returns the topics of papers among those read so far, or nil without Options.Words.
func (l *Library) Topics() index.Topics {
	if l.words == nil {
		return nil
	}
	return l.words
}

// Ingest ingests records, as ingest.Ingester does, and records in the audit log how many were
// accepted.
func (l *Library) Ingest(ctx context.Context, records format.Records, o ingest.RunOptions) (ingest.Report, error) {
	report, err := l.Ingester.Ingest(ctx, records, o)
	audit.Note[string](ctx, audit.PapersAdd)
	audit.Count(ctx, report.Accepted)
	return report, err
}

// Err returns the error that keeps the index from following the store, or nil if it does follow.
func (l *Library) Err() error { return l.State(context.Background()).Err }

// WaitCurrent waits until searches see all changes up to through. Unlike WaitVisible, it returns
// within about a second if an error keeps the index from following the store, so that a command
// does not wait until somebody frees space on a full disk.
func (l *Library) WaitCurrent(ctx context.Context, through data.Sequence) error {
	for {
		attempt, cancel := context.WithTimeout(ctx, time.Second)
		err := l.WaitVisible(attempt, through)
		cancel()
		if err == nil || ctx.Err() != nil {
			return err
		}
		if err := l.Err(); err != nil {
			return fmt.Errorf("update index: %w", err)
		}
	}
}
