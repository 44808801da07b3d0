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

// State is how far the index has followed the store.
type State struct {
	// Applied and Head are equal when the index has all that is durable; what
	// is applied can be searched a moment later.
	Applied, Head data.Sequence
	// Reindexing is true while Reindex fills a new index.
	Reindexing bool
	// Err is what keeps the index from following; nil while it follows.
	Err error
}

// CaughtUp reports whether the index has all that is durable.
func (s State) CaughtUp() bool { return s.Err == nil && s.Applied == s.Head }

// follower keeps an index up to date with a store's log. It owns two goroutines. One
// wakes at each commit, reads the log after what is applied, applies it batch by batch, and
// sleeps. After an error of the index it asks the index again how far it is, and tries
// again at the next commit or after a while. The other rebuilds a damaged index (heal.go).
type follower struct {
	store  store.Store
	engine index.Rebuilder
	retry  time.Duration
	report func(error)

	// woken has room for one call, for a goroutine that is busy looks again.
	woken chan struct{}
	// turn holds one token: who has it may read the log and write to the engine.
	turn chan struct{}
	log  logReader
	// rebuilding holds one token: who has it may rebuild the index. It is taken before
	// turn.
	rebuilding chan struct{}

	ctx              context.Context // ends with close
	cancel           context.CancelFunc
	followed, healed <-chan struct{} // closed when the goroutines have ended
	closing          sync.Once

	mu         sync.Mutex // guards what follows
	applied    data.Sequence
	err        error
	reindexing bool
	moved      chan struct{} // closed and replaced when one of them changes
}

func follow(store store.Store, engine index.Rebuilder, opts Options) *follower {
	f := &follower{
		store: store, engine: engine, retry: opts.RetryAfter, report: opts.Report,
		log:   logReader{store: store, batch: opts.BatchSize},
		woken: make(chan struct{}, 1), turn: make(chan struct{}, 1), rebuilding: make(chan struct{}, 1),
		moved: make(chan struct{}), applied: engine.Position().Sequence,
	}
	f.ctx, f.cancel = context.WithCancel(context.Background())
	f.turn <- struct{}{}
	f.rebuilding <- struct{}{}
	f.followed = panics.Keep(f.ctx, "ingest.follower", f.run, f.report)
	f.healed = panics.Keep(f.ctx, "ingest.healer", f.heal, f.report)
	return f
}

// close ends the goroutines after the batch in work, breaks a reindex off, and
// keeps the tokens, so that nobody writes to the engine any more.
func (f *follower) close() {
	f.closing.Do(func() {
		f.cancel()
		<-f.followed
		<-f.healed
		<-f.rebuilding
		<-f.turn
	})
}

// wake tells the goroutine that something was committed.
func (f *follower) wake() {
	select {
	case f.woken <- struct{}{}:
	default:
	}
}

func (f *follower) run(context.Context) {
	defer f.log.close()
	for {
		more := false
		err := panics.Recover("ingest.follow", func() (err error) { more, err = f.step(); return err })
		if f.ctx.Err() != nil {
			return
		}
		if panics.Is(err) {
			f.report(err)
			f.change(func() { f.err = err })
		}
		if err == nil && more {
			continue
		}
		var again <-chan time.Time
		if err != nil {
			again = time.After(f.retry)
		}
		select {
		case <-f.ctx.Done():
			return
		case <-f.woken:
		case <-again:
		}
	}
}

// step applies one batch of the log, and says whether there may be more. A batch
// begun is finished even if the follower is closed meanwhile.
func (f *follower) step() (more bool, err error) {
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

// position is how far the log has been applied. The engine is asked again where
// something went wrong before.
func (f *follower) position() (data.Sequence, error) {
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

// change sets what mu guards and wakes those who wait for it.
func (f *follower) change(set func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	set()
	close(f.moved)
	f.moved = make(chan struct{})
}

func (f *follower) state(ctx context.Context) State {
	head, headErr := f.store.Head(ctx)
	f.mu.Lock()
	defer f.mu.Unlock()
	return State{Applied: f.applied, Head: head, Reindexing: f.reindexing, Err: errors.Join(f.err, headErr)}
}

func (f *follower) waitVisible(ctx context.Context, through data.Sequence) error {
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
