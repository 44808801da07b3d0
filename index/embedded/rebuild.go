package embedded

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

// Rebuild lets fill write a new generation beside the current one, and switches
// to it, on disk too, when all that it wrote is visible. Apply writes to the current one
// until then.
func (e *Engine) Rebuild(ctx context.Context, fill func(index.Writer) error) error {
	e.rebuilding.Lock()
	defer e.rebuilding.Unlock()
	if _, err := e.current(); err != nil {
		return err
	}
	if e.readOnly {
		return fmt.Errorf("rebuild index: %w", index.ErrReadOnly)
	}
	<-e.retired
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(e.working, func() { cancel(index.ErrClosed) })()
	next, err := e.next(ctx)
	if err != nil {
		return fmt.Errorf("rebuild index: %w", err)
	}
	err = panics.Recover("embedded.rebuild", func() error { return fill(rebuilding{next}) })
	if err == nil {
		err = next.waitVisible(ctx, next.state().Sequence)
	}
	var old *generation
	if err == nil {
		old, err = e.switchTo(next)
	}
	if err != nil {
		if ctx.Err() != nil {
			err = errors.Join(context.Cause(ctx), err)
		} else {
			e.health.note(err)
		}
		err = errors.Join(err, next.close(), os.RemoveAll(next.dir))
		return fmt.Errorf("rebuild index: %w", err)
	}
	e.health.rebuilds.Add(1)
	e.retire(old)
	return nil
}

// retire closes a generation that is not in use any more, and removes it. Neither the caller
// of Rebuild nor those who wait to write have to wait for that; the next Rebuild and Close
// do.
func (e *Engine) retire(old *generation) {
	e.retired = panics.Keep(context.Background(), "embedded.retire", func(context.Context) {
		e.health.note(errors.Join(old.close(), os.RemoveAll(old.dir)))
	}, e.health.note)
}

// switchTo makes next the current generation and returns the one before. No write is in
// work meanwhile.
func (e *Engine) switchTo(next *generation) (old *generation, err error) {
	e.writing.Lock()
	defer e.writing.Unlock()
	if old, err = e.current(); err != nil {
		return nil, err
	}
	if err := next.firstDamage(); err != nil {
		return nil, err
	}
	if err := writeCurrent(e.dir, filepath.Base(next.dir)); err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.generation = next
	return old, nil
}

// rebuilding is the generation that a Rebuild fills.
type rebuilding struct{ g *generation }

func (r rebuilding) Position() index.Position { return r.g.state().position() }

func (r rebuilding) Apply(ctx context.Context, changes []data.Change, through data.Sequence) error {
	return r.g.apply(ctx, changes, through)
}

func (r rebuilding) WaitVisible(ctx context.Context, through data.Sequence) error {
	return r.g.waitVisible(ctx, through)
}
