package embedded

import (
	"context"

	"paperboy/data/panics"
	"paperboy/index"
)

// Engine is an open index. Its Index is the part on disk, which answers everything but
// searches.
type Engine struct{ *Index }

var _ index.Engine = (*Engine)(nil)

// Options say whose index it is.
type Options = IndexOptions

// Open opens the index in dir and creates it if there is none. An index that is damaged,
// of another store or schema, or ahead of its store is replaced by an empty one; Fresh says
// why. If another Engine has the folder open, the error wraps ErrLocked at once.
func Open(ctx context.Context, dir string, opts Options) (*Engine, error) {
	opened, err := OpenIndex(ctx, dir, opts)
	if err != nil {
		return nil, err
	}
	return &Engine{opened}, nil
}

// searcher answers searches from one snapshot.
type searcher struct{ *view }

// ask runs f on the newest snapshot. A panic of f becomes its error.
func (e *Engine) ask(point string, f func(searcher) error) error {
	v, err := e.Acquire()
	if err != nil {
		return err
	}
	defer v.release()
	err = panics.Recover(point, func() error { return f(searcher{v}) })
	e.Note(err)
	return err
}
