// Package ingest takes what sources yield into the store, and makes the index
// follow the store.
//
//	source.Records --> validate --> find the paper --> merge --> store.Update --> acknowledged
//	                      |         (ids, DOI, title)                 |
//	                   rejects                                       tail --> index.Writer, sinks
//
// Ingest reads records in batches. A record that fails data.Validate is refused
// alone. For each of the others it finds the papers which the store knows by
// one of its ids, by its DOI or by the title rule (data.SamePaper), the records
// of its own batch included; adds it to that paper's source records, or to a
// new paper's; and merges them anew (data.Merge). A batch is one transaction:
// what Report counts is durable.
//
// Every record that joins a paper, and every paper that ends in another, is
// remembered with its reason. Unmerge parts them again; what has been parted is
// kept apart from then on, until Merge joins it by hand.
//
// The index is derived from the store alone: one goroutine, the tail, reads
// the store's log after the index's own Position and applies it in order. It
// outlives errors of the index and says so in State. Another rebuilds an index that
// says that it is damaged.
//
// What this package does not do: read formats (data/format), decide what makes
// two papers the same or which field wins (data), write SQL (data/store/sqlite).
package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
)

// ErrClosed is returned by WaitVisible and Reindex of a closed Ingester.
var ErrClosed = errors.New("ingester is closed")

// Options configure an Ingester. The zero Options are fit for use.
type Options struct {
	// BatchSize is how many records make one transaction, and how many changes
	// are applied to the index at once; 0: 1000. Larger is no faster.
	BatchSize int
	// Now is the clock of edits; nil: time.Now.
	Now func() time.Time
	// RetryAfter is how long the tail waits after an error of the index
	// when nothing is committed meanwhile, and between its first two attempts to rebuild a
	// damaged index; 0: two seconds.
	RetryAfter time.Duration
	// Sinks receive the log beside the index.
	Sinks []Sink
	// Report is called with each panic and each rebuild of a damaged index that failed,
	// from any goroutine; nil: nobody is told.
	Report func(error)
}

// Ingester is the one writer of papers: everything that changes them passes
// through it. Its methods may be called concurrently; their batches take turns.
type Ingester struct {
	store store.Store
	opts  Options
	tail  *tail
}

// New starts following store with engine. The Ingester owns neither: close it
// first, then the engine, then the store.
func New(store store.Store, engine index.Rebuilder, opts Options) *Ingester {
	opts.BatchSize = cmp.Or(opts.BatchSize, 1000)
	opts.RetryAfter = cmp.Or(opts.RetryAfter, 2*time.Second)
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Report == nil {
		opts.Report = func(error) {}
	}
	return &Ingester{store: store, opts: opts, tail: newTail(store, engine, opts)}
}

// Close lets the index finish the batch in work, breaks a Reindex off, and waits
// for both. What is durable and not yet in the index follows at the next start.
// An Ingest in work is not stopped: end its ctx first.
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

// WaitVisible returns when searches see all changes up to through. While the
// index fails it waits for it to recover; the error is then that of ctx, joined
// with what the index said.
func (in *Ingester) WaitVisible(ctx context.Context, through data.Sequence) error {
	return in.tail.waitVisible(ctx, through)
}

// State says how far the index has followed.
func (in *Ingester) State(ctx context.Context) State { return in.tail.state(ctx) }

// Reindex builds the index anew from the store, beside the old one, which answers and
// follows the store until the new one has caught up and takes its place. Neither searches
// nor writes wait for it, except at the end for the last few changes. A Reindex waits for
// another that runs, as the one that is started when the index finds that it is damaged.
// progress, if not nil, is told of the papers written and of their total.
func (in *Ingester) Reindex(ctx context.Context, progress func(done, total int)) error {
	if err := in.tail.reindex(ctx, progress); err != nil {
		return fmt.Errorf("reindex: %w", err)
	}
	return nil
}
