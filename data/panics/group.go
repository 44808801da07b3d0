package panics

import (
	"context"
	"sync"
)

// A Group runs functions on goroutines and waits for them, like errgroup.Group, except
// that Wait returns a panic as an error instead of crashing the process. The zero Group
// has no limit and cancels nothing.
type Group struct {
	cancel context.CancelCauseFunc
	wait   sync.WaitGroup
	slots  chan struct{} // holds a token for each running function; nil: no limit

	mu  sync.Mutex // guards err
	err error
}

// WithContext returns a Group and a context derived from ctx, which is cancelled by the
// first error of the group or when Wait returns.
func WithContext(ctx context.Context) (*Group, context.Context) {
	ctx, cancel := context.WithCancelCause(ctx)
	return &Group{cancel: cancel}, ctx
}

// SetLimit bounds the number of functions that run at once. It must be called before Go,
// with n > 0.
func (g *Group) SetLimit(n int) { g.slots = make(chan struct{}, n) }

// Go runs f on a new goroutine. It blocks while the limit is reached.
func (g *Group) Go(point string, f func() error) {
	if g.slots != nil {
		g.slots <- struct{}{}
	}
	g.wait.Add(1)
	Go(point, f, func(err error) {
		g.record(err)
		if g.slots != nil {
			<-g.slots
		}
		g.wait.Done()
	})
}

// record stores err and cancels the context if err is the group's first error.
func (g *Group) record(err error) {
	if err == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.err == nil {
		g.err = err
		if g.cancel != nil {
			g.cancel(err)
		}
	}
}

// Wait waits for all functions to return, then returns the first error or panic.
func (g *Group) Wait() error {
	g.wait.Wait()
	if g.cancel != nil {
		g.cancel(nil)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.err
}
