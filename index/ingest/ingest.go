// Package ingest stores the records that readers yield, and keeps the index up to date with
// the store.
//
//	format.Records --> validate --> find the paper --> merge --> store.Update --> acknowledged
//	                      |         (ids, DOI, title)                 |
//	                   rejects                                       tail --> index.Writer, sinks
//
// Ingest reads records in batches. A record that fails data.Validate is rejected; the others
// are not affected. Ingest then resolves each record to a paper (resolve.go): it looks for
// papers in the store and in the batch that have one of its ids, its DOI, or the same title
// and authors (data.SamePaper). It adds the record to the records of that paper, or of a new
// one, and merges these again (data.Merge). A batch is one transaction: what Report counts is
// durable.
//
// Every record that joins a paper, and every paper that is merged into another, is stored
// with the reason. Unmerge separates them again. They then stay separate until Merge joins
// them by hand.
//
// The index is derived from the store alone: one goroutine, the tail, reads the store's log
// after the Position of the index and applies it in order. It continues after errors of the
// index and reports them in State. Another goroutine rebuilds an index that reports damage.
//
// This package doesn't read formats (data/format), decide which papers are the same or which
// field wins (data), or write SQL (data/store/sqlite).
package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
)

// ErrClosed is returned by WaitVisible and Reindex of a closed Ingester.
var ErrClosed = errors.New("ingester is closed")

// Options configure an Ingester. The zero Options are valid.
type Options struct {
	// BatchSize is the number of records in a transaction, and of changes that are applied
	// to the index at once. 0 means 1000; more is not faster.
	BatchSize int
	// Now is the clock for edits. nil means time.Now.
	Now func() time.Time
	// RetryAfter is how long the tail waits after an error of the index if nothing is
	// committed meanwhile, and the pause between the first two attempts to rebuild a
	// damaged index. 0 means two seconds.
	RetryAfter time.Duration
	// Sinks receive the log in addition to the index.
	Sinks []Sink
	// GiveKeys says that papers that were stored before papers had citation keys get one, in the
	// background.
	GiveKeys bool
	// KeyedThrough is a change up to which all papers have citation keys, so that only the log
	// after it has to be read for GiveKeys. Keyed, if it is not nil, is called with each such
	// change, from one goroutine at a time.
	KeyedThrough data.Sequence
	Keyed        func(through data.Sequence)
	// Report is called with each panic, and with the error of each failed rebuild of a
	// damaged index, from any goroutine. It may be nil.
	Report func(error)
}

// Ingester is the only writer of papers: every change of a paper goes through it. Its methods
// may be called concurrently; their batches take turns.
type Ingester struct {
	store store.Store
	opts  Options
	tail  *tail
}

// New returns an Ingester that writes to store and keeps engine up to date. It owns neither:
// close the Ingester first, then the engine, then the store.
func New(store store.Store, engine index.Rebuilder, opts Options) *Ingester {
	opts.BatchSize = cmp.Or(opts.BatchSize, 1000)
	opts.RetryAfter = cmp.Or(opts.RetryAfter, 2*time.Second)
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Report == nil {
		opts.Report = func(error) {}
	}
	in := &Ingester{store: store, opts: opts}
	made := make(chan struct{})
	defer close(made)
	if opts.GiveKeys {
		opts.Sinks = append(slices.Clip(opts.Sinks), &keyGiver{in: in, made: made})
	}
	in.tail = newTail(store, engine, opts)
	return in
}

// Close lets the index finish the current batch, cancels a Reindex, and waits for both.
// Changes that are durable but not yet in the index are applied at the next start, as they are
// after a process was killed: that loses only records that were not yet reported. Close does
// not stop a running Ingest: cancel its ctx first.
func (in *Ingester) Close() error {
	in.tail.close()
	return nil
}

// update runs f in a transaction and wakes the tail.
func (in *Ingester) update(ctx context.Context, f func(store.Tx) error) error {
	err := in.store.Update(ctx, f)
	if err == nil {
		in.tail.wake()
	}
	return err
}

// WaitVisible returns once searches see all changes up to through. If the index fails, it
// waits for the index to recover. If ctx is done before, the error is that of ctx, joined
// with the error of the index.
func (in *Ingester) WaitVisible(ctx context.Context, through data.Sequence) error {
	return in.tail.waitVisible(ctx, through)
}

// State returns how far the index has followed the log of the store.
func (in *Ingester) State(ctx context.Context) State { return in.tail.state(ctx) }

// Reindex builds a new index from the store. The old index answers searches and follows the
// store until the new one has caught up and replaces it. Searches and writes don't wait,
// except at the end for the last few changes. Only one Reindex runs at a time, including the
// one that is started when the index reports damage; others wait. progress, if not nil, is
// called with the number of papers written and their total.
func (in *Ingester) Reindex(ctx context.Context, progress func(done, total int)) error {
	if err := in.tail.reindex(ctx, progress); err != nil {
		return fmt.Errorf("reindex: %w", err)
	}
	return nil
}
