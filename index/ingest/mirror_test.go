package ingest

import (
	"context"
	"fmt"
	"maps"
	"sync"

	"paperboy/data"
	"paperboy/index"
)

// mirror is an index.Rebuilder that keeps the papers in a map, checks the contract of the port
// strictly, and fails on demand.
type mirror struct {
	mu       sync.Mutex // guards the fields below
	position index.Position
	papers   map[data.Number]data.Paper
	applies  int
	damaged  chan struct{}
	rebuilt  chan struct{} // holds a token after a Rebuild
	// fails is called at the start of each Apply, which returns its error.
	fails func() error
	// rebuildFails is called at the end of each Rebuild, which returns its error.
	rebuildFails func() error
}

var _ index.Rebuilder = (*mirror)(nil)

func newMirror(store string) *mirror {
	return &mirror{position: index.Position{Store: store}, papers: make(map[data.Number]data.Paper), damaged: make(chan struct{}, 1), rebuilt: make(chan struct{}, 1)}
}

func (m *mirror) Position() index.Position {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.position
}

func (m *mirror) Apply(_ context.Context, changes []data.Change, through data.Sequence) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.applies++
	if m.fails != nil {
		if err := m.fails(); err != nil {
			return err
		}
	}
	last := m.position.Sequence
	for _, c := range changes {
		if c.Sequence <= last || c.Sequence > through {
			return fmt.Errorf("change %d after %d, through %d", c.Sequence, last, through)
		}
		last = c.Sequence
		if c.Paper == nil {
			delete(m.papers, c.Number)
		} else {
			m.papers[c.Number] = *c.Paper
		}
	}
	m.position.Sequence = through
	return nil
}

func (m *mirror) WaitVisible(_ context.Context, through data.Sequence) error {
	if at := m.Position().Sequence; at < through {
		return fmt.Errorf("WaitVisible(%d) called at position %d", through, at)
	}
	return nil
}

func (m *mirror) Damaged() <-chan struct{} { return m.damaged }

func (m *mirror) Rebuild(ctx context.Context, fill func(index.Writer) error) error {
	next := newMirror(m.Position().Store)
	if err := fill(next); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.rebuildFails != nil {
		if err := m.rebuildFails(); err != nil {
			return err
		}
	}
	m.position, m.papers = next.position, next.papers
	select {
	case m.rebuilt <- struct{}{}:
	default:
	}
	return ctx.Err()
}

func (m *mirror) all() map[data.Number]data.Paper {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.papers)
}
