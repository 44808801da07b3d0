package ingest

import (
	"context"

	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/data/store"
)

// logReader reads the log of a store batch by batch. It reads the next batch while the last
// one is being applied. Only one goroutine may use it.
type logReader struct {
	store store.Store
	batch int
	ahead *logBatch // the batch being read, or nil
}

// logBatch holds the changes after a sequence, once done is closed.
type logBatch struct {
	after   data.Sequence
	done    chan struct{}
	changes []data.Change
	err     error
}

// next returns at most a batch of the changes after a sequence. If the batch was read ahead and
// is not full, it may lack changes committed since.
func (l *logReader) next(ctx context.Context, after data.Sequence) ([]data.Change, error) {
	if l.ahead == nil || l.ahead.after != after {
		l.close()
		l.ahead = l.read(ctx, after)
	}
	found := l.ahead
	l.close()
	if len(found.changes) == l.batch && found.err == nil {
		l.ahead = l.read(ctx, found.changes[l.batch-1].Sequence)
	}
	return found.changes, found.err
}

func (l *logReader) read(ctx context.Context, after data.Sequence) *logBatch {
	b := &logBatch{after: after, done: make(chan struct{})}
	read := func() (err error) {
		b.changes, err = l.store.Changes(ctx, after, l.batch)
		return err
	}
	panics.Go("ingest.log", read, func(err error) {
		b.err = err
		close(b.done)
	})
	return b
}

// close waits for the batch being read.
func (l *logReader) close() {
	if l.ahead != nil {
		<-l.ahead.done
		l.ahead = nil
	}
}
