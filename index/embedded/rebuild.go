package embedded

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"paperboy/data"
	"paperboy/index"
)

// Rebuild lets fill write a new generation beside the current one, and switches
// to it, on disk too, when all that it wrote is visible.
func (e *Engine) Rebuild(ctx context.Context, fill func(index.Writer) error) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	old, err := e.current()
	if err != nil {
		return err
	}
	next, err := e.next(ctx)
	if err != nil {
		return fmt.Errorf("rebuild index: %w", err)
	}
	err = fill(rebuilding{next})
	if err == nil {
		err = next.waitVisible(ctx, next.state().Sequence)
	}
	if err == nil {
		err = writeCurrent(e.dir, filepath.Base(next.dir))
	}
	if err != nil {
		err = errors.Join(err, next.close(), removeGenerations(e.dir, filepath.Base(old.dir)))
		return fmt.Errorf("rebuild index: %w", err)
	}
	e.mu.Lock()
	e.generation = next
	e.mu.Unlock()
	return errors.Join(old.close(), removeGenerations(e.dir, filepath.Base(next.dir)))
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

func (r rebuilding) Rebuild(context.Context, func(index.Writer) error) error {
	return errors.New("rebuild index: a rebuild is running")
}
