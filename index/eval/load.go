package eval

import (
	"context"
	"errors"
	"fmt"
	"os"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/query"
)

// loadBatch is the number of papers in one Apply, the fastest of those measured.
const loadBatch = 500

// Loaded is a collection in an engine.
type Loaded struct {
	searcher index.Searcher
	ids      []string // of documents, by number minus one
}

// Evaluate measures the ranking of a collection by an engine that open opens in a temporary folder.
func Evaluate(ctx context.Context, c *Collection, open func(ctx context.Context, dir string) (index.Engine, error)) (report Report, err error) {
	dir, err := os.MkdirTemp("", "paperboy-eval-")
	if err != nil {
		return report, fmt.Errorf("evaluate: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	engine, err := open(ctx, dir)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	loaded, err := Load(ctx, engine, c)
	if err != nil {
		return report, err
	}
	return Run(ctx, c, loaded.Search)
}

// Load puts the papers of c into an empty engine and waits until they can be found.
func Load(ctx context.Context, engine index.Engine, c *Collection) (*Loaded, error) {
	l := &Loaded{searcher: engine}
	var batch []data.Change
	flush := func() error {
		defer func() { batch = batch[:0] }()
		return engine.Apply(ctx, batch, data.Sequence(len(l.ids)))
	}
	for d, err := range c.Documents() {
		if err != nil {
			return nil, fmt.Errorf("load %s: %w", c.Folder, err)
		}
		l.ids = append(l.ids, d.ID)
		n := len(l.ids)
		batch = append(batch, data.Change{Sequence: data.Sequence(n), Number: data.Number(n), Paper: &data.Paper{
			ID: data.ID("eval:" + d.ID), Title: d.Title, Abstract: d.Text,
		}})
		if len(batch) == loadBatch {
			if err := flush(); err != nil {
				return nil, fmt.Errorf("load %s: %w", c.Folder, err)
			}
		}
	}
	if err := flush(); err != nil {
		return nil, fmt.Errorf("load %s: %w", c.Folder, err)
	}
	if err := engine.WaitVisible(ctx, data.Sequence(len(l.ids))); err != nil {
		return nil, fmt.Errorf("load %s: %w", c.Folder, err)
	}
	return l, nil
}

// Search searches like a user, with the defaults. It is a Search for Run.
func (l *Loaded) Search(ctx context.Context, text string, limit int) ([]string, error) {
	result, err := l.searcher.Search(ctx, index.Request{Query: query.Parse(text), Limit: limit})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(result.Hits))
	for i, hit := range result.Hits {
		ids[i] = l.ids[hit.Number-1]
	}
	return ids, nil
}
