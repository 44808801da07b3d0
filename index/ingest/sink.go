package ingest

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"paperboy/data"
)

// Sink receives the log of a store in addition to the index, in order.
type Sink interface {
	// Reset makes the sink forget everything, except for what it keeps across restarts and still
	// trusts. It returns the last change that is part of that: Take then receives all changes
	// after it, those after 0 being all of the log. Reset is called before the first Take, and
	// after a panic of Take.
	Reset() (after data.Sequence)
	// Take receives the next changes, at most a batch, and must not modify them. end says
	// that the log has no more changes for now. Take is called from one goroutine at a time
	// and may take as long as it needs: the index doesn't wait for it. It returns after how
	// long it wants to be called again if there are no changes until then, or 0.
	Take(ctx context.Context, changes []data.Change, end bool) (again time.Duration)
}

// sinkFeed passes batches to one sink. One goroutine calls run, that of the tail the other
// methods.
type sinkFeed struct {
	sink Sink
	free func() // called when batches has room again
	// batches has room for two: one is read while the sink takes another.
	batches chan sinkBatch
	// starts counts the calls of run. After each, the log is read again after the change from.
	// start is the count for which the last batch was read.
	starts, from atomic.Int64
	start        int64
	// begun is closed when the first Reset has ended: a log that the index reads is shared only
	// with sinks that have begun.
	begun chan struct{}
	begin sync.Once
	// read is the last sequence in batches; end is true if the log had no more.
	read data.Sequence
	end  bool
}

type sinkBatch struct {
	start   int64
	changes []data.Change
	end     bool
}

func newSinkFeed(sink Sink, free func()) *sinkFeed {
	return &sinkFeed{sink: sink, free: free, batches: make(chan sinkBatch, 2), begun: make(chan struct{})}
}

// run passes batches to the sink until ctx is done.
func (f *sinkFeed) run(ctx context.Context) {
	start := f.reset()
	f.free()
	var timer <-chan time.Time
	for {
		b := sinkBatch{start: start, end: true}
		select {
		case <-ctx.Done():
			return
		case b = <-f.batches:
			f.free()
		case <-timer:
		}
		if b.start != start {
			continue // the batch was for a run that panicked
		}
		timer = nil
		if again := f.sink.Take(ctx, b.changes, b.end); again > 0 {
			timer = time.After(again)
		}
	}
}

// reset resets the sink and returns how often that was done.
func (f *sinkFeed) reset() int64 {
	defer f.begin.Do(func() { close(f.begun) })
	f.from.Store(int64(f.sink.Reset()))
	return f.starts.Add(1)
}

// awaitSinks returns when all sinks have begun, after a while, or when the tail is closed.
func (t *tail) awaitSinks() {
	late := time.After(t.retry)
	for _, feed := range t.sinks {
		select {
		case <-feed.begun:
		case <-late:
			return
		case <-t.ctx.Done():
			return
		}
	}
}

// ready reports whether the sink has room for a batch.
func (f *sinkFeed) ready() bool {
	if start := f.starts.Load(); start != f.start {
		f.start, f.read, f.end = start, data.Sequence(f.from.Load()), false
	}
	return f.start > 0 && len(f.batches) < cap(f.batches)
}

// put passes on the changes after f.read. The sink must be ready.
func (f *sinkFeed) put(changes []data.Change, end bool) {
	f.end = end
	if len(changes) > 0 {
		f.read = changes[len(changes)-1].Sequence
	}
	f.batches <- sinkBatch{f.start, changes, end}
}

// expectMore notes that the log may have changes that the sinks lack.
func (t *tail) expectMore() {
	for _, feed := range t.sinks {
		feed.end = false
	}
}

// shareWithSinks passes changes that were read for the index to the sinks that are ready and at
// the same position. For other sinks, feedSinks has to read the log.
func (t *tail) shareWithSinks(after data.Sequence, changes []data.Change, end bool) {
	for _, feed := range t.sinks {
		if feed.ready() && feed.read == after {
			feed.put(changes, end)
		} else if feed.read < changes[len(changes)-1].Sequence {
			feed.end = false
		}
	}
}

// feedSinks reads a batch for each sink that lacks changes and is ready. If only is not nil, it
// leaves out the sinks for whose position only returns false. It reports whether a sink can take
// more at once.
func (t *tail) feedSinks(only func(read data.Sequence) bool) (more bool) {
	for _, feed := range t.sinks {
		if !feed.ready() || feed.end || only != nil && !only(feed.read) {
			continue
		}
		changes, err := t.store.Changes(t.ctx, feed.read, t.log.batch)
		if err != nil {
			time.AfterFunc(t.retry, t.free) // the index reports errors of the store
			continue
		}
		feed.put(changes, len(changes) < t.log.batch)
		more = more || !feed.end && feed.ready()
	}
	return more
}
