package ingest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"paperboy/data"
	"paperboy/index"
)

// The pauses between attempts to rebuild a damaged index double from Options.RetryAfter up to
// maxHealPause: a disk that damages everything written to it must not keep the machine busy.
// After an index was sound for healthyFor, the pauses start again from RetryAfter.
const (
	maxHealPause = 10 * time.Minute
	healthyFor   = time.Hour
)

// heal rebuilds the index each time it reports damage, until ctx is done.
func (t *tail) heal(ctx context.Context) {
	pause, last := t.retry, time.Time{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.engine.Damaged():
		}
		if time.Since(last) > healthyFor {
			pause = t.retry
		}
		for {
			err := t.reindex(ctx, nil)
			last = time.Now()
			if ctx.Err() != nil {
				return
			}
			if err == nil {
				break
			}
			t.report(fmt.Errorf("rebuild the damaged index: %w", err))
			pause = t.rest(ctx, pause)
		}
		pause = t.rest(ctx, pause)
	}
}

// rest waits for pause, or until ctx is done, and returns the next pause.
func (t *tail) rest(ctx context.Context, pause time.Duration) time.Duration {
	select {
	case <-ctx.Done():
	case <-time.After(pause):
	}
	return min(2*pause, maxHealPause)
}

// reindex fills a new index while the old one continues to follow the log. Once the new one has
// caught up, it takes the turn token for the last few changes and the switch. If the old one has
// never caught up, as when it was begun empty, it stops following: what it got would be
// written twice.
func (t *tail) reindex(ctx context.Context, progress func(done, total int)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(t.ctx, func() { cancel(ErrClosed) })()
	if err := take(ctx, t.rebuilding); err != nil {
		return err
	}
	defer func() { t.rebuilding <- struct{}{} }()
	if t.ctx.Err() != nil {
		return ErrClosed
	}
	stats, err := t.store.Stats(ctx)
	if err != nil {
		return err
	}
	t.change(func() { t.reindexing = true })
	r := refill{tail: t, total: stats.Papers, progress: progress, log: logReader{store: t.store, batch: t.log.batch}}
	defer r.release()
	err = t.engine.Rebuild(ctx, func(w index.Writer) error { return r.run(ctx, w) })
	if err == nil {
		select { // damage reported before belongs to the old index
		case <-t.engine.Damaged():
		default:
		}
	}
	t.change(func() {
		t.reindexing = false
		if err == nil {
			t.applied, t.err, t.whole = t.engine.Position().Sequence, nil, true
		}
	})
	t.wake()
	if err != nil && ctx.Err() != nil {
		return errors.Join(context.Cause(ctx), err)
	}
	return err
}

// take receives the token of a channel, or returns the cause of the end of ctx.
func take(ctx context.Context, token <-chan struct{}) error {
	select {
	case <-token:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// refill fills a new index.
type refill struct {
	tail        *tail
	log         logReader
	total, done int
	progress    func(done, total int)
	hasTurn     bool
}

// maxRounds bounds how often a refill catches up with changes written meanwhile, before it makes
// the writers of the old index wait.
const maxRounds = 10

// run writes the whole log into an empty index. It returns while holding the turn token, so
// that the new index has every change that the old one has.
func (r *refill) run(ctx context.Context, w index.Writer) error {
	if !r.tail.isWhole(ctx) {
		if err := r.takeTurn(ctx); err != nil {
			return err
		}
	}
	for range maxRounds {
		n, err := r.catchUp(ctx, w)
		if err == nil {
			err = w.WaitVisible(ctx, w.Position().Sequence)
		}
		if err != nil {
			return err
		}
		if n < r.log.batch {
			break
		}
	}
	if err := r.takeTurn(ctx); err != nil {
		return err
	}
	_, err := r.catchUp(ctx, w)
	return err
}

// takeTurn takes the turn token, unless it has it.
func (r *refill) takeTurn(ctx context.Context) error {
	if r.hasTurn {
		return nil
	}
	err := take(ctx, r.tail.turn)
	r.hasTurn = err == nil
	return err
}

// isWhole reports whether the index has had all durable changes once. After a start, that can be
// so before the first goroutine has looked.
func (t *tail) isWhole(ctx context.Context) bool {
	caughtUp := t.state(ctx).CaughtUp()
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.whole || caughtUp
}

// catchUp applies the changes in the log after the position of w, and returns their number. It
// includes deletions, since a paper may have been written to w before it was deleted.
func (r *refill) catchUp(ctx context.Context, w index.Writer) (n int, err error) {
	for {
		if ctx.Err() != nil {
			return n, context.Cause(ctx)
		}
		changes, err := r.log.next(ctx, w.Position().Sequence)
		if err != nil || len(changes) == 0 {
			return n, err
		}
		if err := w.Apply(ctx, changes, changes[len(changes)-1].Sequence); err != nil {
			return n, err
		}
		n += len(changes)
		r.addProgress(changes)
	}
}

// addProgress counts papers and reports progress.
func (r *refill) addProgress(changes []data.Change) {
	for _, c := range changes {
		if c.Paper != nil {
			r.done++
		}
	}
	if r.progress != nil {
		r.progress(r.done, max(r.done, r.total))
	}
}

// release returns the turn token.
func (r *refill) release() {
	r.log.close()
	if r.hasTurn {
		r.tail.turn <- struct{}{}
	}
}
