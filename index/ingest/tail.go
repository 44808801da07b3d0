package ingest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/data/store"
	"paperboy/index"
)

// State says how far the index has followed the log of the store.
type State struct {
	// Applied is the last change in the index, Head the last one in the log. Applied changes
	// can be searched a moment later.
	Applied, Head data.Sequence
	// Reindexing is true while Reindex fills a new index.
	Reindexing bool
	// Err is the error that keeps the index from following the log, or nil.
	Err error
}

// CaughtUp reports whether the index has all durable changes.
func (s State) CaughtUp() bool { return s.Err == nil && s.Applied == s.Head }

// tail reads the log of a store for the index and for the sinks. It owns two goroutines and one
// for each sink. The first wakes at each commit, reads the log after the position of the
// index, applies it batch by batch, passes the same batches to the sinks at the same position,
// and sleeps. While there is nothing for the index, it reads for the other sinks. After an
// error of the index, it gets the position of the index again and retries at the next commit
// or after a while. The second goroutine rebuilds a damaged index (heal.go).
type tail struct {
	store  store.Store
	engine index.Rebuilder
	retry  time.Duration
	report func(error)

	// woken has room for one signal, so that a goroutine that is busy looks again.
	woken chan struct{}
	// turn holds a token. Its holder may read the log and write to the engine.
	turn chan struct{}
	log  logReader
	// sinks belong to the first goroutine. freed has room for one signal of a sink that can
	// take more.
	sinks []*sinkFeed
	freed chan struct{}
	// rebuilding holds a token. Its holder may rebuild the index. It is taken before turn.
	rebuilding chan struct{}

	ctx     context.Context // done after close
	cancel  context.CancelFunc
	ended   []<-chan struct{} // closed when the goroutines have ended
	closing sync.Once

	mu         sync.Mutex // guards the fields below
	applied    data.Sequence
	err        error
	reindexing bool
	moved      chan struct{} // closed and replaced when one of these fields changes
}

func newTail(store store.Store, engine index.Rebuilder, opts Options) *tail {
	f := &tail{
		store: store, engine: engine, retry: opts.RetryAfter, report: opts.Report,
		log:   logReader{store: store, batch: opts.BatchSize},
		woken: make(chan struct{}, 1), turn: make(chan struct{}, 1), rebuilding: make(chan struct{}, 1),
		freed: make(chan struct{}, 1),
		moved: make(chan struct{}), applied: engine.Position().Sequence,
	}
	f.ctx, f.cancel = context.WithCancel(context.Background())
	f.turn <- struct{}{}
	f.rebuilding <- struct{}{}
	for _, sink := range opts.Sinks {
		feed := newSinkFeed(sink, f.free)
		f.sinks = append(f.sinks, feed)
		f.start("ingest.sink", feed.run)
	}
	f.start("ingest.tail", f.run)
	f.start("ingest.healer", f.heal)
	return f
}

// start starts a goroutine that calls run until close, and again after a panic.
func (f *tail) start(name string, run func(context.Context)) {
	f.ended = append(f.ended, panics.Keep(f.ctx, name, run, f.report))
}

// close ends the goroutines after the current batch, cancels a reindex, and keeps the tokens,
// so that nothing writes to the engine any more.
func (f *tail) close() {
	f.closing.Do(func() {
		f.cancel()
		for _, ended := range f.ended {
			<-ended
		}
		<-f.rebuilding
		<-f.turn
	})
}

// wake signals the first goroutine that something was committed.
func (f *tail) wake() { notify(f.woken) }

// free signals the first goroutine that a sink can take more.
func (f *tail) free() { notify(f.freed) }

// notify sends to a channel with room for one.
func notify(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (f *tail) run(context.Context) {
	defer f.log.close()
	due := true                // the index may lack changes
	var again <-chan time.Time // when to try the index again after an error
	for f.ctx.Err() == nil {
		if due {
			more, err := f.tryStep()
			if due = more && err == nil; due {
				// A sink at the index's position shares the next batch of the index.
				if at, err := f.position(); err == nil {
					f.feedSinks(func(read data.Sequence) bool { return read != at })
				}
				continue
			}
			if again = nil; err != nil {
				again = time.After(f.retry)
			}
		}
		if f.feedSinks(nil) {
			f.free() // continue after a look at the index
		}
		select {
		case <-f.ctx.Done():
		case <-f.woken:
			due = true
			f.expectMore()
		case <-again:
			due = true
		case <-f.freed:
			due = again == nil
		}
	}
}

// tryStep calls step and returns a panic as an error of the index.
func (f *tail) tryStep() (more bool, err error) {
	err = panics.Recover("ingest.follow", func() (err error) { more, err = f.step(); return err })
	if panics.Is(err) && f.ctx.Err() == nil {
		f.report(err)
		f.change(func() { f.err = err })
	}
	return more, err
}

// step applies one batch of the log, and reports whether there may be more. It finishes the
// batch even if the tail is closed meanwhile.
func (f *tail) step() (more bool, err error) {
	select {
	case <-f.turn:
		defer func() { f.turn <- struct{}{} }()
	case <-f.ctx.Done():
		return false, f.ctx.Err()
	}
	after, err := f.position()
	if err == nil {
		var changes []data.Change
		if changes, err = f.log.next(f.ctx, after); err == nil && len(changes) > 0 {
			more = len(changes) == f.log.batch
			f.shareWithSinks(after, changes, !more)
			after = changes[len(changes)-1].Sequence
			err = f.engine.Apply(context.WithoutCancel(f.ctx), changes, after)
		}
	}
	f.change(func() {
		f.err = err
		if err == nil {
			f.applied = after
		}
	})
	return more, err
}

// position returns how far the log has been applied. After an error, it asks the engine again.
func (f *tail) position() (data.Sequence, error) {
	if p := f.engine.Position(); p.Store != f.store.Identity() {
		return 0, fmt.Errorf("the index is of store %q, not of %q", p.Store, f.store.Identity())
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		f.applied = f.engine.Position().Sequence
	}
	return f.applied, nil
}

// change calls set, which may change the fields that mu guards, and wakes those who wait for a
// change.
func (f *tail) change(set func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	set()
	close(f.moved)
	f.moved = make(chan struct{})
}

func (f *tail) state(ctx context.Context) State {
	head, headErr := f.store.Head(ctx)
	f.mu.Lock()
	defer f.mu.Unlock()
	return State{Applied: f.applied, Head: head, Reindexing: f.reindexing, Err: errors.Join(f.err, headErr)}
}

func (f *tail) waitVisible(ctx context.Context, through data.Sequence) error {
	for {
		f.mu.Lock()
		applied, failing, moved := f.applied, f.err, f.moved
		f.mu.Unlock()
		if applied >= through && failing == nil {
			return f.engine.WaitVisible(ctx, through)
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("wait until change %d is visible: %w", through, ctx.Err()), failing)
		case <-f.ctx.Done():
			return ErrClosed
		}
	}
}
