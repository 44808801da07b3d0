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
	whole      bool          // the index has had all durable changes once
	moved      chan struct{} // closed and replaced when one of these fields changes
}

func newTail(store store.Store, engine index.Rebuilder, opts Options) *tail {
	t := &tail{
		store: store, engine: engine, retry: opts.RetryAfter, report: opts.Report,
		log:   logReader{store: store, batch: opts.BatchSize},
		woken: make(chan struct{}, 1), turn: make(chan struct{}, 1), rebuilding: make(chan struct{}, 1),
		freed: make(chan struct{}, 1),
		moved: make(chan struct{}), applied: engine.Position().Sequence,
	}
	t.ctx, t.cancel = context.WithCancel(context.Background())
	t.turn <- struct{}{}
	t.rebuilding <- struct{}{}
	for _, sink := range opts.Sinks {
		feed := newSinkFeed(sink, t.free)
		t.sinks = append(t.sinks, feed)
		t.start("ingest.sink", feed.run)
	}
	t.start("ingest.tail", t.run)
	t.start("ingest.healer", t.heal)
	return t
}

// start starts a goroutine that calls run until close, and again after a panic.
func (t *tail) start(name string, run func(context.Context)) {
	t.ended = append(t.ended, panics.Keep(t.ctx, name, run, t.report))
}

// close ends the goroutines after the current batch, cancels a reindex, and keeps the tokens,
// so that nothing writes to the engine any more.
func (t *tail) close() {
	t.closing.Do(func() {
		t.cancel()
		for _, ended := range t.ended {
			<-ended
		}
		<-t.rebuilding
		<-t.turn
	})
}

// wake signals the first goroutine that something was committed.
func (t *tail) wake() { notify(t.woken) }

// free signals the first goroutine that a sink can take more.
func (t *tail) free() { notify(t.freed) }

// notify sends to a channel with room for one.
func notify(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (t *tail) run(context.Context) {
	defer t.log.close()
	t.awaitSinks()
	due := true                // the index may lack changes
	var again <-chan time.Time // when to try the index again after an error
	for t.ctx.Err() == nil {
		if due {
			more, err := t.tryStep()
			if due = more && err == nil; due {
				// A sink at the index's position shares the next batch of the index.
				if at, err := t.position(); err == nil {
					t.feedSinks(func(read data.Sequence) bool { return read != at })
				}
				continue
			}
			if again = nil; err != nil {
				again = time.After(t.retry)
			}
		}
		if t.feedSinks(nil) {
			t.free() // continue after a look at the index
		}
		select {
		case <-t.ctx.Done():
		case <-t.woken:
			due = true
			t.expectMore()
		case <-again:
			due = true
		case <-t.freed:
			due = again == nil
		}
		// A batch that was read ahead before an error may lack changes whose signal has now
		// been received.
		t.log.close()
	}
}

// tryStep calls step and returns a panic as an error of the index.
func (t *tail) tryStep() (more bool, err error) {
	err = panics.Recover("ingest.tail.step", func() (err error) { more, err = t.step(); return err })
	if panics.Is(err) && t.ctx.Err() == nil {
		t.report(err)
		t.change(func() { t.err = err })
	}
	return more, err
}

// step applies one batch of the log, and reports whether there may be more. It finishes the
// batch even if the tail is closed meanwhile.
func (t *tail) step() (more bool, err error) {
	select {
	case <-t.turn:
		defer func() { t.turn <- struct{}{} }()
	case <-t.ctx.Done():
		return false, t.ctx.Err()
	}
	after, err := t.position()
	if err == nil {
		var changes []data.Change
		if changes, err = t.log.next(t.ctx, after); err == nil && len(changes) > 0 {
			more = len(changes) == t.log.batch
			t.shareWithSinks(after, changes, !more)
			after = changes[len(changes)-1].Sequence
			err = t.engine.Apply(context.WithoutCancel(t.ctx), changes, after)
		}
	}
	t.change(func() {
		t.err = err
		if err == nil {
			t.applied = after
			t.whole = t.whole || !more
		}
	})
	return more, err
}

// position returns how far the log has been applied. After an error, it asks the engine again.
func (t *tail) position() (data.Sequence, error) {
	if p := t.engine.Position(); p.Store != t.store.Identity() {
		return 0, fmt.Errorf("the index is of store %q, not of %q", p.Store, t.store.Identity())
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err != nil {
		t.applied = t.engine.Position().Sequence
	}
	return t.applied, nil
}

// change calls set, which may change the fields that mu guards, and wakes those who wait for a
// change.
func (t *tail) change(set func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	set()
	close(t.moved)
	t.moved = make(chan struct{})
}

func (t *tail) state(ctx context.Context) State {
	head, headErr := t.store.Head(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	return State{Applied: t.applied, Head: head, Reindexing: t.reindexing, Err: errors.Join(t.err, headErr)}
}

func (t *tail) waitVisible(ctx context.Context, through data.Sequence) error {
	for {
		t.mu.Lock()
		applied, failing, moved := t.applied, t.err, t.moved
		t.mu.Unlock()
		if applied >= through && failing == nil {
			return t.engine.WaitVisible(ctx, through)
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("wait until change %d is visible: %w", through, ctx.Err()), failing)
		case <-t.ctx.Done():
			return ErrClosed
		}
	}
}
