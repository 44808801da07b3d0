// Package library is an open library: the store that holds the papers, the index that
// follows the store, and the words that help a person ask.
//
//	files, feeds, folders --> Library.Ingest --> store --> log --> index, words
//
// Whoever opens a library opens its store and its index first and hands both over:
// which ones they are is the caller's choice. Every change of a paper passes through
// the Library (it is an ingest.Ingester), and so do the jobs that a server runs beside
// requests.
//
// Nothing here knows HTTP, flags or the data folder.
package library

import (
	"context"
	"errors"
	"fmt"
	"time"

	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/data/format"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/index/assist/lexicon"
	"paperboy/index/ingest"
)

// Options are the parts of a Library.
type Options struct {
	Store store.Store
	Index index.Engine
	// Words reads the words of all papers, for Completer, Expander and Trends. It takes
	// memory and some seconds beside other work, so it is for a server.
	Words bool
	// Ingest configures what takes records; its Report is called with what goes wrong
	// in the background.
	Ingest ingest.Options
}

// Library is an open library. Make one with Open. Its methods may be called
// concurrently.
type Library struct {
	*ingest.Ingester
	store store.Store
	index index.Engine
	words *lexicon.Lexicon // nil unless Options.Words
}

// Open starts what keeps the index and the words up to date with the store. The
// Library owns both the store and the index: Close closes them.
func Open(o Options) *Library {
	l := &Library{store: o.Store, index: o.Index}
	if o.Words {
		l.words = lexicon.New()
		o.Ingest.Sinks = append(o.Ingest.Sinks, l.words)
	}
	l.Ingester = ingest.New(o.Store, o.Index, o.Ingest)
	return l
}

// Close ends what Open began, then closes the index and the store.
func (l *Library) Close() error {
	return errors.Join(l.Ingester.Close(), l.index.Close(), l.store.Close())
}

// Store returns the record of the papers.
func (l *Library) Store() store.Store { return l.store }

// Index returns the index of the papers.
func (l *Library) Index() index.Engine { return l.index }

// Completer completes what is typed, from the papers whose words are read so far. It
// is nil without Options.Words.
func (l *Library) Completer() index.Completer {
	if l.words == nil {
		return nil
	}
	return l.words
}

// Expander knows acronyms, from the papers whose words are read so far. It is nil
// without Options.Words.
func (l *Library) Expander() index.Expander {
	if l.words == nil {
		return nil
	}
	return l.words
}

// Trends knows which phrases rise, from the papers whose words are read so far. It is
// nil without Options.Words.
func (l *Library) Trends() index.Trends {
	if l.words == nil {
		return nil
	}
	return l.words
}

// Ingest takes records into the library, as ingest.Ingester does, and notes in the
// audit log how many were accepted.
func (l *Library) Ingest(ctx context.Context, records format.Records, o ingest.RunOptions) (ingest.Report, error) {
	report, err := l.Ingester.Ingest(ctx, records, o)
	audit.Note[string](ctx, audit.PapersAdd)
	audit.Count(ctx, report.Accepted)
	return report, err
}

// Err is why the index no longer follows the store; nil while it does.
func (l *Library) Err() error { return l.State(context.Background()).Err }

// WaitCurrent returns when searches see all changes up to through. Unlike WaitVisible
// it returns at once with the error that keeps the index from following: a command does
// not wait until somebody has emptied a full disk.
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
