package embedded

import (
	"context"

	"paperboy/data/panics"
	"paperboy/index"
	"paperboy/index/embedded/bleveindex"
	"paperboy/index/embedded/snapshot"
)

// Engine is an open index. Its Index is the part on disk; Engine adds the searches.
type Engine struct{ *bleveindex.Index }

var _ index.Engine = (*Engine)(nil)

// ErrLocked means that another Engine has the folder open.
var ErrLocked = bleveindex.ErrLocked

// Options configure Open.
type Options = bleveindex.Options

// Open opens the index in dir and creates it if there is none. An index that is damaged,
// of another store or schema, or ahead of its store is replaced by an empty one; Fresh says
// why. If another Engine has the folder open, the error wraps ErrLocked at once.
func Open(ctx context.Context, dir string, opts Options) (*Engine, error) {
	opened, err := bleveindex.Open(ctx, dir, opts)
	if err != nil {
		return nil, err
	}
	return &Engine{opened}, nil
}

// searcher answers searches from one snapshot.
type searcher struct{ *snapshot.Snapshot }

// ask runs f on the newest snapshot. A panic of f becomes its error.
func (e *Engine) ask(point string, f func(searcher) error) error {
	v, err := e.Acquire()
	if err != nil {
		return err
	}
	defer v.Release()
	err = panics.Recover(point, func() error { return f(searcher{v}) })
	e.Note(err)
	return err
}
