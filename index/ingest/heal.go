package ingest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"paperboy/data"
	"paperboy/index"
)

// maxHealPause bounds the pauses between attempts to rebuild a damaged index, which double
// from Options.RetryAfter: a disk that damages whatever is written to it must not keep the
// machine busy. healthyFor is how long an index has to be sound for the pauses to be short
// again.
const (
	maxHealPause = 10 * time.Minute
	healthyFor   = time.Hour
)

// heal rebuilds the index each time it says that it is damaged, until ctx ends.
func (f *tail) heal(ctx context.Context) {
	pause, last := f.retry, time.Time{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.engine.Damaged():
		}
		if time.Since(last) > healthyFor {
			pause = f.retry
		}
		for {
			err := f.reindex(ctx, nil)
			last = time.Now()
			if ctx.Err() != nil {
				return
			}
			if err == nil {
				break
			}
			f.report(fmt.Errorf("rebuild the damaged index: %w", err))
			pause = f.rest(ctx, pause)
		}
		pause = f.rest(ctx, pause)
	}
}

// rest waits for pause, or until ctx ends, and returns the next pause.
func (f *tail) rest(ctx context.Context, pause time.Duration) time.Duration {
	select {
	case <-ctx.Done():
	case <-time.After(pause):
	}
	return min(2*pause, maxHealPause)
}

// reindex fills a new index while the old one goes on following. When the new one has
// caught up, it takes the turn for the last few changes and the switch.
func (f *tail) reindex(ctx context.Context, progress func(done, total int)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(f.ctx, func() { cancel(ErrClosed) })()
	if err := take(ctx, f.rebuilding); err != nil {
		return err
	}
	defer func() { f.rebuilding <- struct{}{} }()
	if f.ctx.Err() != nil {
		return ErrClosed
	}
	stats, err := f.store.Stats(ctx)
	if err != nil {
		return err
	}
	f.change(func() { f.reindexing = true })
	r := refill{f: f, total: stats.Papers, progress: progress, log: logReader{store: f.store, batch: f.log.batch}}
	defer r.end()
	err = f.engine.Rebuild(ctx, func(w index.Writer) error { return r.run(ctx, w) })
	if err == nil {
		select { // what was found before is gone with the old index
		case <-f.engine.Damaged():
		default:
		}
	}
	f.change(func() {
		f.reindexing = false
		if err == nil {
			f.applied, f.err = f.engine.Position().Sequence, nil
		}
	})
	f.wake()
	if err != nil && ctx.Err() != nil {
		return errors.Join(context.Cause(ctx), err)
	}
	return err
}

// take receives the token of a channel, or returns why ctx ended.
func take(ctx context.Context, token <-chan struct{}) error {
	select {
	case <-token:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// refill is the filling of one new index.
type refill struct {
	f           *tail
	log         logReader
	total, done int
	progress    func(done, total int)
	hasTurn     bool
}

// maxRounds bounds how often a new index goes after what has been written since the last
// time, before it makes the writers of the old one wait.
const maxRounds = 10

// run writes the whole log into an empty index. It ends with the turn: no change that the
// old index has is missing in the new one.
func (r *refill) run(ctx context.Context, w index.Writer) error {
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
	if err := take(ctx, r.f.turn); err != nil {
		return err
	}
	r.hasTurn = true
	_, err := r.catchUp(ctx, w)
	return err
}

// catchUp applies what the log has after the position of w, and counts the changes.
// Deletions are among them: a paper may have been written to w before it was deleted.
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
		r.tell(changes)
	}
}

// tell counts papers for progress.
func (r *refill) tell(changes []data.Change) {
	for _, c := range changes {
		if c.Paper != nil {
			r.done++
		}
	}
	if r.progress != nil {
		r.progress(r.done, max(r.done, r.total))
	}
}

// end gives the turn back.
func (r *refill) end() {
	r.log.close()
	if r.hasTurn {
		r.f.turn <- struct{}{}
	}
}
