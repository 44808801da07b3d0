package indextest

import (
	"context"
	"maps"
	"sync"

	"paperboy/data"
)

// history is the oracle as it was at each sequence that an engine may still answer from.
// Engines only go forward.
type history struct {
	newest *Oracle // the writer's

	mu     sync.Mutex // guards what follows
	states map[data.Sequence]*Oracle
	seen   data.Sequence // the newest that an engine is known to answer from
}

func newHistory() *history {
	empty := NewOracle(Store)
	return &history{newest: empty, states: map[data.Sequence]*Oracle{0: empty}}
}

// clone returns an oracle in the same state. They share the papers, which never change.
func (o *Oracle) clone() *Oracle {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return &Oracle{position: o.position, papers: maps.Clone(o.papers)}
}

// add records the states that changes lead through. An engine may show each of them.
func (h *history) add(ctx context.Context, changes []data.Change, through data.Sequence) error {
	states := map[data.Sequence]*Oracle{}
	step := func(changes []data.Change, through data.Sequence) error {
		h.newest = h.newest.clone()
		states[through] = h.newest
		return h.newest.Apply(ctx, changes, through)
	}
	for i, c := range changes {
		if err := step(changes[i:i+1], c.Sequence); err != nil {
			return err
		}
	}
	if err := step(nil, through); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	maps.Copy(h.states, states)
	return nil
}

// at returns the oracle as it was at a sequence, or nil if there was no such state.
func (h *history) at(s data.Sequence) *Oracle {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.states[s]
}

// see records that an engine answers from s or later.
func (h *history) see(s data.Sequence) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seen = max(h.seen, s)
}

func (h *history) newestSeen() data.Sequence {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.seen
}

// forget drops what no answer to a later question can come from.
func (h *history) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	maps.DeleteFunc(h.states, func(s data.Sequence, _ *Oracle) bool { return s < h.seen })
}
