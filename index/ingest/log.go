package ingest

import (
	"context"

	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/data/store"
)

// logReader reads a store's log batch by batch, and the next one while the last
// is applied. It belongs to one goroutine.
type logReader struct {
	store store.Store
	batch int
	ahead *logBatch // nil: none is being read
}

// logBatch is what was found after a sequence, once done is closed.
type logBatch struct {
	after   data.Sequence
	done    chan struct{}
	changes []data.Change
	err     error
}

// next returns the changes after a sequence, at most a batch of them. Those that it
// has read ahead may lack what was committed since, as a batch that is not full.
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

// close waits for what is being read.
func (l *logReader) close() {
	if l.ahead != nil {
		<-l.ahead.done
		l.ahead = nil
	}
}
