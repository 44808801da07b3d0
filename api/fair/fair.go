// Package fair shares a server's capacity among its clients.
//
// A Queue has a few slots for each class of work. A request that finds no free slot waits.
// A slot that becomes free goes to the waiting clients in turn, so that a hundred requests
// of one client delay another client's first request by one, not by a hundred. Limiters
// bound the number of requests that a client may make.
//
// The package does not know HTTP, and does not decide which class a request is in.
package fair

import (
	"container/list"
	"context"
	"errors"
	"sync"
)

// A Class is a kind of work with its own slots.
type Class int

// The classes.
const (
	Cheap    Class = iota // takes milliseconds
	Costly                // takes up to twenty times as long
	Download              // lasts as long as the client reads; its work takes Costly slots
	classes
)

// Slots are the limits of one class.
type Slots struct {
	// Total is the number of requests that run at once, PerClient the number of these for
	// one client; if PerClient is 0, it is Total.
	Total, PerClient int
	// Waiting is the number of requests that wait, WaitingPerClient the number of these for
	// one client.
	Waiting, WaitingPerClient int
}

var (
	// ErrBusy means that Slots.Waiting requests are waiting.
	ErrBusy = errors.New("too many requests are waiting")
	// ErrClientBusy means that Slots.WaitingPerClient requests of the client are waiting.
	ErrClientBusy = errors.New("too many requests of this client are waiting")
)

// A Queue gives slots to clients in turn. Its methods may be called concurrently.
type Queue struct {
	mu    sync.Mutex // guards pools
	pools [classes]pool
}

// A pool is the state of one class.
type pool struct {
	Slots
	running, waiting int
	clients          map[string]*client // those with running or waiting requests
	turns            list.List          // of *client with waiters, in the order of their turns
}

type client struct {
	name    string
	running int
	waiters list.List     // of chan struct{}; closing one gives its request a slot
	turn    *list.Element // in pool.turns; nil without waiters
}

// NewQueue returns a Queue with the given slots for each class.
func NewQueue(cheap, costly, download Slots) *Queue {
	q := &Queue{}
	for class, slots := range [classes]Slots{cheap, costly, download} {
		if slots.PerClient == 0 {
			slots.PerClient = slots.Total
		}
		q.pools[class] = pool{Slots: slots, clients: map[string]*client{}}
	}
	return q
}

// Enter waits for a slot of a class and returns it. It returns ErrBusy or ErrClientBusy at
// once if too many requests are waiting, and ctx.Err() if ctx is done first.
func (q *Queue) Enter(ctx context.Context, class Class, name string) (*Turn, error) {
	t := &Turn{queue: q, class: class, client: name}
	if err := t.resume(ctx); err != nil {
		return nil, err
	}
	return t, nil
}

// Waiting returns the number of waiting requests of a class.
func (q *Queue) Waiting(class Class) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.pools[class].waiting
}

// A Turn is a slot that a client holds, or can hold again. It must not be used concurrently.
type Turn struct {
	queue  *Queue
	class  Class
	client string
	held   bool
	pay    func(context.Context) error // see Charge; may be nil
	pieces int                         // calls of InTurn
}

// Charge makes InTurn call pay before each piece of work except the first, so that a long
// request counts as several. pay waits until the client may do more work.
func (t *Turn) Charge(pay func(context.Context) error) { t.pay = pay }

// End releases the slot. It does nothing if the slot is not held.
func (t *Turn) End() {
	if !t.held {
		return
	}
	t.held = false
	t.queue.mu.Lock()
	defer t.queue.mu.Unlock()
	p := &t.queue.pools[t.class]
	p.release(p.clients[t.client])
}

// resume waits for a slot again after End. Its errors are those of Enter.
func (t *Turn) resume(ctx context.Context) error {
	if t.held {
		return nil
	}
	t.queue.mu.Lock()
	p := &t.queue.pools[t.class]
	c := p.client(t.client)
	if p.canRun(c) && c.waiters.Len() == 0 {
		p.running++
		c.running++
		t.held = true
		t.queue.mu.Unlock()
		return nil
	}
	if err := p.canWait(c); err != nil {
		p.forgetIdle(c)
		t.queue.mu.Unlock()
		return err
	}
	called := make(chan struct{})
	waiter := p.enqueue(c, called)
	t.queue.mu.Unlock()
	select {
	case <-called:
		t.held = true
		return nil
	case <-ctx.Done():
	}
	t.queue.mu.Lock()
	defer t.queue.mu.Unlock()
	select {
	case <-called: // while ctx was being cancelled
		p.release(c)
	default:
		p.dequeue(c, waiter)
	}
	return ctx.Err()
}

// client returns the client of a name, creating it if necessary.
func (p *pool) client(name string) *client {
	c := p.clients[name]
	if c == nil {
		c = &client{name: name}
		p.clients[name] = c
	}
	return c
}

func (p *pool) canRun(c *client) bool { return p.running < p.Total && c.running < p.PerClient }

// canWait returns nil if another request of a client may wait.
func (p *pool) canWait(c *client) error {
	switch {
	case c.waiters.Len() >= p.WaitingPerClient:
		return ErrClientBusy
	case p.waiting >= p.Waiting:
		return ErrBusy
	}
	return nil
}

// enqueue adds a request after the other waiting requests of its client.
func (p *pool) enqueue(c *client, called chan struct{}) *list.Element {
	p.waiting++
	if c.turn == nil {
		c.turn = p.turns.PushBack(c)
	}
	return c.waiters.PushBack(called)
}

// dequeue removes a request that no longer waits.
func (p *pool) dequeue(c *client, waiter *list.Element) {
	p.waiting--
	c.waiters.Remove(waiter)
	p.removeTurn(c)
}

// release frees a client's slot and gives free slots to the next clients in turn.
func (p *pool) release(c *client) {
	p.running--
	c.running--
	for turn := p.turns.Front(); turn != nil && p.running < p.Total; {
		candidate := turn.Value.(*client)
		next := turn.Next()
		if p.canRun(candidate) {
			waiter := candidate.waiters.Front()
			close(candidate.waiters.Remove(waiter).(chan struct{}))
			p.waiting--
			p.running++
			candidate.running++
			p.turns.MoveToBack(turn)
			p.removeTurn(candidate)
			next = p.turns.Front()
		}
		turn = next
	}
	p.forgetIdle(c)
}

// removeTurn removes a client without waiters from the turns.
func (p *pool) removeTurn(c *client) {
	if c.waiters.Len() == 0 && c.turn != nil {
		p.turns.Remove(c.turn)
		c.turn = nil
	}
	p.forgetIdle(c)
}

// forgetIdle forgets a client that has neither running nor waiting requests.
func (p *pool) forgetIdle(c *client) {
	if c.running == 0 && c.waiters.Len() == 0 {
		delete(p.clients, c.name)
	}
}

type turnKey struct{}

// WithTurn returns a copy of ctx that carries t for InTurn.
func WithTurn(ctx context.Context, t *Turn) context.Context {
	return context.WithValue(ctx, turnKey{}, t)
}

// InTurn runs f, a piece of a long request, while holding the slot of the Turn that ctx
// carries, and releases the slot before the next piece. If ctx carries no Turn, InTurn just
// runs f.
func InTurn(ctx context.Context, f func() error) error {
	t, ok := ctx.Value(turnKey{}).(*Turn)
	if !ok {
		return f()
	}
	if t.pieces++; t.pieces > 1 && t.pay != nil {
		if err := t.pay(ctx); err != nil {
			return err
		}
	}
	if err := t.resume(ctx); err != nil {
		return err
	}
	defer t.End()
	return f()
}
