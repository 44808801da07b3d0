package ingest

import (
	"context"
	"sync/atomic"
	"time"

	"paperboy/data"
)

// Sink receives a store's log beside the index: every change from the first on, in order.
// Unlike the index it remembers nothing from one start to the next.
type Sink interface {
	// Reset makes the sink forget everything: the log follows from its first change. It is
	// called before the first Take, and after a panic of Take.
	Reset()
	// Take receives the next changes, at most a batch, which it must not change. end says
	// that the log has no more for now. Take is called from one goroutine at a time and may
	// take as long as it needs: the index does not wait for it. It returns after how long it
	// wants to be called again if there are no changes until then; 0 for not at all.
	Take(ctx context.Context, changes []data.Change, end bool) (again time.Duration)
}

// sinkFeed hands batches to one sink. One goroutine runs run, the tail's calls the rest.
type sinkFeed struct {
	sink Sink
	free func() // called when batches has room again
	// batches has room for two: one is read while another is taken.
	batches chan sinkBatch
	// starts counts how often run has begun. Each time the log is read from its first
	// change again; start is the count that the last batch was for.
	starts atomic.Int64
	start  int64
	begun  bool // run has been called; run's own
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
	f := &sinkFeed{sink: sink, free: free, batches: make(chan sinkBatch, 2), start: 1}
	f.starts.Store(1)
	return f
}

// run passes batches on until ctx ends.
func (f *sinkFeed) run(ctx context.Context) {
	start := int64(1)
	if f.begun {
		start = f.starts.Add(1)
		f.free()
	}
	f.begun = true
	f.sink.Reset()
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
			continue // it was for a run that has panicked
		}
		timer = nil
		if again := f.sink.Take(ctx, b.changes, b.end); again > 0 {
			timer = time.After(again)
		}
	}
}

// ready reports whether the sink has room for a batch.
func (f *sinkFeed) ready() bool {
	if start := f.starts.Load(); start != f.start {
		f.start, f.read, f.end = start, 0, false
	}
	return len(f.batches) < cap(f.batches)
}

// put hands over the changes after f.read. The sink must be ready.
func (f *sinkFeed) put(changes []data.Change, end bool) {
	f.end = end
	if len(changes) > 0 {
		f.read = changes[len(changes)-1].Sequence
	}
	f.batches <- sinkBatch{f.start, changes, end}
}

// expectMore notes that the log may have changes that the sinks lack.
func (f *tail) expectMore() {
	for _, feed := range f.sinks {
		feed.end = false
	}
}

// shareWithSinks hands changes that were read for the index to the sinks that have come as
// far and are ready. The others have to be read for.
func (f *tail) shareWithSinks(after data.Sequence, changes []data.Change, end bool) {
	for _, feed := range f.sinks {
		if feed.ready() && feed.read == after {
			feed.put(changes, end)
		} else {
			feed.end = false
		}
	}
}

// feedSinks reads a batch for each sink that lacks changes and is ready. It reports whether
// one of them could take more at once.
func (f *tail) feedSinks() (more bool) {
	for _, feed := range f.sinks {
		if !feed.ready() || feed.end {
			continue
		}
		changes, err := f.store.Changes(f.ctx, feed.read, f.log.batch)
		if err != nil {
			time.AfterFunc(f.retry, f.free) // the index says what is wrong with a store
			continue
		}
		feed.put(changes, len(changes) < f.log.batch)
		more = more || !feed.end && feed.ready()
	}
	return more
}
