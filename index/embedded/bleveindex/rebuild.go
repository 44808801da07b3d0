package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/index"
)

// Rebuild lets fill write a new directory beside the current one, and switches to it, on disk
// too, once all of it is visible. Until then, Apply writes to the current one.
func (x *Index) Rebuild(ctx context.Context, fill func(index.Writer) error) error {
	x.rebuilding.Lock()
	defer x.rebuilding.Unlock()
	if _, err := x.current(); err != nil {
		return err
	}
	if x.readOnly {
		return fmt.Errorf("rebuild index: %w", index.ErrReadOnly)
	}
	<-x.retired
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(x.working, func() { cancel(index.ErrClosed) })()
	next, err := x.next(ctx)
	if err != nil {
		return fmt.Errorf("rebuild index: %w", err)
	}
	err = panics.Recover("embedded.rebuild", func() error { return fill(rebuilding{next}) })
	if err == nil {
		err = next.waitVisible(ctx, next.state().Sequence)
	}
	var old *directory
	if err == nil {
		old, err = x.switchTo(next)
	}
	if err != nil {
		if ctx.Err() != nil {
			err = errors.Join(context.Cause(ctx), err)
		} else {
			x.health.note(err)
		}
		err = errors.Join(err, next.close(), os.RemoveAll(next.dir))
		return fmt.Errorf("rebuild index: %w", err)
	}
	x.health.rebuilds.Add(1)
	x.retire(old)
	return nil
}

// retire closes and removes a directory that is no longer in use. Only the next Rebuild and
// Close wait for that, not the caller of this Rebuild or writers.
func (x *Index) retire(old *directory) {
	x.retired = panics.Keep(context.Background(), "embedded.retire", func(context.Context) {
		x.health.note(errors.Join(old.close(), os.RemoveAll(old.dir)))
	}, x.health.note)
}

// switchTo makes next the current directory and returns the one before. No write is in
// progress meanwhile.
func (x *Index) switchTo(next *directory) (old *directory, err error) {
	x.writing.Lock()
	defer x.writing.Unlock()
	if old, err = x.current(); err != nil {
		return nil, err
	}
	if err := next.firstDamage(); err != nil {
		return nil, err
	}
	if err := writeCurrent(x.dir, filepath.Base(next.dir)); err != nil {
		return nil, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.directory = next
	return old, nil
}

// rebuilding is the directory that a Rebuild fills.
type rebuilding struct{ d *directory }

func (r rebuilding) Position() index.Position { return r.d.state().position() }

func (r rebuilding) Apply(ctx context.Context, changes []data.Change, through data.Sequence) error {
	return r.d.apply(ctx, changes, through)
}

// WaitVisible also merges the segments, since what comes after it is little, and nobody searches
// yet. It does without if a merge fails.
func (r rebuilding) WaitVisible(ctx context.Context, through data.Sequence) error {
	if err := r.d.compact(ctx); err != nil && !errors.Is(err, errMergeEnded) {
		r.d.health.note(err)
	}
	return r.d.waitVisible(ctx, through)
}
